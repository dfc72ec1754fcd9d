"""The record of processing names what the program keeps: what is new there about somebody fails until it is named."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from dashboard.store.models import Base
from dashboard.store.models.base import PERSON
from pipelines.canonical import canonical_tables
from pipelines.home import Retention
from pipelines.release_file import published_marts
from tests.warehouse.drawn import warehouse

ROOT = Path(__file__).parents[2]
RECORD = (ROOT / "docs" / "privacy.md").read_text(encoding="utf-8")
# Names under which somebody can stand, whatever a column's type is.
ABOUT_SOMEBODY = re.compile(
    r"(?:^|_)by$|^responsible$|^supplier_(?:name|id)$|person|employee|^address$|^e_?mail$|^subject$|^issuer$|^id_token$"
)
WORDS = re.compile(r"^(?:text|words|comment|reason|record|reported_to|(?:\w+_)?value)$")
# Who wrote a row stands with every row; the record says it once.
SAID_ONCE = {"person", "person_role"}
# Such names where they say a rule, a kind of money, a source, or what is shared out.
NOBODY = {"decided_by", "expected_by", "moved_by", "needed_by", "replaced_by", "subject"}


def part(heading: str) -> str:
    """What stands below a heading."""
    return RECORD.split(f"\n## {heading}\n")[1].split("\n## ")[0]


def rows(heading: str) -> dict[str, str]:
    """Each name in the first column of a table, with all of its row."""
    lines = [line for line in part(heading).splitlines() if line.startswith("| `")]
    return {name: line for line in lines for name in re.findall(r"`([^`]+)`", line.split("|")[1])}


def columns_of(row: str) -> set[str]:
    return set(re.findall(r"`(\w+)`", row.split("|", 2)[2]))


def test_every_table_of_the_store_is_named() -> None:
    assert rows("What people enter: the store").keys() == set(Base.metadata.tables)


def test_every_column_of_the_store_about_somebody_is_named() -> None:
    told = rows("What people enter: the store")
    for table in Base.metadata.sorted_tables:
        about = {column.name for column in table.columns if column.type is PERSON or ABOUT_SOMEBODY.search(column.name)}
        assert about - SAID_ONCE - (NOBODY - {"subject"}) <= columns_of(told[table.name]), table.name


def test_every_table_that_is_delivered_is_named() -> None:
    told = part("What is delivered")
    without = re.findall(r"`(\w+)`", told.split("About no person:")[1])
    named = [*rows("What is delivered"), *without]
    assert sorted(named) == sorted(canonical_tables())


def test_every_delivered_column_about_somebody_is_named() -> None:
    canonical = tomllib.loads((ROOT / "sql" / "canonical.toml").read_text(encoding="utf-8"))
    told = rows("What is delivered")
    for name, table in canonical.items():
        row = told.get(name, "| | ")
        about = {
            column
            for column, said in table["columns"].items()
            if said.get("private") or ABOUT_SOMEBODY.search(column) or WORDS.search(column)
        }
        assert about - NOBODY <= columns_of(row), name
        assert ("(private" in row) is bool(table.get("private")), name


def test_every_published_column_in_which_somebody_can_stand_is_named() -> None:
    told = rows("What is published")
    with warehouse("organisation\nunit_id | name | kind") as con:
        for table in (file.stem for file in published_marts() if file.stem != "data_quality__check"):
            columns = {
                name for name, kind, *_ in con.execute(f"describe marts.{table}").fetchall() if kind == "VARCHAR"
            }
            about = {name for name in columns if ABOUT_SOMEBODY.search(name) or WORDS.search(name)}
            named = columns_of(told.get(table, "| | "))
            assert about - NOBODY <= named, table
            assert named <= columns, table
            told.pop(table, None)
    assert not told, "these are published no more"


def test_every_folder_of_an_installation_is_named() -> None:
    house = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8").split("## On disk")[1].split("```")[1]
    folders = set(re.findall(r"^  ([a-z]+)/", house, re.MULTILINE))
    assert "deliveries" in folders
    assert folders <= {name.strip("/") for name in rows("Where it lies")}


def test_every_time_that_the_municipality_can_set_is_told() -> None:
    told = set(re.findall(r"`(\w+_(?:days|months|years))`", part("How long")))
    assert told == Retention.model_fields.keys()
