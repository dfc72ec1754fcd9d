"""A round that people answered and finance closed: delivered once, whatever is killed, and seen in its accuracy."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.closed_rounds import SOURCE, deliver_closed_rounds
from dashboard.store.database import open_store
from dashboard.store.forecast_rounds import (
    EntryWish,
    RoundWish,
    SignWish,
    record_entries,
    record_entry,
    record_round,
    record_sign,
    standing_entries,
    standing_signs,
)
from dashboard.store.journal import Author
from pipelines.home import open_home
from pipelines.receipts import read_receipts
from tests.pages.conftest import APP
from tests.pages.screen import Screen
from tests.processes import running
from tests.spine.small_municipality import SmallMunicipality, forecast_spec, make_municipality, postings, update

ROUND = RoundWish(
    fiscal_year=2025, round="Runde; 3 ØÆ", round_date=date(2025, 9, 30), opens_on=date(2025, 10, 1),
    closes_on=date(2025, 10, 15), state="open",
)  # fmt: skip
HEAD, OTHER_HEAD = (Author(f"institution_head:{unit}", "institution_head", "r") for unit in ("111", "211"))
MANAGER, CONTROLLER = Author("centre_manager:100", "centre_manager", "r"), Author("controller", "controller", "r")
NOW = datetime(2025, 10, 14, 9, 30, tzinfo=UTC)


def put_months(small: SmallMunicipality, year: int, *months: int) -> None:
    for number in months:
        lines = postings((f"A{year}{number}", "10000001", "100,00"), month=f"{number:02}")
        small.put(f"posteringer_{year}_{number:02}.csv", lines.replace(".2026;", f".{year};"))


def entry(unit_id: str, amount: int) -> EntryWish:
    return EntryWish(
        fiscal_year=2025, round=ROUND.round, unit_id=unit_id, account_group="wages", amount_dkk=Decimal(amount)
    )


@pytest.fixture(scope="module")
def posted_once(tmp_path_factory: pytest.TempPathFactory) -> SmallMunicipality:
    """A year with postings until September."""
    small = make_municipality(tmp_path_factory.mktemp("posted"))
    small.put_masters()
    put_months(small, 2025, 7, 8, 9)
    update(small)
    return small


@pytest.fixture
def answered(posted_once: SmallMunicipality, tmp_path: Path) -> SmallMunicipality:
    """Until September, and a round that one head has answered twice and the manager approved."""
    small = posted_once.copied_to(tmp_path / "municipality")
    store = open_store(small.home)
    record_round(store, ROUND, CONTROLLER, seen_version=0, now=NOW)
    record_entries(store, [(entry("111", 1_500), 0)], HEAD, now=NOW)
    record_entry(store, entry("111", 1_300), HEAD, seen_version=1, now=NOW)
    ready = SignWish(fiscal_year=2025, round=ROUND.round, unit_id="111", state="ready")
    record_sign(store, ready, HEAD, seen_version=0, now=NOW)
    record_sign(store, replace(ready, state="approved"), MANAGER, seen_version=1, now=NOW)
    record_entry(store, entry("211", 77), OTHER_HEAD, seen_version=0, now=NOW)
    return small


def close(small: SmallMunicipality) -> None:
    record_round(open_store(small.home), replace(ROUND, state="closed"), CONTROLLER, seen_version=1, now=NOW)


def deliveries(small: SmallMunicipality) -> int:
    return sum(receipt.source == SOURCE for receipt in read_receipts(small.home))


def forecasts(small: SmallMunicipality) -> list[tuple[object, ...]]:
    return small.ask(
        "select unit_id, forecast_dkk, forecast_missing_unit_count from budget_followup__unit_period "
        "where organisation_view = 'today' and budget_basis = 'with_carry_over' and unit_id in ('111', '211') "
        "and fiscal_year = 2025 and period = 9 order by unit_id"
    )


def test_a_round_is_lived_closed_delivered_and_found_in_the_accuracy_page(
    answered: SmallMunicipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert deliver_closed_rounds(answered.home) == [], "an open round is nobody's data"
    close(answered)
    update_with_rounds(answered)
    assert deliveries(answered) == 1
    assert forecasts(answered) == [("111", Decimal("1300.00"), 0), ("211", Decimal("77.00"), 0)]
    assert answered.ask("select round, round_date from forecast_accuracy__round") == [
        (ROUND.round, date(2025, 9, 30))
    ]  # fmt: skip

    put_months(answered, 2025, 12)
    put_months(answered, 2026, 1)
    update_with_rounds(answered)
    assert deliveries(answered) == 1, "delivered once"
    monkeypatch.setenv("PEJLING_HOME", str(answered.home.folder))
    monkeypatch.setenv("PEJLING_SETTINGS", str(answered.home.settings_file))
    monkeypatch.setenv("PEJLING_DEMO", "1")
    app = AppTest.from_file(str(APP), default_timeout=120)
    app.query_params["person"] = "controller"
    app.session_state["page"] = "forecast_accuracy"
    app.run()
    assert not app.exception
    assert ROUND.round in " ".join(Screen(app).components["headline"]["context"])


def again(small: SmallMunicipality, amount: int, version: int, minute: int) -> None:
    """Open the round again, let the approved head change the answer, and close it; `version` of the closed round."""
    store, now = open_store(small.home), NOW + timedelta(minutes=minute)
    signs = standing_signs(store, 2025, ROUND.round)["111"]
    record_round(store, replace(ROUND, words="Vikarerne manglede"), CONTROLLER, seen_version=version, now=now)
    back = SignWish(fiscal_year=2025, round=ROUND.round, unit_id="111", state="returned", words="Se igen")
    record_sign(store, back, MANAGER, seen_version=signs.version, now=now)
    seen = standing_entries(store, 2025, ROUND.round)["111", "wages"].version
    record_entry(store, entry("111", amount), HEAD, seen_version=seen, now=now)
    record_sign(store, replace(back, state="ready", words=""), HEAD, seen_version=signs.version + 1, now=now)
    record_round(store, replace(ROUND, state="closed"), CONTROLLER, seen_version=version + 1, now=now)


def test_a_round_that_is_opened_again_is_delivered_anew_and_what_was_published_stays(
    answered: SmallMunicipality,
) -> None:
    close(answered)
    update_with_rounds(answered)
    first = answered.current.release
    file = answered.home.releases / first / "pejling.duckdb"
    published = hashlib.sha256(file.read_bytes()).hexdigest()
    store = open_store(answered.home)
    record_round(store, replace(ROUND, words="Vikarerne manglede"), CONTROLLER, seen_version=2, now=NOW)
    assert deliver_closed_rounds(answered.home) == [], "while it is open again the first closing stands"
    assert forecasts(answered)[0] == ("111", Decimal("1300.00"), 0)
    record_round(store, replace(ROUND, state="closed"), CONTROLLER, seen_version=3, now=NOW)
    update_with_rounds(answered)
    assert deliveries(answered) == 1, "nothing was changed, so nothing is delivered"

    for number, amount in enumerate((900, 1_300), start=1):
        again(answered, amount, version=2 * number + 2, minute=number)
        update_with_rounds(answered)
        assert deliveries(answered) == 1 + number
        assert forecasts(answered) == [("111", Decimal(amount), 0), ("211", Decimal("77.00"), 0)]
        assert answered.current.release != first
    assert hashlib.sha256(file.read_bytes()).hexdigest() == published

    again(answered, 950, version=8, minute=3)
    put_months(answered, 2025, 10, 11, 12)
    put_months(answered, 2026, 1)
    update_with_rounds(answered)
    rounds = answered.ask(
        "select distinct round, forecast_dkk from forecast_accuracy__unit_round "
        "where fiscal_year = 2025 and unit_id = '111'"
    )
    assert rounds == [(ROUND.round, Decimal("950.00"))]


def update_with_rounds(small: SmallMunicipality) -> None:
    """What `pejling update` does, in this process."""
    deliver_closed_rounds(small.home)
    update(small)


def _close_and_die(_: Callable[[object], None], folder: Path, settings: Path) -> None:
    """Close the round, and be gone before anything is made of it."""
    record_round(open_store(open_home(folder, settings)), replace(ROUND, state="closed"), CONTROLLER, seen_version=1)
    os._exit(9)


def test_a_kill_between_closing_and_the_file_loses_nothing(answered: SmallMunicipality) -> None:
    with running(_close_and_die, answered.home.folder, answered.home.settings_file) as closing:
        closing.process.join()
        assert closing.process.exitcode == 9
    assert not list(answered.home.inbox.glob("*"))
    done = answered.pejling("update")
    assert done.returncode == 0, done.stderr
    assert "pejling_prognoserunde_2025" in done.stdout
    assert deliveries(answered) == 1
    assert forecasts(answered)[0] == ("111", Decimal("1300.00"), 0)


def test_a_file_that_waits_is_not_written_again_and_a_half_written_one_is_nobodys(answered: SmallMunicipality) -> None:
    close(answered)
    (name,) = deliver_closed_rounds(answered.home)
    half = answered.home.inbox / f".{name}.4711"
    half.write_text("År;Runde", encoding="utf-8")
    assert deliver_closed_rounds(answered.home) == []
    (answered.home.inbox / name).write_text("changed by hand", encoding="utf-8")
    assert deliver_closed_rounds(answered.home) == [name], "the store says what was answered"
    update(answered)
    assert deliveries(answered) == 1


def test_a_round_that_an_extract_has_too_counts_once_and_is_told(answered: SmallMunicipality) -> None:
    answered.write_spec("portal", forecast_spec("portal"))
    close(answered)
    lines = f"2025;{ROUND.round.replace(';', ',')};2025-09-30;111;wages;9\n"
    twin = f'2025;"{ROUND.round}";2025-09-30;111;wages;999999\n2025;"{ROUND.round}";2025-09-30;211;wages;8\n'
    answered.put("prognoser_2025.csv", f"År;Runde;Dag;Enhed;Gruppe;Beløb\n{lines}{twin}", encoding="utf-8")
    update_with_rounds(answered)
    told = {check.name: check.rows for check in answered.current.checks}
    assert told["forecast__round_has_one_source"] == 1
    rounds = answered.ask("select round from forecast_accuracy__round order by round")
    assert len(rounds) == 2
    found = answered.ask(
        "select sum(last_forecast_dkk) from forecast_round__proposal where unit_id = '211' and fiscal_year = 2025"
    )
    assert found == [(Decimal("77.00"),)]
