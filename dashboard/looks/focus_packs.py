"""What Fokuspakker is drawn from: the shelf of who looks, the pack that is read, the span that packs are made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from dashboard import access, downloads, pack_making
from dashboard.addresses import EVERY, Address
from dashboard.components.browser import Act
from dashboard.components.choices import Field
from dashboard.components.headline import Note
from dashboard.components.masthead import Choice
from dashboard.components.pack_reader import PackReader
from dashboard.decisions.focus_progress import Centre, centres
from dashboard.looks.look import Look
from dashboard.looks.saving import may_still
from dashboard.pack_library import DIRECTORS, ENDINGS, Edition, Home, Pack, library, open_home
from dashboard.queries import focus_areas as queries
from dashboard.sentences import focus_packs as sentences
from dashboard.sentences.focus_words import span_name
from dashboard.store.at_hand import at_hand
from dashboard.store.focus_areas import Publication, standing_publications
from dashboard.tables import focus_packs as tables

PAGE: access.Page = "focus_packs"


@dataclass(frozen=True)
class Chosen:
    """The packs that may be read, the one that is, and for the data unit the span of which packs are made.

    `is_refused`: the address names a pack that is not there, or not for the one who looks. `publications` are the
    newest of each centre that they see; None where what people have entered cannot be read. `is_for_directors`: the
    pack of every centre is theirs too.
    """

    packs: list[Pack]
    pack: Pack | None
    edition: Edition | None
    is_refused: bool
    may_make: bool
    is_for_directors: bool
    centres: list[Centre]
    spans: list[dict[str, Any]]
    span: str | None
    publications: Mapping[str, Publication] | None
    home: Home


def read_choice(look: Look) -> Chosen:
    """What the address asks for where it is there to be read."""
    address, home = look.address, open_home()
    packs = library(look.person, look.door)
    pack = next((one for one in packs if (one.span, one.subject) == (address.span, address.unit_id)), None)
    edition = pack.edition(address.edition) if pack else None
    may_make, own = access.may(look.person, "make_packs"), centres(look.door)
    spans = queries.spans(look.door).to_dicts() if may_make else []
    names = [row["span"] for row in spans]
    newest = next((row["span"] for row in spans if row["is_newest"] and row["span_kind"] == "quarter"), None)
    span = address.span if address.span in names else newest
    return Chosen(
        packs,
        pack if edition else None,
        edition,
        bool(address.span and address.unit_id and edition is None),
        may_make,
        look.person.sees_everything,
        own,
        spans,
        span,
        _publications(look, span, own) if may_make and span else {},
        home,
    )


def _publications(look: Look, span: str, own: list[Centre]) -> Mapping[str, Publication] | None:
    unread: dict[tuple[str, str], Publication] | None = None
    found = at_hand().read(unread, standing_publications, span)
    seen = {one.unit_id for one in own}
    is_seen = look.person.sees_everything
    return None if found is None else {one: out for (_, one), out in found.items() if is_seen or one in seen}


def shown_address(look: Look, chosen: Chosen) -> Address:
    """The address without a pack or a span that is not there for the one who looks."""
    if chosen.pack and chosen.edition:
        number = look.address.edition if chosen.edition is not chosen.pack.newest else None
        return replace(look.address, edition=number)
    span = look.address.span if chosen.may_make and look.address.span == chosen.span else None
    return replace(look.address, span=span, unit_id=None, edition=None)


def notices(look: Look, chosen: Chosen) -> tuple[Note, ...]:
    """That the pack of the address is not to be had."""
    if not chosen.is_refused:
        return ()
    return (Note(look.texts.say("There is no such pack, or it is not for you."), "watch", "watch"),)


def reader(look: Look, pack: Pack, edition: Edition) -> PackReader:
    """The pack that is read, with its files and its other editions."""
    texts = look.texts
    made = edition.told_in(texts.language)
    wanted: dict[str, str | int] = {"span": pack.span, "subject": pack.subject, "edition": edition.number}

    def link(kind: str, **more: str) -> str:
        return downloads.link(look.person, look.door, kind, texts.language, **wanted, **more)

    files = [
        Choice(link(downloads.PACK, ending=ending), sentences.file_name(texts, made, ending))
        for ending in ENDINGS
        if made.manifest.file(ending)
    ]
    others = tuple(Choice(tables.row_id(pack, one), sentences.edition_of(texts, one)) for one in pack.editions)
    name = sentences.name(texts, pack)
    return PackReader(
        id=tables.row_id(pack, edition),
        title=name,
        lines=sentences.about(texts, edition),
        notes=sentences.notes(texts, pack, edition),
        files_label=texts.say("Download:"),
        files=tuple(file for file in files if file.value),
        others_label=texts.say("Editions:"),
        others=others,
        here=tables.row_id(pack, edition),
        address=link(downloads.PACK_READ) if made.manifest.file("html") else "",
        frame_title=texts.say("The pack: {name}", name=name),
        alone=texts.say("Read in a window of its own"),
        empty=texts.say("The pack cannot be shown here. Download it instead."),
        close=texts.say("Close"),
    )


def file_of(look: Look, pack: Pack) -> Choice | None:
    """The newest edition as PDF, the file that most take home."""
    value = downloads.link(
        look.person,
        look.door,
        downloads.PACK,
        look.texts.language,
        span=pack.span,
        subject=pack.subject,
        edition=pack.newest.number,
        ending="pdf",
    )
    made = pack.newest.told_in(look.texts.language)
    name = look.texts.say("Download {file}", file=sentences.file_name(look.texts, made, "pdf"))
    return Choice(value, name) if value and made.manifest.file("pdf") else None


def fields(look: Look, chosen: Chosen) -> list[Field]:
    """The span that packs are made of."""
    texts = look.texts
    spans = tuple(Choice(row["span"], span_name(texts, row["span"])) for row in chosen.spans)
    return [Field("span", texts.say("Make packs of"), spans, chosen.span or "")]


def act(look: Look, chosen: Chosen, done: Act) -> None:
    """A pack is read or put away, packs are made; else as on any page."""
    match done:
        case {"at": row} if row.startswith(tables.PACK):
            span, subject, edition = tables.parts_of(row)
            look.act({"choose": urlencode({"span": span, "unit": subject, "edition": edition})})
        case {"close": _}:
            look.act({"choose": urlencode({"unit": EVERY, "edition": EVERY})})
        case {"make": row} if chosen.may_make:
            make(look, chosen, row)
        case {"choose": filters}:
            look.act({"choose": f"{filters}&{urlencode({'unit': EVERY, 'edition': EVERY})}"})
        case _:
            look.act(done)


def make(look: Look, chosen: Chosen, row: str) -> None:
    """Begin to make one pack, or all that can be made. The right is asked anew."""
    able = [*(chosen.publications or {}), *([DIRECTORS] if chosen.publications and chosen.is_for_directors else [])]
    wanted = able if row == tables.ALL else [one for one in able if one == row.removeprefix(tables.MAKE)]
    if not (wanted and chosen.span):
        return
    if may_still(look, lambda person: access.may(person, "make_packs"), "make_packs"):
        pack_making.start(chosen.home, chosen.span, look.texts.language, wanted)
