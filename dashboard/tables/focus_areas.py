"""Focus areas in tables: how far every centre is, the candidates with their scores, what was left out, editions."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.components.headline import Mark, Tone
from dashboard.components.masthead import Choice
from dashboard.components.table import Cell, Column, Row, Table
from dashboard.decisions.focus_areas import Area, Desk
from dashboard.decisions.focus_progress import Progress
from dashboard.meanings import Meaning, meaning
from dashboard.sentences import focus_areas as sentences
from dashboard.sentences.focus_score import MART, PIECES, name_of
from dashboard.sentences.focus_words import DOMAINS, ROLES, figure
from dashboard.store.focus_areas import Publication
from dashboard.texts import Texts
from pipelines.signals import signals

MOST = 30
EVIDENCE, TAKE, CENTRE, EDITION = "evidence:", "take", "centre:", "edition:"
_VALID_LOOKS: dict[str, tuple[Tone, Mark]] = {
    "valid": ("", "good"), "asked": ("watch", "watch"), "not_valid": ("over", "bad"), "lapsed": ("watch", "watch"),
}  # fmt: skip


def overview(texts: Texts, found: Sequence[Progress], excel: str) -> Table:
    """A row a centre; its name leads to its areas."""
    say = texts.say
    return Table(
        title=say("How far the centres are"),
        columns=(
            Column(say("Centre")),
            Column(say("Published"), left=True),
            Column(say("Answered")),
            Column(say("Valid"), left=True),
            Column(
                say("Edited"), help=Meaning(say("Areas whose texts somebody has edited, and those that were left out"))
            ),
            Column(say("Proposed")),
        ),
        rows=tuple(_progress(texts, one) for one in found),
        empty=say("There is no centre here."),
        link=Choice(excel, say("Download to Excel")) if excel else None,
    )


def _progress(texts: Texts, one: Progress) -> Row:
    tone, shape = _VALID_LOOKS.get(one.valid, ("quiet", ""))
    out = one.publication
    answered = texts.say("{count} of {total}", count=one.answered, total=one.published) if out else "–"
    edited = texts.count(one.edited)
    dropped = texts.say_many("{count} left out", "{count} left out", one.dropped) if one.dropped else ""
    return Row(
        f"{CENTRE}{one.centre.unit_id}",
        one.centre.name,
        (
            Cell(
                texts.say("Edition {edition}", edition=out.version) if out else texts.say("no"),
                texts.day_of(out.entered_at) if out else "",
                mark="good" if out else "",
                left=True,
            ),
            Cell(answered, tone="" if not out or one.answered == one.published else "watch"),
            Cell(sentences.valid(texts, one.valid), tone=tone, mark=shape, left=True, wrap=True),
            Cell(edited, dropped),
            Cell(texts.count(one.proposed)),
        ),
        goes_to=texts.say("Open the centre's focus areas"),
    )


def candidates(texts: Texts, found: Desk, excel: str, *, may_edit: bool) -> Table:
    """What else the figures propose, the best first, with every piece of the score."""
    say = texts.say
    rows = found.others[:MOST]
    more = len(found.others) - len(rows)
    order = say(
        "First what would come in next, at most two of a domain and one of each unit or project; then the rest, each "
        "by its score."
    )
    more_of_them = say("{count} more candidates are in the Excel file.", count=texts.count(more)) if more > 0 else ""
    return Table(
        title=say("Other candidates"),
        columns=(
            Column(say("Candidate")),
            *((Column(""),) if may_edit else ()),
            Column(name_of(texts, "score"), "", meaning(texts, MART, "score")),
            Column(say("Figure"), say("held against"), left=False),
            *(Column(name_of(texts, piece), "", meaning(texts, MART, piece)) for piece in PIECES),
        ),
        rows=tuple(_candidate(texts, area, may_edit=may_edit) for area in rows),
        empty=say("There are no other candidates."),
        link=Choice(excel, say("Download to Excel")) if excel else None,
        notes=tuple(filter(None, (order, more_of_them))),
    )


def _candidate(texts: Texts, area: Area, *, may_edit: bool) -> Row:
    row = area.candidate
    if row is None:
        return Row(f"{EVIDENCE}{area.key}", area.da.title, _take(texts, may_edit=may_edit))
    signal = signals()[row["signal"]]
    name = signal.name.da if texts.language == "da" else signal.name.en
    about = " · ".join((texts.say(DOMAINS[row["domain"]]), texts.say(ROLES[row["role"]])))
    return Row(
        f"{EVIDENCE}{area.key}",
        f"{name}: {row['subject_name'] or row['centre_name']}",
        (
            *_take(texts, may_edit=may_edit),
            Cell(texts.number(row["score"], 2)),
            Cell(figure(texts, row["value"], row["unit"]), figure(texts, row["reference"], row["unit"])),
            *(Cell(texts.number(row[piece], 2)) for piece in PIECES),
        ),
        note=about,
        goes_to=texts.say("Open the page where the figure stands"),
    )


def _take(texts: Texts, *, may_edit: bool) -> tuple[Cell, ...]:
    return (Cell(texts.say("Take in"), act=TAKE),) if may_edit else ()


def dropped(texts: Texts, found: Desk, *, may_edit: bool) -> Table:
    """What was left out, and why."""
    say = texts.say
    return Table(
        title=say("Left out"),
        columns=(Column(say("Area")), *((Column(""),) if may_edit else ()), Column(say("Why"), left=True)),
        rows=tuple(
            Row(
                f"{EVIDENCE}{area.key}",
                area.da.title if texts.language == "da" else area.en.title or area.da.title,
                (
                    *_take(texts, may_edit=may_edit),
                    Cell(area.said.drop_reason if area.said else "", left=True, wrap=True),
                ),
            )
            for area in found.dropped
        ),
        empty=say("Nothing was left out."),
    )


def editions(texts: Texts, found: Sequence[Publication], excel: str) -> Table:
    """Every edition, the newest first; each can be read."""
    say = texts.say
    return Table(
        title=say("Editions"),
        columns=(Column(say("Edition")), Column(say("Published")), Column(say("What has changed"), left=True)),
        rows=tuple(
            Row(
                f"{EDITION}{one.version}",
                say("Edition {edition}", edition=one.version),
                (
                    Cell(texts.moment(one.entered_at), say("Release {release}", release=one.release)),
                    Cell(one.what_changed or "–", left=True, wrap=True),
                ),
                goes_to=say("Read this edition"),
            )
            for one in found
        ),
        empty="",
        link=Choice(excel, say("Download to Excel")) if excel else None,
    )
