"""The tables of use: pages and packs by role, each of which opens to its centres."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from dashboard.addresses import Address
from dashboard.components.masthead import Choice
from dashboard.components.table import Cell, Column, Row, Table
from dashboard.decisions.use import OF_A_CENTRE, Use, UseOfQuarter
from dashboard.roles import Role
from dashboard.sentences import use as sentences
from dashboard.texts import Texts

ROLES: tuple[Role, ...] = tuple(sentences.ROLES)
Centres = Mapping[str, str]
"""The centres of today, by their unit's id in the order of the organisation → name."""


def pages(texts: Texts, found: UseOfQuarter, centres: Centres, address: Address, link: str) -> Table:
    """Every page, the most used first, with how to read the numbers."""
    return Table(
        title=texts.say("Pages by role"),
        columns=_columns(texts, texts.say("Page")),
        rows=tuple(_rows(texts, found.pages, centres, address)),
        empty=texts.say("There are no pages."),
        link=Choice(link, texts.say("Download to Excel")) if link else None,
        notes=sentences.notes(texts),
        is_tree=True,
    )


def packs(texts: Texts, found: UseOfQuarter) -> Table:
    """The packs that there were, the newest first; all of a sort together, whosever they are."""
    return Table(
        title=texts.say("Packs by role"),
        columns=_columns(texts, texts.say("Pack")),
        rows=tuple(_row(texts, use) for use in found.packs),
        empty=texts.say("No pack was out in that quarter."),
        notes=(texts.say("One centre's pack is read by a few people, so all centres' packs are counted together."),),
    )


def _columns(texts: Texts, first: str) -> tuple[Column, ...]:
    everybody = Column(texts.say("Everybody"), texts.say("and the quarter before"))
    return (Column(first), everybody, *(Column(texts.say(sentences.ROLES[role])) for role in ROLES))


def _rows(texts: Texts, uses: Sequence[Use], centres: Centres, address: Address) -> Iterator[Row]:
    for use in uses:
        is_open = address.opened_row(use.thing) is not None
        yield replace(_row(texts, use), kind="unit", is_open=is_open)
        if is_open:
            yield from _centres(texts, use, centres)


def _row(texts: Texts, use: Use) -> Row:
    everybody = _cell(texts, use.at_least(), sentences.compared(texts, use))
    cells = (everybody, *(_of_role(texts, use, role) for role in ROLES))
    return Row(use.thing, sentences.name(texts, use), cells)


def _centres(texts: Texts, use: Use, centres: Centres) -> Iterator[Row]:
    """The centres of which something can be told, and how many the others are."""
    named = {**centres, **{gone: gone for gone in sorted(use.centres - centres.keys())}}
    told = [centre for centre in named if centre in use.centres]
    for centre in told:
        in_roles = (_of_role(texts, use, role, centre) if role in OF_A_CENTRE else Cell() for role in ROLES)
        narrow = ", ".join(_named(texts, use, role, centre) for role in ROLES if use.at_least(role, centre))
        yield Row(f"{use.thing}:{centre}", named[centre], (Cell(), *in_roles), level=2, kind="detail", narrow=narrow)
    others = len(named) - len(told)
    if others:
        label = texts.say_many(
            "Of {count} centre nothing can be told: it would be about too few people.",
            "Of {count} centres nothing can be told: it would be about too few people.",
            others,
        )
        yield Row(f"{use.thing}:", label, level=2, kind="message", span=len(ROLES) + 2)


def _of_role(texts: Texts, use: Use, role: Role, *centre: str) -> Cell:
    """People of a role, in a centre where one is named; a dash where it is not theirs to use."""
    return _cell(texts, use.at_least(role, *centre)) if use.is_for(role) else Cell("–", tone="quiet")


def _named(texts: Texts, use: Use, role: Role, centre: str) -> str:
    count = sentences.at_least(texts, use.at_least(role, centre))
    return texts.say("{what}: {count}", what=texts.say(sentences.ROLES[role]), count=count)


def _cell(texts: Texts, count: int, note: str = "") -> Cell:
    return Cell(sentences.at_least(texts, count), note, tone="" if count else "quiet")
