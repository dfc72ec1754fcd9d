"""The tables of Fokuspakker: the packs that may be read, and for the data unit what there is and what is missing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from dashboard.components.masthead import Choice
from dashboard.components.table import Cell, Column, Row, Table
from dashboard.decisions.focus_progress import Centre
from dashboard.pack_library import DIRECTORS, Edition, Pack
from dashboard.sentences import focus_packs as sentences
from dashboard.sentences.focus_words import span_name
from dashboard.store.focus_areas import Publication
from dashboard.texts import Texts, mark

PACK, MAKE, ALL = "pack:", "make:", "make-all"
SORTS = {"directors": mark("all centres, for the directors"), "facts": mark("fact sheet")}
_PART = "|"


def row_id(pack: Pack, edition: Edition) -> str:
    """What an edition of a pack is told as when somebody wants to read it."""
    return f"{PACK}{pack.span}{_PART}{edition.number}{_PART}{pack.subject}"


def parts_of(row: str) -> tuple[str, str, str]:
    """Span, subject and edition of such a row; empty where it is none of ours."""
    span, _, rest = row.removeprefix(PACK).partition(_PART)
    edition, _, subject = rest.partition(_PART)
    return span, subject, edition


def packs(texts: Texts, found: Sequence[Pack], file_of: Callable[[Pack], Choice | None]) -> Table:
    """The newest edition of each pack."""
    say = texts.say
    return Table(
        title=say("Packs"),
        columns=(
            Column(say("Pack"), say("opens here")),
            Column(say("Span"), left=True),
            Column(say("Edition"), say("made"), left=True),
            Column(say("What changed"), left=True),
        ),
        rows=tuple(_pack(texts, pack, file_of(pack)) for pack in found),
        empty=say("There are no packs yet."),
        notes=(say("Earlier editions can be read from the pack itself."),) if found else (),
    )


def _pack(texts: Texts, pack: Pack, file: Choice | None) -> Row:
    made = pack.newest.told_in(texts.language)
    return Row(
        id=row_id(pack, pack.newest),
        label=made.manifest.subject,
        cells=(
            Cell(span_name(texts, pack.span)),
            Cell(texts.count(pack.newest.number), texts.day_of(made.manifest.written_at)),
            Cell(sentences.what_changed(texts, made), wrap=True),
        ),
        note=texts.say(SORTS[made.manifest.sort]) if made.manifest.sort in SORTS else "",
        goes_to=texts.say("Read the pack"),
        file=file,
    )


def missing(
    texts: Texts,
    span: str,
    among: Sequence[Centre],
    publications: Mapping[str, Publication] | None,
    packs: Sequence[Pack],
    *,
    may_start: bool,
    is_for_directors: bool,
) -> Table:
    """Each centre with its published areas and its pack, and what is missing; a pack can be made from its row."""
    say = texts.say
    made = {pack.subject: pack for pack in packs if pack.span == span}
    out = publications or {}
    rows = [
        _missing(texts, one.unit_id, one.name, out.get(one.unit_id), made.get(one.unit_id), may_start=may_start)
        for one in among
    ]
    newest = max(out.values(), key=lambda one: one.entered_at, default=None)
    if is_for_directors:
        name = say("All centres, for the directors")
        rows.append(_missing(texts, DIRECTORS, name, newest, made.get(DIRECTORS), may_start=may_start))
    total = Cell(say("Make all packs"), act="make") if may_start and out else Cell()
    return Table(
        title=say("What is made and what is missing, {span}", span=span_name(texts, span)),
        columns=(
            Column(say("Centre")),
            Column(say("Focus areas"), say("published"), left=True),
            Column(say("Pack"), say("made"), left=True),
            Column(say("What is missing"), left=True),
            Column("", left=True),
        ),
        rows=tuple(rows),
        empty=say("There are no centres in the figures."),
        total=Row(ALL, say("All"), (Cell(), Cell(), Cell(_count(texts, rows)), total)),
        notes=()
        if publications is not None
        else (say("What people have entered cannot be read right now. Try again in a moment."),),
    )


def _missing(
    texts: Texts, subject: str, name: str, out: Publication | None, pack: Pack | None, *, may_start: bool
) -> Row:
    say = texts.say
    made = pack.newest.told_in(texts.language).manifest if pack else None
    is_late = bool(out and made and made.written_at < out.entered_at)
    if out is None:
        state = Cell(say("the focus areas are not published"), mark="watch", tone="watch", wrap=True)
    elif made is None:
        state = Cell(say("the pack"), mark="bad", tone="over")
    elif is_late:
        state = Cell(say("a pack of what was published last"), mark="watch", tone="watch", wrap=True)
    else:
        state = Cell(say("nothing"), mark="good")
    word = say("Make the pack") if made is None else say("Make it anew")
    edition = say("Edition {edition}", edition=out.version) if out and subject != DIRECTORS else ""
    return Row(
        id=f"{MAKE}{subject}",
        label=name,
        cells=(
            Cell(edition or say("yes"), texts.day_of(out.entered_at)) if out else Cell(say("no")),
            Cell(say("Edition {edition}", edition=made.edition), texts.day_of(made.written_at)) if made else Cell("–"),
            state,
            Cell(word, act="make") if out and may_start else Cell(),
        ),
    )


def _count(texts: Texts, rows: Sequence[Row]) -> str:
    lacking = sum(row.cells[2].mark != "good" for row in rows)
    if not lacking:
        return texts.say("nothing")
    return texts.say_many("{count} pack is missing", "{count} packs are missing", lacking)
