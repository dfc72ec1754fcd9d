"""Fokuspakker: the packs that are out, to read in the page and to take home; the data unit makes them here."""

from __future__ import annotations

import streamlit as st

from dashboard import pack_making
from dashboard.components.choices import choices
from dashboard.components.facts import Facts, facts
from dashboard.components.headline import Headline, headline
from dashboard.components.pack_reader import pack_reader
from dashboard.components.table import table
from dashboard.looks import focus_packs as looks
from dashboard.looks.focus_packs import Chosen
from dashboard.looks.look import Look
from dashboard.sentences import focus_packs as sentences
from dashboard.sentences.words import data_of
from dashboard.tables import focus_packs as tables


def show(look: Look) -> None:
    """Draw the page for one look."""
    texts, chosen = look.texts, looks.read_choice(look)
    headline(
        texts,
        Headline(
            texts.say(sentences.TITLE),
            context=data_of(texts, look.door.release),
            sentence=sentences.sentence(texts, chosen.packs, has_centre=bool(chosen.centres), may_make=chosen.may_make),
            notices=looks.notices(look, chosen),
            address=look.put_right(looks.shown_address(look, chosen)),
        ),
    )

    def act(done: dict[str, str]) -> None:
        looks.act(look, chosen, done)

    if chosen.pack and chosen.edition:
        pack_reader(looks.reader(look, chosen.pack, chosen.edition), key="reader", on_act=act)
    content = tables.packs(texts, chosen.packs, lambda pack: looks.file_of(look, pack))
    table(texts, content, key="packs", on_act=act)
    if chosen.may_make and chosen.span:
        choices(texts, looks.fields(look, chosen), act)
        show_making(look, chosen)


def show_making(look: Look, chosen: Chosen) -> None:
    """What there is of the span and what is missing; while packs are made, how far that has come, every second."""
    found = pack_making.progress(chosen.home)
    is_running = bool(found and found.is_running)

    @st.fragment(run_every=1.0 if is_running else None)
    def so_far() -> None:
        now = pack_making.progress(chosen.home)
        if now:
            told, notes = sentences.making(look.texts, now, {one.unit_id: one.name for one in chosen.centres})
            facts(Facts(lines=(told,), notes=notes), key="making")
        if is_running and not (now and now.is_running):
            st.rerun()

    so_far()
    content = tables.missing(
        look.texts, chosen.span or "", chosen.centres, chosen.publications, chosen.packs, may_start=not is_running
    )
    table(look.texts, content, key="missing", on_act=lambda done: looks.act(look, chosen, done))
