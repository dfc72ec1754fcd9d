"""The script behind every page: who looks, what they may open, the masthead, the page, the foot."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import streamlit as st

from dashboard import access, theme
from dashboard.components.headline import Headline, headline
from dashboard.components.masthead import Choice, PageLink, masthead
from dashboard.looks.look import PAGE, PAGE_ADDRESS, Look, begin, followed, go_to
from dashboard.sentences import budget_followup as budget_followup_sentences
from dashboard.sentences import capital_carry_overs as capital_carry_overs_sentences
from dashboard.sentences import capital_projects as capital_projects_sentences
from dashboard.sentences import carry_over_case as carry_over_case_sentences
from dashboard.sentences import data_quality as data_quality_sentences
from dashboard.sentences import forecast_accuracy as forecast_accuracy_sentences
from dashboard.sentences.problems import sentence_of
from dashboard.sentences.words import ROLES
from dashboard.texts import Texts, mark
from dashboard.views import (
    budget_followup,
    capital_carry_overs,
    capital_projects,
    carry_over_case,
    data_quality,
    forecast_accuracy,
)
from dashboard.warehouse import open_warehouse
from pipelines.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from dashboard.addresses import Address
    from dashboard.components.browser import Act


@dataclass(frozen=True)
class Page:
    """A page: its name in the menu and its heading, its place in the address, and who draws it."""

    key: access.Page
    name: str
    title: str
    path: str
    show: Callable[[Look], None]


PAGES = (
    Page("budget_followup", mark("Budget follow-up"), budget_followup_sentences.TITLE, "", budget_followup.show),
    Page(
        "capital_projects",
        mark("Capital: portfolio"),
        capital_projects_sentences.TITLE,
        "anlaeg",
        capital_projects.show,
    ),
    Page(
        "capital_carry_overs",
        mark("Capital: carry-overs"),
        capital_carry_overs_sentences.TITLE,
        "anlaegsoverfoersler",
        capital_carry_overs.show,
    ),
    Page(
        "carry_over_case",
        mark("Carry-over case"),
        carry_over_case_sentences.TITLE,
        "overfoerselssag",
        carry_over_case.show,
    ),
    Page(
        "forecast_accuracy",
        mark("Forecast accuracy"),
        forecast_accuracy_sentences.TITLE,
        "prognosepraecision",
        forecast_accuracy.show,
    ),
    Page("data_quality", mark("Data quality"), data_quality_sentences.TITLE, "datakvalitet", data_quality.show),
)


def run() -> None:
    """Draw the page that the address names, for the one who looks."""
    address = begin()
    texts = Texts(address.language)
    st.set_page_config(page_icon=str(theme.ICON_FILE), layout="wide")
    try:
        _draw(address, texts)
    except Problem as problem:
        headline(texts, Headline(texts.say("This cannot be shown right now"), sentence=sentence_of(texts, problem)))


def _draw(address: Address, texts: Texts) -> None:
    person = access.person_of_session(address.person)
    look = Look(texts, replace(address, person=person.key), person, access.door_of(person))
    allowed = [page for page in PAGES if access.may_open(person, page.key)]
    streamlit_pages = {
        page.key: st.Page(
            _drawer(page, look), title=f"{texts.say(page.name)} – Pejling", url_path=page.path, default=not page.path
        )
        for page in allowed
    }
    chosen = st.navigation(list(streamlit_pages.values()), position="hidden")
    here = next(page for page in allowed if page.path == chosen.url_path)

    masthead(
        texts,
        municipality=look.door.release.municipality,
        pages=[PageLink(page.key, texts.say(page.name), _link(page, look), page is here) for page in allowed],
        people=_people(texts),
        person=person.key,
        on_act=lambda act: _go(act, look),
    )
    wanted, there = st.session_state.pop(PAGE, None), st.session_state.pop(PAGE_ADDRESS, None)
    if wanted in streamlit_pages:
        st.switch_page(streamlit_pages[wanted], query_params=(there or look.address.elsewhere()).query())
    chosen.run()


def _drawer(page: Page, look: Look) -> Callable[[], None]:
    return lambda: page.show(look)


def _go(act: Act, look: Look) -> None:
    """What was done in the masthead: another page, language or person."""
    match act:
        case {"page": key}:
            look.leave(key, look.address.elsewhere())
        case {"language": language}:
            look.act({"choose": f"lang={language}"})
        case {"person": key}:
            go_to(followed(look.address.elsewhere(), {"choose": urlencode({"person": key})}))


def _link(page: Page, look: Look) -> str:
    return look.address.elsewhere().link(page.path)


def _people(texts: Texts) -> list[Choice]:
    if not access.is_demo():
        return []
    people = access.demo_people(open_warehouse())
    return [Choice(person.key, f"{texts.say(ROLES[person.role])}, {person.unit_name}") for person in people]


run()
