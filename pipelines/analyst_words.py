"""What analysts are told of their files: the comments, the dictionary, the examples and the first page."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from io import StringIO

from pipelines.analyst_tables import ANALYSTS
from pipelines.figures import Column, Figure, load_cards, meaning
from pipelines.manifest import Manifest, TableFacts

EXAMPLES = ANALYSTS / "examples.sql"
README = ANALYSTS / "readme.md"
DICTIONARY_COLUMNS = {
    "table_name": "varchar",
    "column_name": "varchar",
    "position": "integer",
    "data_type": "varchar",
    "is_key": "boolean",
    "name_da": "varchar",
    "help_da": "varchar",
    "name_en": "varchar",
    "help_en": "varchar",
    "unit": "varchar",
    "numerator_da": "varchar",
    "denominator_da": "varchar",
    "owner": "varchar",
}
_BEGINS = re.compile(r"^-- \d+\. ", re.MULTILINE)
_NAMES = re.compile(r"\b[a-z_]+__[a-z_]+\b")

Cell = str | int | bool | None


def table_words(table: str) -> str:
    """The comment on a table: in Danish, then in English."""
    about = load_cards()[table.partition("__")[0]].tables[table]
    return f"{about.da} | {about.en}"


def column_words(table: str, column: str) -> str:
    """The comment on a column: its name and meaning in Danish and how it is computed, then in English."""
    card = meaning(table, column)
    ratio = f" / {card.denominator.da}" if isinstance(card, Figure) and card.denominator else ""
    computed = f" [{card.numerator.da}{ratio}; {card.unit}]" if isinstance(card, Figure) else ""
    return f"{card.name.da}: {card.help.da}{computed} | {card.name.en}: {card.help.en}"


def dictionary(tables: Mapping[str, Iterable[str]], facts: Mapping[str, TableFacts]) -> list[tuple[Cell, ...]]:
    """A row for each column of the file, in the order of DICTIONARY_COLUMNS."""
    return [
        (table, column, place, facts[table].columns[column], column in facts[table].key, *_said(meaning(table, column)))
        for table, columns in tables.items()
        for place, column in enumerate(columns, start=1)
    ]


def _said(card: Column) -> tuple[Cell, ...]:
    named = (card.name.da, card.help.da, card.name.en, card.help.en)
    if not isinstance(card, Figure):
        return (*named, None, None, None, None)
    return (*named, card.unit, card.numerator.da, card.denominator.da if card.denominator else None, card.owner)


def dictionary_csv(rows: Iterable[tuple[Cell, ...]]) -> bytes:
    """The dictionary as Danish Excel opens it: semicolons, and the mark that says UTF-8."""
    text = StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerow(DICTIONARY_COLUMNS)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def examples(tables: Iterable[str] | None = None) -> list[str]:
    """The example queries, each with the comment that asks its question; of `tables` those that read nothing else."""
    text = EXAMPLES.read_text(encoding="utf-8")
    starts = [found.start() for found in _BEGINS.finditer(text)]
    blocks = [text[start:end].strip() for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]
    known = None if tables is None else set(tables)
    return [block for block in blocks if known is None or set(_NAMES.findall(block)) <= known]


def readme(manifest: Manifest, scope_name: str, tables: Mapping[str, Iterable[str]]) -> str:
    """The first page: what lies here, of whom and until when, and what to look out for."""
    said = {
        "municipality": manifest.municipality,
        "scope": scope_name,
        "release": manifest.release,
        "data_until": manifest.data_until or "-",
        "tables": str(len(tables)),
    }
    text = README.read_text(encoding="utf-8")
    for name, value in said.items():
        text = text.replace(f"{{{name}}}", value)
    return text
