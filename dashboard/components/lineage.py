"""What a table is made of, drawn from left to right; a table with the same is drawn by whoever draws this."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from dashboard.components.browser import mount


@dataclass(frozen=True)
class Box:
    """A table in the drawing, by `id`; where it stands, in px."""

    id: str
    label: str
    note: str = ""
    x: float = 0
    y: float = 0
    width: float = 0
    height: float = 0


@dataclass(frozen=True)
class Link:
    """What leads from one box to another: from its right edge to the other's left."""

    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True)
class Step:
    """The heading of a column of boxes, and where it begins."""

    title: str
    x: float


@dataclass(frozen=True)
class Lineage:
    """A whole drawing; `description` says the same in words."""

    title: str
    description: str
    steps: tuple[Step, ...]
    boxes: tuple[Box, ...]
    links: tuple[Link, ...]
    width: int
    height: int


def lineage(content: Lineage, *, key: str) -> None:
    """Draw it; there is nothing to click."""
    mount("lineage", asdict(content), key=key)
