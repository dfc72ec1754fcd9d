"""The statistical forecast of a round: made once, from what was known then, and followed like any delivery."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from pipelines.problems import WrongUse
from pipelines.statistical_forecasts import freeze_due_forecasts, is_forecast_due, last_month_ended
from pipelines.statistical_methods import METHODS, MINIMUM_MONTHS, expected_outturns
from tests.spine.small_municipality import HEADER, SmallMunicipality, danish, forecast_spec, make_municipality, update

SPEC = Path(__file__).parents[2] / "sample_data" / "specs" / "statistical_forecast.toml"
YEAR = [100, 200, 200, 160, 160, 180, 120, 180, 200, 180, 160, 160]  # DKK a month, every year alike: 2 000


def month(year: int, number: int, amount: int) -> str:
    line = f"B{year}{number:02};15.{number:02}.{year};111;10000001;Løn;{danish(Decimal(amount))}\n"
    return HEADER + line + f"I alt;;;;;{danish(Decimal(amount))}\n"


def put_months(small: SmallMunicipality, *months: tuple[int, int], amount: int | None = None) -> None:
    for year, number in months:
        small.put(f"posteringer_{year}_{number:02}.csv", month(year, number, amount or YEAR[number - 1]))


@pytest.fixture(scope="module")
def forecasting_once(tmp_path_factory: pytest.TempPathFactory) -> SmallMunicipality:
    """Two whole years and three months, and the managers' first round of the third."""
    small = make_municipality(tmp_path_factory.mktemp("forecasting"))
    small.write_spec("statistical_forecast", SPEC.read_text(encoding="utf-8"))
    small.write_spec("forecast", forecast_spec("forecast"))
    small.put_masters()
    put_months(small, *((year, number) for year in (2024, 2025) for number in range(1, 13)))
    put_months(small, (2026, 1), (2026, 2), (2026, 3))
    small.put("prognoser_2026.csv", "År;Runde;Dag;Enhed;Gruppe;Beløb\n2026;BO1;2026-03-31;111;wages;2100\n")
    update(small)
    return small


@pytest.fixture
def forecasting(forecasting_once: SmallMunicipality, tmp_path: Path) -> SmallMunicipality:
    return forecasting_once.copied_to(tmp_path / "municipality")


def outlook(small: SmallMunicipality) -> list[tuple[object, ...]]:
    return small.ask(
        "select statistical_forecast_dkk, statistical_method, is_backtest from forecast_accuracy__unit_outlook "
        "where unit_id = '111' and account_group = 'all' and organisation_view = 'today'"
    )


def test_a_round_gets_its_forecast_once(forecasting: SmallMunicipality) -> None:
    assert outlook(forecasting) == [(None, None, None)]
    assert is_forecast_due(forecasting.home)
    (frozen,) = freeze_due_forecasts(forecasting.home)
    assert (frozen.due.name, frozen.method, frozen.count) == ("BO1 2026", "MSTL", 1)
    assert not frozen.due.is_backtest, "March is the newest month that is posted"
    assert not is_forecast_due(forecasting.home)
    assert freeze_due_forecasts(forecasting.home) == []
    update(forecasting)
    ((amount, method, is_backtest),) = outlook(forecasting)
    assert (method, is_backtest) == ("MSTL", False)
    assert amount == pytest.approx(Decimal(2000), abs=Decimal(60)), "a year like the two before"


def test_it_is_a_delivery_that_reconciles(forecasting: SmallMunicipality) -> None:
    freeze_due_forecasts(forecasting.home)
    held = forecasting.held()[-1]
    assert (held.source, held.file) == ("statistical_forecast", "statistisk_prognose_2026_1.csv")
    assert held.reading.accepted == 1
    assert held.reading.difference == 0
    assert held.reading.control_total == held.reading.accepted_amount


def test_what_is_frozen_stays_when_the_postings_change(forecasting: SmallMunicipality) -> None:
    freeze_due_forecasts(forecasting.home)
    update(forecasting)
    before = outlook(forecasting)
    put_months(forecasting, (2026, 3), (2026, 4), amount=9_000)
    update(forecasting)
    assert freeze_due_forecasts(forecasting.home) == []
    assert outlook(forecasting) == before


