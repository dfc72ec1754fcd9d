"""The candidates of focus areas beside the oracle: figures, pieces of the score, ranks and what is proposed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from math import log10

from duckdb import DuckDBPyConnection

from tests.oracle.focus_areas import FocusSignals, Key, Row, Told
from tests.oracle.focus_areas_projects import told_of_projects_and_plans

STRONG = {
    "temporary_staff", "forecast_precision", "carry_over_rate", "sickness", "sickness_last_year", "turnover",
    "savings_behind", "places_last_year", "outside_agreement", "invoices_by_hand", "consultants",
}  # fmt: skip
_MADE_OF = {
    "finance": {"posting", "budget_line", "forecast"},
    "capital": {"posting", "project", "project_plan", "project_appropriation", "project_year"},
    "staff": {"employment_month", "absence", "position"},
    "savings": {"saving", "saving_statement"},
    "targets": {"target_count"},
    "purchases": {"posting"},
    "supervision": {"posting"},
}
_HAIR = 1e-5
_ROLES = ("concern", "strength", "to_follow")


def focus_differences(con: DuckDBPyConnection) -> Iterator[str]:
    """Rows that are there or not, each figure and piece that differs, and every place in the order.

    Of a centre itself everything is kept, of others what has stood out in any span.
    """
    signals = FocusSignals(con)
    told = signals.all() | told_of_projects_and_plans(signals)
    centres = {span.name: signals.in_centre(span) for span in signals.spans}
    in_centres = {key: said for key, said in told.items() if said.unit in centres[key[0]]}
    of_centre = {key: str(centres[key[0]][said.unit]["centre_id"]) for key, said in in_centres.items()}
    # Within a hair of a threshold the sixth decimal decides.
    surely, perhaps = (_kept(in_centres, of_centre, hair) for hair in (_HAIR, -_HAIR))
    rows = {(str(r["span"]), str(r["signal"]), str(r["subject_id"])): r for r in signals.read("focus_areas__candidate")}
    for key in sorted((rows.keys() - perhaps) | (surely - rows.keys())):
        yield f"{key}: only in the {'mart' if key in rows else 'oracle'}"
    quarantined = _quarantined(signals)
    for key in rows.keys() & perhaps:
        yield from _figures(key, rows[key], in_centres[key], signals, quarantined)
    yield from _in_a_row(rows)
    yield from _ranks(rows)


def _quarantined(signals: FocusSignals) -> dict[str, float]:
    """The share of lines behind each domain that could not be read."""
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for row in signals.read("data_quality__delivery", "is_in_force"):
        for domain, tables in _MADE_OF.items():
            if row["table_name"] in tables:
                sums[domain][0] += row["quarantined"]
                sums[domain][1] += row["quarantined"] + row["accepted"]
    return {domain: bad / of_all for domain, (bad, of_all) in sums.items() if of_all}


def _kept(told: dict[Key, Told], of_centre: dict[Key, str], hair: float) -> set[Key]:
    """Of a centre itself everything, of others what has stood out in any span, by a hair at least."""
    stood_out = {
        (of_centre[key], *key[1:])
        for key, said in told.items()
        for badness in (_role(key, said)[1],)
        if badness >= 1 + hair or (key[1] in STRONG and badness <= -1 - hair)
    }
    return {key for key in told if of_centre[key] == key[2] or (of_centre[key], *key[1:]) in stood_out}


def _role(key: Key, said: Told) -> tuple[str, float]:
    """What a figure is, and how many of its thresholds it is on the bad side."""
    badness = ((said.value or 0) - (said.reference or 0)) * said.bad / said.threshold
    return "concern" if badness >= 1 else "strength" if key[1] in STRONG and badness <= -1 else "to_follow", badness


def _figures(key: Key, row: Row, said: Told, signals: FocusSignals, quarantined: dict[str, float]) -> Iterator[str]:
    assert said.value is not None
    assert said.reference is not None
    role, badness = _role(key, said)
    is_strong = row["signal"] in STRONG
    span = next(span for span in signals.spans if span.name == key[0])
    budget = signals.followup.get((span.year, span.last, row["centre_id"]))
    revised = abs(float(budget["revised_dkk"])) if budget else 0.0
    money = None if said.money is None else round(said.money, 2)
    stake = said.touched or 0.0 if money is None else money / revised if revised else float(money > 0)
    low, high = (0.01, 1) if said.money is None else (0.00001, 0.005)
    doubtful = min(1, said.doubtful + quarantined.get(str(row["domain"]), 0))
    expected = {
        "value": said.value,
        "reference": said.reference,
        "threshold": said.threshold,
        "deviation": said.value - said.reference,
        "money_dkk": said.money,
        "touched_share": said.touched,
        "doubtful_share": doubtful,
        "severity": min(abs(badness) if is_strong or badness > 0 else 0, 3),
        "materiality": min(1, max(0, log10(stake / low) / log10(high / low))) if stake > 0 else 0,
        "confidence": 1 - doubtful,
    }
    if row["role"] != role and abs(abs(badness) - 1) > _HAIR:
        yield f"{key}: {row['role']} in the mart, {role} in the oracle"
    if row["unit_id"] != said.unit:
        yield f"{key}: {row['unit_id']} in the mart, {said.unit} in the oracle"
    for name, wanted in expected.items():
        found, near = row[name], 0.0011 if name in {"severity", "materiality", "confidence"} else 0.00001
        near = 0.006 if name == "money_dkk" else near
        if (found is None) != (wanted is None) or (found is not None and abs(float(found) - float(wanted or 0)) > near):
            yield f"{key} {name}: {found} in the mart, {wanted} in the oracle"


def _in_a_row(rows: dict[Key, Row]) -> Iterator[str]:
    """Persistence: go back span by span for as long as the same is told."""
    known = {(r["span_kind"], r["span_number"], r["centre_id"], r["signal"], r["subject_id"]): r for r in rows.values()}
    for (kind, number, *subject), row in known.items():
        count = 0
        while row["role"] != "to_follow":
            earlier = known.get((kind, number - count, *subject))
            if earlier is None or earlier["role"] != row["role"]:
                break
            count += 1
        persistence = min(Decimal(2), 1 + Decimal("0.25") * max(0, count - 1))
        if (row["spans_in_a_row"], row["persistence"]) != (count, persistence):
            yield f"{subject} {kind} {number}: {row['spans_in_a_row']} in a row in the mart, {count} in the oracle"


def _ranks(rows: dict[Key, Row]) -> Iterator[str]:
    by_centre: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows.values():
        product = row["severity"] * row["materiality"] * row["persistence"] * row["freshness"] * row["confidence"]
        if row["score"] != product.quantize(Decimal("0.001"), ROUND_HALF_UP):
            yield f"{row['span']} {row['signal']} {row['subject_id']}: score {row['score']}, its pieces make {product}"
        by_centre[row["span"], row["centre_id"]].append(row)
    for place, found in by_centre.items():
        order = _ordered(found)
        for number, row in enumerate(order, start=1):
            is_first = all(one["signal"] != row["signal"] for one in order[: min(number - 1, 4)])
            if (row["rank"], row["is_proposed"]) != (number, number <= 4 and is_first):
                yield f"{place} {row['signal']} {row['subject_id']}: rank {row['rank']} in the mart, {number} here"


def _worth(row: Row) -> tuple[int, Decimal, Decimal, str]:
    return _ROLES.index(row["role"]), -row["score"], -row["severity"], row["signal"]


def _ordered(rows: list[Row]) -> list[Row]:
    """The best of each signal: two of a domain about two subjects, then the others; then what is told already."""
    best: dict[str, Row] = {}
    rest: list[tuple[Row, int]] = []
    by_signal: dict[str, int] = defaultdict(int)
    for row in sorted(rows, key=lambda row: (*_worth(row)[:3], row["subject_id"])):
        by_signal[row["signal"]] += 1
        if by_signal[row["signal"]] == 1:
            best[row["signal"]] = row
        else:
            rest.append((row, by_signal[row["signal"]]))
    first: list[Row] = []
    for row in sorted(best.values(), key=_worth):
        mine = [one for one in first if one["domain"] == row["domain"]]
        if len(mine) < 2 and row["subject_id"] not in {one["subject_id"] for one in mine}:
            first.append(row)
    left = [row for row in sorted(best.values(), key=_worth) if row not in first]
    late = {row["signal"] for row in left}
    again = sorted(rest, key=lambda one: (one[0]["signal"] in late, *_worth(one[0]), one[1]))
    return first + left + [row for row, _ in again]
