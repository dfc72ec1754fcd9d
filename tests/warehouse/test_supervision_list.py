"""The municipality's list of what its leaders answer for: what fits a unit, when it is due, and how it is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.problems import WrongUse
from pipelines.supervision_list import read_supervision_list

SAMPLE = Path(__file__).parents[2] / "sample_data"
ITEM = '[[lists.items]]\nname = "cash"\ntext = { da = "Kassen er afstemt", en = "The cash is reconciled" }\n'
BEGINS = "begins = 2026-01-01\n"
SCHOOLS = f'[[lists]]\nname = "schools"\nunit_kinds = ["institution"]\n{ITEM}'
ONE = f'[[lists]]\nname = "one"\nunits = ["4711"]\nfrequency = "quarterly"\n{ITEM}'


def test_the_sample_says_what_each_kind_of_unit_answers_for() -> None:
    rules = read_supervision_list(SAMPLE / "supervision.toml")
    found = {kind: rules.of("1", kind) for kind in ("institution", "department", "centre", "directorate")}
    assert {kind: one and (one.frequency, one.sample_size, len(one.items)) for kind, one in found.items()} == {
        "institution": ("monthly", 5, 4), "department": ("quarterly", 5, 2), "centre": ("quarterly", 8, 3),
        "directorate": None,
    }  # fmt: skip
    assert rules.of("411030", "institution") is None


def test_a_unit_by_name_comes_before_its_kind(tmp_path: Path) -> None:
    path = tmp_path / "supervision.toml"
    path.write_text(BEGINS + SCHOOLS + ONE, encoding="utf-8")
    rules = read_supervision_list(path)
    assert [one.name for one in (rules.of("4711", "institution"), rules.of("4712", "institution")) if one] == [
        "one", "schools",
    ]  # fmt: skip


def test_a_month_is_due_every_month_and_a_quarter_after_its_last(tmp_path: Path) -> None:
    path = tmp_path / "supervision.toml"
    path.write_text(BEGINS + SCHOOLS + ONE, encoding="utf-8")
    schools, one = read_supervision_list(path).lists
    assert [period for period in range(1, 14) if schools.is_due(period)] == list(range(1, 13))
    assert [period for period in range(1, 14) if one.is_due(period)] == [3, 6, 9, 12]
    assert [schools.months(3), schools.months(12)] == [(3, 3), (12, 13)], "closing entries belong to December"
    assert [one.months(3), one.months(12)] == [(1, 3), (10, 13)]


def test_nothing_is_owed_without_a_file(tmp_path: Path) -> None:
    assert read_supervision_list(tmp_path / "supervision.toml").of("1", "centre") is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("lists = [", r"supervision\.toml: .*mend the line"),
        ("weather = 'fine'", r"weather: there is no such key"),
        ("deadline_days = -1", r"deadline_days: Input should be greater than or equal to 0"),
        (f'[[lists]]\nname = "x"\n{ITEM}', r"lists\.0: .*names the unit_kinds or the units that it is for"),
        ('[[lists]]\nname = "x"\nunit_kinds = ["centre"]\nitems = []', r"lists\.0\.items: .*at least 1 item"),
        (SCHOOLS + ITEM, r"items: the name cash stands twice"),
        (SCHOOLS, r"begins is missing: the day from which on supervision is owed"),
        (BEGINS + SCHOOLS + SCHOOLS, r"the name schools stands twice"),
        (BEGINS + SCHOOLS + SCHOOLS.replace("schools", "others"), r"the unit kind institution is in two of them"),
        (SCHOOLS.replace("institution", "school"), r"lists\.0\.unit_kinds\.0: Input should be"),
    ],
)
def test_what_contradicts_itself_is_refused_with_file_key_and_remedy(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "supervision.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(WrongUse, match=told):
        read_supervision_list(path)
