"""What is carried: per unit, per project, and whether the chain through the years closes."""

from __future__ import annotations

from typing import Any

import polars as pl

from dashboard.components.headline import Tone
from dashboard.components.masthead import Choice
from dashboard.components.table import Cell, Column, Row, Table
from dashboard.meanings import meaning
from dashboard.sentences.capital_words import LINKS
from dashboard.sentences.words import UNIT_KINDS
from dashboard.texts import Texts, mark

UNIT_MART, PROJECT_MART = "capital_carry_overs__unit_year", "capital_projects__project_year"
AMOUNTS = {
    "adopted_allotment_dkk": mark("Adopted"),
    "carried_in_dkk": mark("Carried in"),
    "supplementary_dkk": mark("New money"),
    "revised_allotment_dkk": mark("Revised"),
    "actual_dkk": mark("Spent"),
    "carried_out_dkk": mark("Carried out"),
}
AGES = {
    "carried_out_age_1_dkk": mark("1 year"),
    "carried_out_age_2_dkk": mark("2 years"),
    "carried_out_age_3_dkk": mark("3 years or more"),
}

Figures = dict[str, Any]


def units(texts: Texts, below: pl.DataFrame, unit: Figures, excel: str) -> Table:
    """The units below one, and the unit itself as their sum."""
    say = texts.say
    return Table(
        title=say("Which units carry"),
        columns=(Column(say("Unit")), *_columns(texts, UNIT_MART)),
        groups=_groups(texts),
        rows=tuple(_unit(texts, row) for row in below.iter_rows(named=True)),
        total=_unit(texts, unit, label=say("Total")),
        empty=say("There is nothing below this unit."),
        unit=texts.unit("thousand"),
        link=Choice(excel, say("Download to Excel")) if excel else None,
        notes=(
            say("The rate is what is carried out of the revised allotment: net, and below it without signs."),
            say("Spending uses the oldest money first, so what is left over is as new as it can be."),
        ),
    )


def projects(texts: Texts, rows: pl.DataFrame) -> Table:
    """The year of every project, what is carried most first."""
    say = texts.say
    return Table(
        title=say("Which projects carry"),
        columns=(Column(say("Project")), *_columns(texts, PROJECT_MART)),
        groups=_groups(texts),
        rows=tuple(_project(texts, row) for row in rows.iter_rows(named=True)),
        empty=say("No project has money in this year."),
        unit=texts.unit("thousand"),
    )


def chain(texts: Texts, links: pl.DataFrame) -> Table:
    """Carried out of a year against carried into the next, what does not close first."""
    say = texts.say
    return Table(
        title=say("The chain through the years"),
        columns=(
            Column(say("Project")),
            Column(say("Years")),
            Column(say("Carried out"), say("as decided")),
            Column(say("Carried in"), say("the year after")),
            Column(say("Difference")),
            Column(say("The link"), left=True),
        ),
        rows=tuple(_link(texts, row) for row in links.iter_rows(named=True) if _says_something(row)),
        empty=say("Nothing has been carried from one year into the next."),
        unit=texts.unit("thousand"),
        notes=(
            say(
                "The links of the year, and those of other years that do not close; all of them are in the Excel file."
            ),
        ),
    )


def _columns(texts: Texts, mart: str) -> tuple[Column, ...]:
    say = texts.say
    second = {"actual_dkk": say("of revised"), "supplementary_dkk": say("virement, price and wages")}
    amounts = [Column(say(label), second.get(name, ""), meaning(texts, mart, name)) for name, label in AMOUNTS.items()]
    ages = [Column(say(label), "", meaning(texts, mart, name)) for name, label in AGES.items()]
    rate = Column(say("Rate"), say("years in a row") if mart == PROJECT_MART else say("without signs"),
                  meaning(texts, mart, "carry_over_rate_share"))  # fmt: skip
    return (*amounts, rate, *ages)


def _groups(texts: Texts) -> tuple[tuple[str, int], ...]:
    return (("", 1), (texts.say("The year"), len(AMOUNTS)), ("", 1), (texts.say("Carried since"), len(AGES)))


def _unit(texts: Texts, row: Figures, label: str = "") -> Row:
    kind = UNIT_KINDS.get(row["unit_kind"])
    gross = texts.share(row["carry_over_gross_rate_share"])
    return Row(
        id="total" if label else row["unit_id"],
        label=label or row["unit_name"],
        note=row["unit_name"] if label else texts.say(kind) if kind else "",
        cells=_cells(texts, row, gross),
        goes_to="" if label else texts.say("Show this unit by itself"),
    )


def _project(texts: Texts, row: Figures) -> Row:
    repeats = row["repeat_carry_over_years"]
    return Row(
        id=row["project_id"],
        label=row["project_name"],
        note=" · ".join(filter(None, (row["unit_name"], row["comment"]))),
        cells=_cells(texts, row, texts.count(repeats) if repeats else ""),
        goes_to=texts.say("Show this project by itself"),
    )


def _cells(texts: Texts, row: Figures, beside_rate: str) -> tuple[Cell, ...]:
    amount = texts.amount
    moved = [value for value in (row["virement_dkk"], row["price_adjustment_dkk"]) if value]
    notes = {
        "actual_dkk": texts.share(row["spent_of_revised_share"]),
        "supplementary_dkk": ", ".join(amount(value, signed=True) for value in moved),
    }
    tones: dict[str, Tone] = {"carried_out_age_3_dkk": "over", "carried_out_age_2_dkk": "watch"}
    return (
        *(Cell(amount(row[name]), notes.get(name, "")) for name in AMOUNTS),
        Cell(texts.share(row["carry_over_rate_share"]), beside_rate),
        *(Cell(amount(row[name]), tone=tones.get(name, "") if row[name] else "") for name in AGES),
    )


def _says_something(row: Figures) -> bool:
    """A link between two zeros is none."""
    return bool(row["carried_out_decided_dkk"] or row["next_year_carried_in_dkk"])


def _link(texts: Texts, row: Figures) -> Row:
    state, difference = row["link_state"], row["difference_dkk"]
    is_broken = state in ("open", "missing_next")
    return Row(
        id=row["project_id"],
        label=row["project_name"],
        note=row["unit_name"],
        cells=(
            Cell(f"{row['fiscal_year']} → {row['fiscal_year'] + 1}"),
            Cell(texts.amount(row["carried_out_decided_dkk"])),
            Cell(texts.amount(row["next_year_carried_in_dkk"])),
            Cell(texts.amount(difference, signed=True)),
            Cell(texts.say(LINKS[state]), tone="over" if is_broken else "", mark="bad" if is_broken else ""),
        ),
        goes_to=texts.say("Show this project by itself"),
    )
