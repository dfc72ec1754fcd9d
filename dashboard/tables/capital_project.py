"""One project: what was granted, every version of its plan, and its years down to the posting."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import polars as pl

from dashboard.addresses import Address, Opened
from dashboard.components.masthead import Choice
from dashboard.components.table import Cell, Column, Row, Table
from dashboard.meanings import meaning
from dashboard.queries import capital_projects as queries
from dashboard.sentences.capital_words import DECISIONS, PHASES, month_of, months
from dashboard.sentences.words import direction, file_and_line
from dashboard.texts import Texts, mark
from dashboard.warehouse import Door

PAGE_SIZE = 50
YEAR_MART = "capital_projects__project_year"
SUMS = {
    "adopted_allotment_dkk": mark("Adopted"),
    "carried_in_dkk": mark("Carried in"),
    "revised_allotment_dkk": mark("Revised"),
    "actual_dkk": mark("Spent"),
    "forecast_dkk": mark("Forecast"),
    "carried_out_dkk": mark("Carried out"),
}

Figures = dict[str, Any]


def appropriations(texts: Texts, decisions: pl.DataFrame) -> Table:
    """Every decision on the project's money, with body, case and cover."""
    say = texts.say
    return Table(
        title=say("What was granted, decision by decision"),
        columns=(
            Column(say("Decided")),
            Column(say("Amount")),
            Column(say("Granted since")),
            Column(say("Decision"), left=True),
        ),
        rows=tuple(_decision(texts, row) for row in decisions.iter_rows(named=True)),
        empty=say("No project appropriation is known: nothing may be spent before it is granted."),
        unit=texts.unit("thousand"),
    )


def _decision(texts: Texts, row: Figures) -> Row:
    kind = DECISIONS.get(row["kind"])
    told = (
        row["body"],
        texts.say("case {number}", number=row["case_no"]) if row["case_no"] else "",
        texts.say("cover: {cover}", cover=row["cover"]) if row["cover"] else "",
        row["comment"],
    )
    return Row(
        id=f"{row['delivery_id']}:{row['file']}:{row['line']}",
        label=texts.day(row["decision_date"]),
        note=texts.say(kind) if kind else row["kind"],
        cells=(
            Cell(texts.amount(row["amount_dkk"], signed=True)),
            Cell(texts.amount(row["running_total_dkk"])),
            Cell(" · ".join(filter(None, told)), _place(texts, row), left=True, wrap=True),
        ),
    )


def plan_versions(texts: Texts, versions: pl.DataFrame) -> Table:
    """Every version of the plan: when it was made, what it expected, and why it changed."""
    say = texts.say
    return Table(
        title=say("The plan, version by version"),
        columns=(
            Column(say("Version")),
            Column(say("Completion"), say("since the first approved")),
            Column(say("Final cost"), say("since the version before")),
            Column(say("Why"), left=True),
        ),
        rows=tuple(_version(texts, row) for row in versions.iter_rows(named=True)),
        empty=say("No plan is known, so time cannot be held against anything."),
        unit=texts.unit("thousand"),
    )


def _version(texts: Texts, row: Figures) -> Row:
    phase, slip, change = PHASES.get(row["phase"] or ""), row["slip_months"], row["cost_change_dkk"]
    told = [texts.day(row["version_date"]), texts.say(phase) if phase else ""]
    if not row["is_approved"]:
        told.append(texts.say("not approved"))
    return Row(
        id=str(row["version_number"]),
        label=row["version"] or texts.say("Version {number}", number=row["version_number"]),
        note=" · ".join(filter(None, told)),
        cells=(
            Cell(
                month_of(texts, row["completion_date"], short=True),
                months(texts, slip, signed=True) if slip else "",
                note_tone="over" if slip and slip > 0 else "",
            ),
            Cell(
                texts.amount(row["expected_cost_dkk"]),
                texts.amount(change, signed=True) if change else "",
                note_tone=direction(change),
            ),
            Cell(row["reason"] or "", _place(texts, row), left=True, wrap=True),
        ),
    )


