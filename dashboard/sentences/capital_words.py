"""The words of the capital pages: phases, decisions, how a project stands, and months."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import Any

from dashboard.components.headline import KeyFigure, Note
from dashboard.sentences.words import STATUS_TONES, STATUS_WORDS, direction, status_mark, unit_for, variance_word
from dashboard.texts import Texts, mark
from dashboard.warehouse import Release

PHASES = {
    "idea": mark("idea"),
    "planning": mark("planning"),
    "design": mark("design"),
    "construction": mark("construction"),
    "completed": mark("completed"),
    "closed": mark("closed"),
}
DECISIONS = {
    "original": mark("Original appropriation"),
    "supplementary": mark("Supplementary appropriation"),
    "virement": mark("Virement"),
    "price_adjustment": mark("Price and wage adjustment"),
    "final_account": mark("Final account"),
}
STATUSES = {**STATUS_WORDS, "unknown": mark("cannot be said")}
LINKS = {
    "closed": mark("closes"),
    "open": mark("does not close"),
    "missing_next": mark("missing in the next year"),
    "waiting": mark("the next year is not there yet"),
    "not_decided": mark("not decided yet"),
}
DIMENSIONS = ("money_status", "phasing_status", "time_status")
FEWEST_COMPARABLE = 3  # a class's median is not given for fewer (the mart leaves it empty)

Project = dict[str, Any]
"""A row of the mart capital_projects__project."""


def month_of(texts: Texts, day: date | None, *, short: bool = False) -> str:
    """`aug 2027`, the way that a completion is spoken of; a dash where there is none."""
    if day is None:
        return "–"
    return f"{texts.month_name(day.month, short=short)} {day.year}"


def data_end(release: Release) -> date | None:
    """The last day that the release has postings of; None where it has none."""
    year, _, month = (release.data_until or "").partition("-")
    if not month.isdigit():
        return None
    number = min(int(month), 12)
    return date(int(year), number, monthrange(int(year), number)[1])


def months(texts: Texts, value: float | None, *, signed: bool = False) -> str:
    """`24 måneder`, or with a sign `+24 mdr.`, the short form of a label."""
    if value is None:
        return "–"
    number = texts.number(value, 0 if float(value).is_integer() else 1, signed=signed)
    if signed:
        return texts.say("{number} mth" if abs(value) == 1 else "{number} mths", number=number)
    return texts.say("{number} month" if number == "1" else "{number} months", number=number)


def has_grants(row: dict[str, Any]) -> bool:
    """Whether anything is granted, so that money can be judged. `row`: a project or a sum of projects."""
    return row["total_appropriation_dkk"] is not None


def has_year(row: dict[str, Any]) -> bool:
    """Whether there is anything to spend, or spent, in a year, so that its phasing can be judged."""
    return row["revised_allotment_dkk"] is not None or row["actual_dkk"] is not None


def needs(project: Project, status: str) -> bool:
    """Whether the project stands so in money, phasing or time."""
    return status in (project[dimension] for dimension in DIMENSIONS)


def worst(project: Project) -> str:
    """The status that needs somebody most: of money, phasing and time."""
    return next((status for status in STATUSES if needs(project, status)), "unknown")


def warnings(texts: Texts, project: Project) -> list[Note]:
    """What is not as it must be, in words: money without a grant, an account that is missing, money pushed on again."""
    found = []
    if project["is_without_appropriation"]:
        spent = texts.money(project["spent_dkk"])
        found.append(Note(texts.say(
            "{name} has spent {amount} without a project appropriation: nothing may be spent before it is granted.",
            name=project["project_name"], amount=spent), "over"))  # fmt: skip
    if project["is_missing_final_account"]:
        found.append(Note(texts.say(
            "{name} is completed but has no final account: it is owed when a project is closed.",
            name=project["project_name"]), "watch"))  # fmt: skip
    return found


def status_notes(texts: Texts, status: str | None) -> tuple[Note, ...]:
    """A status as a line under a key figure, where it says something."""
    if status not in STATUS_WORDS:
        return ()
    return (Note(texts.say(STATUS_WORDS[status]), STATUS_TONES[status], status_mark(status)),)


def ended(text: str) -> str:
    """With a point at its end, and one only: an abbreviation's point also ends the sentence."""
    return text if text.endswith(".") else f"{text}."


def final_cost(texts: Texts, row: dict[str, Any], more: tuple[Note, ...] = ()) -> KeyFigure:
    """What it is expected to cost in the end, against what is granted. `row`: a project or a sum of projects."""
    expected, variance = row["expected_final_cost_dkk"], row["appropriation_variance_dkk"]
    share = row["appropriation_adherence_share"]
    notes = []
    if variance is not None and not variance:
        notes.append(Note(texts.say("as granted")))
    elif variance is not None:
        word = " ".join(filter(None, (texts.money(variance, signed=True), variance_word(texts, variance))))
        notes.append(Note(word, direction(variance)))
        notes.append(Note(texts.say("{share} of what is granted", share=texts.share(share))))
    elif has_grants(row):
        notes.append(Note(texts.say("granted {amount}", amount=texts.money(row["total_appropriation_dkk"]))))
    scale = unit_for(expected)
    said = texts.say("Final cost" if row.get("is_completed") else "Expected final cost")
    card = "capital_projects.expected_final_cost_dkk"
    return KeyFigure(said, texts.amount(expected, scale), texts.unit(scale), "", (*notes, *more), card=card)


def this_year(texts: Texts, row: dict[str, Any], more: tuple[Note, ...] = ()) -> KeyFigure:
    """What is spent of the year's allotment, and the forecast."""
    actual = row["actual_dkk"]
    scale = unit_for(actual)
    notes = [Note(texts.say("of the year's {amount}", amount=texts.money(row["revised_allotment_dkk"])))]
    if row.get("forecast_dkk") is not None:
        notes.append(Note(texts.say("forecast {amount}", amount=texts.money(row["forecast_dkk"]))))
    year = row.get("fiscal_year")
    said = texts.say("Spent in {year}", year=year) if row.get("is_completed") and year else texts.say("Spent this year")
    card = "capital_projects.actual_dkk"
    return KeyFigure(said, texts.amount(actual, scale), texts.unit(scale), "", (*notes, *more), card=card)
