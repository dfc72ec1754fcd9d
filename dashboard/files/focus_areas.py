"""The files of the page on focus areas: a centre's candidates piece by piece, and what is published with answers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import polars as pl

from dashboard.decisions.focus_progress import Centre, centres
from dashboard.decisions.published_areas import PublishedArea, PublishedCentre
from dashboard.files.content import Filters, Lines, Made, Nothing, NotNow, sheet
from dashboard.queries import focus_areas as queries
from dashboard.sentences import focus_areas as words
from dashboard.sentences.focus_score import MART
from dashboard.sentences.focus_words import DOMAINS, REFERENCES, ROLES, span_name
from dashboard.store.at_hand import at_hand
from dashboard.store.focus_areas import (
    Decision,
    Outcome,
    standing_decisions,
    standing_outcomes,
    standing_publications,
)
from dashboard.texts import Texts, mark
from dashboard.warehouse import Door
from dashboard.workbooks import Column
from pipelines.signals import signals

UNITS = {
    "DKK": mark("kr."), "share": mark("share"), "count": mark("number"), "day": mark("days"), "month": mark("months"),
}  # fmt: skip
_FIGURE = (
    Column("subject_name", mark("About"), width=32),
    Column("domain", mark("Domain"), width=14, words=DOMAINS),
    Column("role", mark("Role"), width=22, words=ROLES),
    Column("value", mark("Figure"), "decimal"),
    Column("reference", mark("Held against"), "decimal"),
    Column("reference_kind", mark("Compared with"), width=16, words=REFERENCES),
    Column("unit", mark("In"), width=10, words=UNITS),
    Column("deviation", mark("Deviation"), "decimal"),
    Column("threshold", mark("Threshold"), "decimal"),
    Column("money_dkk", mark("Money at stake"), "money"),
    Column("severity", mark("Severity"), "decimal"),
    Column("materiality", mark("Materiality"), "decimal"),
    Column("spans_in_a_row", mark("Times in a row"), "count"),
    Column("persistence", mark("Persistence"), "decimal"),
    Column("freshness", mark("Freshness"), "decimal"),
    Column("confidence", mark("Confidence"), "decimal"),
    Column("score", mark("Score"), "decimal"),
)
CANDIDATES = (
    Column("rank", mark("Rank"), "number"),
    Column("is_proposed", mark("Proposed"), "yes_no"),
    Column("signal", mark("Signal"), width=28),
    *_FIGURE,
)
PUBLISHED = (
    Column("centre_name", mark("Centre"), width=30),
    Column("edition", mark("Edition"), "number"),
    Column("place", mark("Place"), "number"),
    Column("title", mark("Finding"), width=60),
    Column("sees", mark("What we see"), width=60),
    Column("why", mark("What it means"), width=60),
    Column("silent", mark("What it does not say"), width=60),
    Column("owner", mark("Who owns the data"), width=26),
    *_FIGURE,
    Column("decision", mark("Decision"), width=20, words=words.CHOICES),
    Column("action", mark("Action"), width=50),
    Column("responsible", mark("Responsible"), width=26),
    Column("deadline", mark("Deadline"), "day"),
    Column("remarks", mark("Remarks"), width=50),
    Column("is_done", mark("What came of it"), width=16, words=words.DONE),
    Column("outcome", mark("What came of it, in words"), width=50),
    Column("published_at", mark("Published"), "moment"),
    Column("release", mark("Release"), width=16),
)
_SCHEMA: dict[str, Any] = {
    "edition": pl.Int64, "place": pl.Int64, "deadline": pl.Date, "spans_in_a_row": pl.Int64,
    **dict.fromkeys(
        ("value", "reference", "deviation", "threshold", "severity", "materiality", "persistence", "freshness",
         "confidence", "score"),
        pl.Decimal(24, 6),
    ),
    "money_dkk": pl.Decimal(18, 2),
}  # fmt: skip


def candidates(door: Door, texts: Texts, filters: Filters) -> Made:
    """Every candidate of a centre in a span with every piece of its score. Raises Nothing."""
    span, centre = _asked(door, filters)
    rows = queries.candidates(door, span, centre.unit_id) if centre else pl.DataFrame()
    if centre is None or rows.is_empty():
        raise Nothing
    names = {key: signal.name.da if texts.language == "da" else signal.name.en for key, signal in signals().items()}
    rows = rows.with_columns(pl.col("signal").replace(names))
    found = sheet(door, texts, mark("Candidates for focus areas"), MART, rows, CANDIDATES, frozen=3)
    name = texts.say("Candidates {centre} {span}", centre=centre.name, span=span)
    return Made(name, [found], _lines(texts, span, centre))


def published(door: Door, texts: Texts, filters: Filters) -> Made:
    """The newest edition of each centre that the person sees (or of one), with its answers. Raises Nothing, NotNow."""
    span, only = _asked(door, filters)
    store = at_hand()
    if store.engine is None:
        raise NotNow
    seen = [only] if only else centres(door)
    rows = [row for centre in seen for row in _rows(span, centre)]
    if not rows:
        raise Nothing
    frame = pl.DataFrame(rows, schema_overrides=_SCHEMA, infer_schema_length=None)
    found = sheet(door, texts, mark("Focus areas"), MART, _in_language(texts, frame), PUBLISHED, frozen=4)
    name = texts.say("Focus areas {centre} {span}", centre=only.name if only else "", span=span)
    return Made(" ".join(name.split()), [found], _lines(texts, span, only))


def _asked(door: Door, filters: Filters) -> tuple[str, Centre | None]:
    """The span, and the centre where one is asked for. Raises Nothing for a centre that is not the person's."""
    wanted = str(filters.get("centre") or "")
    centre = next((one for one in centres(door) if one.unit_id == wanted), None)
    if wanted and centre is None:
        raise Nothing
    return str(filters["span"]), centre


