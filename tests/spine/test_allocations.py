"""The file of pools and targets: judged one by one, told in a sentence, and part of a build's inputs."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from pipelines.allocations import read_allocations
from pipelines.problems import WrongUse

ROOT = Path(__file__).parents[2]
GOOD = """
[[allocations]]
name = "good"
title = { da = "Praktik", en = "Internships" }
subject = "intern"
whole = { 2026 = 100 }
key = "headcount"
base_year = 2025
"""


def allocation(*lines: str, name: str = "other", of: str = 'programme = "P"') -> str:
    title = 'title = { da = "Pulje", en = "Pool" }'
    return "\n".join(["", "[[allocations]]", f'name = "{name}"', title, of, *lines, ""])


GIVEN = 'key = "given"'
NUMBERS = "given = { 100 = 1, 200 = 2.5 }"
WHOLE = "whole = { 2026 = 37_000_000.50 }"


def test_a_pool_in_oere_and_a_target_in_places(tmp_path: Path) -> None:
    path = tmp_path / "allocations.toml"
    path.write_text(GOOD + allocation(WHOLE, GIVEN, NUMBERS), encoding="utf-8")
    read = read_allocations(path)
    assert read.set_aside == ()
    target, pool = read.allocations
    assert (target.whole, target.steps_in_one) == ({2026: Decimal(100)}, 1)
    assert (pool.whole, pool.steps_in_one) == ({2026: Decimal("37000000.50")}, 100)
    assert pool.given == {"100": Decimal(1), "200": Decimal("2.5")}


def test_without_a_file_nothing_is_shared_out(tmp_path: Path) -> None:
    assert read_allocations(tmp_path / "allocations.toml").allocations == ()


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (allocation(WHOLE, GIVEN), "given holds no number above zero"),
        (allocation(WHOLE, GIVEN, "given = { 100 = 0 }"), "given holds no number above zero"),
        (allocation(WHOLE, GIVEN, "given = { 100 = -1 }"), "given.100: "),
        (allocation(WHOLE, GIVEN, NUMBERS, "base_year = 2026"), "base_year means nothing"),
        (allocation(WHOLE, 'key = "headcount"'), "base_year is missing"),
        (allocation(WHOLE, 'key = "headcount"', "base_year = 2025", NUMBERS), "given is the key where"),
        (
            allocation(WHOLE, 'key = "headcount"', "base_year = 2025", 'left_out_functions = ["0322"]'),
            "left_out_functions means nothing",
        ),
        (allocation(WHOLE, 'key = "weather"'), "key: "),
        (allocation(WHOLE, GIVEN, NUMBERS, of=""), "either the programme or the subject"),
        (allocation(WHOLE, GIVEN, NUMBERS, of='programme = "P"\nsubject = "S"'), "either the programme or the subject"),
        (allocation("whole = { 2026 = 47.5 }", GIVEN, NUMBERS, of='subject = "S"'), "places are whole numbers"),
        (allocation("whole = { 2026 = 9_000_000 }", GIVEN, NUMBERS, of='subject = "S"'), "more than 1000000 places"),
        (allocation("whole = {}", GIVEN, NUMBERS), "whole: "),
        (allocation("whole = { 2026 = 0 }", GIVEN, NUMBERS), "whole.2026: "),
        (allocation(WHOLE, GIVEN, NUMBERS, "weather = 1"), "weather: there is no such key"),
        (allocation(WHOLE, GIVEN, NUMBERS, name="good"), "the name good is another allocation's"),
        (
            allocation("whole = { 2026 = 5 }", GIVEN, NUMBERS, of='subject = "intern"'),
            "good before it shares out the same subject in 2026",
        ),
    ],
)
def test_a_contradiction_is_set_aside_with_its_place_and_the_rest_goes_on(
    tmp_path: Path, written: str, told: str
) -> None:
    path = tmp_path / "allocations.toml"
    path.write_text(GOOD + written, encoding="utf-8")
    read = read_allocations(path)
    assert [one.name for one in read.allocations] == ["good"]
    (aside,) = read.set_aside
    assert told in aside.what
    assert aside.place.startswith("allocations.toml, allocation 2 (")
    assert aside.remedy


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("allocations = [", r"allocations\.toml: .*mend the line"),
        ("weather = 'fine'", r"allocations\.toml: weather: there is no such key"),
    ],
)
def test_a_file_that_cannot_be_understood_names_place_and_remedy(tmp_path: Path, written: str, told: str) -> None:
    path = tmp_path / "allocations.toml"
    path.write_text(written, encoding="utf-8")
    with pytest.raises(WrongUse, match=told):
        read_allocations(path)


def test_the_documented_file_is_understood(tmp_path: Path) -> None:
    section = (ROOT / "docs" / "sources.md").read_text(encoding="utf-8").split("## What is shared out")[1]
    path = tmp_path / "allocations.toml"
    path.write_text(section.split("```toml\n")[1].split("```")[0], encoding="utf-8")
    read = read_allocations(path)
    assert read.set_aside == ()
    assert [one.key for one in read.allocations] == ["service_expenditure", "given"]
