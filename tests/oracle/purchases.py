"""Purchases and atypical postings in slow plain Python, from the raw rows; the calendar is dateutil's Easter."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from statistics import median

from dateutil.easter import easter
from duckdb import DuckDBPyConnection

from tests.oracle.budget_followup import BudgetFollowup, oere
from tests.oracle.organisation import Row
from tests.warehouse.drawn import rows_of

Key = tuple[str, str, int]


class Purchases:
    """What was bought, by unit, and what is atypical, with the settings of the sample."""

    def __init__(
        self, postings: Iterable[Row], oracle: BudgetFollowup, consultants: set[str], exempt: set[str]
    ) -> None:
        self.oracle, self.consultants, self.exempt = oracle, consultants, exempt
        self.all = list(postings)
        self.rows = [row for row in self.all if (row["budget_type"] or "1") in "123"]
        self.when = {id(row): BudgetFollowup._when(row) for row in self.rows}
        self.bought = [row for row in self.rows if row["kind"] == "invoice"]
        self.has_agreement = {
            (self.when[id(row)][0], row["account"]) for row in self.bought if row["is_on_agreement"] == "true"
        }
        self.invoices: dict[tuple[object, ...], list[Row]] = defaultdict(list)
        for row in self.bought:
            named = row["supplier_id"] and row["invoice_no"]
            key = (row["supplier_id"], row["invoice_no"]) if named else (None, row["voucher"] or key_of(row))
            self.invoices[self.when[id(row)][0], *key].append(row)

    def unit(self, row: Row) -> str:
        return self.oracle.landing(row["cost_centre"] or "", self.when[id(row)][0])

    def path(self, cost_centre: str, year: int) -> list[str]:
        """The units that the money counts in, in today's organisation."""
        return self.oracle.organisation.path(self.oracle.landing(cost_centre, year), self.oracle.latest)

    def unit_rows(self, year: int, period: int) -> dict[str, dict[str, object]]:
        """Unit → figures until the period, as in purchases__unit_period."""
        found: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for lines in self.invoices.values():
            first = min(self.when[id(row)][1] for row in lines)
            if self.when[id(lines[0])][0] == year and first <= period:
                for unit in self.path(min(row["cost_centre"] or "" for row in lines), year):
                    found[unit]["invoice_count"] += 1
                    found[unit]["automated_invoice_count"] += all(row["is_automated"] == "true" for row in lines)
        for row in self.rows:
            if self.when[id(row)][0] != year or self.when[id(row)][1] > period:
                continue
            is_bought, amount = row["kind"] == "invoice", oere(row["amount"])
            has_agreement = (year, row["account"]) in self.has_agreement
            for unit in self.path(row["cost_centre"] or "", year):
                found[unit]["purchase_dkk"] += amount if is_bought else 0
                if is_bought and has_agreement and row["is_on_agreement"]:
                    found[unit]["agreement_category_dkk"] += amount
                    found[unit]["on_agreement_dkk"] += amount if row["is_on_agreement"] == "true" else 0
                found[unit]["consultant_dkk"] += amount if row["account"] in self.consultants else 0
        names = ("purchase_dkk", "consultant_dkk")
        return {
            unit: {
                **{name: figures[name] for name in ("invoice_count", "automated_invoice_count")},
                **{name: Decimal(figures[name]).scaleb(-2) for name in names},
                "automated_invoice_share": _share(figures["automated_invoice_count"], figures["invoice_count"]),
                "agreement_coverage_share": _share(figures["on_agreement_dkk"], figures["agreement_category_dkk"]),
            }
            for unit, figures in found.items()
            if any(figures.values())
        }

    def outside(self, year: int, period: int, unit: str) -> list[tuple[str, Decimal]]:
        """The 25 largest suppliers outside agreements of a unit."""
        sums: dict[str, int] = defaultdict(int)
        for row in self.bought:
            when = self.when[id(row)]
            counts = when[0] == year and when[1] <= period and (year, row["account"]) in self.has_agreement
            if counts and row["is_on_agreement"] == "false" and unit in self.path(row["cost_centre"] or "", year):
                sums[row["supplier_id"] or row["supplier_name"] or ""] += oere(row["amount"])
        largest = sorted(sums.items(), key=lambda one: (-one[1], one[0]))[:25]
        return [(supplier, Decimal(amount).scaleb(-2)) for supplier, amount in largest]

    # Atypical postings

    def hits(self) -> set[tuple[Key, str]]:
        """Every posting with every rule that it meets."""
        entries = [row for row in self.rows if row["kind"] not in ("payroll", "internal")]
        found = {(key_of(row), rule) for row in entries for rule in self._by_itself(row)}
        late = {(key_of(row), "closed_year") for row in self.rows if self._is_late(row)}
        others = (self._duplicates(), self._split(), self._new_suppliers())
        found |= {(key_of(row), rule) for rows, rule in others for row in rows}
        return found | late | {(key_of(row), "unusual_amount") for row in self._unusual(entries)}

    def _by_itself(self, row: Row) -> Iterator[str]:
        amount, day = oere(row["amount"]), _day(row)
        if row["registered_by"] and row["registered_by"] == row["approved_by"] != "SYSAUTO":
            yield "same_person"
        if amount >= 5_000_000 and amount % 1_000_000 == 0:
            yield "round_amount"
        if abs(amount) > 1_000_000 and not (row["text"] or "").strip():
            yield "missing_text"
        by_hand = row["is_automated"] != "true" and row["registered_by"] != "SYSAUTO"
        if by_hand and self.when[id(row)][1] <= 12 and is_free(day):
            yield "free_day"

    def _is_late(self, row: Row) -> bool:
        return _day(row) > date(self.when[id(row)][0] + 1, 3, 31)

    def _duplicates(self) -> tuple[list[Row], str]:
        alike: dict[tuple[object, int], list[Row]] = defaultdict(list)
        for row in self.bought:
            if row["supplier_id"] and abs(oere(row["amount"])) >= 100_000:
                alike[row["supplier_id"], abs(oere(row["amount"]))].append(row)
        found = []
        for rows in alike.values():
            paid = sorted((row for row in rows if oere(row["amount"]) > 0), key=_booked)
            back = [row for row in rows if oere(row["amount"]) < 0]
            for row in paid:
                same = [one for one in paid if one["invoice_no"] and one["invoice_no"] == row["invoice_no"]]
                taken = [one for one in back if one["invoice_no"] == row["invoice_no"]]
                if same and row["voucher"] != same[0]["voucher"] and len(same) - len(taken) > 1:
                    found.append(row)
                    continue
                before = paid[paid.index(row) - 1] if paid.index(row) else None
                near = before and (_day(row) - _day(before)).days <= 30 and before["voucher"] != row["voucher"]
                other = before and (before["invoice_no"] != row["invoice_no"] or not row["invoice_no"])
                if near and other and not any(abs((_day(one) - _day(row)).days) <= 30 for one in back):
                    found.append(row)
        return found, "duplicate_invoice"

    def _split(self) -> tuple[list[Row], str]:
        limit, pairs = 160_000_000, defaultdict(list)
        for row in self.bought:
            is_tendered = row["account"] not in self.exempt and (row["budget_type"] or "1") != "3"
            is_free = row["supplier_id"] and row["is_on_agreement"] != "true"
            if is_tendered and is_free and 0 < oere(row["amount"]) <= limit:
                pairs[self.unit(row), row["supplier_id"]].append(row)
        found = []
        for rows in pairs.values():
            for day in sorted({_day(row) for row in rows}):
                near = [row for row in rows if timedelta(0) <= day - _day(row) <= timedelta(days=30)]
                today = [row for row in near if _day(row) == day]
                total = sum(oere(row["amount"]) for row in near)
                before = total - sum(oere(row["amount"]) for row in today)
                if before <= limit < total and len({row["voucher"] for row in near}) > 1:
                    found.append(min(today, key=lambda row: (-oere(row["amount"]), *_booked(row)[1:])))
        return found, "split_purchase"

    def _new_suppliers(self) -> tuple[list[Row], str]:
        begins = min(_day(row) for row in self.all)
        first: dict[str | None, date] = {}
        for row in self.bought:
            first[row["supplier_id"]] = min(_day(row), first.get(row["supplier_id"], date.max))
        known = begins + timedelta(days=365)
        return [
            row
            for row in self.bought
            if row["supplier_id"]
            and _day(row) == first[row["supplier_id"]] >= known
            and oere(row["amount"]) > 10_000_000
        ], "new_supplier"

    def _unusual(self, entries: list[Row]) -> Iterator[Row]:
        by_account: dict[tuple[str, str | None], list[Row]] = defaultdict(list)
        for row in entries:
            by_account[self.unit(row), row["account"]].append(row)
        for rows in by_account.values():
            amounts = [Fraction(oere(row["amount"])) for row in rows]
            middle = median(amounts)
            spread = median(abs(amount - middle) for amount in amounts)
            if len(rows) >= 30 and spread:
                limit = 6 * Fraction("1.4826") * spread
                yield from (row for row in rows if oere(row["amount"]) > 0 and oere(row["amount"]) - middle > limit)