def _rows(span: str, centre: Centre) -> Iterator[dict[str, Any]]:
    store, key = at_hand(), (span, centre.unit_id)
    publication = store.read({}, standing_publications, span, centre.unit_id).get(key)
    if publication is None:
        return
    decisions = store.read(dict[tuple[str, str, str], Decision](), standing_decisions, span, centre.unit_id)
    outcomes = store.read(dict[tuple[str, str, str], Outcome](), standing_outcomes, span, centre.unit_id)
    for place, area in enumerate(PublishedCentre.read(publication.areas).areas, start=1):
        decision, outcome = decisions.get((*key, area.area)), outcomes.get((*key, area.area))
        yield {
            "centre_name": centre.name,
            "edition": publication.version,
            "place": place,
            "area": area,
            **_figure(area),
            "decision": decision.decision if decision else None,
            "action": decision.action if decision else None,
            "responsible": decision.responsible if decision else None,
            "deadline": decision.deadline if decision else None,
            "remarks": decision.words if decision else None,
            "is_done": outcome.is_done if outcome else None,
            "outcome": outcome.words if outcome else None,
            "published_at": publication.entered_at,
            "release": publication.release,
            "owner": area.owner,
        }


def _figure(area: PublishedArea) -> dict[str, Any]:
    names = [column.name for column in _FIGURE]
    return {name: getattr(area.figure, name) if area.figure else None for name in names}


def _in_language(texts: Texts, frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with the areas' texts in the reader's language."""
    said = [area.words(texts.language) for area in frame["area"]]
    return frame.drop("area").with_columns(
        pl.Series(part, [getattr(one, part) for one in said]) for part in ("title", "sees", "why", "silent")
    )


def _lines(texts: Texts, span: str, centre: Centre | None) -> Lines:
    every = texts.say("All centres")
    return [(texts.say("Span"), span_name(texts, span)), (texts.say("Centre"), centre.name if centre else every)]
