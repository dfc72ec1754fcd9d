"""What Fokusområder is drawn from: span and centre of the address, the desk or what is out, and what an act does."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, cast
from urllib.parse import urlencode

import streamlit as st

from dashboard import access, downloads
from dashboard.addresses import EVERY, Address
from dashboard.components.browser import Act
from dashboard.components.choices import Field
from dashboard.components.headline import Note
from dashboard.components.masthead import Choice
from dashboard.decisions.focus_areas import Desk, desk, page_of
from dashboard.decisions.focus_progress import Centre, centres
from dashboard.decisions.published_areas import PublishedCentre
from dashboard.looks.look import Look
from dashboard.queries import focus_areas as queries
from dashboard.sentences import store_words
from dashboard.sentences.focus_words import span_name
from dashboard.store.at_hand import AtHand, at_hand
from dashboard.store.focus_areas import Publication, editions
from dashboard.tables import focus_areas as tables

PAGE: access.Page = "focus_areas"
_FORMS = "focus:"
_SHOWN = "focus_areas_shown"  # in the session: who saw what last


@dataclass(frozen=True)
class Chosen:
    """The span and the centre that the page is about; without a centre it is about them all.

    `publications` are the centre's editions, the newest first, `edition` the one that is shown.
    """

    spans: list[dict[str, Any]]
    span: dict[str, Any]
    centres: list[Centre]
    centre: Centre | None
    desk: Desk | None
    store: AtHand
    publications: list[Publication]
    edition: Publication | None
    may_edit: bool
    may_validate: bool
    may_decide: bool
    was_known: bool = False

    @property
    def published(self) -> PublishedCentre | None:
        """What the edition that is shown says."""
        return PublishedCentre.read(self.edition.areas) if self.edition else None

    @property
    def is_known(self) -> bool:
        """Whether what people have entered could be read, now or when it was shown last."""
        return self.store.engine is not None or self.was_known

    @property
    def is_newest_edition(self) -> bool:
        return bool(self.publications) and self.edition == self.publications[0]

    @property
    def waits_for_validation(self) -> bool:
        """Whether somebody is asked about the texts and has not answered."""
        return bool(self.desk and self.desk.validation and self.desk.validation.state == "asked")

    @property
    def shows_desk(self) -> bool:
        """Whether the areas are shown in the making, not as they came out."""
        if self.desk is None:
            return False
        return (self.may_edit and self.edition is None) or (self.may_validate and self.waits_for_validation)


def read_choice(look: Look) -> Chosen | None:
    """What the address asks for where it is there to be seen, else the newest quarter; None before one is over."""
    spans = queries.spans(look.door).to_dicts()
    if not spans:
        return None
    span = next((row for row in spans if row["span"] == look.address.span), None)
    newest = next((row for row in spans if row["is_newest"] and row["span_kind"] == "quarter"), spans[0])
    span = span or newest
    among = centres(look.door)
    wanted = (look.address.unit_id, *((among[0].unit_id,) if len(among) == 1 else ()))
    centre = next((one for unit_id in wanted for one in among if one.unit_id == unit_id), None)
    store, may_edit = at_hand(), access.may(look.person, "edit_focus_areas")
    if store.engine is None and (shown_last := _shown_last(look, span, centre)):
        return shown_last
    found = desk(look.door, store, span, centre.unit_id) if centre else None
    no_editions: list[Publication] = []
    out = store.read(no_editions, editions, span["span"], centre.unit_id) if centre else no_editions
    shown = next((one for one in out if one.version == look.address.edition), None)
    chosen = Chosen(
        spans,
        span,
        among,
        centre,
        replace(found, centre_name=centre.name) if found and centre else None,
        at_hand(),
        out,
        shown or (None if may_edit else next(iter(out), None)),
        may_edit,
        access.may(look.person, "validate_focus_areas"),
        access.may(look.person, "decide_focus_areas"),
    )
    if chosen.store.engine is None:
        return _shown_last(look, span, centre) or chosen
    st.session_state[_SHOWN] = (look.person.key, chosen)
    return chosen


def _shown_last(look: Look, span: dict[str, Any], centre: Centre | None) -> Chosen | None:
    """What was shown before the store was gone, where it is about the same: its forms stay what they were."""
    person, chosen = st.session_state.get(_SHOWN, ("", None))
    if chosen is None or (person, chosen.span, chosen.centre) != (look.person.key, span, centre):
        return None
    return replace(cast("Chosen", chosen), store=at_hand(), was_known=True)


def fields(look: Look, chosen: Chosen) -> list[Field]:
    """The span, and the centre where there is more than one."""
    texts = look.texts
    spans = tuple(Choice(row["span"], span_name(texts, row["span"])) for row in chosen.spans)
    found = [Field("span", texts.say("Span"), spans, chosen.span["span"])]
    if len(chosen.centres) > 1:
        every = Choice(EVERY, texts.say("All centres"))
        options = (every, *(Choice(one.unit_id, one.name) for one in chosen.centres))
        found.append(Field("unit", texts.say("Centre"), options, chosen.centre.unit_id if chosen.centre else EVERY))
    return found


def shown_address(look: Look, chosen: Chosen, entry: object) -> Address:
    """The address without what is not there to be seen; `entry` None: what it asks to open is not."""
    address = look.address.shown(span=chosen.span["span"], unit_id=chosen.centre.unit_id if chosen.centre else None)
    if address.edition and (chosen.edition is None or chosen.edition.version != address.edition):
        address = replace(address, edition=None)
    return address if entry else replace(address, entry=None)


def notices(look: Look, chosen: Chosen) -> tuple[Note, ...]:
    """Why nothing can be saved now, and that an earlier edition is read."""
    banner = store_words.banner(look.texts, chosen.store)
    told = [Note(banner, "over", "bad")] if banner else []
    if chosen.edition and not chosen.is_newest_edition:
        told.append(
            Note(look.texts.say("This is an earlier edition. The newest one is what stands."), "watch", "watch")
        )
    return tuple(told)


def workbook(look: Look, chosen: Chosen, kind: str) -> str:
    """The address of a file of what the page shows."""
    centre = chosen.centre.unit_id if chosen.centre else ""
    return downloads.link(
        look.person, look.door, kind, look.texts.language, span=chosen.span["span"], centre=centre
    )  # fmt: skip


def act(look: Look, chosen: Chosen, done: Act) -> None:
    """A step in the address: what is opened or closed, another centre or edition, another page; else as on any page."""
    match done:
        case {"at": row} if row.startswith(tables.EVIDENCE):
            evidence(look, chosen, row.removeprefix(tables.EVIDENCE))
        case {"at": row} if row.startswith(tables.CENTRE):
            look.act({"choose": urlencode({"unit": row.removeprefix(tables.CENTRE), "entry": EVERY, "edition": EVERY})})
        case {"at": row} if row.startswith(tables.EDITION):
            look.act({"choose": urlencode({"edition": row.removeprefix(tables.EDITION), "entry": EVERY})})
        case {"at": form} | {"go": form} if form.startswith(_FORMS):
            look.act({"choose": urlencode({"entry": form})})
        case {"close": _}:
            look.act({"choose": urlencode({"entry": EVERY})})
        case {"choose": chosen_filters}:
            look.act({"choose": f"{chosen_filters}&{urlencode({'entry': EVERY, 'edition': EVERY})}"})
        case _:
            look.act(done)


def evidence(look: Look, chosen: Chosen, key: str) -> None:
    """The page where an area's figure stands, at its unit and at the span's last month."""
    area = chosen.desk.area(key) if chosen.desk else None
    found = next((one.figure for one in chosen.published.areas if one.area == key), None) if chosen.published else None
    found = found or (area.figure if area else None)
    stands_on = page_of(found.signal) if found else None
    if found is None or stands_on is None:
        return
    year, period = chosen.span["fiscal_year"], chosen.span["last_period"]
    address = replace(
        look.address.elsewhere(),
        unit_id=found.unit_id,
        fiscal_year=year,
        period=period,
        year=year,
        project=found.subject_id if found.subject_kind == "project" else None,
    )
    page = next((page for page in access.PAGES if page == stands_on), None)
    if page and access.may_open(look.person, page):
        look.leave(page, address)
