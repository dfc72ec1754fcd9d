"""What Budgetopfølgning names as the reason of a variance, in its sentence and in its chart."""

from __future__ import annotations

from decimal import Decimal

import polars as pl

from dashboard.charts.budget_followup import origin_of
from dashboard.components.figure import Bars
from dashboard.sentences.budget_followup import sentence
from dashboard.texts import Texts


def test_a_part_that_would_be_written_as_nothing_is_not_named() -> None:
    expected, nothing = Decimal(3_313_000), Decimal(0)
    unit = {"fiscal_year": 2026, "period": 10, "status": "on_track", "variance_to_date_dkk": None}
    drivers = {"variance_kind": "forecast", "first_driver_name": "Skoler", "first_driver_dkk": expected}
    drivers |= {"second_driver_name": "HR", "second_driver_dkk": nothing, "rest_driver_count": 2, "rest_dkk": nothing}
    said = sentence(Texts(), {**unit, "forecast_variance_dkk": expected}, pl.DataFrame([drivers]))
    assert said.rest == "Skoler +3,3."


def test_an_account_of_two_functions_says_which() -> None:
    parts = [
        ("Månedsløn", "Skolefritidsordninger", 300_000),
        ("Månedsløn", "Folkeskoler", 1_300_000),
        ("El", "Folkeskoler", 90_000),
    ]
    rows = [
        {"account_name": account, "function_name": function, "account_group": "wages", "variance_to_date_dkk": amount}
        for account, function, amount in parts
    ]
    chart = origin_of(Texts(), {"is_leaf": True, "forecast_variance_dkk": None}, pl.DataFrame(rows))
    assert isinstance(chart, Bars)
    assert chart.title == "Månedsløn, Folkeskoler trækker mest op"
    assert [bar.label for bar in chart.bars] == ["Månedsløn, Folkeskoler", "Månedsløn, Skolefritidsordninger", "El"]
