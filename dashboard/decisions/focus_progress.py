"""How far each centre's focus areas have come, and what came of those of the span before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from dashboard.decisions.focus_areas import Desk, desk
from dashboard.decisions.published_areas import AreaFigure, PublishedArea, PublishedCentre
from dashboard.queries import budget_followup
from dashboard.queries import focus_areas as queries
from dashboard.queries.budget_followup import Cut
from dashboard.store.at_hand import AtHand
from dashboard.store.focus_areas import (
    Decision,
    Outcome,
    Publication,
    Text,
    Validation,
    standing_decisions,
    standing_publications,
    standing_texts,
    standing_validations,
)
from dashboard.warehouse import Door

Valid = Literal["", "asked", "valid", "not_valid", "lapsed"]


@dataclass(frozen=True)
class Centre:
    """A centre of today that the person sees whole."""

    unit_id: str
    name: str


@dataclass(frozen=True)
class Progress:
    """How far a centre has come: areas proposed, edited and left out, validation, edition, and answers of how many."""

    centre: Centre
    proposed: int
    edited: int
    dropped: int
    valid: Valid
    publication: Publication | None
    published: int
    answered: int


@dataclass(frozen=True)
class Came:
    """An area of the span before: what was decided and what came of it; `now` is its figure in this span."""

    span: str
    area: PublishedArea
    decision: Decision | None
    outcome: Outcome | None
    now: AreaFigure | None

    @property
    def is_owed(self) -> bool:
        """Whether somebody promised to act and nobody has said what came of it."""
        return self.outcome is None and self.decision is not None and self.decision.decision == "act"


def centres(door: Door) -> list[Centre]:
    """The centres that the person sees whole, in the order of the organisation."""
    periods = budget_followup.periods(door)
    newest = periods.filter(periods["is_latest"]).head(1)
    if newest.is_empty():
        return []
    units = budget_followup.units(door, Cut(newest["fiscal_year"][0], newest["period"][0]))
    return [
        Centre(row["unit_id"], row["unit_name"]) for row in units.iter_rows(named=True) if row["unit_kind"] == "centre"
    ]


def progress(door: Door, at_hand: AtHand, span: Mapping[str, Any], among: list[Centre]) -> list[Progress]:
    """How far each of the centres has come in a span (a row of focus_areas__span)."""
    name = span["span"]
    proposed = Counter(queries.proposed(door, name)["centre_id"])
    no_texts: dict[tuple[str, str], Text] = {}
    texts = at_hand.read(no_texts, standing_texts, name)
    validations = at_hand.read(dict[str, Validation](), standing_validations, name)
    publications = at_hand.read(dict[tuple[str, str], Publication](), standing_publications, name)
    decisions = at_hand.read(dict[tuple[str, str, str], Decision](), standing_decisions, name)
    found = []
    for centre in among:
        said = [text for (centre_id, _), text in texts.items() if centre_id == centre.unit_id]
        publication = publications.get((name, centre.unit_id))
        areas = PublishedCentre.read(publication.areas).areas if publication else ()
        found.append(
            Progress(
                centre,
                proposed[centre.unit_id],
                sum(text.place is not None and bool(text.title_da) for text in said),
                sum(text.place is None for text in said),
                _valid(door, at_hand, span, centre, validations.get(centre.unit_id)),
                publication,
                len(areas),
                sum((name, centre.unit_id, area.area) in decisions for area in areas),
            )
        )
    return found


def validity(desk: Desk) -> Valid:
    """Where validation stands: texts that were found valid and have changed since have lapsed."""
    if desk.validation is None:
        return ""
    if desk.validation.state == "valid" and not desk.is_validated:
        return "lapsed"
    return desk.validation.state


def _valid(door: Door, at_hand: AtHand, span: Mapping[str, Any], centre: Centre, said: Validation | None) -> Valid:
    if said is None:
        return ""
    return validity(desk(door, at_hand, span, centre.unit_id)) if said.state == "valid" else said.state


def what_came(desk: Desk) -> list[Came]:
    """The areas of the span before, each with its answer, its outcome, and its figure then and now."""
    if desk.before is None:
        return []
    found = []
    for area in desk.before.areas:
        key = (desk.before.span, desk.centre_id, area.area)
        again = desk.area(area.area)
        found.append(
            Came(
                desk.before.span, area, desk.decisions.get(key), desk.outcomes.get(key), again.figure if again else None
            )
        )
    return found
