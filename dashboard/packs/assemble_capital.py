"""The year's capital projects, half a page: from what was adopted to what is left, and each project's time."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from dashboard.packs.asked import Asked
from dashboard.packs.assemble_numbers import MOST_ROWS, Writing
from dashboard.packs.assemble_words import of_many, told
from dashboard.packs.content import Cell, Column, Figure, Said, Section, Step, Steps, Table, Tone
from dashboard.queries import capital_carry_overs, capital_projects
from dashboard.sentences import capital_projects as capital_words
from dashboard.sentences.capital_words import month_of, months
from dashboard.sentences.words import no_double_point
from dashboard.texts import mark

Figures = Mapping[str, Any]


def capital(asked: Asked) -> Section | None:
    """The year's allotments from what was adopted to what is left, project by project; None without projects."""
    texts, say = asked.texts, asked.say
    rows = capital_projects.projects_in_year(asked.door, asked.unit_id, asked.year).to_dicts()
    projects = capital_projects.projects(asked.door, asked.unit_id)
    year = capital_carry_overs.unit(asked.door, asked.unit_id, asked.year)
    if year is None or not rows:
        return None
    total = next(
        (row for row in capital_projects.totals(asked.door).to_dicts() if row["unit_id"] == asked.unit_id), None
    )
    facts = []
    if total is not None:
        sentence = capital_words.sentence(texts, projects, total)
        facts = [
            Said(say("What needs somebody"), told(sentence)),
            Said(say("Delay, the middle project"), _slip(asked, total)),
            *(Said(say("To know"), note.text) for note in capital_words.notices(texts, projects, total)[:1]),
        ]
    left = say("{count} projects, {spent} of {allotment} is spent.", count=texts.count(len(rows)),
               spent=texts.money(year["actual_dkk"]), allotment=texts.money(year["revised_allotment_dkk"]))  # fmt: skip
    return Section(
        "capital",
        say("Capital"),
        f"{left} {_carried(asked, year)}".strip(),
        figure=_waterfall(asked, year, rows, {row["project_id"]: row for row in projects.to_dicts()}),
        said=tuple(fact for fact in facts if fact.text),
    )


def _slip(asked: Asked, total: Figures) -> str:
    """How late the middle project is since its first approved plan; empty where that is not known."""
    slip = total["median_schedule_slip_months"]
    if slip is None:
        return ""
    return asked.say("{months} since the first approved plan.", months=months(asked.texts, slip))


def _carried(asked: Asked, year: Figures) -> str:
    """What is pushed on, where the year is closed; else what was pushed into it."""
    texts = asked.texts
    if year["carried_out_dkk"]:
        rate = texts.share(year["carry_over_rate_share"])
        return texts.say("{share} is carried into {next}.", share=rate, next=asked.year + 1)
    if year["carried_in_dkk"]:
        amount = texts.money(year["carried_in_dkk"])
        return no_double_point(texts.say("{amount} of it came from {before}.", amount=amount, before=asked.year - 1))
    return ""


def _waterfall(asked: Asked, year: Figures, rows: list[dict[str, Any]], projects: Mapping[str, Figures]) -> Figure:
    texts, say = asked.texts, asked.say
    adopted, carried, spent, left = (
        year[name] or Decimal(0) for name in ("adopted_allotment_dkk", "carried_in_dkk", "actual_dkk", "unused_dkk")
    )
    # What else changed the allotment: the bars add up to what is left.
    others = left + spent - adopted - carried
    changes = (
        (say("Adopted"), adopted, True),
        (say("Carried in"), carried, False),
        (say("Other changes"), others, False),
        (say("Spent"), -spent, False),
        (say("Left"), left, True),
    )
    writing = Writing.money(texts, [value for _, value, _ in changes])
    steps = tuple(_step(writing, *change) for change in changes if change[1] or change[2])
    share = year["unused_share"]
    title = (
        say("The year's allotment")
        if share is None
        else say("{share} of the year's allotment is left", share=texts.share(share, 0))
    )
    unit = say("Allotment {year}, {unit}", year=asked.year, unit=writing.unit)
    chart = Steps(steps, unit)
    numbers = "; ".join(f"{step.name} {step.text}" for step in steps)
    return Figure(title, unit, f"{title}. {unit}. {numbers}.", chart, _projects(asked, rows, projects))


def _step(writing: Writing, name: str, value: Decimal, is_level: bool) -> Step:  # noqa: FBT001
    tone: Tone = "accent" if is_level else "reference"
    return Step(name, writing.drawn(value) or 0.0, writing.text(value, signed=not is_level), is_level, tone)


def _projects(asked: Asked, rows: list[dict[str, Any]], projects: Mapping[str, Figures]) -> Table:
    texts, say = asked.texts, asked.say
    thousands = Writing.of_unit(texts, "thousand")
    shown = sorted(rows, key=lambda row: (-abs(row["unused_dkk"] or 0), row["project_id"]))[:MOST_ROWS]
    name = say("Capital")
    columns = (
        Column(texts.unit("thousand"), width=2.6),
        *(thousands.column(say(head)) for head in (mark("Allotment"), mark("Spent"), mark("Left"))),
        Column(say("Expected completion"), width=1.3),
        Column(say("Against the first plan"), width=1.2),
    )
    lines = tuple(_project(asked, thousands, row, projects.get(row["project_id"], {})) for row in shown)
    note = of_many(texts, mark("The {count} with most left of {total}."), len(shown), len(rows))
    return Table(name, say("The year's capital projects"), columns, lines, note=note)


def _project(asked: Asked, thousands: Writing, row: Figures, project: Figures) -> tuple[Cell, ...]:
    money = (thousands.cell(row[column]) for column in ("revised_allotment_dkk", "actual_dkk", "unused_dkk"))
    ends = month_of(asked.texts, project.get("expected_completion_date"), short=True)
    return (Cell(row["project_name"]), *money, Cell(ends), Cell(_late(asked, project)))


def _late(asked: Asked, project: Figures) -> str:
    slip = project.get("schedule_slip_months")
    if slip is None:
        return "–"
    return months(asked.texts, slip, signed=True) if slip else asked.say("as planned")
