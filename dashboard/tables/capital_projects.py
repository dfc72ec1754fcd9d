"""The projects with their three dimensions side by side: appropriation, phasing of the year, time; and the cost."""

from __future__ import annotations

from dataclasses import replace
from itertools import compress
from typing import Any

import polars as pl

from dashboard.components.headline import Tone
from dashboard.components.masthead import Choice
from dashboard.components.table import Cell, Column, Row, Table
from dashboard.meanings import meaning
from dashboard.sentences.capital_words import (
    FEWEST_COMPARABLE,
    PHASES,
    STATUSES,
    Project,
    has_grants,
    has_year,
    month_of,
    months,
)
from dashboard.sentences.words import STATUS_TONES, direction, status_mark, variance_word
from dashboard.texts import Texts

MART = "capital_projects__project"


def projects_table(texts: Texts, rows: pl.DataFrame, total: dict[str, Any], excel: str, *, is_summed: bool) -> Table:
    """The projects as given, and (`is_summed`) the sum of those that are not completed, where it fits the rows.

    What has not been delivered for any project of `total` has no columns.
    """
    say, columns = texts.say, _columns(texts)
    granted, year = has_grants(total), has_year(total)
    shown = (granted, True, granted, year, year, True, True, True)  # of the cells; the names come before them
    groups = (
        ("", 1),
        (say("Appropriation"), 3) if granted else ("", 1),
        (say("Phasing of the year"), 2 if year else 0),
        (say("Time"), 2),
        (say("Cost"), 1),
    )
    one_unit = rows["unit_id"].n_unique() < 2
    return Table(
        title=say("The projects, one by one"),
        columns=(columns[0], *compress(columns[1:], shown)),
        groups=tuple(group for group in groups if group[1]),
        rows=tuple(_kept(_project(texts, row, one_unit=one_unit), shown) for row in rows.iter_rows(named=True)),
        total=_kept(_total(texts, total), shown) if is_summed else None,
        empty=say("No project fits this choice."),
        unit=texts.unit("thousand"),
        link=Choice(excel, say("Download to Excel")) if excel else None,
        notes=(
            say("The sum counts the projects that are not completed; over and under, those whose grant and final cost "
                "are both known. Rounded to whole thousands."),
            say("Cost per unit is held against the middle of the completed projects of the class, at fixed prices; "
                "a dash: fewer than three, or the quantity is not given."),
        ),
    )  # fmt: skip


def _columns(texts: Texts) -> tuple[Column, ...]:
    say = texts.say

    def column(label: str, note: str, name: str, *, left: bool = False) -> Column:
        return Column(label, note, meaning(texts, MART, name), left)

    return (
        Column(say("Project")),
        column(say("Granted"), say("first granted"), "total_appropriation_dkk"),
        column(say("Final cost"), say("spent"), "expected_final_cost_dkk"),
        column(say("Kept?"), say("expected over or under"), "money_status", left=True),
        column(say("Allotment"), say("spent"), "revised_allotment_dkk"),
        column(say("Kept?"), say("precision"), "phasing_status", left=True),
        column(say("Completion"), say("first approved"), "expected_completion_date"),
        column(say("Kept?"), say("late or early"), "time_status", left=True),
        column(say("Against the class"), say("comparable"), "cost_efficiency_share"),
    )


def _kept(row: Row, shown: tuple[bool, ...]) -> Row:
    return replace(row, cells=tuple(compress(row.cells, shown)))


def _project(texts: Texts, row: Project, *, one_unit: bool) -> Row:
    """A project; its unit is named where the table has those of several."""
    phase = PHASES.get(row["phase"] or "")
    told = [row["project_class"], texts.say(phase) if phase else row["phase"], None if one_unit else row["unit_name"]]
    if row["is_without_appropriation"]:
        told.append(texts.say("no project appropriation"))
    if row["is_missing_final_account"]:
        told.append(texts.say("final account is missing"))
    return Row(
        id=row["project_id"],
        label=row["project_name"],
        note=" · ".join(filter(None, told)),
        cells=_cells(texts, row),
        goes_to=texts.say("Show this project by itself"),
    )


def _cells(texts: Texts, row: Project) -> tuple[Cell, ...]:
    amount, variance = texts.amount, row["appropriation_variance_dkk"]
    over = " ".join(filter(None, (amount(variance, signed=True), variance_word(texts, variance))))
    slip = row["schedule_slip_months"]
    return (
        Cell(amount(row["total_appropriation_dkk"]), amount(row["original_appropriation_dkk"])),
        Cell(amount(row["expected_final_cost_dkk"]), amount(row["spent_dkk"])),
        _status(texts, row["money_status"], over if variance is not None else "", direction(variance)),
        Cell(amount(row["revised_allotment_dkk"]), amount(row["actual_dkk"])),
        _status(texts, row["phasing_status"], texts.share(row["phasing_precision_share"], 0)),
        Cell(
            month_of(texts, row["expected_completion_date"], short=True),
            month_of(texts, row["first_approved_completion_date"], short=True),
        ),
        _status(texts, row["time_status"], months(texts, slip, signed=True) if slip is not None else ""),
        _against_class(texts, row),
    )


def _status(texts: Texts, status: str | None, note: str, tone: Tone = "") -> Cell:
    """A status by its shape, word and colour, with what it is judged by below."""
    if status not in STATUSES:
        return Cell("–", note)
    kept = tone if STATUS_TONES.get(status) else ""
    return Cell(texts.say(STATUSES[status]), note, STATUS_TONES.get(status, ""), kept, status_mark(status))


def _against_class(texts: Texts, row: Project) -> Cell:
    """The cost per unit against the class's; why not, in the note, where the class has too few."""
    count = row["comparable_project_count"]
    if row["cost_per_unit_dkk"] is None or count is None:
        return Cell("–")
    if row["cost_efficiency_share"] is None:
        return Cell("–", texts.say("{count} of {fewest}", count=count, fewest=FEWEST_COMPARABLE))
    return Cell(texts.share(row["cost_efficiency_share"], 0), texts.count(count))


def _total(texts: Texts, total: dict[str, Any]) -> Row:
    amount, variance = texts.amount, total["appropriation_variance_dkk"]
    slip, tone = total["median_schedule_slip_months"], direction(variance)
    middle = texts.say("middle {months}", months=months(texts, slip, signed=True)) if slip is not None else ""
    return Row(
        id="total",
        label=texts.say("Ongoing projects, total"),
        note=total["unit_name"],
        cells=(
            Cell(amount(total["total_appropriation_dkk"]), amount(total["original_appropriation_dkk"])),
            Cell(amount(total["expected_final_cost_dkk"]), amount(total["spent_dkk"])),
            Cell(amount(variance, signed=True), variance_word(texts, variance), tone, tone),
            Cell(amount(total["revised_allotment_dkk"]), amount(total["actual_dkk"])),
            Cell(),
            Cell(),
            Cell(middle),
            Cell(),
        ),
    )
