"""The table of `test_hostile_input.py` goes on: what somebody types into a form stays the text that it is."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from dashboard.store.at_hand import forget
from dashboard.store.database import close_stores, open_store
from pipelines.home import open_home
from tests.pages.conftest import OpenPage
from tests.pages.living_focus_areas import OAK as AREA
from tests.pages.living_focus_areas import faults
from tests.pages.page_supervision_rows import LIST
from tests.pages.screen import Screen
from tests.security import hostile_entries as lived
from tests.security.attack import assert_only_texts, is_one_sentence, stored
from tests.security.hostile_entries import CENTRE, DATA_UNIT, EARLIER, MANAGER, SIGNING, Before, press

# ------------------------------------------------------------------------------- 10. What somebody types into a form

PAYLOAD = "='\"; drop table grant; --<img src=x onerror=alert(1)>"
"""SQL, HTML and a formula in one; the fields of a form are told apart by a number behind it."""


@dataclass(frozen=True)
class Entry:
    """A form: what makes it, where and by whom it is opened, and the button.

    `only` are fields that take nothing but what they are, and what is typed there when they have said so; `chosen` is
    what is chosen and ticked. `read` is how the address differs where it is read afterwards, `file` what is taken home.
    """

    form: str
    page: str | None
    query: dict[str, str]
    act: str
    only: dict[str, str] = field(default_factory=dict)
    chosen: dict[str, str] = field(default_factory=dict)
    before: Before | None = None
    read: dict[str, str] = field(default_factory=dict)
    file: str = ""

    def __str__(self) -> str:
        return f"{self.form} {self.act}"


CONTROLLER, ADMINISTRATOR = {"person": "controller"}, {"person": "administrator"}
DAY = "31.12.2099"
FOCUS, MANAGED = {**DATA_UNIT, **CENTRE}, {**MANAGER, **CENTRE}
OAK = {**MANAGER, "explain": "oak_school"}
ANSWERS = {"answer_budget": "yes", "answer_cash": "yes", "mark_0": "seen", "mark_1": "seen", "mark_2": "seen"}
ENTRIES = [
    Entry("explanation_entry.form_of", None, OAK, "Gem forklaringen", {"deadline": DAY}, {"cause": "volume"},
          file="budget_followup"),
    Entry("explanation_entry.outcome_form_of", None, OAK, "Gem, hvad der kom ud af det", {}, {"done": "yes"},
          lived.explained),
    Entry("forecast_steering.opening_form", "forecast_round", CONTROLLER, "Åbn runden",
          {"round_date": "31.10.2026", "opens_on": "1.10.2026", "closes_on": "30.11.2026"}),
    Entry("forecast_steering.round_form", "forecast_round", CONTROLLER, "Gem datoerne",
          {"round_date": "31.10.2026", "opens_on": "1.10.2026", "closes_on": "30.11.2026"}, {}, lived.round_is_open),
    Entry("forecast_steering.round_form", "forecast_round", CONTROLLER, "Genåbn runden", {"closes_on": "15.12.2026"},
          {}, lived.round_is_closed),
    Entry("forecast_answers.sign_form", "forecast_round", {**MANAGER, "unit": "oak_school"}, "Send tilbage", {}, {},
          lived.round_is_answered, file="forecast_round"),
    Entry("supervision_signing.SignEntry.form", "supervision", {**MANAGER, "entry": SIGNING},
          "Skriv under på tilsynet", {}, ANSWERS, file="supervision"),
    Entry("supervision_signing.SignEntry.form", "supervision", {**MANAGER, "entry": SIGNING},
          "Træk underskriften tilbage", {}, {}, lived.signed),
    Entry("supervision_waiving.WaiveEntry.form", "supervision", {**CONTROLLER, "entry": SIGNING}, "Frafald tilsynet"),
    Entry("supervision_finance.PostingEntry.form", "supervision",
          {**CONTROLLER, "entry": "posting:d1:1052:posteringer_2026_10.csv"}, "Læg den til side",
          file="atypical_postings"),
    Entry("supervision_finance.FollowEntry.form", "supervision", {**CONTROLLER, "entry": "follow:oak_school"},
          "Gem opfølgningen", {"due_on": DAY}),
    Entry("carry_over_case.form_of", "carry_over_case", {**CONTROLLER, "line": "operating:elm_school:service"},
          "Gem ændringen", {"amount": "500.000"}, file="carry_over_case"),
    Entry("focus_editing.AddEntry.form", "focus_areas", {**FOCUS, "entry": "focus:add"}, "Tilføj området"),
    Entry("focus_editing.EditEntry.form", "focus_areas", {**FOCUS, "entry": f"focus:edit:{AREA}"}, "Gem teksterne"),
    Entry("focus_editing.DropEntry.form", "focus_areas", {**FOCUS, "entry": f"focus:drop:{AREA}"}, "Udelad det"),
    Entry("focus_publishing.AskEntry.form", "focus_areas", {**FOCUS, "entry": "focus:ask"}, "Bed om godkendelse"),
    Entry("focus_publishing.ValidateEntry.form", "focus_areas", {**MANAGED, "entry": "focus:validate"}, "Svar", {},
          {"state": "not_valid"}, lived.areas_are_asked_about, {**DATA_UNIT, "entry": "focus:ask"}),
    Entry("focus_publishing.PublishEntry.form", "focus_areas", {**FOCUS, "entry": "focus:publish"}, "Udgiv", {},
          {"although": "ticked"}, lived.areas_are_out_and_valid_again),
    Entry("focus_answers.DecideEntry.form", "focus_areas", {**MANAGED, "entry": f"focus:decide:{AREA}"},
          "Gem beslutningen", {"deadline": "1.12.2026"}, {"decision": "act"}, lived.areas_are_out,
          file="published_areas"),
    Entry("focus_answers.CameEntry.form", "focus_areas", {**MANAGED, "entry": f"focus:came:{EARLIER['span']}:{AREA}"},
          "Gem, hvad der kom ud af det", {}, {"is_done": "partly"}, lived.areas_of_the_quarter_before_are_decided),
    Entry("rights_entry.NewRight.form", "rights", {**ADMINISTRATOR, "entry": "right:new"}, "Giv rettigheden",
          {"valid_from": "1.1.2026", "valid_to": DAY}, {"role": "controller", "unit_id": "municipality"},
          read={"entry": "right:1"}, file="rights"),
    Entry("rights_entry.OpenRight.form", "rights", {**ADMINISTRATOR, "entry": "right:1"}, "Tag rettigheden nu", {}, {},
          lived.right_is_given),
    Entry("data_order_entry.NewOrder.form", "data_orders", {**MANAGER, "entry": "order:new"}, "Bestil data",
          {"needed_by": DAY}, read={"entry": "order:1"}, file="data_orders"),
    Entry("data_order_entry.OpenOrder.form", "data_orders", {**DATA_UNIT, "entry": "order:1"}, "Aftal bestillingen",
          {}, {}, lived.order_is_asked, file="data_orders"),
]  # fmt: skip
FILTERS: dict[str, object] = {
    "fiscal_year": 2026, "year": 2026, "period": 10, "unit": "north", "round": "BO4", "span": "2026K3",
    "organisation_view": "today", "budget_basis": "with_carry_over", "centre": "north",
}  # fmt: skip
FILTERS_OF = {"carry_over_case": {**FILTERS, "fiscal_year": 2025}}
BUTTONS = {"audit_log.steps", "data_orders.show", "rights.show"}
"""Forms of which nothing can be typed."""


@pytest.fixture
def home(tmp_path: Path, page_home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An installation of its own."""
    shutil.copytree(page_home, tmp_path, dirs_exist_ok=True)
    (tmp_path / "supervision.toml").write_text(LIST, encoding="utf-8")
    monkeypatch.setenv("PEJLING_HOME", str(tmp_path))
    forget()
    yield tmp_path
    close_stores()
    forget()