def key_of(row: Row) -> Key:
    return row["delivery_id"] or "", row["file"] or "", int(row["line"] or 0)


def _day(row: Row) -> date:
    return date.fromisoformat(row["posting_date"] or "")


def _booked(row: Row) -> tuple[object, ...]:
    return (_day(row), row["voucher"] or "", *key_of(row))


def is_free(day: date) -> bool:
    """A weekend or a public holiday."""
    sunday = easter(day.year)
    holidays = {sunday + timedelta(days=step) for step in (-3, -2, 0, 1, 39, 49, 50)}
    holidays |= {sunday + timedelta(days=26)} if day.year <= 2023 else set()
    holidays |= {date(day.year, 1, 1), date(day.year, 12, 25), date(day.year, 12, 26)}
    return day.isoweekday() >= 6 or day in holidays


def _share(part: int, whole: int) -> float | None:
    return float(Fraction(part, whole)) if whole else None


def purchase_differences(con: DuckDBPyConnection, purchases: Purchases, keys: list[tuple[int, int]]) -> Iterator[str]:
    """Where the marts of purchases and the oracle differ, for the given (year, period)."""
    for year, period in keys:
        expected = purchases.unit_rows(year, period)
        rows = rows_of(
            con, "select * from marts.purchases__unit_period where fiscal_year = ? and period = ?", year, period
        )
        held = {str(row["unit_id"]): row for row in rows}
        for unit in expected.keys() - held.keys():
            yield f"{year}-{period} {unit}: not in the mart"
        for unit, row in held.items():
            for name, wanted in expected.get(unit, {}).items():
                same = abs(row[name] - wanted) < 1e-12 if isinstance(wanted, float) else row[name] == wanted  # type: ignore[operator]
                if not same:
                    yield f"{year}-{period} {unit} {name}: mart {row[name]}, oracle {wanted}"
            for name in row.keys() & {"invoice_count", "purchase_dkk"} if unit not in expected else ():
                if row[name]:
                    yield f"{year}-{period} {unit} {name}: mart {row[name]}, nothing in the oracle"
        for unit in ("municipality", "110000"):
            listed = rows_of(
                con,
                "select supplier_id, amount_dkk from marts.purchases__unit_supplier where unit_id = ? and "
                "fiscal_year = ? and period = ? and supplier_list = 'outside_agreement' and supplier_rank <= 25 "
                "order by supplier_rank",
                unit,
                year,
                period,
            )
            told = [(row["supplier_id"] or "", row["amount_dkk"]) for row in listed]
            if told != purchases.outside(year, period, unit):
                yield f"{year}-{period} {unit}: the suppliers outside agreements"


def hit_differences(con: DuckDBPyConnection, purchases: Purchases) -> Iterator[str]:
    """Postings that only the mart or only the oracle finds atypical, with the rule."""
    rows = rows_of(con, "select delivery_id, file, line, unnest(reasons).rule as rule from marts.supervision__atypical")
    found = {((str(row["delivery_id"]), str(row["file"]), int(str(row["line"]))), str(row["rule"])) for row in rows}
    expected = purchases.hits()
    yield from (f"only the mart: {one}" for one in sorted(found - expected))
    yield from (f"only the oracle: {one}" for one in sorted(expected - found))
