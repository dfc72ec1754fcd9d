"""The worst pack that could be asked for: a real one in which every text holds markup, a long word and an emoji."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from dashboard.packs.content import (
    Bar,
    Cell,
    Figure,
    FocusArea,
    Pack,
    Said,
    Section,
    Series,
    Step,
    Table,
    Words,
)
from dashboard.packs.letters import cleaned
from dashboard.texts import NOT_THERE

MARKUP = (
    '#panic("x") $x^2$ *fed* @label \\u{41} <b onclick="x">_k_</b> `kode` </svg><script>alert(1)</script> '
    "=1+1 😀🚀👩‍🏫 &amp; ]]> {page} /* // ~ -- '"
)
LONG = "Specialpædagogisk Rådgivningsenhed for Børn og Unge i Overgangen mellem Dagtilbud, Skole og Uddannelse (SPROU)"
UNBROKEN = "Børneogungdomsspecialrådgivningsfunktionsenhedsleder" * 2 + "sekretariatsbetjent"

# What people and extracts write; the rest are the product's own words, which no one can change.
_WRITTEN: dict[type, tuple[str, ...]] = {
    Pack: ("title", "subject", "lead", "lead_more", "footer"),
    Section: ("heading", "finding", "paragraphs"),
    FocusArea: ("title", "owner", "domain"),
    Figure: ("title", "unit", "description", "empty"),
    Said: ("label", "text"),
    Table: ("name", "caption", "note"),
    Bar: ("name",),
    Step: ("name",),
    Series: ("name",),
    Cell: (),
    Words: (),
}
Content = TypeVar("Content")


def worst(pack: Pack) -> Pack:
    """The pack with every text that comes from people or extracts made as hard to set as one can be."""
    return cleaned(replace(_spoilt(pack), title=f"{pack.title} {MARKUP}", facts=pack.facts))


def _spoilt(content: Content) -> Content:
    if isinstance(content, tuple):
        return tuple(_spoilt(part) for part in content)  # type: ignore[return-value]
    if not is_dataclass(content) or isinstance(content, type):
        return content
    changed: dict[str, Any] = {}
    if isinstance(content, FocusArea):  # the labels of an area are the product's own
        said = tuple(replace(one, text=f"{one.text} {MARKUP}") for one in content.said)
        blanks = tuple(replace(one, text=one.text and f"{one.text} {MARKUP}") for one in content.decision.blanks)
        spoilt = {"said": said, "last": replace(content.last, text=f"{content.last.text} {MARKUP}")}
        return replace(_fields_spoilt(content, changed), **spoilt, decision=replace(content.decision, blanks=blanks))  # type: ignore[return-value]
    return _fields_spoilt(content, changed)


def _fields_spoilt(content: Any, changed: dict[str, Any]) -> Any:
    for part in fields(content):
        value = getattr(content, part.name)
        is_written = part.name in _WRITTEN.get(type(content), ())
        changed[part.name] = _worse(content, part.name, value) if is_written else _spoilt(value)
    if isinstance(content, Cell) and content.value is None and content.text not in {"", NOT_THERE}:
        changed["text"] = f"{content.text} {MARKUP}"
    return replace(content, **changed)


def _worse(content: object, name: str, value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(f"{text} {MARKUP}" for text in value)
    if not value:
        return value
    if name in ("subject", "owner") or isinstance(content, Bar | Series):
        return f"{LONG} {value}"
    if isinstance(content, FocusArea) and content.number == 3 and name == "title":
        return UNBROKEN
    return f"{value} {MARKUP}"
