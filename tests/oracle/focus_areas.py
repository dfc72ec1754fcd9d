"""What every signal of the focus areas says, in slow plain Python, from the published marts that have oracles already.

Figures are floats: they are held against the marts' to a hundredth of a thousandth, and their kroner to the øre.
"""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from duckdb import DuckDBPyConnection

from tests.warehouse.drawn import rows_of

Row = dict[str, Any]


class Span(NamedTuple):
    """A quarter, half-year or year that is over; `told` is the period with its closing entries."""

    name: str
    kind: str
    number: int
    year: int
    first: int
    last: int
    told: int

    @property
    def day(self) -> date:
        return date(self.year, self.last, monthrange(self.year, self.last)[1])


class Told(NamedTuple):
    """What a signal says of one subject in one span."""

    unit: str
    value: float | None
    reference: float | None
    threshold: float
    bad: int
    money: float | None = None
    touched: float | None = None
    doubtful: float = 0.0


Key = tuple[str, str, str]
"""Span, signal, subject."""


class FocusSignals:
    """The rows of the marts, and what each signal makes of them. `settings` as in municipality.toml."""

    def __init__(self, con: DuckDBPyConnection, *, act_share: float = 0.02, act_dkk: float = 250_000) -> None:
        self.known: dict[tuple[str, str], list[Row]] = {}
        self.con, self.act_share, self.act_dkk, self.watch = con, act_share, act_dkk, 0.5
        self.periods = self.read("budget_followup__period")
        self.posted = {row["fiscal_year"] for row in self.periods if row["is_posted"]}
        self.spans = list(self._spans())
        self.units: dict[tuple[int, int], dict[str, Row]] = defaultdict(dict)
        for row in self.read("organisation__unit_period", "organisation_view = 'today'"):
            self.units[row["fiscal_year"], row["period"]][row["unit_id"]] = row
        self.followup = {
            (row["fiscal_year"], row["period"], row["unit_id"]): row
            for row in self.read(
                "budget_followup__unit_period", "organisation_view = 'today' and budget_basis = 'with_carry_over'"
            )
        }

    def read(self, mart: str, where: str = "true") -> list[Row]:
        key = (mart, where)
        if key not in self.known:
            self.known[key] = rows_of(self.con, f"select * from marts.{mart} where {where}")
        return self.known[key]

    def _spans(self) -> Iterator[Span]:
        newest = next(row["last_day"] for row in self.periods if row["is_latest"])
        known: dict[int, set[int]] = defaultdict(set)
        for row in self.periods:
            if row["last_day"] <= newest:
                known[row["fiscal_year"]].add(row["period"])
        for year, months in known.items():
            for kind, letter, length in (("quarter", "K", 3), ("half_year", "H", 6), ("year", "", 12)):
                for part in range(12 // length):
                    own = set(range(part * length + 1, part * length + length + 1))
                    if own <= months:
                        name = f"{year}{letter}{part + 1}" if letter else f"{year}"
                        closing = max(row["period"] for row in self.periods if row["fiscal_year"] == year)
                        told = max(closing, 12) if max(own) == 12 else max(own)
                        yield Span(name, kind, year * (12 // length) + part + 1, year, min(own), max(own), told)

    def in_centre(self, span: Span) -> dict[str, Row]:
        """The units of a span that are a centre today or below one."""
        return {unit: row for unit, row in self.units[span.year, span.last].items() if row["centre_id"]}

    def act(self, revised: float) -> float:
        return max(self.act_dkk, self.act_share * abs(revised))

    def all(self) -> dict[Key, Told]:
        """Every signal of every span; also of units outside of centres, which are nobody's candidates."""
        told: dict[Key, Told] = {}
        for span in self.spans:
            for signals in (self._budget, self._accounts, self._staff, self._purchases, self._postings):
                for signal, subject, said in signals(span):
                    told[span.name, signal, subject] = said
        return told

    def _budget(self, span: Span) -> Iterator[tuple[str, str, Told]]:
        rows = {key[2]: row for key, row in self.followup.items() if key[:2] == (span.year, span.told)}
        leaves: dict[str, int] = defaultdict(int)
        for unit, row in rows.items():
            if row["is_leaf"]:
                for above in self.units[span.year, span.told][unit]["unit_path"]:
                    leaves[above] += 1
        is_over = span.last == 12
        for unit, row in rows.items():
            revised, actual = float(row["revised_dkk"]), float(row["actual_dkk"])
            missing = 0.0 if is_over else min(1, (row["forecast_missing_unit_count"] or 0) / leaves[unit])
            year = actual if is_over else row["forecast_dkk"]
            if year is not None:
                gap = abs(float(year) - revised)
                yield (
                    "expected_overspend",
                    unit,
                    Told(unit, float(year), revised, self.act(revised), 1, gap, doubtful=missing),
                )
                twice = 2 * self.act(revised)
                yield "expected_underspend", unit, Told(unit, float(year), revised, twice, -1, gap, doubtful=missing)
            if is_over:
                continue
            phased = float(row["phased_dkk"])
            estimated = row["phasing_estimated_share"] or 0
            ahead = Told(unit, actual, phased, self.act(revised), 1, abs(actual - phased), doubtful=estimated)
            yield "spending_ahead", unit, ahead
            before = self._round_before(span.year, unit, row["forecast_round"])
            now = row["forecast_variance_dkk"]
            if now is not None and before is not None:
                step = self.watch * self.act(revised)
                moved = abs(float(now - before))
                yield (
                    "forecast_raised",
                    unit,
                    Told(unit, float(now), float(before), step, 1, moved, doubtful=missing),
                )

    def _round_before(self, year: int, unit: str, name: str | None) -> Any:
        """The variance at the end of the time of the round before."""
        own = [self.followup[year, month, unit] for month in range(1, 14) if (year, month, unit) in self.followup]
        rounds = list(dict.fromkeys(row["forecast_round"] for row in own if row["forecast_round"]))
        if name not in rounds[1:]:
            return None
        earlier = rounds[rounds.index(name) - 1]
        known = [row["forecast_variance_dkk"] for row in own if row["forecast_round"] == earlier]
        return [amount for amount in known if amount is not None][-1] if any(a is not None for a in known) else None

    def _accounts(self, span: Span) -> Iterator[tuple[str, str, Told]]:
        """Growth of the account groups and of temporary staff, from the accounts of each unit."""
        where = (
            f"budget_basis = 'with_carry_over' and fiscal_year = {span.year} and period in ({span.last}, {span.told})"
        )
        now: dict[tuple[str, str], float] = defaultdict(float)
        then: dict[tuple[str, str], float] = defaultdict(float)
        for row in self.read("budget_followup__unit_account_period", where):
            groups = [row["account_group"]] if row["period"] == span.told else []
            if row["period"] == span.last and "vikar" in str(row["account_name"]).lower():
                groups.append("temporary")
            for above in self.units[span.year, row["period"]][row["unit_id"]]["unit_path"]:
                for group in groups:
                    now[above, group] += float(row["actual_dkk"])
                    then[above, group] += float(row["last_year_actual_dkk"] or 0)
        if span.year - 1 not in self.posted:
            return
        names = {"wages": "wages_growth", "operations": "operations_growth", "income": "income_fall"}
        for (unit, group), sum_then in then.items():
            value, was, sign = round(now[unit, group], 2), round(sum_then, 2), -1 if group == "income" else 1
            if sign * was <= 0:
                continue
            if group == "temporary":
                limit = max(self.watch * self.act_dkk, 0.1 * was)
                yield "temporary_staff", unit, Told(unit, value, was, limit, 1, abs(value - was))
            else:
                limit = max(self.act_dkk, (0.1 if group == "operations" else 0.05) * abs(was))
                yield names[group], unit, Told(unit, sign * value, sign * was, limit, sign, abs(value - was))

    def _staff(self, span: Span) -> Iterator[tuple[str, str, Told]]:
        rows = {(r["fiscal_year"], r["period"], r["unit_id"]): r for r in self.staff_months}
        for unit, _ in sorted(self.in_centre(span).items()):
            row = rows.get((span.year, span.last, unit))
            if row is None:
                continue
            all_of_them = rows.get((span.year, span.last, row["centre_id"]), {}).get("fte")
            part = min(1, row["fte"] / all_of_them) if row["fte"] and all_of_them else 0.0
            town = rows[span.year, span.last, "municipality"]["sickness_12_months_share"]
            if row["sickness_12_months_share"] is not None:
                said = Told(unit, row["sickness_12_months_share"], town, 0.01, 1, touched=part)
                yield "sickness", unit, said
            shares = [self._sickness(rows, unit, year, span) for year in (span.year, span.year - 1)]
            if None not in shares:
                yield "sickness_last_year", unit, Told(unit, shares[0], shares[1], 0.01, 1, touched=part)
            was = rows.get((span.year - 1, span.last, unit), {}).get("frozen_positions", 0)
            if row["frozen_positions"] or was:
                held = min(1, row["frozen_positions"] / all_of_them) if all_of_them else 0.0
                yield "vacancies", unit, Told(unit, row["frozen_positions"], was, 2, 1, touched=held)
            if span.last == 12 and (span.year, unit) in self.turnover:
                mean = self.turnover[span.year, "municipality"]
                yield "turnover", unit, Told(unit, self.turnover[span.year, unit], mean, 0.05, 1, touched=part)

    @cached_property
    def staff_months(self) -> list[Row]:
        return self.read("staff__unit_month")

    @cached_property
    def turnover(self) -> dict[tuple[int, str], float]:
        rows = self.read("staff__unit_year", "turnover_share is not null")
        return {(row["fiscal_year"], row["unit_id"]): row["turnover_share"] for row in rows}

    @staticmethod
    def _sickness(rows: dict[tuple[int, int, str], Row], unit: str, year: int, span: Span) -> float | None:
        """The span's months, each weighed by its employees; None where one is not told."""
        months = [rows.get((year, month, unit), {}) for month in range(span.first, span.last + 1)]
        if any(not month.get("fte") or month.get("sickness_share") is None for month in months):
            return None
        return float(sum(m["fte"] * m["sickness_share"] for m in months) / sum(m["fte"] for m in months))

    def _purchases(self, span: Span) -> Iterator[tuple[str, str, Told]]:
        where = f"fiscal_year = {span.year} and period = {span.last}"
        rows = {row["unit_id"]: row for row in self.read("purchases__unit_period", where)}
        (town,) = self.read("purchases__municipality_period", where)
        for unit, row in rows.items():
            covered, mean = row["agreement_coverage_share"], town["agreement_coverage_share"]
            if covered is not None and mean is not None and 0 <= covered <= 1:
                category = float(row["agreement_category_dkk"])
                limit = max(0.1, self.act_dkk / category)
                yield "outside_agreement", unit, Told(unit, covered, mean, limit, -1, abs((covered - mean) * category))
            automated = row["automated_invoice_share"]
            centre = self.in_centre(span).get(unit, {}).get("centre_id")
            if automated is not None and centre:
                limit = max(0.1, 25 / row["told_invoice_count"])
                part = min(1, row["told_invoice_count"] / rows[centre]["told_invoice_count"])
                mean = town["automated_invoice_share"]
                yield "invoices_by_hand", unit, Told(unit, automated, mean, limit, -1, touched=part)
            if row["consultant_dkk"] is not None and row["last_year_consultant_dkk"] is not None:
                value, was = float(row["consultant_dkk"]), float(row["last_year_consultant_dkk"])
                said = Told(unit, value, was, max(100_000, 0.2 * abs(was)), 1, abs(value - was))
                yield "consultants", unit, said

    def _postings(self, span: Span) -> Iterator[tuple[str, str, Told]]:
        months = [m for m in range(1, 14) if span.first <= min(m, 12) <= span.last]
        found: dict[tuple[str, str], dict[int, list[float]]] = defaultdict(lambda: {0: [0, 0], 1: [0, 0]})
        where = f"fiscal_year in ({span.year}, {span.year - 1}) and period in ({', '.join(map(str, months))})"
        for row in self.read("supervision__atypical_unit", where):
            counted = found[row["unit_id"], row["rule"]][span.year - row["fiscal_year"]]
            counted[0] += row["posting_count"]
            counted[1] += float(row["amount_dkk"])
        for (unit, rule), years in found.items():
            (now, amount), (was, _) = years[0], years[1]
            if rule == "any" and span.year - 1 in self.posted:
                yield "atypical_postings", unit, Told(unit, now, was, 3, 1, abs(amount))
            if rule == "same_person":
                yield "same_person", unit, Told(unit, now, 0, 1, 1, abs(amount))
