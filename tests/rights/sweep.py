"""Everything that somebody can reach, and what of it is somebody else's."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.etree import ElementTree as ET

from itsdangerous import URLSafeTimedSerializer

from dashboard.addresses import Address, Opened
from dashboard.pages import PAGES
from tests.packs.reading import READERS
from tests.packs.sample import SCHOOLS, SMALL, SPAN
from tests.rights.as_shown import written_in
from tests.rights.personas import Persona
from tests.rights.truth import NUMBER, Truth
from tests.rights.visitor import Drawn, Visitor

FILLED = Address(
    language="en", unit_id="1", fiscal_year=2026, period=9, organisation="then", carry_over=False, source="1",
    round_name="1", item_level="centre", year=2025, project="1", project_class="1", status="act", completed=True,
    line="operating:1", programme="1", subject="1", explain="1", account_group="1", entry="posting:1", span="2026K3",
    edition=1, search="1", figure="1", table="1", state="open", opened=(Opened("1"),), person="1",
)  # fmt: skip
"""An address that asks for everything that there is to ask for: its parameters are all that the product knows."""
Query = dict[str, Any]
OTHERS: Query = {
    "unit": "130000", "explain": "131010", "group": "operations", "period": "2026-09", "organisation": "then",
    "budget": "without", "level": "centre", "source": "opus_posting", "round": "4. budgetopfølgning", "year": "2025",
    "project": "XA-0000005361", "class": "Skole", "status": "act", "completed": "with", "programme": "VEL",
    "subject": "internship", "span": "2026K3", "edition": "1", "search": "Anbringelser", "state": "open",
    "figure": "staff.sickness_share", "table": "budget_followup__posting", "lang": "en", "person": "controller",
}  # fmt: skip
"""What stands for a centre that few of the twelve see."""
READ_AS = {"spreadsheetml": "xlsx", "presentationml": "pptx", "wordprocessingml": "docx", "pdf": "pdf", "html": "html"}


@dataclass(frozen=True)
class Leak:
    """Something of somebody else's: what it is, in what it came (a page, or a kind of file), and from where."""

    needle: str
    channel: str
    place: str


@dataclass
class Found:
    """What came to somebody, by channel: each text once, with the first place that it came from."""

    said: dict[str, dict[str, str]] = field(default_factory=dict)
    drawn: dict[str, Drawn] = field(default_factory=dict)

    def add(self, channel: str, place: str, text: str, asked: Query | None = None) -> None:
        """A text; without the ids that whoever asked for it has named, which a link leads back to."""
        for one in _ids(asked or {}):
            text = text.replace(one, "")
        lines = self.said.setdefault(channel, {})
        for line in text.splitlines():
            lines.setdefault(" ".join(line.split()), place)

    def leaks(self, words: Iterable[str], numbers: Iterable[str]) -> list[Leak]:
        """Each needle that is in it, once a channel."""
        hidden, wanted = {word.casefold() for word in words}, set(numbers)
        found = set()
        for channel, lines in self.said.items():
            whole = "\n".join(lines).casefold()
            for word in hidden:
                if word in whole:
                    found.add(Leak(word, channel, next(lines[line] for line in lines if word in line.casefold())))
            seen = {number: lines[line] for line in reversed(lines) for number in numbers_in(line)}
            found |= {Leak(number, channel, seen[number]) for number in wanted & set(seen)}
        return sorted(found, key=lambda one: (one.channel, one.place, one.needle))


def _ids(asked: Query) -> Iterator[str]:
    """What an address names: values that are no words, with those that stand in them, the longest first."""
    values = [one for value in asked.values() for one in ([value] if isinstance(value, str) else value)]
    parts = {part for value in values for part in (value, *re.split(r"[~:|]", value))}
    yield from sorted((one for one in parts if len(one) > 4 and any(map(str.isdigit, one))), key=len, reverse=True)


def leaks(truth: Truth, persona: Persona, found: Found) -> list[Leak]:
    """What of it is not the persona's; whoever gives rights, and reads the log of what people do, is told names."""
    told = truth.names if persona.role == "administrator" else set()
    return found.leaks(truth.foreign_words(persona.sees) - told, truth.foreign_numbers(persona.sees) - told)


