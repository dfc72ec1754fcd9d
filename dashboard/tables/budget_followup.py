"""The tree of the budget follow-up: unit → unit → account → budget lines and postings → file and line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from dashboard.addresses import Address, Opened
from dashboard.components.masthead import Choice
from dashboard.components.table import Cell, Column, Row, Table
from dashboard.meanings import Meaning, meaning
from dashboard.queries import budget_followup as queries
from dashboard.queries.budget_followup import Cut
from dashboard.sentences.explanation import group_name
from dashboard.sentences.words import (
    PHASING_WORDS,
    STATUS_TONES,
    STATUS_WORDS,
    UNIT_KINDS,
    direction,
    status_mark,
    variance_word,
)
from dashboard.tables.account_lines import AccountLines
from dashboard.tables.explanation import Explanations
from dashboard.texts import Texts
from dashboard.warehouse import Door

Figures = dict[str, Any]


@dataclass(frozen=True)
class Tree:
    """What the rows are drawn from: the door, the look at the year, and what stands open.

    `file_of` gives the address of the file with the postings of an account, "" where there is none; `explanations` what
    is said of the deviations.
    """

    texts: Texts
    door: Door
    cut: Cut
    last_day: date
    address: Address
    file_of: Callable[[Opened], str]
    explanations: Explanations

    def table(self, unit: Figures, link: str) -> Table:
        """The table below a unit, with the unit's own row as its total."""
        say = self.texts.say
        rows = self._accounts(unit["unit_id"], 1) if unit["is_leaf"] else self._units(unit["unit_id"], 1)
        return Table(
            title=say("From the unit down to the posting"),
            columns=self._columns(),
            groups=(("", 1), (say("Budget"), 1), (say("To date"), 3), ("", 1), (say("The whole year"), 3), ("", 1)),
            rows=tuple(rows),
            total=replace(
                self._unit(unit, 1), id="total", label=say("Total"), note=unit["unit_name"], is_open=None, goes_to=""
            ),
            empty=say("There is nothing below this unit."),
            unit=self.texts.unit("thousand"),
            link=Choice(link, say("Download to Excel")) if link else None,
            notes=(
                say("Rounded to whole thousands; sums are counted in øre, so the last digit may differ."),
                say("Overspend and less income are positive, underspend and more income negative."),
                *self._run_rate_note(unit),
            ),
            is_tree=True,
        )

    def _run_rate_note(self, unit: Figures) -> Iterator[str]:
        """How the year so far is carried on, where it is."""
        if unit["run_rate_forecast_dkk"] is None:
            return
        if unit["phasing_basis"] in (None, "even"):
            yield self.texts.say(
                "The run rate carries this year's spending on evenly: no earlier year shows a pattern."
            )
        else:
            yield self.texts.say("The run rate carries this year's spending on by the pattern of earlier years.")

    def _columns(self) -> tuple[Column, ...]:
        say = self.texts.say

        def told(column: str) -> Meaning:
            return meaning(self.texts, "budget_followup__unit_period", column)

        second = (
            say("without carry-over") if self.cut.budget_basis == "with_carry_over" else say("carried in, not counted")
        )
        return (
            Column(say("Unit")),
            Column(say("Revised budget"), second, told("revised_dkk")),
            Column(say("Plan to date"), say("phased by"), told("phased_dkk")),
            Column(say("Spent"), say("of the budget"), told("actual_dkk")),
            Column(say("Variance to date"), "", told("variance_to_date_dkk")),
            Column(say("Remaining"), say("after committed"), told("remaining_dkk")),
            Column(say("Forecast"), say("run rate"), told("forecast_dkk")),
            Column(say("Expected variance"), "", told("forecast_variance_dkk")),
            Column(say("Status"), "", told("status"), left=True),
            Column(say("Explanation"), left=True),
        )

    def _units(self, unit_id: str, level: int) -> Iterator[Row]:
        for figures in queries.children(self.door, self.cut, unit_id).iter_rows(named=True):
            row = self._unit(figures, level)
            yield row
            if row.is_open:
                below = self._accounts if figures["is_leaf"] else self._units
                yield from below(figures["unit_id"], level + 1)

    def _unit(self, figures: Figures, level: int) -> Row:
        opened = Opened(figures["unit_id"])
        kind = UNIT_KINDS.get(figures["unit_kind"])
        return Row(
            id=str(opened),
            label=figures["unit_name"],
            note=self.texts.say(kind) if kind else "",
            cells=(*self._figures(figures), self.explanations.unit(figures)),
            level=level,
            kind="unit",
            is_open=self.address.opened_row(opened.unit_id) is not None,
            goes_to=self.texts.say("Show this unit by itself"),
            narrow=self._expected(figures["forecast_variance_dkk"]),
        )

    def _expected(self, variance: Decimal | None) -> str:
        """What the year is expected to end off by, for a phone, where its column lies far to the right."""
        word = variance_word(self.texts, variance)
        return f"{self.texts.amount(variance, signed=True)} {word}" if word else ""

    def _figures(self, figures: Figures) -> tuple[Cell, ...]:
        amount, texts = self.texts.amount, self.texts
        status = figures.get("status")
        if figures["budget_basis"] == "with_carry_over":
            second = figures.get("revised_without_carry_over_dkk")
        else:
            second = figures.get("carried_in_dkk")
        phasing = PHASING_WORDS.get(figures.get("phasing_basis") or "")
        return (
            Cell(amount(figures["revised_dkk"]), amount(second) if second is not None else ""),
            Cell(amount(figures["phased_dkk"]), texts.say(phasing) if phasing else ""),
            Cell(amount(figures["actual_dkk"]), texts.share(figures["spent_share"])),
            self._variance(figures, "variance_to_date_dkk"),
            Cell(amount(figures.get("remaining_dkk")), amount(figures.get("committed_dkk"))),
            Cell(amount(figures.get("forecast_dkk")), amount(figures["run_rate_forecast_dkk"])),
            self._variance(figures, "forecast_variance_dkk"),
            Cell(texts.say(STATUS_WORDS[status]), tone=STATUS_TONES[status], mark=status_mark(status))
            if status
            else Cell("–"),
        )

    def _variance(self, figures: Figures, name: str) -> Cell:
        value = figures.get(name)
        tone = direction(value)
        word = variance_word(self.texts, value, is_income=figures.get("account_group") == "income")
        return Cell(self.texts.amount(value, signed=True), word, tone, tone)

    def _accounts(self, unit_id: str, level: int) -> Iterator[Row]:
        """A leaf's accounts under their group: wages, other operations, income, each with its own sum from its mart."""
        accounts = queries.accounts(self.door, self.cut, unit_id)
        for group in queries.groups(self.door, self.cut, unit_id).iter_rows(named=True):
            yield Row(
                f"{unit_id}:{group['account_group']}",
                group_name(self.texts, group["account_group"]),
                (*self._figures(group), self.explanations.group(group)),
                level=level,
                kind="sum",
            )
            for figures in accounts.filter(account_group=group["account_group"]).iter_rows(named=True):
                yield from self._account(figures, level + 1)

    def _account(self, figures: Figures, level: int) -> Iterator[Row]:
        row = Opened(figures["unit_id"], figures["account"], figures["function_code"] or "")
        opened = self.address.opened_row(row.unit_id, row.account, row.function)
        yield Row(
            id=str(row),
            label=figures["account_name"] or figures["account"],
            note=" · ".join(filter(None, (figures["account"], figures["function_code"], figures["function_name"]))),
            cells=(*self._figures(figures), Cell()),
            level=level,
            kind="account",
            is_open=opened is not None,
        )
        if opened:
            lines = AccountLines(self.texts, self.door, self.cut, self.last_day, self.file_of)
            yield from lines.budget_lines(opened, level + 1)
            yield from lines.postings(opened, level + 1)
