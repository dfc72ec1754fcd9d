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
from dashboard.queries import budget_followup as queries
from dashboard.queries import budget_followup__posting
from dashboard.queries.budget_followup import Cut
from dashboard.sentences.explanation import group_name
from dashboard.sentences.words import (
    PHASING_WORDS,
    STATUS_TONES,
    STATUS_WORDS,
    UNIT_KINDS,
    direction,
    file_and_line,
    status_mark,
    variance_word,
)
from dashboard.tables.explanation import Explanations
from dashboard.texts import Texts, mark
from dashboard.warehouse import Door
from pipelines import figures as figure_cards

PAGE_SIZE = 50

BUDGET_KINDS = {
    "adopted": mark("Adopted budget"),
    "supplementary": mark("Supplementary appropriation"),
    "virement": mark("Virement"),
    "carry_over": mark("Carried in"),
    "technical_correction": mark("Technical correction"),
}

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
        say, meaning = self.texts.say, self._meaning
        second = (
            say("without carry-over") if self.cut.budget_basis == "with_carry_over" else say("carried in, not counted")
        )
        return (
            Column(say("Unit")),
            Column(say("Revised budget"), second, meaning("revised_dkk")),
            Column(say("Plan to date"), say("phased by"), meaning("phased_dkk")),
            Column(say("Spent"), say("of the budget"), meaning("actual_dkk")),
            Column(say("Variance to date"), "", meaning("variance_to_date_dkk")),
            Column(say("Remaining"), say("after committed"), meaning("remaining_dkk")),
            Column(say("Forecast"), say("run rate"), meaning("forecast_dkk")),
            Column(say("Expected variance"), "", meaning("forecast_variance_dkk")),
            Column(say("Status"), "", meaning("status"), left=True),
            Column(say("Explanation"), left=True),
        )

    def _meaning(self, column: str) -> str:
        """What the figure means, from its card: the same words as in the published file and the catalogue."""
        words = figure_cards.meaning("budget_followup__unit_period", column).help
        return words.da if self.texts.language == "da" else words.en

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
            yield from self._budget_lines(opened, level + 1)
            yield from self._postings(opened, level + 1)

    def _budget_lines(self, opened: Opened, level: int) -> Iterator[Row]:
        texts = self.texts
        lines = queries.budget_lines(self.door, self.cut, opened.unit_id, opened.account, function_code=opened.function)
        yield self._section(
            f"b:{opened}", texts.say("The budget, line by line") if len(lines) else texts.say("No budget lines"), level
        )
        for number, line in enumerate(lines.iter_rows(named=True)):
            yield self._budget_line(line, f"b:{opened}:{number}", level)

    def _budget_line(self, line: Figures, key: str, level: int) -> Row:
        texts = self.texts
        decided = line["decision_date"]
        told = [
            line["body"],
            texts.say("case {number}", number=line["case_no"]) if line["case_no"] else "",
            texts.say("cover: {cover}", cover=line["cover"]) if line["cover"] else "",
            line["comment"],
            texts.say("for {month}", month=texts.month_name(line["month"])) if line["month"] else "",
            texts.say("counts only from {day}", day=texts.day(decided)) if _is_later(line, self.last_day) else "",
        ]
        kind = BUDGET_KINDS.get(line["kind"]) or line["kind"]
        return Row(
            id=key,
            label=texts.say(kind),
            note=texts.day(decided) if decided else "",
            cells=(
                Cell(texts.amount(line["amount_dkk"], "dkk")),
                Cell(" · ".join(filter(None, told)), self._place(line), span=8, left=True, wrap=True),
            ),
            level=level,
            kind="detail",
        )

    def _postings(self, opened: Opened, level: int) -> Iterator[Row]:
        texts = self.texts
        of = (self.door, self.cut, opened.unit_id, opened.account or "")
        found = [
            budget_followup__posting.of_account(*of, function_code=opened.function, page=page, page_size=PAGE_SIZE)
            for page in range(opened.pages)
        ]
        has_any = len(found[0].rows) > 0
        said = texts.say("Postings, the newest first") if has_any else texts.say("No postings")
        file = self.file_of(opened) if has_any else ""
        yield replace(
            self._section(f"p:{opened}", said, level),
            file=Choice(file, texts.say("Download the postings to Excel")) if file else None,
        )
        for page in found:
            for posting in page.rows.iter_rows(named=True):
                yield self._posting(posting, level)
        if found[-1].has_more:
            yield Row(
                id=str(opened),
                label=texts.say("Show {count} more postings", count=PAGE_SIZE),
                level=level,
                kind="message",
                more=True,
                span=10,
            )

    def _posting(self, posting: Figures, level: int) -> Row:
        texts = self.texts
        voucher = "-".join(filter(None, (posting["voucher"], posting["voucher_line"])))
        parts = (
            texts.say("Voucher {number}", number=voucher) if voucher else texts.say("No voucher number"),
            texts.day(posting["posting_date"]),
            posting["supplier_name"],
        )
        invoice = texts.say("invoice {number}", number=posting["invoice_no"]) if posting["invoice_no"] else ""
        told = (posting["text"], invoice, posting["cost_centre_name"])
        amount = texts.amount(posting["amount_dkk"], "dkk")
        return Row(
            id=f"p:{posting['delivery_id']}:{posting['file']}:{posting['line']}",
            label=" · ".join(filter(None, parts)),
            note=self._place(posting),
            cells=(
                Cell(amount),
                Cell(" · ".join(filter(None, told)), span=6, left=True, wrap=True),
            ),
            level=level,
            kind="detail",
            span=3,
            narrow=amount,
        )

    def _section(self, key: str, text: str, level: int) -> Row:
        return Row(
            id=key,
            label=text,
            note=self.texts.say("in {unit}", unit=self.texts.to_the_cent()),
            level=level,
            kind="section",
            span=10,
        )

    def _place(self, row: Figures) -> str:
        return file_and_line(self.texts, row["file"], row["line"]) if row["file"] else ""


def _is_later(line: Figures, last_day: date) -> bool:
    return line["kind"] == "supplementary" and line["decision_date"] is not None and line["decision_date"] > last_day
