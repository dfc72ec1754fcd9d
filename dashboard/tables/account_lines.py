"""What stands under an account of the budget follow-up: its budget lines and postings, each to file and line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from dashboard.addresses import Opened
from dashboard.components.masthead import Choice
from dashboard.components.table import Cell, Row
from dashboard.queries import budget_followup as queries
from dashboard.queries import budget_followup__posting
from dashboard.queries.budget_followup import Cut
from dashboard.sentences.words import file_and_line
from dashboard.texts import Texts, mark
from dashboard.warehouse import Door

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
class AccountLines:
    """`file_of` gives the address of the file with the postings of an account, "" where there is none."""

    texts: Texts
    door: Door
    cut: Cut
    last_day: date
    file_of: Callable[[Opened], str]

    def budget_lines(self, opened: Opened, level: int) -> Iterator[Row]:
        """The lines of the account's budget, or that there are none."""
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

    def postings(self, opened: Opened, level: int) -> Iterator[Row]:
        """The account's postings, as many pages as stand open, or that there are none."""
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
