"""What staff figures have told is kept beside the releases, before anybody can read them, and held against the next."""

from __future__ import annotations

import stat
import sys
from datetime import date
from pathlib import Path

import pytest

from pipelines.candidates import build, offending_rows
from pipelines.deliveries import deliver
from pipelines.problems import Problem
from pipelines.publish import publish
from pipelines.told import TOLD_FILE
from tests.spine.small_municipality import APRIL, MARCH, SmallMunicipality, make_municipality

PAYROLL = """
source = "payroll"
table = "employment_month"
title = "Løn"
[file]
kind = "csv"
pattern = "loen_{yyyy}_{MM}*.csv"
[delivery]
mode = "period"
[columns]
employee_key = { from = "Nr", private = true }
unit_id = { from = "Sted", may_hold_cpr = false }
month = { from = "Dag", date = "yyyy-MM-dd" }
paid_hours = { from = "Timer", decimal = "." }
scheduled_hours = { from = "Norm", decimal = "." }
wage_amount = { from = "Kr", decimal = "." }
"""
ABSENCE = """
source = "absence"
table = "absence"
title = "Fravær"
[file]
kind = "csv"
pattern = "fravaer.csv"
[delivery]
mode = "full"
[columns]
employee_key = { from = "Nr", private = true }
unit_id = { from = "Sted", may_hold_cpr = false }
date_from = { from = "Fra", date = "yyyy-MM-dd" }
date_to = { from = "Til", date = "yyyy-MM-dd" }
hours = { from = "Timer", decimal = "." }
cause_group = { from = "Art" }
"""


def pay(month: int, people: int = 8) -> str:
    lines = [f"{unit}-{number};{unit};2026-{month:02d}-01;160.33;150;40000" for unit in ("111", "211")
             for number in range(1, people + 1)]  # fmt: skip
    return "\n".join(["Nr;Sted;Dag;Timer;Norm;Kr", *lines]) + "\n"


def sick(people: int) -> str:
    lines = [f"111-{number};111;2026-03-02;2026-03-06;37;own_sickness" for number in range(1, people + 1)]
    return "\n".join(["Nr;Sted;Fra;Til;Timer;Art", *lines, "211-1;211;2026-04-01;2026-04-01;7.4;own_sickness"]) + "\n"


def update(small: SmallMunicipality) -> None:
    deliver(small.home)
    build(small.home)
    publish(small.home)


def sickness(small: SmallMunicipality) -> list[tuple[object, ...]]:
    """Months of 2026 and the sickness of unit 111 in them, in per mille."""
    share = "cast(sickness_share * 1000 as integer)"
    return small.ask(f"select period, {share} from staff__unit_month where unit_id = '111' order by all")


@pytest.fixture(scope="module")
def told_once(tmp_path_factory: pytest.TempPathFactory) -> SmallMunicipality:
    """A release that has told March, without anybody sick."""
    small = make_municipality(tmp_path_factory.mktemp("told"))
    small.put_masters()
    for name, spec in {"payroll": PAYROLL, "absence": ABSENCE}.items():
        small.write_spec(name, spec)
    small.put("posteringer_2026_03.csv", MARCH)
    small.put("loen_2026_03.csv", pay(3))
    small.put("fravaer.csv", sick(0))
    update(small)
    assert sickness(small) == [(3, 0)]
    return small


@pytest.fixture
def told(told_once: SmallMunicipality, tmp_path: Path) -> SmallMunicipality:
    return told_once.copied_to(tmp_path / "municipality")


def test_a_month_that_was_told_stands_until_enough_has_changed(told: SmallMunicipality) -> None:
    told.put("posteringer_2026_04.csv", APRIL)
    told.put("loen_2026_04.csv", pay(4))
    told.put("fravaer.csv", sick(4))
    update(told)
    assert sickness(told) == [(3, 0), (4, 0)]
    assert offending_rows(told.home, "staff__told_month__waits")[1] == [(date(2026, 3, 31), 1)]
    told.put("fravaer.csv", sick(5))
    update(told)
    # 5 × 37 of 8 × 150 hours.
    assert sickness(told) == [(3, 154), (4, 0)]
    assert offending_rows(told.home, "staff__told_month__waits")[1] == []


def test_what_is_not_published_has_told_nothing(told: SmallMunicipality) -> None:
    before = (told.home.told / TOLD_FILE).read_bytes()
    told.put("fravaer.csv", sick(5))
    deliver(told.home)
    folder = build(told.home).folder
    assert folder is not None
    assert (told.home.told / TOLD_FILE).read_bytes() == before
    publish(told.home)
    assert (told.home.told / TOLD_FILE).read_bytes() != before
    assert sorted(path.name for path in (told.home.releases / told.current.release).iterdir()) == [
        "manifest.json", "pejling.duckdb",
    ]  # fmt: skip


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such rights")
def test_only_the_builds_may_read_it(told: SmallMunicipality) -> None:
    assert stat.S_IMODE(told.home.told.stat().st_mode) == 0o700


def test_without_the_file_the_release_says_so(told: SmallMunicipality) -> None:
    served = told.current.release
    (told.home.told / TOLD_FILE).unlink()
    told.put("fravaer.csv", sick(1))
    update(told)
    (check,) = [one for one in told.current.checks if one.name == "staff__told_month__is_held_against_releases"]
    assert check.rows == 1
    assert told.current.release != served


def test_a_damaged_file_stops_the_build_and_the_release_is_served_on(told: SmallMunicipality) -> None:
    served = told.current.release
    (told.home.told / TOLD_FILE).write_bytes(b"x" * 20_000)
    told.put("fravaer.csv", sick(1))
    deliver(told.home)
    with pytest.raises(Problem, match="cannot be read") as problem:
        build(told.home)
    assert TOLD_FILE in str(problem.value)
    assert told.current.release == served
