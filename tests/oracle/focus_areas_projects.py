"""Signals about projects, savings, places and the precision of forecasts, in slow plain Python."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from tests.oracle.focus_areas import FocusSignals, Key, Row, Span, Told

Said = Iterator[tuple[str, str, Told]]


def told_of_projects_and_plans(signals: FocusSignals) -> dict[Key, Told]:
    """Those signals of every span."""
    told: dict[Key, Told] = {}
    for span in signals.spans:
        for one in (_projects, _carried, _savings, _places, _forecasts):
            for signal, subject, said in one(signals, span):
                told[span.name, signal, subject] = said
    return told


def _projects(signals: FocusSignals, span: Span) -> Said:
    """Projects as they stood on the span's last day."""
    live: dict[str, tuple[Row, float | None, Row | None]] = {}
    for project in signals.read("capital_projects__project"):
        key = project["project_id"]
        decisions = [
            row
            for row in signals.read("capital_projects__appropriation")
            if row["project_id"] == key and row["decision_date"] and row["decision_date"] <= span.day
        ]
        plans = sorted(
            (
                row
                for row in signals.read("capital_projects__plan_version")
                if row["project_id"] == key and row["version_date"] <= span.day
            ),
            key=lambda row: row["version_number"],
        )
        done = plans[-1]["completion_date"] if plans else None
        if (
            (not decisions and not plans)
            or any(row["kind"] == "final_account" for row in decisions)
            or (project["closed_on"] and project["closed_on"] <= span.day)
            or (done and done < date(span.year, 1, 1))
        ):
            continue
        granted = float(sum(row["amount_dkk"] for row in decisions)) if decisions else None
        live[key] = (project, granted, plans[-1] if plans else None)
    count: dict[str | None, int] = defaultdict(int)
    for project, _, _ in live.values():
        count[project["centre_id"]] += 1
    for key, (project, granted, plan) in live.items():
        unit = project["unit_id"]
        if plan and granted is not None and plan["expected_cost_dkk"] is not None:
            cost = float(plan["expected_cost_dkk"])
            limit = max(250_000, 0.02 * abs(granted))
            yield "project_cost", key, Told(unit, cost, granted, limit, 1, abs(cost - granted))
        if plan and plan["slip_months"] is not None:
            part = 1 / count[project["centre_id"]]
            yield "project_slip", key, Told(unit, plan["slip_months"], 0, 6, 1, touched=part)
        yield from _phasing(signals, span, key, unit)


def _phasing(signals: FocusSignals, span: Span, key: str, unit: str) -> Said:
    rows = signals.read("capital_projects__project_month")
    months = {row["month_start"]: row for row in rows if row["project_id"] == key}
    end, before = months.get(date(span.year, span.last, 1)), months.get(date(span.year - 1, 12, 1))
    if span.last == 12 or end is None:
        return
    planned = float(end["planned_to_date_dkk"]) - (float(before["planned_to_date_dkk"]) if before else 0)
    spent = [months[date(span.year, month, 1)]["actual_dkk"] for month in range(1, span.last + 1)]
    if planned > 0 and any(amount is not None for amount in spent):
        actual = float(sum(amount or 0 for amount in spent))
        limit = max(250_000, 0.5 * planned)
        yield "project_phasing", key, Told(unit, actual, planned, limit, -1, abs(actual - planned))


def _carried(signals: FocusSignals, span: Span) -> Said:
    if span.last != 12:
        return
    where = f"fiscal_year = {span.year} and is_closed_year"
    for row in signals.read("capital_carry_overs__unit_year", where):
        rate, (town,) = row["carry_over_rate_share"], signals.read("capital_carry_overs__municipality_year", where[:18])
        if rate is not None:
            mean, allotment = town["carry_over_rate_share"], abs(float(row["revised_allotment_dkk"]))
            limit, money = max(0.1, 250_000 / allotment), abs(rate - mean) * allotment
            yield "carry_over_rate", row["unit_id"], Told(row["unit_id"], rate, mean, limit, 1, money)
    for row in signals.read("capital_projects__project_year", where):
        if row["repeat_carry_over_years"]:
            years, money = row["repeat_carry_over_years"], float(row["carried_out_dkk"])
            yield "carried_again", row["project_id"], Told(row["unit_id"], years, 0, 3, 1, money)


