"""A code of the municipality's is the name of a folder of its own, on every disk, and never a way out of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dashboard.packs.content import Sort
from dashboard.packs.manifest import folder_name, subject_folder
from tests.packs.sample import SPAN


@pytest.mark.parametrize(
    ("code", "name"),
    [("110000", "110000"), ("../x", "%2E%2E%2Fx"), ("", "%"), ("å-1", "%C3%A5%2D1"), ("a b", "a%20b"), (".", "%2E")],
)
def test_a_code_is_a_name_of_a_folder_and_never_a_way(code: str, name: str) -> None:
    assert folder_name(code) == name
    assert subject_folder(Path(), "centre", SPAN, code) == Path(SPAN) / name


CODES = [
    "nord",
    "Nord",
    "NORD",
    "nOrd",
    "+nord",
    "%4Eord",
    "n%4frd",
    "å",
    "Å",
    "%C3%85",
    "%c3%85",
    "con",
    "CON",
    "lpt1",
]


def test_no_two_codes_have_one_folder_where_names_know_no_capitals() -> None:
    folders = {str(subject_folder(Path(), "centre", SPAN, code)).casefold(): code for code in CODES}
    assert list(folders.values()) == CODES


def test_no_code_takes_anothers_folder_or_a_name_that_folders_cannot_have(tmp_path: Path) -> None:
    asked: list[tuple[Sort, str]] = [
        ("centre", "directors"), ("centre", "Directors"), ("directors", "municipality"), ("centre", "facts-110000"),
        ("facts", "110000"), ("centre", "110000"), ("facts", "directors"), ("centre", "municipality"),
        ("centre", "nul"),
    ]  # fmt: skip
    names = [subject_folder(tmp_path, sort, SPAN, code).name.casefold() for sort, code in asked]
    assert len(set(names)) == len(asked)
    assert all(re.fullmatch(r"[\w%+-]+", name) for name in names)
    assert "nul" not in names
