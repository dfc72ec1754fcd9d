"""The directors' pack: all centres on one page, then a page for each whose focus areas are published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import polars as pl
from sqlalchemy import Engine

from dashboard.decisions.published_areas import PublishedArea, PublishedCentre
from dashboard.packs.asked import Asked, NoPack, span_of
from dashboard.packs.assemble import Edition, Told, door_of, finished, published_centres
from dashboard.packs.assemble_areas import Answers
from dashboard.packs.assemble_budget import budget, lead
from dashboard.packs.assemble_data import definitions
from dashboard.packs.assemble_held_back import not_in_the_figures
from dashboard.packs.assemble_numbers import Writing, bars, spoken
from dashboard.packs.content import Cell, Column, Figure, Pack, Said, Section, Table
from dashboard.queries import budget_followup, capital_carry_overs, savings, staff
from dashboard.queries.budget_followup import Cut
from dashboard.scoped_views import WHOLE_MUNICIPALITY
from dashboard.sentences import pack_words as words
from dashboard.sentences.focus_words import span_name
from dashboard.store.focus_areas import standing_decisions
from dashboard.texts import Texts, mark
from dashboard.warehouse import Scope, Warehouse

Figures = Mapping[str, Any]


def directors(warehouse: Warehouse, store: Engine, texts: Texts, span: str, edition: Edition | None = None) -> Pack:
    """The pack of those who see the whole municipality. Raises NoPack, DoorProblem, NotRead."""
    publications = published_centres(store, span)
    scope = Scope((WHOLE_MUNICIPALITY,))
    if not publications:
        span_of(warehouse.door(scope), texts, span)  # which may be the reason
        raise NoPack("none_published", texts, span=span_name(texts, span))
    newest = max(publications.values(), key=lambda one: (one.entered_at, one.centre_id))
    door = door_of(warehouse, scope, PublishedCentre.read(newest.areas).release, texts)
    row = span_of(door, texts, span)
    whole = Asked(door, store, texts, row, WHOLE_MUNICIPALITY, door.release.municipality)
    decisions = standing_decisions(store, span)
    pages = []
    for centre_id in _in_order(whole, list(publications)):
        published = PublishedCentre.read(publications[centre_id].areas)
        there = door_of(warehouse, scope, published.release, texts)
        asked = replace(whole, door=there, unit_id=centre_id, unit_name=published.centre_name)
        pages.append((asked, published))
    answers = Answers(decisions, {}, None)
    sections = (
        _all(whole, pages, answers),
        *(_page(asked, published, answers) for asked, published in pages),
        replace(not_in_the_figures(whole), starts_page=True),
        definitions(whole),
    )
    told = Told(
        {
            "focus_areas": tuple(publications[key] for key in sorted(publications)),
            "decisions": tuple(one for _, one in sorted(decisions.items())),
        }
    )
    return finished(whole, "directors", sections, lead(whole, is_own=False), told, edition or Edition())


def _in_order(whole: Asked, centre_ids: list[str]) -> list[str]:
    """The centres in the order of the organisation; what is not there any more comes last."""
    units = budget_followup.units(whole.door, Cut(whole.year, whole.span["last_period"]))["unit_id"].to_list()
    places = {unit_id: place for place, unit_id in enumerate(units)}
    return sorted(centre_ids, key=lambda centre_id: (places.get(centre_id, len(places)), centre_id))


def _all(whole: Asked, pages: list[tuple[Asked, PublishedCentre]], answers: Answers) -> Section:
    """One row a centre: what it expects, its sickness, and how many of its areas are answered."""
    say, texts = whole.say, whole.texts
    thousands, share = Writing.of_unit(texts, "thousand"), Writing.of_figure(texts, "share", [])
    columns = (
        Column(say("Centre"), width=2.4),
        thousands.column(say("Revised budget")),
        thousands.column(say("Expected variance")),
        share.column(say("Sickness, 12 months, %")),
        Column(say("Answered"), width=0.8),
    )
    rows, drawn = [], []
    for asked, published in pages:
        unit = _unit(asked)
        variance = unit.get("forecast_variance_dkk")
        answered = sum(_decision(published, area, answers) is not None for area in published.areas)
        rows.append(
            (
                Cell(published.centre_name),
                thousands.cell(unit.get("revised_dkk")),
                thousands.variance(variance),
                share.cell(_sickness(asked)),
                Cell(say("{count} of {total}", count=str(answered), total=str(len(published.areas)))),
            )
        )
        if variance is not None:
            drawn.append((published.centre_name, variance))
    unit = _unit(whole)
    total = (
        Cell(say("The whole municipality")),
        thousands.cell(unit.get("revised_dkk")),
        thousands.variance(unit.get("forecast_variance_dkk")),
        share.cell(_sickness(whole)),
        Cell(""),
    )
    name = say("All centres")
    note = say("Amounts in {unit}; the total is the whole municipality's.", unit=texts.unit("thousand"))
    table = Table(name, name, columns, tuple(rows), total, note)
    writing = Writing.money(texts, [value for _, value in drawn])
    unit_words = f"{say('Expected variance')}, {writing.unit}"
    figure = None
    if drawn:
        largest = max(drawn, key=lambda one: abs(one[1]))
        up = mark("{name} pulls most up") if largest[1] > 0 else mark("{name} pulls most down")
        title = say(up, name=largest[0])
        chart = bars(drawn, say("Expected variance"), writing)
        figure = Figure(title, unit_words, spoken(chart, title, unit_words), chart, None)
    finding = texts.say_many(
        "The focus areas of {count} centre are published.",
        "The focus areas of {count} centres are published.",
        len(pages),
    )
    return Section("all", name, finding, figure=figure, table=table, starts_page=True)


def _page(asked: Asked, published: PublishedCentre, answers: Answers) -> Section:
    """A centre on one page: its year in a sentence, where it comes from, its areas and what was decided."""
    found = budget(asked)
    figure = replace(found.figure, table=None) if found and found.figure else None
    said = tuple(_area(asked, number, published, area, answers) for number, area in enumerate(published.areas, 1))
    first, more = lead(asked, is_own=False)
    return Section(
        f"centre{''.join(letter for letter in asked.unit_id if letter.isalnum())}",
        published.centre_name,
        " ".join(filter(None, (first, more))),
        figure=figure,
        table=_key_figures(asked),
        said=said,
        starts_page=True,
    )


def _area(asked: Asked, number: int, published: PublishedCentre, area: PublishedArea, answers: Answers) -> Said:
    said = area.words(asked.texts.language)
    stake = words.at_stake(asked.texts, area.figure)
    label = f"{number}. {said.title}" + (f" · {stake}" if stake else "")
    return Said(label, f"{said.sees} {words.decided(asked.texts, _decision(published, area, answers))}".strip())


def _decision(published: PublishedCentre, area: PublishedArea, answers: Answers) -> Any:
    return answers.decisions.get((published.span, published.centre_id, area.area))


def _key_figures(asked: Asked) -> Table:
    """What can be told of the centre, each figure with what it is held against."""
    say, texts, unit = asked.say, asked.texts, _unit(asked)
    capital = capital_carry_overs.unit(asked.door, asked.unit_id, asked.year) or {}
    months = {(row["fiscal_year"], row["period"]): row for row in staff.months(asked.door).to_dicts()}
    whole = months.get((asked.year, asked.span["last_period"]), {})
    saved = _saved(asked)
    rows = [
        (mark("Revised budget"), texts.money(unit.get("revised_dkk")), ""),
        (
            mark("Expected variance"),
            texts.money(unit.get("forecast_variance_dkk"), signed=True),
            say("{share} of the budget", share=texts.share(unit.get("forecast_variance_share"))),
        ),
        (
            mark("Spent of the budget"),
            texts.share(unit.get("spent_share")),
            say("plan to date {amount}", amount=texts.money(unit.get("phased_dkk"))),
        ),
        (
            mark("Sickness, 12 months"),
            texts.share(_sickness(asked)),
            say("the municipality {share}", share=texts.share(whole.get("sickness_12_months_share"))),
        ),
        (
            mark("Left of the year's allotment"),
            texts.money(capital.get("unused_dkk")),
            say("of {amount}", amount=texts.money(capital.get("revised_allotment_dkk"))),
        ),
        (
            mark("Savings that do not come"),
            texts.money(saved.get("gap_dkk")),
            say("of {amount}", amount=texts.money(saved.get("target_dkk"))),
        ),
    ]
    columns = (
        Column(say("Key figure"), width=1.6),
        Column(say("Value"), width=1.0),
        Column(say("Held against"), width=1.6),
    )
    told = tuple(
        (Cell(say(label)), Cell(value), Cell(against)) for label, value, against in rows if value != texts.money(None)
    )
    return Table(asked.unit_name, say("Key figures of {unit}", unit=asked.unit_name), columns, told)


def _unit(asked: Asked) -> dict[str, Any]:
    return budget_followup.unit(asked.door, asked.cut, asked.unit_id) or {}


def _sickness(asked: Asked) -> float | None:
    """Twelve months' sickness at the end of the span, where it may be shown."""
    month = (asked.year, asked.span["last_period"])
    rows = staff.course(asked.door, asked.unit_id).to_dicts()
    return next((row["sickness_12_months_share"] for row in rows if (row["fiscal_year"], row["period"]) == month), None)


def _saved(asked: Asked) -> dict[str, Any]:
    rows = savings.of_year(asked.door, asked.year).filter(
        pl.col("unit_id") == asked.unit_id, pl.col("programme_id") == savings.EVERY_PROGRAMME
    )
    return rows.row(0, named=True) if len(rows) else {}