def test_every_form_is_in_the_table() -> None:
    assert set(lived.makers()) == {row.form for row in ENTRIES} | BUTTONS


@pytest.mark.parametrize("row", ENTRIES, ids=str)
def test_a_form(row: Entry, home: Path, tmp_path: Path, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is no day or amount is told at its field; every other text is kept as it was typed, and shown as text."""
    store = open_store(open_home(home, home / "municipality.toml"))
    if row.before:
        row.before(open_page, home, store)
    before = stored(store)
    with lived.forms_seen(monkeypatch) as forms:
        screen = open_page(row.page, home, **row.query)
    typed = {name: f"{PAYLOAD}{number}" for number, name in enumerate(sorted(forms[row.form]))}
    assert typed.keys() >= row.only.keys()

    said = set(screen.text.splitlines())
    answer = press(screen, row.act, **typed, **row.chosen)
    if row.only:
        assert faults(answer).keys() in ({}.keys(), row.only.keys()), "at their fields, or above the form"
        told = set(answer.text.splitlines()) - said
        assert told
        assert all(map(is_one_sentence, told)), told
        assert stored(store) == before
        answer = press(answer, row.act, **row.only)
    assert not faults(answer)

    after, texts = stored(store), {text for name, text in typed.items() if name not in row.only}
    assert not [line for name in before for line in before[name] if line not in after[name]]
    assert texts <= {cell for name in after for line in after[name] for cell in line if line not in before[name]}
    shown = [open_page(row.page, home, lang=language, **{**row.query, **row.read}) for language in ("da", "en")]
    assert not [text for text in texts if not any(text in one.text or text in fields(one) for one in shown)]
    assert not [one for one in shown if one.app.markdown]
    if row.file:
        assert_only_texts(row.file, tmp_path / "file", FILTERS_OF.get(row.file, FILTERS), row.query["person"])


def fields(screen: Screen) -> str:
    """What stands in them."""
    return "\n".join(str(one.value) for one in (*screen.app.text_input, *screen.app.text_area))
