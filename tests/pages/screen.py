"""What a person reads on a page: the texts of every component, as AppTest got them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from streamlit.testing.v1 import AppTest

# What components are told but a reader does not read: where a click leads, and how a thing is drawn.
_NOT_READ = {"id", "key", "value", "address", "tone", "note_tone", "mark", "kind", "role", "name_key"}


@dataclass(frozen=True)
class Screen:
    """A page that was drawn."""

    app: AppTest

    @property
    def components(self) -> dict[str, dict[str, Any]]:
        """The data of each component, by the key that it is drawn under."""
        found = {}
        for element in self.app.main:
            proto = getattr(element, "proto", None)
            if type(proto).__name__ == "BidiComponent":
                found[proto.id.rsplit("-", 1)[-1]] = json.loads(_with_plain_blanks(proto.json))
        return found

    @property
    def text(self) -> str:
        """Everything that is read, one text a line."""
        return "\n".join(text for data in self.components.values() for text in _texts(data))

    @property
    def rows(self) -> list[str]:
        """The rows of the tree or the first table, each on one line with ` | ` between the cells."""
        data = self.components.get("tree") or self.components["sources"]
        return [row_text(row) for row in [*data["rows"], *([data["total"]] if data["total"] else [])]]

    def row(self, label: str) -> str:
        """The row that begins with `label`."""
        return next(row for row in self.rows if row.startswith(label))


def _with_plain_blanks(text: str) -> str:
    """A blank that does not break is read as any other."""
    return text.replace("\\u00a0", " ").replace("\u00a0", " ")


def row_text(row: dict[str, Any]) -> str:
    """A row as it is read from left to right."""
    cells = [f"{cell.get('text', '')} {cell.get('note', '')}".strip() for cell in row["cells"]]
    return " | ".join([f"{row['label']} {row.get('note', '')}".strip(), *cells])


def _texts(data: object, name: str = "") -> Iterator[str]:
    if isinstance(data, str) and data and name not in _NOT_READ:
        yield data
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from _texts(value, key)
    elif isinstance(data, list):
        for value in data:
            yield from _texts(value, name)
