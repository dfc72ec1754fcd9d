"""The filters of a page, in one line."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Literal

from dashboard.components.browser import OnAct, mount
from dashboard.components.masthead import Choice
from dashboard.texts import Texts


@dataclass(frozen=True)
class Field:
    """A filter: a list (many values) or segments side by side (two or three)."""

    name: str
    label: str
    options: tuple[Choice, ...]
    value: str
    kind: Literal["list", "segments"] = "list"


def choices(texts: Texts, fields: list[Field], on_act: OnAct) -> None:
    """Draw them. Act: `{"choose": "period=2026-08&budget=without"}`, every filter that is not as it was drawn."""
    data = {"label": texts.say("Filters"), "fields": [asdict(one) for one in fields]}
    mount("choices", data, key="choices", on_act=on_act)
