"""The colours: one place, and every text can be read on paper and on panels, in light and dark."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dashboard.theme import MEANINGS, Mode, palette, tokens

DASHBOARD = Path(__file__).parents[2] / "dashboard"
TEXT = ("ink", "muted", "accent", "over", "under", "watch")


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("meaning", TEXT)
def test_text_can_be_read(mode: Mode, meaning: str) -> None:
    colours = palette(mode)
    for ground in ("paper", "panel"):
        assert contrast(colours[meaning], colours[ground]) >= 5.5, (meaning, ground)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_lines_and_bars_can_be_seen(mode: Mode) -> None:
    colours = palette(mode)
    assert contrast(colours["reference"], colours["paper"]) >= 3


def test_a_colour_stands_nowhere_but_in_the_theme() -> None:
    for path in DASHBOARD.rglob("*"):
        if path.suffix in {".css", ".js", ".py"}:
            text = path.read_text(encoding="utf-8")
            assert not re.search(r"#[0-9A-Fa-f]{6}\b|rgb\((?!0 0 0 /)(?=\s*\d)", text), path.name


def test_every_meaning_reaches_the_components() -> None:
    assert all(f"--{meaning}: var(--st-" in tokens() for meaning in MEANINGS)


def test_markup_is_made_nowhere() -> None:
    unsafe = re.compile(
        r"unsafe_allow|innerHTML|outerHTML|insertAdjacentHTML|document\.write|st\.html\(|components\.v1"
    )
    found = {
        path.name
        for path in DASHBOARD.rglob("*")
        if path.suffix in {".py", ".js"} and unsafe.search(path.read_text(encoding="utf-8"))
    }
    assert found == set()
