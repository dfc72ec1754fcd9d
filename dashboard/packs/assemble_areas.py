"""A centre's published focus areas as chapters: half a page each, and what came of the areas of the span before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dashboard.decisions.published_areas import AreaFigure, PublishedArea, PublishedCentre
from dashboard.packs.asked import Asked
from dashboard.packs.assemble_numbers import Line, Periods, Writing, spoken, trend, trend_table
from dashboard.packs.content import Bar, Bars, Cell, Column, Decision, Figure, FocusArea, Said, Section, Table
from dashboard.sentences import pack_words as words
from dashboard.sentences.focus_words import REFERENCES, figure
from dashboard.store.focus_areas import Decision as Decided
from dashboard.store.focus_areas import Outcome
from dashboard.texts import mark

CHOICES = ("act", "watch", "not_relevant")
Key = tuple[str, str, str]
"""Span, centre and area."""


@dataclass(frozen=True)
class Answers:
    """What the centre has said: decisions and outcomes by span, centre and area; what was published before."""

    decisions: Mapping[Key, Decided]
    outcomes: Mapping[Key, Outcome]
    before: PublishedCentre | None


def areas(asked: Asked, published: PublishedCentre, answers: Answers) -> Section:
    """The chapter of the areas, in the order in which they were published."""
    found = tuple(
        _area(asked, number, area, published, answers) for number, area in enumerate(published.areas, start=1)
    )
    notes = []
    if asked.texts.language != "da" and not all(area.is_translated for area in published.areas):
        notes.append(asked.say("Where no English text was written, the Danish one stands."))
    heading = asked.say(words.FOUR.get(len(found), mark("Focus areas")))
    finding = asked.say("Chosen by severity, by what is at stake, and by how long it has lasted.")
    return Section("areas", heading, " ".join([finding, *notes]), areas=found, starts_page=True)


def came_of(asked: Asked, published: PublishedCentre, answers: Answers) -> Section | None:
    """What came of the areas of the span before; None where there were none."""
    before = answers.before
    if before is None:
        return None
    say, now = asked.say, {area.area: area.figure for area in published.areas}
    rows = tuple(
        (
            Cell(area.words(asked.texts.language).title),
            Cell(words.decided(asked.texts, answers.decisions.get(_key(before, area)))),
            Cell(_came(asked, before, area, answers)),
            Cell(_figure_text(asked, area.figure)),
            Cell(_figure_text(asked, now.get(area.area))),
        )
        for area in before.areas
    )
    columns = (
        Column(say("Area"), width=1.9),
        Column(say("Decision"), width=1.8),
        Column(say("What came of it"), width=1.5),
        Column(say("Then"), width=1.3),
        Column(say("Now"), width=1.3),
    )
    heading = say("What came of the last ones")
    answered = sum(_key(before, area) in answers.decisions for area in before.areas)
    finding = say(
        "{count} of {total} areas were answered.",
        count=asked.texts.count(answered),
        total=asked.texts.count(len(before.areas)),
    )
    note = say("A figure stands under “Now” where the area is told of again.")
    return Section("came_of", heading, finding, table=Table(heading, heading, columns, rows, note=note))


def _area(asked: Asked, number: int, area: PublishedArea, published: PublishedCentre, answers: Answers) -> FocusArea:
    texts = asked.texts
    said = area.words(texts.language)
    labels = (mark("What we see"), mark("What it means"), mark("What it does not say"))
    told = zip(labels, (said.sees, said.why, said.silent), strict=True)
    return FocusArea(
        number,
        said.title,
        words.domain(texts, area.figure),
        words.at_stake(texts, area.figure),
        _figure(asked, number, area.figure),
        tuple(Said(texts.say(label), text) for label, text in told if text),
        Said(texts.say(words.LAST[asked.span["span_kind"]]), _last(asked, area, answers)),
        texts.say("Data: {owner}, {day}", owner=area.owner, day=texts.day(published.data_until)),
        _decision(asked, answers.decisions.get(_key(published, area))),
        words.score(texts, area.figure),
        is_strength=area.figure is not None and area.figure.role == "strength",
    )


def _last(asked: Asked, area: PublishedArea, answers: Answers) -> str:
    before = answers.before
    then = next((one for one in before.areas if one.area == area.area), None) if before else None
    if before is None or then is None:
        return asked.say("A new area: there is nothing to follow up.")
    key = _key(before, then)
    return words.what_came_of_it(
        asked.texts, then, answers.decisions.get(key), answers.outcomes.get(key), area.figure
    )  # fmt: skip


def _came(asked: Asked, before: PublishedCentre, area: PublishedArea, answers: Answers) -> str:
    decision = answers.decisions.get(_key(before, area))
    outcome = answers.outcomes.get(_key(before, area))
    if outcome is None and (decision is None or decision.decision != "act"):
        return "–"
    return words.came(asked.texts, outcome)


def _figure_text(asked: Asked, found: AreaFigure | None) -> str:
    return "–" if found is None else figure(asked.texts, found.value, found.unit)


def _figure(asked: Asked, number: int, found: AreaFigure | None) -> Figure:
    """The figure against what it is held against, span by span; of one span alone as two bars."""
    texts = asked.texts
    if found is None:
        nothing = texts.say("The area was chosen by hand: it has no figure.")
        return Figure("", "", nothing, None, None, nothing)
    title = words.finding(texts, found)
    own, against = words.subject(texts, found, asked.unit_name), texts.say(
        REFERENCES.get(found.reference_kind, found.reference_kind)
    )  # fmt: skip
    series = found.series or ((asked.span["span"], found.value, found.reference),)
    lines = (
        Line(own, tuple(value for _, value, _ in series)),
        Line(against, tuple(reference for _, _, reference in series), "reference"),
    )
    writing = Writing.of_figure(texts, found.unit, [value for line in lines for value in line.values])
    name = texts.say("Area {number}", number=number)
    short = [words.short_span(texts, span) for span, _, _ in series]
    periods = Periods(tuple(span for span, _ in short), tuple(year for _, year in short))
    table = trend_table(name, title, periods, lines, writing)
    if len(series) < 2:
        chart = Bars(
            tuple(
                Bar(line.name, writing.drawn(value) or 0.0, writing.text(value), line.tone)
                for line in lines
                for value in line.values
            ),
            title,
        )
        return Figure(title, writing.unit, spoken(chart, title, writing.unit), chart, table)
    drawn, unit = trend(periods, lines, writing)
    return Figure(title, unit, spoken(drawn, title, unit), drawn, table)


def _decision(asked: Asked, decided: Decided | None) -> Decision:
    say = asked.say
    choices = tuple(say(words.DECISIONS[choice]) for choice in CHOICES)
    until = asked.texts.long_day(decided.deadline) if decided and decided.deadline else ""
    blanks = [
        Said(say("Action"), decided.action if decided else ""),
        Said(say("Responsible"), decided.responsible if decided else ""),
        Said(say("Deadline"), until),
    ]
    if decided and decided.decision != "act":
        blanks = [blank for blank in blanks if blank.text]
    if decided and decided.words:
        blanks.append(Said(say("In the manager's words"), decided.words))
    chosen = CHOICES.index(decided.decision) if decided else None
    return Decision(say("Your decision"), choices, chosen, tuple(blanks))


def _key(published: PublishedCentre, area: PublishedArea) -> Key:
    return published.span, published.centre_id, area.area
