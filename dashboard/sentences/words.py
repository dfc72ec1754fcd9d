"""The words that figures are told with on every page."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

from dashboard.access import Page
from dashboard.components.headline import Mark, Note, Tone
from dashboard.texts import Texts, Unit, mark
from dashboard.warehouse import Release

STATUS_WORDS = {"act": mark("act"), "watch": mark("watch"), "on_track": mark("on track")}
STATUS_TONES: dict[str, Tone] = {"act": "over", "watch": "watch", "on_track": ""}

PHASING_WORDS = {
    "own": mark("own phasing"),
    "unit": mark("the unit's own pattern"),
    "centre": mark("the centre's pattern"),
    "municipality": mark("the municipality's pattern"),
    "even": mark("spread evenly"),
}

VARIANCE_WORDS = {
    False: {"over": mark("overspend"), "under": mark("underspend")},
    True: {"over": mark("less income"), "under": mark("more income")},
}
"""By whether it is an income. An income is negative, so that less of it is above the plan."""

LEAST_WRITTEN = {"dkk": Decimal("0.005"), "thousand": Decimal(500), "million": Decimal(50_000)}
"""What is not written as 0 in a unit."""

GROUP_WORDS = {"wages": mark("Wages"), "operations": mark("Other operations"), "income": mark("Income")}

UNIT_KINDS = {
    "municipality": mark("Municipality"),
    "directorate": mark("Directorate"),
    "centre": mark("Centre"),
    "department": mark("Department"),
    "institution": mark("Institution"),
    "cost_centre": mark("Cost centre"),
}

PAGES: Mapping[Page, str] = {
    "my_centre": mark("My centre"),
    "focus_areas": mark("Focus areas"),
    "focus_packs": mark("Focus packs"),
    "budget_followup": mark("Budget follow-up"),
    "forecast_accuracy": mark("Forecast accuracy"),
    "forecast_round": mark("Forecast round"),
    "carry_over_case": mark("Carry-over case"),
    "savings": mark("Savings"),
    "capital_projects": mark("Capital: portfolio"),
    "capital_carry_overs": mark("Capital: carry-overs"),
    "staff": mark("Staff"),
    "targets": mark("Targets"),
    "purchases": mark("Invoices and purchases"),
    "supervision": mark("Financial supervision"),
    "data_quality": mark("Data quality"),
    "catalogue": mark("Data catalogue"),
    "data_orders": mark("Order data"),
    "use": mark("Use"),
    "rights": mark("Access"),
    "audit_log": mark("Audit log"),
}
"""What the pages are called, in the menu and wherever one is spoken of."""

ROLES = {
    "centre_manager": mark("Centre manager"),
    "institution_head": mark("Institution head"),
    "controller": mark("Controller"),
    "director": mark("Director"),
    "data_unit": mark("Data unit"),
    "analyst": mark("Analyst"),
    "administrator": mark("Administrator"),
}


def direction(value: Decimal | None, unit: Unit = "thousand") -> Literal["over", "under", ""]:
    """Which way a variance goes: above zero is overspend, below is underspend; neither when it is written as 0."""
    if value is None or abs(value) < LEAST_WRITTEN[unit]:
        return ""
    return "over" if value > 0 else "under"


def variance_word(texts: Texts, value: Decimal | None, unit: Unit = "thousand", *, is_income: bool = False) -> str:
    """Merforbrug or mindreforbrug, of an income mindreindtægt or merindtægt; nothing where there is no variance.

    A unit as a whole is spending, net of its income; `is_income` is for an account or a group of accounts.
    """
    found = direction(value, unit)
    return texts.say(VARIANCE_WORDS[is_income][found]) if found else ""


def year_or_month(texts: Texts, fiscal_year: int, period: int, *, is_posted: bool) -> str:
    """A period by its name; a year without postings has none but itself."""
    return texts.month(fiscal_year, period) if is_posted else texts.say("{year}, budget only", year=fiscal_year)


def no_double_point(text: str) -> str:
    """“4,2 mio. kr..” is “4,2 mio. kr.”: an abbreviation's point also ends the sentence."""
    return text[:-1] if text.endswith("..") else text


def unit_for(value: Decimal | None) -> Unit:
    """Millions for what a person calls millions, else thousands."""
    return "million" if value is not None and abs(value) >= 950_000 else "thousand"


def status_note(texts: Texts, status: str | None) -> Note | None:
    """The status with its shape, colour and word; None where there is none."""
    if status not in STATUS_WORDS:
        return None
    return Note(texts.say(STATUS_WORDS[status]), STATUS_TONES[status], status_mark(status))


def status_mark(status: str | None) -> Mark:
    """The shape that a status is drawn with."""
    marks: dict[str | None, Mark] = {"act": "act", "watch": "watch", "on_track": "on_track"}
    return marks.get(status, "")


def file_and_line(texts: Texts, file: str, line: int) -> str:
    """Where in which file something stood: `posteringer_2026_10.csv, linje 10 482`."""
    return texts.say("{file}, line {line}", file=file, line=f"{line:,}".replace(",", "\u00a0"))


def data_of(texts: Texts, release: Release) -> tuple[str, ...]:
    """How far the data reach and which release they are of; stands on every page."""
    year, _, month = (release.data_until or "").partition("-")
    until = texts.say("data through {month}", month=texts.month(int(year), int(month))) if month.isdigit() else ""
    return tuple(filter(None, (until, texts.say("release {id}", id=release.id))))