def _savings(signals: FocusSignals, span: Span) -> Said:
    below: dict[str, list[tuple[float, float, bool]]] = defaultdict(list)
    for measure in signals.read("savings__measure_year", f"fiscal_year = {span.year}"):
        statements = signals.read("savings__statement", f"fiscal_year = {span.year}")
        mine = [row for row in statements if row["measure_id"] == measure["measure_id"]]
        stated = sorted(
            (row for row in mine if row["stated_on"] <= span.day),
            key=lambda row: (row["stated_on"], row["delivery_id"], row["file"], row["line"]),
        )
        target, begins = measure["target_dkk"], measure["starts_on"]
        first = 1 if begins is None or begins.year < span.year else 12 if begins.year > span.year else begins.month
        due = Decimal(int(target * 100) * max(span.last - first + 1, 0) // (13 - first)) / 100
        realised = float(stated[-1]["realised_dkk"]) if stated else 0.0
        if stated and span.last < 12:
            expected = realised + float(stated[-1]["expected_rest_dkk"] or 0)
            limit = max(100_000, 0.1 * float(target))
            said = Told(measure["unit_id"], expected, float(target), limit, -1, abs(expected - float(target)))
            yield "savings_missing", measure["measure_id"], said
        for unit in measure["unit_path"]:
            below[unit].append((realised, float(due), bool(stated)))
    for unit, rows in below.items():
        saved, owed = sum(row[0] for row in rows), sum(row[1] for row in rows)
        if owed > 0:
            doubt = sum(row[1] for row in rows if not row[2]) / owed
            limit = max(100_000, 0.1 * owed)
            yield "savings_behind", unit, Told(unit, saved, owed, limit, -1, abs(saved - owed), doubtful=doubt)


def _places(signals: FocusSignals, span: Span) -> Said:
    """All subjects of a unit together."""
    targets: dict[str, list[tuple[float, float]]] = defaultdict(list)
    counts: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for row in signals.read("targets__unit_year", f"fiscal_year = {span.year}"):
        unit, target = row["unit_id"], row["target_places"]
        places, earlier = (_counted(signals, row["subject"], unit, span.year - ago, span, ago) for ago in (0, 1))
        if places is not None and target is not None:
            targets[unit].append((target, min(places, target)))
        if places is not None and earlier is not None:
            counts[unit].append((places, earlier))
    for unit, row in signals.in_centre(span).items():
        (wanted, filled), (of_centre, _) = _sums(targets[unit]), _sums(targets[row["centre_id"]])
        if wanted > 0:
            part = min(1, wanted / of_centre)
            yield "places_missing", unit, Told(unit, filled, wanted, max(1, wanted / 3), -1, touched=part)
        if counts[unit]:
            (now, was), most = _sums(counts[unit]), max(_sums(counts[row["centre_id"]]))
            part = min(1, max(now, was) / most) if most else 0.0
            yield "places_last_year", unit, Told(unit, now, was, max(2, 0.2 * was), -1, touched=part)


def _sums(pairs: list[tuple[float, float]]) -> tuple[float, float]:
    return sum(pair[0] for pair in pairs), sum(pair[1] for pair in pairs)


def _counted(signals: FocusSignals, subject: str, unit: str, year: int, span: Span, ago: int) -> int | None:
    end = date(span.year - ago, span.last, min(span.day.day, 28 if span.last == 2 else 31))
    rows = signals.read("targets__unit_count", f"subject = '{subject}' and fiscal_year = {year}")
    known = [row for row in rows if row["unit_id"] == unit and row["counted_on"] <= end]
    return int(max(known, key=lambda row: row["counted_on"])["places"]) if known else None


def _forecasts(signals: FocusSignals, span: Span) -> Said:
    if span.last == 12:
        where = "organisation_view = 'today' and item_level = 'unit' and account_group = 'all'"
        rounds = signals.read("forecast_accuracy__unit_round", f"{where} and fiscal_year = {span.year}")
        known = [row for row in rounds if row["precision_share"] is not None]
        town = {
            row["round_number"]: round(row["precision_share"], 3) for row in known if row["unit_id"] == "municipality"
        }
        for unit in {row["unit_id"] for row in known}:
            last = max((row for row in known if row["unit_id"] == unit), key=lambda row: row["round_number"])
            if last["round_number"] in town:
                mean, money = town[last["round_number"]], float(last["absolute_error_dkk"])
                yield "forecast_precision", unit, Told(unit, last["precision_share"], mean, 0.01, -1, money)
        return
    where = "organisation_view = 'today' and account_group = 'all' and band_low_dkk is not null"
    for row in signals.read("forecast_accuracy__unit_outlook", f"{where} and fiscal_year = {span.year}"):
        budget = signals.followup.get((span.year, span.told, row["unit_id"]))
        if budget and budget["forecast_round"] == row["round"]:
            value, low = float(row["forecast_dkk"]), float(row["band_low_dkk"])
            limit, doubt = (
                signals.watch * signals.act(float(budget["revised_dkk"])),
                1 / (1 + row["history_year_count"]),
            )
            said = Told(row["unit_id"], value, low, limit, -1, abs(value - low), doubtful=doubt)
            yield "forecast_too_low", row["unit_id"], said
