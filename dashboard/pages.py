"""The pages there are, in the order and the groups of the menu. A new page is one entry in PAGES."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from dashboard.access import Page as PageKey
from dashboard.access import may_open
from dashboard.looks.look import Look
from dashboard.person import Person
from dashboard.sentences import audit_log as audit_log_sentences
from dashboard.sentences import budget_followup as budget_followup_sentences
from dashboard.sentences import capital_carry_overs as capital_carry_overs_sentences
from dashboard.sentences import capital_projects as capital_projects_sentences
from dashboard.sentences import carry_over_case as carry_over_case_sentences
from dashboard.sentences import catalogue as catalogue_sentences
from dashboard.sentences import data_orders as data_orders_sentences
from dashboard.sentences import data_quality as data_quality_sentences
from dashboard.sentences import focus_areas as focus_areas_sentences
from dashboard.sentences import focus_packs as focus_packs_sentences
from dashboard.sentences import forecast_accuracy as forecast_accuracy_sentences
from dashboard.sentences import forecast_round as forecast_round_sentences
from dashboard.sentences import my_centre as my_centre_sentences
from dashboard.sentences import purchases as purchases_sentences
from dashboard.sentences import rights as rights_sentences
from dashboard.sentences import savings as savings_sentences
from dashboard.sentences import staff as staff_sentences
from dashboard.sentences import supervision as supervision_sentences
from dashboard.sentences import targets as targets_sentences
from dashboard.sentences import use as use_sentences
from dashboard.sentences.words import PAGES as NAMES
from dashboard.texts import mark
from dashboard.views import (
    audit_log,
    budget_followup,
    capital_carry_overs,
    capital_projects,
    carry_over_case,
    catalogue,
    data_orders,
    data_quality,
    focus_areas,
    focus_packs,
    forecast_accuracy,
    forecast_round,
    my_centre,
    purchases,
    rights,
    savings,
    staff,
    supervision,
    targets,
    use,
)

Group = Literal["overview", "finance", "capital", "people", "oversight", "data", "administration"]

GROUPS: dict[Group, str] = {
    "overview": mark("Overview"),
    "finance": mark("Finance"),
    "capital": mark("Capital"),
    "people": mark("People and targets"),
    "oversight": mark("Supervision"),
    "data": mark("Data"),
    "administration": mark("Administration"),
}
"""The groups of the menu, in its order → the word that opens one. A group without pages is not in the menu."""


@dataclass(frozen=True)
class Page:
    """A page: its group and name in the menu, its question, its place in the address, and who draws it."""

    key: PageKey
    group: Group
    title: str
    path: str
    show: Callable[[Look], None]

    @property
    def name(self) -> str:
        return NAMES[self.key]


PAGES = (
    Page("my_centre", "overview", my_centre_sentences.TITLE, "mit-center", my_centre.show),
    Page("focus_areas", "overview", focus_areas_sentences.TITLE, "fokusomraader", focus_areas.show),
    Page("focus_packs", "overview", focus_packs_sentences.TITLE, "fokuspakker", focus_packs.show),
    Page("budget_followup", "finance", budget_followup_sentences.TITLE, "", budget_followup.show),
    Page(
        "forecast_accuracy", "finance", forecast_accuracy_sentences.TITLE, "prognosepraecision", forecast_accuracy.show
    ),
    Page("forecast_round", "finance", forecast_round_sentences.TITLE, "prognoserunde", forecast_round.show),
    Page("carry_over_case", "finance", carry_over_case_sentences.TITLE, "overfoerselssag", carry_over_case.show),
    Page("savings", "finance", savings_sentences.TITLE, "besparelser", savings.show),
    Page("capital_projects", "capital", capital_projects_sentences.TITLE, "anlaeg", capital_projects.show),
    Page(
        "capital_carry_overs",
        "capital",
        capital_carry_overs_sentences.TITLE,
        "anlaegsoverfoersler",
        capital_carry_overs.show,
    ),
    Page("staff", "people", staff_sentences.TITLE, "personale", staff.show),
    Page("targets", "people", targets_sentences.TITLE, "maaltal", targets.show),
    Page("purchases", "oversight", purchases_sentences.TITLE, "bilag-og-indkoeb", purchases.show),
    Page("supervision", "oversight", supervision_sentences.TITLE, "ledelsestilsyn", supervision.show),
    Page("rights", "administration", rights_sentences.TITLE, "adgange", rights.show),
    Page("audit_log", "administration", audit_log_sentences.TITLE, "revisionslog", audit_log.show),
    Page("data_quality", "data", data_quality_sentences.TITLE, "datakvalitet", data_quality.show),
    Page("catalogue", "data", catalogue_sentences.TITLE, "datakatalog", catalogue.show),
    Page("data_orders", "data", data_orders_sentences.TITLE, "bestil-data", data_orders.show),
    Page("use", "data", use_sentences.TITLE, "anvendelse", use.show),
)


def pages_of(person: Person) -> list[Page]:
    """What the person may open."""
    return [page for page in PAGES if may_open(person, page.key)]
