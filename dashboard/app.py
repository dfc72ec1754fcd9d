"""The script behind every page: who looks, what they may open, the masthead, the page, the foot."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import streamlit as st

from dashboard import access, deeds, theme, use_counting
from dashboard.components.foot import foot
from dashboard.components.headline import Headline, Sentence, headline
from dashboard.components.masthead import Choice, PageGroup, PageLink, masthead
from dashboard.components.time_left import time_left
from dashboard.decisions.use import page_thing
from dashboard.login.people import NoRights, NotLoggedIn
from dashboard.looks.look import PAGE, PAGE_ADDRESS, Look, begin, followed, go_to
from dashboard.observing.counted import page_seconds
from dashboard.pages import GROUPS, PAGES, Page, pages_of
from dashboard.person import Person
from dashboard.sentences.problems import not_for_role, sentence_of
from dashboard.sentences.words import ROLES
from dashboard.texts import Texts
from pipelines.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from dashboard.addresses import Address
    from dashboard.components.browser import Act


def run() -> None:
    """Draw the page that the address names, for the one who looks."""
    address = begin()
    texts = Texts(address.language)
    st.set_page_config(page_icon=str(theme.ICON_FILE), layout="wide")
    try:
        _draw(address, texts)
    except NotLoggedIn:
        said = Sentence(texts.say("Load the page again to log in."))
        headline(texts, Headline(texts.say("You are logged out"), sentence=said))
    except NoRights as nobody:
        said = Sentence(texts.say("Ask {contact} for access.", contact=nobody.contact))
        headline(texts, Headline(texts.say("You have no access any more"), sentence=said))
    except Problem as problem:
        headline(texts, Headline(texts.say("This cannot be shown right now"), sentence=sentence_of(texts, problem)))
    foot(texts)


def _draw(address: Address, texts: Texts) -> None:
    looking = access.looking_in_session(address.person)
    person = looking.person
    door = access.door_of(person)
    texts = replace(texts, currency=door.release.currency, time_zone=door.release.time_zone)
    look = Look(texts, replace(address, person=person.key), person, door)
    allowed = pages_of(person)
    streamlit_pages = {
        page.key: st.Page(
            _drawer(page, look, may_open=page in allowed),
            title=f"{texts.say(page.name)} – Pejling",
            url_path=page.path,
            default=not page.path,
        )
        for page in PAGES
    }
    chosen = st.navigation(list(streamlit_pages.values()), position="hidden")
    here = next(page for page in PAGES if page.path == chosen.url_path)
    if not here.path and here not in allowed and allowed:
        # Whom the first page is not for begins on a page of theirs.
        st.switch_page(streamlit_pages[allowed[0].key], query_params=look.address.elsewhere().query())

    masthead(
        texts,
        municipality=look.door.release.municipality,
        groups=_menu(look, allowed, here),
        people=_people(texts, looking),
        person=person.key,
        name=person.name,
        on_act=lambda act: _go(act, look),
    )
    wanted, there = st.session_state.pop(PAGE, None), st.session_state.pop(PAGE_ADDRESS, None)
    if wanted in streamlit_pages:
        st.switch_page(streamlit_pages[wanted], query_params=(there or look.address.elsewhere()).query())
    chosen.run()
    if person.name:
        time_left(texts)


def _drawer(page: Page, look: Look, *, may_open: bool) -> Callable[[], None]:
    """Draws a page and counts that it was shown; one that the person may not open says so."""

    def draw() -> None:
        with page_seconds.labels(page.key).time():
            page.show(look)
        use_counting.note(look.person, look.door, page_thing(page.key))

    def refuse() -> None:
        texts = look.texts
        deeds.note_refused(look.person, page.key)
        headline(texts, Headline(texts.say(page.name), sentence=not_for_role(texts)))

    return draw if may_open else refuse


def _go(act: Act, look: Look) -> None:
    """What was done in the masthead: another page, language or person."""
    match act:
        case {"page": key}:
            look.leave(key, look.address.elsewhere())
        case {"language": language}:
            look.act({"choose": f"lang={language}"})
        case {"person": key}:
            go_to(followed(look.address.elsewhere(), {"choose": urlencode({"person": key})}))


def _menu(look: Look, allowed: list[Page], here: Page) -> list[PageGroup]:
    say, elsewhere = look.texts.say, look.address.elsewhere()
    links = {
        page: PageLink(page.key, say(page.name), say(page.title), elsewhere.link(page.path), page is here)
        for page in allowed
    }
    groups = [
        PageGroup(say(name), tuple(link for page, link in links.items() if page.group == group))
        for group, name in GROUPS.items()
    ]
    return [group for group in groups if group.pages]


def _people(texts: Texts, looking: access.Looking) -> list[Choice]:
    """As whom one may look: one's own roles; in the demo its people, where they are more than one."""
    if len(looking.people) == 1 and not looking.person.name:
        return []
    return [Choice(one.key, _hat(texts, one)) for one in looking.people]


def _hat(texts: Texts, person: Person) -> str:
    deputy = f" ({texts.say('deputy')})" if person.is_deputy else ""
    return f"{texts.say(ROLES[person.role])}{deputy}, {person.unit_name}"


run()
