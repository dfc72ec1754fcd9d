"""The making of packs, for the data unit: what there is of a span, what is missing, and how far a run has come."""

from __future__ import annotations

import streamlit as st

from dashboard import pack_making
from dashboard.components.facts import Facts, facts
from dashboard.components.table import table
from dashboard.looks import focus_packs as looks
from dashboard.looks.focus_packs import Chosen
from dashboard.looks.look import Look
from dashboard.sentences import focus_packs as sentences
from dashboard.tables import focus_packs as tables


def show_making(look: Look, chosen: Chosen) -> None:
    """Draw it; while packs are made, anew every second."""
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
        look.texts,
        chosen.span or "",
        chosen.centres,
        chosen.publications,
        chosen.packs,
        may_start=not is_running,
        is_for_directors=chosen.is_for_directors,
    )
    table(look.texts, content, key="missing", on_act=lambda done: looks.act(look, chosen, done))
