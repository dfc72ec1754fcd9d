"""The table of files for analysts: of each scope, what there is to take home."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from dashboard.analyst_library import DATABASE, DICTIONARY, EXAMPLES, PARQUET_ZIP, ScopeFacts
from dashboard.components.masthead import Choice
from dashboard.components.table import Cell, Column, Row, Table
from dashboard.texts import Texts

AddressOf = Callable[[str, str], str]
"""Scope and file → where it is fetched."""


def analyst_files(texts: Texts, offered: Sequence[ScopeFacts], address_of: AddressOf) -> Table | None:
    """Each scope's two files, and in the heading the dictionary and the examples; None where there are none."""
    if not offered:
        return None
    say = texts.say
    first = offered[0].scope
    return Table(
        title=say("The release as files, for analysts"),
        columns=(
            Column(say("Unit and below"), say("file")),
            Column(say("What it holds"), left=True),
            Column(say("Tables")),
            Column(say("Size")),
        ),
        rows=tuple(_rows(texts, offered, address_of)),
        empty="",
        link=Choice(address_of(first, EXAMPLES), say("Example queries (SQL)")),
        more_links=(Choice(address_of(first, DICTIONARY), say("Dictionary (CSV)")),),
        notes=(
            say("Each download is written down. Staff, supervision, names and free text stand in no file."),
            say("The address of a file stays the same from release to release; this is release {release}.",
                release=offered[0].release),
        ),
    )  # fmt: skip


def _rows(texts: Texts, offered: Sequence[ScopeFacts], address_of: AddressOf) -> Iterator[Row]:
    held = {
        DATABASE: texts.say("All tables with keys and comments, for DuckDB 1.4 and later"),
        PARQUET_ZIP: texts.say("A Parquet file for each table, with dictionary and examples"),
    }
    for facts in offered:
        for name, about in held.items():
            yield Row(
                id=f"{facts.scope}/{name}",
                label=facts.name,
                note=name,
                cells=(
                    Cell(about, wrap=True),
                    Cell(texts.count(len(facts.tables))),
                    Cell(f"{texts.number(facts.files[name].bytes / 1e6, 1)} MB"),
                ),
                file=Choice(address_of(facts.scope, name), texts.say("Download")),
            )