@dataclass(frozen=True)
class Years:
    """What the years' rows are drawn from; a year opens to what it is made of."""

    texts: Texts
    door: Door
    address: Address
    project_id: str

    def table(self, years: pl.DataFrame, excel: str) -> Table:
        """The project year by year, the newest first."""
        texts, say = self.texts, self.texts.say
        notes = {"actual_dkk": say("of revised"), "carried_out_dkk": say("years in a row")}
        columns = tuple(
            Column(say(label), notes.get(name, ""), meaning(texts, YEAR_MART, name)) for name, label in SUMS.items()
        )
        return Table(
            title=say("Year by year, down to the posting"),
            columns=(Column(say("Year")), *columns),
            rows=tuple(row for year in years.iter_rows(named=True) for row in self._year(year)),
            empty=say("No year has money for this project."),
            unit=texts.unit("thousand"),
            link=Choice(excel, say("Download to Excel")) if excel else None,
            is_tree=True,
        )

    def _year(self, year: Figures) -> Iterator[Row]:
        opened = self.address.opened_row(self.project_id, str(year["fiscal_year"]))
        amount, repeats = self.texts.amount, year["repeat_carry_over_years"]
        shown = {
            "actual_dkk": self.texts.share(year["spent_of_revised_share"]),
            "carried_out_dkk": self.texts.count(repeats) if repeats else "",
        }
        yield Row(
            id=str(opened or Opened(self.project_id, str(year["fiscal_year"]))),
            label=str(year["fiscal_year"]),
            note=year["comment"] or "",
            cells=tuple(Cell(amount(year[name]), shown.get(name, "")) for name in SUMS),
            kind="unit",
            is_open=opened is not None,
        )
        if opened:
            yield from self._changes(year)
            yield from self._postings(opened, year)

    def _changes(self, year: Figures) -> Iterator[Row]:
        """What made the adopted allotment the revised one, and where the list of years says so."""
        say = self.texts.say
        parts = {
            say("Supplementary appropriation"): year["supplementary_dkk"],
            say("Virement"): year["virement_dkk"],
            say("Price and wage adjustment"): year["price_adjustment_dkk"],
            say("Re-phased"): year["rephased_dkk"],
        }
        told = ", ".join(f"{name} {self.texts.amount(value, signed=True)}" for name, value in parts.items() if value)
        place = _place(self.texts, year)
        said = told or say("Nothing was added to the allotment but what was carried in.")
        yield Row(f"l:{year['fiscal_year']}", said, note=place, level=2, kind="section", span=7)

    def _postings(self, opened: Opened, year: Figures) -> Iterator[Row]:
        texts = self.texts
        found = [
            queries.postings(self.door, self.project_id, year["fiscal_year"], page=page, page_size=PAGE_SIZE)
            for page in range(opened.pages)
        ]
        has_any = len(found[0].rows) > 0
        said = texts.say("Postings, the newest first" if has_any else "No postings: the list of years says it")
        yield Row(
            f"p:{opened}", said, note=texts.say("in {unit}", unit=texts.to_the_cent()), level=2, kind="section", span=7
        )
        for page in found:
            for posting in page.rows.iter_rows(named=True):
                yield self._posting(posting)
        if found[-1].has_more:
            more = texts.say("Show {count} more postings", count=PAGE_SIZE)
            yield Row(str(opened), more, level=2, kind="message", more=True, span=7)

    def _posting(self, posting: Figures) -> Row:
        texts = self.texts
        voucher = "-".join(filter(None, (posting["voucher"], posting["voucher_line"])))
        said = texts.say("Voucher {number}", number=voucher) if voucher else texts.say("No voucher number")
        parts = (said, texts.day(posting["posting_date"]), posting["supplier_name"])
        amount = texts.amount(posting["amount_dkk"], "dkk")
        return Row(
            id=f"p:{posting['delivery_id']}:{posting['file']}:{posting['line']}",
            label=" · ".join(filter(None, parts)),
            note=_place(texts, posting),
            cells=(
                Cell(amount),
                Cell(posting["text"] or "", posting["account_name"] or "", span=3, left=True, wrap=True),
            ),
            level=2,
            kind="detail",
            span=3,
            narrow=amount,
        )


def _place(texts: Texts, row: Figures) -> str:
    return file_and_line(texts, row["file"], row["line"]) if row["file"] else ""
