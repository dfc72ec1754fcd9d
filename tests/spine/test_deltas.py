"""Deltas: lines that are added to a source, and replace single lines of it."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
import pytest

from pipelines.candidates import build
from pipelines.deliveries import deliver
from pipelines.problems import Problem
from tests.spine.small_municipality import MARCH_CORRECTED, SmallMunicipality, postings, update

LATE = postings(("B2", "20000002", "333,33"), ("B9", "10000001", "40,00"), with_total=False)


def test_a_delta_may_say_again_what_it_said_before_the_last(march: SmallMunicipality) -> None:
    for amount in ("333,33", "444,44", "333,33"):
        march.put("efterposteringer.csv", postings(("B2", "20000002", amount), with_total=False))
        update(march)
    assert march.vouchers()["B2"] == Decimal("333.33")


def test_a_delta_adds_lines_and_replaces_those_of_the_same_key(march: SmallMunicipality) -> None:
    march.put("efterposteringer.csv", LATE)
    update(march)
    expected = {"B1": "1200.50", "B2": "333.33", "B3": "-100.75", "B9": "40.00"}
    assert march.vouchers() == {voucher: Decimal(amount) for voucher, amount in expected.items()}
    superseded = dict(march.ask("select file, superseded from data_quality__delivery where table_name = 'posting'"))
    assert superseded == {"posteringer_2026_03.csv": 1, "efterposteringer.csv": 0}


def test_what_a_delta_replaced_is_accounted_for_in_kroner(march: SmallMunicipality) -> None:
    """Accepted less superseded and corrected is what the figures use, also where a delta touched the delivery."""
    march.put("efterposteringer.csv", LATE)
    correction = {"source": "posting", "file": "posteringer_2026_03.csv", "line": 2, "action": "set"}
    correction |= {"column": "amount", "value": "1000.00", "expect": {"amount": "1200.50"}, "reason": "wrong"}
    march.correct({**correction, "reported_to": "nobody", "date": "2026-04-14"})
    update(march)
    query = (
        "select accepted_amount_dkk, superseded_amount_dkk, correction_amount_dkk from data_quality__delivery "
        "where table_name = 'posting' order by delivery_id"
    )
    assert march.ask(query) == [
        (Decimal("1400.00"), Decimal("300.25"), Decimal("-200.50")),
        (Decimal("373.33"), Decimal(0), Decimal(0)),
    ]
    assert sum(march.vouchers().values()) == Decimal("1400.00") - Decimal("300.25") - Decimal("200.50") + Decimal(
        "373.33"
    )
    march.put("posteringer_2026_03_rettet.csv", MARCH_CORRECTED)
    march.home.corrections.unlink()
    update(march)
    assert march.ask(query) == [
        (Decimal("1400.00"), Decimal("1400.00"), Decimal(0)),
        (Decimal("373.33"), Decimal("333.33"), Decimal(0)),
        (Decimal("1550.75"), Decimal(0), Decimal(0)),
    ]


def test_a_line_that_is_lost_from_a_delivery_a_delta_touched_stops_the_release(march: SmallMunicipality) -> None:
    """The rows on disk are fewer than the receipt says."""
    march.put("efterposteringer.csv", LATE)
    deliver(march.home)
    rows = march.home.deliveries / march.held()[2].delivery_id / "accepted.parquet"
    frame = pl.read_parquet(rows)
    frame.filter(pl.col("voucher") != "B3").write_parquet(rows)
    with pytest.raises(Problem, match="data_quality__delivery__reaches_the_figures"):
        build(march.home)


def test_a_month_delivered_after_its_delta_is_the_newer_word(march: SmallMunicipality) -> None:
    march.put("efterposteringer.csv", LATE)
    update(march)
    march.put("posteringer_2026_03_rettet.csv", MARCH_CORRECTED)
    update(march)
    expected = {"B1": "1250.50", "B2": "300.25", "B9": "40.00"}
    assert march.vouchers() == {voucher: Decimal(amount) for voucher, amount in expected.items()}
