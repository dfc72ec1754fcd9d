"""Signals: what may become a focus area. One is one file of SQL, `focus_areas__signal_<key>`, its words in the head.

The words are templates: figures and names come in for `{subject}` and the like, so that the first text of a focus area
is made from the figures themselves. Nothing else knows the list of signals.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipelines.canonical import SQL
from pipelines.figures import Words
from pipelines.lineage import SqlFile, sql_files
from pipelines.problems import Problem

_STEM = "focus_areas__signal_"
# What a template may ask for; see dashboard/sentences for how each is written.
PLACES = frozenset({"subject", "centre", "value", "reference", "deviation", "money", "span", "until", "year_before"})
_PLACE = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True)
class Signal:
    """The words of a signal, and the page on which its figure stands.

    `title` is the finding where it calls for attention, `good` where it went well (None: it has no good side), `sees`
    what the figures say, `why` what it means, `silent` what they do not say.
    """

    key: str
    owner: str
    page: str
    name: Words
    title: Words
    good: Words | None
    sees: Words
    why: Words
    silent: Words


@cache
def signals(folder: Path = SQL) -> dict[str, Signal]:
    """All signals by key. Raises Problem naming the file that lacks a word or asks for what is not known."""
    found = [file for file in sql_files("marts", folder=folder) if file.stem.startswith(_STEM)]
    return {file.stem.removeprefix(_STEM): _signal(file) for file in found}


def _signal(file: SqlFile) -> Signal:
    return Signal(
        key=file.stem.removeprefix(_STEM),
        owner=_needed(file, "owner"),
        page=_needed(file, "page"),
        name=_words(file, "name"),
        title=_words(file, "title"),
        good=_words(file, "good") if any(key.startswith("good ") for key in file.header) else None,
        sees=_words(file, "sees"),
        why=_words(file, "why"),
        silent=_words(file, "silent"),
    )


def _words(file: SqlFile, key: str) -> Words:
    return Words(da=_needed(file, f"{key} da"), en=_needed(file, f"{key} en"))


def _needed(file: SqlFile, key: str) -> str:
    text = file.header.get(key, "")
    if not text:
        raise Problem(f"has no line -- {key}: …", where=str(file.path), remedy="write it into the head of the file")
    if unknown := sorted(set(_PLACE.findall(text)) - PLACES):
        raise Problem(
            f"{key} asks for {{{unknown[0]}}}, which no signal has",
            where=str(file.path),
            remedy=f"there are {', '.join(sorted(PLACES))}",
        )
    return text