def numbers_in(text: str) -> Iterator[str]:
    """The numbers in a text: as they stand, and without what parts their thousands in either language; and amounts."""
    yield from written_in(text)
    for written in NUMBER.findall(text):
        yield written.strip(".,")
        digits = re.sub(r"[\s\u00a0]", "", written).strip(".,")
        for thousands, decimals in ((".", ","), (",", ".")):
            whole, _, rest = digits.replace(thousands, "").partition(decimals)
            if whole.isdigit() and len(rest) < 3:
                yield f"{whole}.{rest}".rstrip("0").rstrip(".") if rest else whole


def as_it_opens(page: str) -> Iterator[Query]:
    """A page as the menu leads to it; and the packs that there are, whosever they are."""
    yield {}
    if page == "focus_packs":
        yield from ({"span": SPAN, "unit": centre, "edition": "1"} for centre in (SCHOOLS, SMALL))


def everything(visitor: Visitor, asked: Callable[[str], Iterable[Query]] = as_it_opens) -> Found:
    """Each page at each address that is asked for of it, and each file that a page offers."""
    found = Found()
    fetched: set[str] = set()
    with visitor.sitting() as sitting:
        for page in PAGES:
            for query in asked(page.key):
                drawn = sitting.go(page.path, **query)
                assert "headline" in drawn.components, (page.key, query, drawn.text[-500:])
                found.add("page", f"{page.key} {query}", drawn.text, query)
                found.drawn[page.key] = drawn
                _fetch(visitor, drawn, found, fetched, query)
    return found


def asking_for_others(seen: Found) -> Callable[[str], Iterable[Query]]:
    """Addresses that ask each page for all that those who see the whole could press or choose on it."""

    def asked(page: str) -> Iterator[Query]:
        rows = [
            row["id"]
            for component in seen.drawn[page].components.values()
            for row in component.get("rows", ())
            if isinstance(row, dict) and row.get("id")
        ]
        entries = [row for row in rows if Address.read({"entry": [row]}).entry]
        lines = [row for row in rows if Address.read({"line": [row]}).line]
        opened = [row for row in rows if row not in entries and Opened.read(row)]
        yield OTHERS | {"open": opened[:40], "line": lines[:1]}
        yield OTHERS | {"open": opened[40:80], "unit": "131010", "entry": entries[:1], "project": "XA-0000005341"}
        pack = {"unit": "420000", "span": "2026K3", "edition": "1", "explain": "420000"}
        yield from (pack | {"entry": entry} for entry in [*entries[1:7:5], ""])

    return asked


def _fetch(visitor: Visitor, drawn: Drawn, found: Found, fetched: set[str], query: Query) -> None:
    for link in drawn.links:
        order = str(told_in(link))
        if order not in fetched:
            fetched.add(order)
            answer = visitor.fetch(link)
            found.add(ending_of(answer.kind), f"{order} ({answer.status})", file_text(answer.kind, answer.body), query)


def told_in(link: str) -> dict[str, Any]:
    """What a link says, whoever signed it: kind, release and filters."""
    _, said = URLSafeTimedSerializer("", salt="pejling.download").loads_unsafe(link.rsplit("/", 1)[-1])
    return {name: said[name] for name in ("k", "r", "l", "f")}


def ending_of(kind: str) -> str:
    """What a file of that media type ends with."""
    return next((ending for part, ending in READ_AS.items() if part in kind), "txt")


def file_text(kind: str, body: bytes) -> str:
    """Every text of a file, read or unseen."""
    ending = ending_of(kind)
    return _docx(body) if ending == "docx" else READERS.get(ending, bytes.decode)(body)


def _docx(body: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(body)) as package:
        parts = [ET.fromstring(package.read(name)) for name in package.namelist() if name.endswith((".xml", ".rels"))]
    # A paragraph's words are parts of a run each; what is no paragraph's is read as it stands.
    said = ["".join(one.itertext()) for part in parts for one in part.iter() if one.tag.endswith("}p")]
    return "\n".join([*said, *(text for part in parts for text in part.itertext())])
