"""The table of every page: plain, or a tree whose rows open, with totals, a frozen first column and a download."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from dashboard.components.browser import OnAct, mount
from dashboard.components.headline import SEE_CARD, Mark, Tone
from dashboard.components.masthead import Choice
from dashboard.meanings import Meaning
from dashboard.texts import Texts

RowKind = Literal["unit", "sum", "account", "section", "detail", "message", "plain"]


@dataclass(frozen=True)
class Column:
    """A column's heading; `note` says what the second line of its cells is, `help` what the figure means."""

    label: str
    note: str = ""
    help: Meaning = field(default=Meaning())
    left: bool = False


@dataclass(frozen=True)
class Cell:
    """A cell: its text, a quieter second line, a colour and a shape. `span` covers more columns.

    `act`: the text is a button, and this is what it is told as; the row's id goes with it.
    """

    text: str = ""
    note: str = ""
    tone: Tone = ""
    note_tone: Tone = ""
    mark: Mark = ""
    span: int = 1
    left: bool | None = None
    wrap: bool = False
    act: str = ""


@dataclass(frozen=True)
class Row:
    """A row: its name and cells. `is_open` None: nothing to open. `goes_to`: the name leads there (and says so).

    `file` is a file of its own that what follows can be had as: its address and what the link says.
    `narrow` is the amount that stands far to the right, said once more beside the name on a phone.
    """

    id: str
    label: str
    cells: tuple[Cell, ...] = ()
    note: str = ""
    level: int = 1
    kind: RowKind = "plain"
    is_open: bool | None = None
    goes_to: str = ""
    more: bool = False
    span: int = 1
    narrow: str = ""
    file: Choice | None = None


@dataclass(frozen=True)
class Table:
    """A whole table, ready to read."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    empty: str
    total: Row | None = None
    unit: str = ""
    link: Choice | None = None
    more_links: tuple[Choice, ...] = ()
    notes: tuple[str, ...] = ()
    is_tree: bool = False
    groups: tuple[tuple[str, int], ...] = field(default=())


def table(texts: Texts, content: Table, *, key: str, on_act: OnAct | None = None) -> None:
    """Draw it. Acts, each with the row's id: `toggle` (open or close), `at` (go there), `more`, and those of cells."""
    data: dict[str, Any] = {
        "title": content.title,
        "columns": [asdict(column) for column in content.columns],
        "groups": [{"label": label, "span": span} for label, span in content.groups],
        "rows": [_row(row) for row in content.rows],
        "total": _row(content.total) if content.total else None,
        "empty": content.empty,
        "unit": content.unit,
        "links": [{"address": link.value, "label": link.label} for link in (content.link, *content.more_links) if link],
        "notes": list(content.notes),
        "tree": content.is_tree,
        "words": {"open": texts.say("Open"), "close": texts.say("Close"), "card": texts.say(SEE_CARD)},
    }
    mount("table", data, key=key, on_act=on_act)


def _row(row: Row) -> dict[str, Any]:
    """A row without what is as by default: a tree of hundreds of rows stays small on the wire."""
    kept = {name: value for name, value in asdict(row).items() if value not in ("", None, False)}
    kept["cells"] = [
        {name: value for name, value in cell.items() if value not in ("", None, False)} for cell in kept["cells"]
    ]
    return {**kept, "is_open": row.is_open, "label": row.label}
