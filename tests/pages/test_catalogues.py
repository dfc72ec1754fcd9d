"""Both languages are whole: every text of the code is in both catalogues, and nothing else is."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.sentences import data_words
from dashboard.texts import LANGUAGES, Language, catalogue
from pipelines.extracts import reasons

ROOT = Path(__file__).parents[2]
CALLS = {"say": 1, "mark": 1, "say_many": 2}


def texts_of_code() -> dict[str, str]:
    """Every text that the dashboard says → where. Texts of checks are said as they stand in the SQL."""
    found = {}
    for path in sorted((ROOT / "dashboard").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                for argument in node.args[: CALLS.get(name, 0)]:
                    found.update(dict.fromkeys(_constants(argument), f"{path.name}:{node.lineno}"))
    for path in sorted((ROOT / "sql" / "checks").glob("*.sql")):
        sentence = re.search(r"^-- sentence: *(.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
        if sentence:
            found[sentence[1].strip()] = path.name
    found.pop("", None)
    return found


def _constants(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _constants(node.body)
        yield from _constants(node.orelse)


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_every_reason_for_quarantine_has_its_words() -> None:
    assert set(data_words.REASONS) == set(reasons.REASONS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_of_the_code_is_in_the_catalogue_and_nothing_else(language: Language) -> None:
    held = {message.id for message in catalogue(language) if message.id}
    wanted = texts_of_code()
    assert {text: wanted[text] for text in wanted.keys() - held} == {}, "not in the catalogue"
    assert held - wanted.keys() == set(), "not said by the code any more"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated_with_the_same_blanks_to_fill(language: Language) -> None:
    for message in catalogue(language):
        if message.id:
            assert message.string, message.id
            assert not message.fuzzy, message.id
            assert placeholders(str(message.string)) == placeholders(str(message.id)), message.id


def test_the_english_text_is_the_one_in_the_code() -> None:
    assert [message.id for message in catalogue("en") if message.id and message.id != message.string] == []


def test_no_catalogue_has_texts_that_are_kept_but_not_used() -> None:
    assert all(not catalogue(language).obsolete for language in LANGUAGES)
