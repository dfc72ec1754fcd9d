"""The rounds that are open, with where their units stand, in one question; the same on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy import Engine

from dashboard.store.forecast_rounds import record_round, record_sign
from dashboard.store.open_rounds import open_rounds
from tests.store.said import ANN, BO, FORECAST_SIGN, ROUND

TODAY = date(2026, 4, 10)


def test_open_rounds_come_with_the_newest_word_of_each_unit(store: Engine) -> None:
    record_round(store, ROUND, BO, seen_version=0)
    record_sign(store, FORECAST_SIGN, ANN, seen_version=0)
    record_sign(store, replace(FORECAST_SIGN, state="returned"), BO, seen_version=1)
    record_sign(store, replace(FORECAST_SIGN, unit_id="care"), ANN, seen_version=0)
    (found,) = open_rounds(store, TODAY)
    assert (found.fiscal_year, found.round, found.closes_on) == (2026, "FO1", ROUND.closes_on)
    assert found.states == {"care": "ready", "school": "returned"}
    assert [found.is_given(unit) for unit in ("care", "school", "nobody")] == [True, False, False]


def test_what_has_not_opened_or_is_closed_is_not_open(store: Engine) -> None:
    record_round(store, ROUND, BO, seen_version=0)
    record_round(store, replace(ROUND, round="FO2", closes_on=date(2026, 4, 12)), BO, seen_version=0)
    record_round(store, replace(ROUND, round="FO3", opens_on=date(2026, 4, 11)), BO, seen_version=0)
    assert [(one.round, dict(one.states)) for one in open_rounds(store, TODAY)] == [("FO2", {}), ("FO1", {})]
    record_round(store, replace(ROUND, state="closed"), BO, seen_version=1)
    assert [one.round for one in open_rounds(store, TODAY)] == ["FO2"]