def test_made_later_it_says_so_and_looks_at_nothing_later(forecasting: SmallMunicipality) -> None:
    put_months(forecasting, (2026, 4), (2026, 5), amount=9_000)
    update(forecasting)
    (frozen,) = freeze_due_forecasts(forecasting.home)
    assert frozen.due.is_backtest
    assert frozen.due.data_until == date(2026, 3, 1)
    update(forecasting)
    ((amount, _, is_backtest),) = outlook(forecasting)
    assert is_backtest
    assert amount < 2_100


def test_a_round_whose_months_are_not_posted_waits(forecasting: SmallMunicipality) -> None:
    freeze_due_forecasts(forecasting.home)
    forecasting.put(
        "prognoser_2026.csv",
        "År;Runde;Dag;Enhed;Gruppe;Beløb\n2026;BO1;2026-03-31;111;wages;2100\n2026;BO2;2026-05-31;111;wages;2150\n",
    )
    update(forecasting)
    assert not is_forecast_due(forecasting.home), "nothing is built to learn that"
    assert freeze_due_forecasts(forecasting.home) == []
    put_months(forecasting, (2026, 4), (2026, 5))
    update(forecasting)
    assert is_forecast_due(forecasting.home)
    assert [frozen.due.name for frozen in freeze_due_forecasts(forecasting.home)] == ["BO2 2026"]


def test_the_update_makes_what_is_due_and_the_command_finds_nothing_more(forecasting: SmallMunicipality) -> None:
    updated = forecasting.pejling("update")
    assert updated.returncode == 0, updated.stderr
    assert "Statistical forecasts: made and frozen, 1 in all." in updated.stdout
    assert outlook(forecasting)[0][1] == "MSTL"
    again = forecasting.pejling("forecast")
    assert (again.returncode, again.stdout) == (0, "Statistical forecasts: no round is due.\n")


def test_without_a_spec_the_command_says_so_in_a_sentence(small: SmallMunicipality) -> None:
    told = small.pejling("forecast")
    assert told.returncode == 2
    assert "copy statistical_forecast.toml" in told.stderr
    assert "Traceback" not in told.stderr


def test_without_a_spec_it_is_told_what_to_do(small: SmallMunicipality) -> None:
    with pytest.raises(WrongUse, match=r"copy statistical_forecast\.toml"):
        freeze_due_forecasts(small.home)


def history(months: int, *, until: date = date(2026, 3, 1)) -> pl.DataFrame:
    """`months` months of one unit's wages, the last of them `until`."""
    days = pl.date_range(date(2020, 1, 1), until, "1mo", eager=True).tail(months)
    amounts = [Decimal(YEAR[day.month - 1]) for day in days]
    return pl.DataFrame({"unit_id": "111", "account_group": "wages", "month_start": days, "actual_dkk": amounts})


@pytest.mark.parametrize("method", METHODS)
def test_every_method_expects_a_year_like_the_others(method: str) -> None:
    found = expected_outturns(history(51), 2026, date(2026, 3, 1), method)
    assert found[("111", "wages")] == pytest.approx(2000, rel=0.05)


@pytest.mark.parametrize("method", METHODS)
def test_a_season_and_a_month_are_the_least(method: str) -> None:
    assert set(expected_outturns(history(MINIMUM_MONTHS), 2026, date(2026, 3, 1), method)) == {("111", "wages")}
    assert expected_outturns(history(MINIMUM_MONTHS - 1), 2026, date(2026, 3, 1), method) == {}


def test_when_all_months_are_known_nothing_is_guessed() -> None:
    found = expected_outturns(history(36, until=date(2026, 12, 1)), 2026, date(2026, 12, 1), "MSTL")
    assert found == {("111", "wages"): 2000.0}


def test_a_round_before_its_year_counts_the_months_of_that_year_alone() -> None:
    found = expected_outturns(history(48, until=date(2025, 11, 1)), 2026, date(2025, 11, 1), "SeasonalNaive")
    assert found == {("111", "wages"): pytest.approx(2000.0)}


def test_an_unknown_method_is_answered_with_the_known_ones() -> None:
    with pytest.raises(WrongUse, match="MSTL"):
        expected_outturns(history(36), 2026, date(2026, 3, 1), "Oracle")


@pytest.mark.parametrize(
    ("day", "month_start"),
    [
        (date(2026, 3, 31), date(2026, 3, 1)),
        (date(2026, 3, 30), date(2026, 2, 1)),
        (date(2024, 2, 29), date(2024, 2, 1)),
        (date(2026, 1, 15), date(2025, 12, 1)),
    ],
)
def test_the_last_month_that_had_ended(day: date, month_start: date) -> None:
    assert last_month_ended(day) == month_start
