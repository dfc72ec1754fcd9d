"""Purchases: by unit, and by supplier outside agreements and among consultants, which open to their postings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import polars as pl

from dashboard.addresses import Address, Opened
from dashboard.components.masthead import Choice
from dashboard.components.table import Cell, Column, Row, Table
from dashboard.meanings import meaning
from dashboard.queries.postings import Postings
from dashboard.queries.purchases import SupplierList
from dashboard.sentences.words import UNIT_KINDS, file_and_line
from dashboard.texts import Texts, mark

UNIT_MART, SUPPLIER_MART = "purchases__unit_period", "purchases__unit_supplier"
LISTS: tuple[tuple[SupplierList, str], ...] = (
    ("outside_agreement", "outside_agreement_dkk"),
    ("consultant", "consultant_dkk"),
)
"""The lists of suppliers, each with the figure of a unit that it adds up to."""
TITLES: dict[SupplierList, str] = {
    "outside_agreement": mark("Who we buy from outside agreements"),
    "consultant": mark("Which consultants we pay"),
}
EMPTY: dict[SupplierList, str] = {
    "outside_agreement": mark("Nothing was bought outside the agreements."),
    "consultant": mark("Nothing is booked on the accounts of external consultants."),
}

Figures = dict[str, Any]


def units(texts: Texts, below: pl.DataFrame, unit: Figures, excel: str, notes: tuple[str, ...]) -> Table:
    """The units below one, and the unit itself as their sum."""
    say = texts.say

    def column(label: str, name: str, note: str = "") -> Column:
        return Column(label, note, meaning(texts, UNIT_MART, name))

    return Table(
        title=say("Unit by unit"),
        columns=(
            Column(say("Unit")),
            column(say("Invoices"), "invoice_count"),
            column(say("Booked automatically"), "automated_invoice_share", say("last year")),
            column(say("Bought"), "purchase_dkk"),
            column(say("Agreement coverage"), "agreement_coverage_share", say("last year")),
            column(say("Outside agreements"), "outside_agreement_dkk"),
            column(say("Consultants"), "consultant_dkk", say("last year")),
        ),
        rows=tuple(_unit(texts, row) for row in below.iter_rows(named=True)),
        total=_unit(texts, unit, label=say("Total")),
        empty=say("There is nothing below this unit."),
        unit=texts.unit("thousand"),
        link=Choice(excel, say("Download to Excel")) if excel else None,
        notes=notes,
    )


def _unit(texts: Texts, row: Figures, label: str = "") -> Row:
    kind = UNIT_KINDS.get(row["unit_kind"])
    share, amount = texts.share, texts.amount
    return Row(
        id="total" if label else row["unit_id"],
        label=label or row["unit_name"],
        note=row["unit_name"] if label else texts.say(kind) if kind else "",
        cells=(
            Cell(texts.count(row["invoice_count"])),
            Cell(share(row["automated_invoice_share"]), share(row["last_year_automated_invoice_share"])),
            Cell(amount(row["purchase_dkk"])),
            Cell(share(row["agreement_coverage_share"]), share(row["last_year_agreement_coverage_share"])),
            Cell(amount(row["outside_agreement_dkk"])),
            Cell(amount(row["consultant_dkk"]), amount(row["last_year_consultant_dkk"])),
        ),
        goes_to="" if label else texts.say("Show this unit by itself"),
    )


@dataclass(frozen=True)
class Suppliers:
    """What the rows of suppliers are drawn from: a list of them, what stands open, and how postings are found."""

    texts: Texts
    which: SupplierList
    address: Address
    postings_of: Callable[[str], Postings]

    def table(self, suppliers: pl.DataFrame, total: Any) -> Table:
        """The largest suppliers, all others together, and the sum of them (`total`)."""
        say = self.texts.say
        return Table(
            title=say(TITLES[self.which]),
            columns=(
                Column(say("Supplier")),
                Column(say("Postings"), "", meaning(self.texts, SUPPLIER_MART, "posting_count")),
                Column(say("Amount"), "", meaning(self.texts, SUPPLIER_MART, "amount_dkk")),
            ),
            rows=tuple(row for figures in suppliers.iter_rows(named=True) for row in self._supplier(figures)),
            total=Row("total", say("Total"), (Cell(), Cell(self.texts.amount(total)))) if len(suppliers) else None,
            empty=say(EMPTY[self.which]),
            unit=self.texts.unit("thousand"),
            is_tree=True,
        )

    def _supplier(self, figures: Figures) -> Iterator[Row]:
        texts, rest = self.texts, figures["supplier_count"]
        is_rest = figures["supplier_rank"] > 25
        opened = Opened(self.which, figures["supplier_id"] or "-")
        is_open = self.address.opened_row(self.which, opened.account) is not None
        name = figures["supplier_name"] or figures["supplier_id"] or texts.say("Without a supplier")
        yield Row(
            id=f"rest:{self.which}" if is_rest else str(opened),
            label=texts.say_many("{count} other supplier", "{count} other suppliers", rest) if is_rest else name,
            note="" if is_rest else figures["supplier_id"] or "",
            cells=(Cell(texts.count(figures["posting_count"])), Cell(texts.amount(figures["amount_dkk"]))),
            kind="account",
            is_open=None if is_rest else is_open,
        )
        if is_open and not is_rest:
            yield from self._postings(figures["supplier_id"] or "")

    def _postings(self, supplier_id: str) -> Iterator[Row]:
        texts, found = self.texts, self.postings_of(supplier_id)
        told = texts.say("Postings, the newest first")
        unit = texts.say("in {unit}", unit=texts.to_the_cent())
        yield Row(f"p:{self.which}:{supplier_id}", told, note=unit, level=2, kind="section", span=3)
        for posting in found.rows.iter_rows(named=True):
            yield _posting(texts, posting)
        if found.has_more:
            told = texts.say("The {count} newest are shown; all of them are in the follow-up.", count=len(found.rows))
            yield Row(f"more:{self.which}:{supplier_id}", told, level=2, kind="message", span=3)


def _posting(texts: Texts, posting: Figures) -> Row:
    voucher = "-".join(filter(None, (posting["voucher"], posting["voucher_line"])))
    parts = (
        texts.say("Voucher {number}", number=voucher) if voucher else texts.say("No voucher number"),
        texts.day(posting["posting_date"]),
        posting["text"],
        posting["cost_centre_name"],
    )
    return Row(
        id=f"p:{posting['delivery_id']}:{posting['file']}:{posting['line']}",
        label=" · ".join(filter(None, parts)),
        note=file_and_line(texts, posting["file"], posting["line"]) if posting["file"] else "",
        cells=(Cell(texts.amount(posting["amount_dkk"], "dkk")),),
        level=2,
        kind="detail",
        span=2,
    )
