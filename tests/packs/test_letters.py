"""Texts from people and extracts become texts that every writer can set, and no more is changed than that takes."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from dashboard.packs.letters import clean, cleaned, covered


@pytest.mark.parametrize(
    ("text", "set_as"),
    [
        ("Ærø, å, ü, é, ł", "Ærø, å, ü, é, ł"),
        ("a\u0301", "á"),
        ("to\nlinjer\tog\u2028flere", "to linjer og flere"),
        ("om\u00advendt\u202e\u200b\ufeff\x00", "omvendt"),
        ("10\u20091/2\u20115", "10\u00a01/2-5"),
        ("Ж 漢 ع", "? ? ?"),
        ("ḁ", "a"),
        ("#set *x* $y$ @z \\u{41} <b> `k` =1+1", "#set *x* $y$ @z \\u{41} <b> `k` =1+1"),
        ("😀 🚀", "😀 🚀"),
        ("", ""),
    ],
)
def test_a_text_is_set_as(text: str, set_as: str) -> None:
    assert clean(text) == set_as
    assert {ord(letter) for letter in clean(text)} <= covered()


def test_half_a_pair_is_no_letter() -> None:
    assert clean("a\ud800b") == "ab"


def test_everything_in_a_content_is_cleaned_and_nothing_else() -> None:
    @dataclass(frozen=True)
    class Held:
        text: str
        count: int
        parts: tuple[object, ...]

    held = Held("a\nb", 3, ("c\td", 1.5, Held("\u202ee", 0, ())))
    assert cleaned(held) == Held("a b", 3, ("c d", 1.5, Held("e", 0, ())))
