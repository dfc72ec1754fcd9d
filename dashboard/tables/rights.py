"""Rights as tables: who waits for one, who has which, and what the login's groups give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dashboard.components.masthead import Choice
from dashboard.components.table import Cell, Column, Row, Table
from dashboard.decisions.rights import Claimed, Held
from dashboard.sentences import rights as sentences
from dashboard.store.sessions import Known
from dashboard.texts import Texts

MOST = 100
RIGHT = "right:"
FOR = f"{RIGHT}for:"


def asking(texts: Texts, people: Sequence[Known]) -> Table:
    """Who has logged in and may see nothing; the name opens the form of a right for them."""
    say = texts.say
    return Table(
        title=say("Ask for access"),
        columns=(
            Column(say("Who"), say("identity")),
            Column(say("E-mail"), left=True),
            Column(say("First seen"), left=True),
            Column(say("Last seen"), left=True),
        ),
        rows=tuple(
            Row(
                id=f"{FOR}{one.identity.subject}",
                label=one.name or one.identity.subject,
                note=one.identity.subject,
                cells=(Cell(one.email or "–"), Cell(texts.moment(one.first_at)), Cell(texts.moment(one.last_at))),
                goes_to=say("Give access"),
            )
            for one in people[:MOST]
        ),
        empty=say("Everybody who has logged in has access."),
        notes=_rest(texts, len(people)),
    )


def rights(texts: Texts, shown: Sequence[Held], people: Mapping[str, str], excel: str, *, has_any: bool) -> Table:
    """The rights in the order given; the name opens one. `has_any`: there are others that the filters leave out."""
    say = texts.say
    return Table(
        title=say("Rights"),
        columns=(
            Column(say("Who"), say("e-mail or identity")),
            Column(say("Role"), say("stands in for"), left=True),
            Column(say("Unit"), left=True),
            Column(say("From"), left=True),
            Column(say("To and including"), left=True),
            Column(say("How it stands"), left=True),
        ),
        rows=tuple(_right(texts, one, people) for one in shown[:MOST]),
        empty=say("No right is like that. Choose otherwise above.") if has_any else say("No rights yet."),
        notes=_rest(texts, len(shown)),
        link=Choice(excel, say("Download to Excel")) if excel and has_any else None,
    )


def by_login(texts: Texts, found: Sequence[Claimed], units: Mapping[str, str]) -> Table:
    """What people have by the login's own groups: to be read here, and changed where the groups are."""
    say = texts.say
    return Table(
        title=say("Rights by the login's groups"),
        columns=(
            Column(say("Who"), say("identity")),
            Column(say("Role and unit"), left=True),
            Column(say("Last login"), left=True),
        ),
        rows=tuple(
            Row(
                id=f"claimed:{one.known.identity.subject}",
                label=one.known.name,
                note=one.known.identity.subject,
                cells=(Cell(sentences.claims(texts, one, units), wrap=True), Cell(texts.moment(one.known.last_at))),
            )
            for one in found[:MOST]
        ),
        empty="",
        notes=(say("They come from the groups in login.toml, and hold from one login to the next."),
               *_rest(texts, len(found))),
    )  # fmt: skip


def _right(texts: Texts, one: Held, people: Mapping[str, str]) -> Row:
    tone, shape = sentences.look_of(one)
    grant = one.grant
    deputy = people.get(grant.deputy_for, grant.deputy_for)
    return Row(
        id=f"{RIGHT}{grant.number}",
        label=one.name,
        note=one.email or grant.subject,
        cells=(
            Cell(sentences.role(texts, grant.role), texts.say("for {name}", name=deputy) if deputy else ""),
            Cell(one.unit_name, wrap=True),
            Cell(texts.day(grant.valid_from)),
            Cell(texts.day(grant.valid_to) if grant.valid_to else "–"),
            Cell(
                texts.say(sentences.STANDS[one.standing]), sentences.own(texts) if one.is_own else "",
                tone=tone, mark=shape, note_tone="watch" if one.is_own else "", wrap=True,
            ),
        ),
        goes_to=texts.say("Open the right"),
        narrow=sentences.role(texts, grant.role),
    )  # fmt: skip


def _rest(texts: Texts, count: int) -> tuple[str, ...]:
    rest = count - MOST
    return (texts.say_many("{count} more is in the file.", "{count} more are in the file.", rest),) if rest > 0 else ()
