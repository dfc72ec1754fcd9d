"""Many readers, new releases, damaged ones."""

import json
import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from dashboard.queries import budget_followup, budget_followup__posting
from dashboard.queries.budget_followup import Cut
from dashboard.warehouse import DoorProblem, Scope, Warehouse
from tests.door.small_release import (
    ACCOUNTS,
    LAST_PERIOD,
    LEAVES,
    YEAR,
    Place,
    actual_of,
    amount,
    publish_small_release,
)

ALL = Scope.of(["municipality"])


def a_question(number: int) -> tuple[Scope, Cut, str, Decimal | None]:
    """One of many different questions, with its right answer worked out in plain Python."""
    chance = random.Random(number)
    scope = Scope.of([chance.choice(["municipality", "north", "south", *LEAVES])])
    view, basis = chance.choice(["then", "today"]), chance.choice(["with_carry_over", "without_carry_over"])
    place = Place(view, chance.randint(1, LAST_PERIOD), chance.choice(["municipality", "north", "south", *LEAVES]))
    visible = set(scope.roots) & set(place.path)
    return scope, Cut(YEAR, place.period, view, basis), place.unit_id, actual_of(place) if visible else None


def test_sixteen_threads_asking_two_thousand_questions_get_two_thousand_right_answers(releases):
    warehouse = Warehouse(releases, answers=200)  # small, so that most answers are asked for and some are remembered

    def right(number: int) -> bool:
        scope, cut, unit, expected = a_question(number)
        posted = warehouse.door(scope).rows(
            "select amount_dkk + $number as marked from budget_followup__posting where line = $line",
            number=number,
            line=number % 48 + 1,
        )
        row = budget_followup.unit(warehouse.door(scope), cut, unit)
        marks = {int(value) // 1_000_000 for value in posted["marked"]}
        return (row["actual_dkk"] if row else None) == expected and len(marks) <= 1

    with ThreadPoolExecutor(16) as threads:
        answers = list(threads.map(right, range(2_000)))
    warehouse.close()
    assert answers == [True] * 2_000


def test_nothing_of_another_scope_comes_through_the_memory(warehouse):
    """The same question, asked in turn and at once by those who may see different things."""
    sql = "select distinct unit_id from budget_followup__posting"
    expected = {
        Scope.of(["municipality"]): set(LEAVES),
        Scope.of(["north"]): {"school_a", "school_b", "hall"},
        Scope.of(["south"]): {"nursery", "hall"},
        Scope.of(["hall"]): {"hall"},
        Scope(): set(),
    }

    def seen_by(scope: Scope) -> tuple[Scope, set[str]]:
        return scope, set(warehouse.door(scope).rows(sql)["unit_id"])

    with ThreadPoolExecutor(16) as threads:
        for scope, seen in threads.map(seen_by, list(expected) * 100):
            assert seen == expected[scope]


def test_an_answer_is_remembered_and_cannot_be_spoilt(warehouse):
    door = warehouse.door(ALL)
    for _ in range(3):  # the first is asked for, the others are remembered
        answer = budget_followup.periods(door)
        assert "spoilt" not in answer.columns
        assert set(answer["fiscal_year"]) == {YEAR}
        answer.insert_column(0, pl.lit("spoilt").alias("spoilt"))
        answer[0, "fiscal_year"] = 1999


def test_true_and_one_are_different_questions(warehouse):
    door = warehouse.door(ALL)
    assert str(door.rows("select $value as value", value=1)["value"][0]) == "1"
    assert str(door.rows("select $value as value", value=True)["value"][0]) == "True"


def test_a_release_published_in_between_is_seen_by_the_next_question(releases, warehouse):
    cut = Cut(YEAR, 1, "today")
    for factor in range(1, 6):
        if factor > 1:
            publish_small_release(releases, f"2026-07-0{factor + 2}.1", factor=factor)
        row = budget_followup.unit(warehouse.door(ALL), cut, "school_a")
        assert row is not None
        assert row["actual_dkk"] == actual_of(Place("today", 1, "school_a")) * factor


def test_a_page_that_began_with_a_release_ends_with_it(releases, warehouse):
    door = warehouse.door(ALL)
    publish_small_release(releases, "2026-07-09.1", factor=7)
    row = budget_followup.unit(door, Cut(YEAR, 1), "school_a")
    assert row is not None
    assert row["actual_dkk"] == actual_of(Place("today", 1, "school_a"))


def test_a_reader_keeps_its_release_while_ten_more_are_published(releases, warehouse):
    door = warehouse.door(ALL)
    stop, seen = threading.Event(), set()

    def read() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            rows = door.rows("select amount_dkk from budget_followup__posting where line = 1 and $n > 0", n=number)
            seen.add(rows["amount_dkk"][0])

    reader = threading.Thread(target=read)
    reader.start()
    newest = []
    for factor in range(2, 12):
        publish_small_release(releases, f"2026-08-{factor:02}.1", factor=factor)
        newest.append(warehouse.door(ALL).rows("select amount_dkk from budget_followup__posting where line = 1")[0, 0])
    stop.set()
    reader.join()
    assert seen == {amount("school_a", "4100", 1)}
    assert newest == [amount("school_a", "4100", 1) * factor for factor in range(2, 12)]
    assert len(warehouse._open) <= 4


def endless() -> str:
    """A question of 64 million million rows."""
    values = ", ".join("(1)" for _ in range(200))
    names = [f"v{number}" for number in range(6)]
    crossed = ", ".join(f"(values {values}) as {name}(n)" for name in names)
    return f"select sum({' + '.join(f'{name}.n' for name in names)}) as n from {crossed}"


def test_a_question_that_takes_too_long_is_stopped(releases):
    warehouse = Warehouse(releases, seconds=0.3)
    with pytest.raises(DoorProblem, match=r"longer than 0\.3 s") as slow:
        warehouse.door(ALL).rows(endless())
    assert slow.value.reason == "too_slow"
    warehouse._seconds = 60.0  # a busy machine takes longer than that for anything
    assert len(warehouse.door(ALL).rows("select * from budget_followup__period")) == 6
    warehouse.close()


class SlowlyGiven(dict[str, int]):
    """Values that DuckDB waits for, between two statements."""

    def items(self):
        time.sleep(0.6)
        return super().items()


@pytest.mark.timeout(60)  # what is never stopped shall not hold up the others
def test_also_where_its_time_is_over_before_it_has_begun(releases):
    """As on a busy machine: what is said to DuckDB between two statements is lost."""
    warehouse = Warehouse(releases, seconds=0.3)
    with pytest.raises(DoorProblem, match=r"longer than 0\.3 s"):
        warehouse.query(endless(), SlowlyGiven(), ALL)
    warehouse.close()


def test_no_release_yet(tmp_path):
    warehouse = Warehouse(tmp_path / "releases")
    with pytest.raises(DoorProblem, match="nothing has been published yet; run pejling update") as problem:
        warehouse.door(ALL)
    assert problem.value.reason == "no_release"


@pytest.mark.parametrize("pointer", ["2020-01-01.1", "../../etc", "a\nb", "/"])
def test_a_pointer_that_names_nothing(releases, warehouse, pointer):
    (releases / "current").write_text(pointer, encoding="utf-8")
    with pytest.raises(DoorProblem, match="the pointer names") as problem:
        warehouse.door(ALL)
    assert problem.value.reason == "missing"


@pytest.mark.parametrize("part", ["manifest.json", "pejling.duckdb"])
def test_a_part_of_the_release_is_missing(releases, warehouse, part):
    next(releases.glob(f"*/{part}")).unlink()
    with pytest.raises(DoorProblem, match="the file is not there") as problem:
        warehouse.door(ALL)
    assert problem.value.reason == "missing"


@pytest.mark.parametrize("spoil", ["cut", "noise", "empty", "text"])
def test_a_damaged_release_is_one_sentence(releases, warehouse, spoil):
    path = next(releases.glob("*/pejling.duckdb"))
    whole = path.read_bytes()
    spoilt = {
        "cut": whole[:200_000],  # within the first block of data
        "noise": whole[:4_096] + bytes(len(whole) - 4_096),
        "empty": b"",
        "text": b"x" * 9_000,
    }
    path.write_bytes(spoilt[spoil])
    with pytest.raises(DoorProblem) as problem:
        budget_followup__posting.of_account(warehouse.door(ALL), Cut(YEAR, 6), "hall", "4100")
    assert problem.value.reason == "damaged"
    assert "\n" not in str(problem.value)


@pytest.mark.parametrize("manifest", ["", "{}", "[]", "{", json.dumps({"release": 1})])
def test_a_damaged_manifest_is_one_sentence(releases, warehouse, manifest):
    next(releases.glob("*/manifest.json")).write_text(manifest, encoding="utf-8")
    with pytest.raises(DoorProblem, match="the manifest of this release cannot be read") as problem:
        warehouse.door(ALL)
    assert problem.value.reason == "damaged"


def test_the_door_is_well_again_when_the_release_is(releases: Path, warehouse):
    pointer = (releases / "current").read_text(encoding="utf-8")
    (releases / "current").unlink()
    with pytest.raises(DoorProblem):
        warehouse.door(ALL)
    (releases / "current").write_text(pointer, encoding="utf-8")
    assert warehouse.door(ALL).release.municipality == "Prøve Kommune"


def test_a_column_means_what_its_figure_card_says(warehouse):
    door = warehouse.door(ALL)
    assert door.meaning("budget_followup__unit_period", "actual_dkk") == "Booked to date"
    assert door.meaning("budget_followup__unit_period", "no_such_column") is None


def test_paging_through_postings_gives_each_once(warehouse):
    door, cut = warehouse.door(ALL), Cut(YEAR, LAST_PERIOD)
    pages = [
        budget_followup__posting.of_account(door, cut, "hall", "4100", page=page, page_size=4) for page in range(2)
    ]
    assert [page.has_more for page in pages] == [True, False]
    assert [line for page in pages for line in page.rows["line"]] == [30, 29, 28, 27, 26, 25]
    assert set(ACCOUNTS) == set(budget_followup.accounts(door, cut, "hall")["account"])
