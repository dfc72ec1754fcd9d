"""The menu: groups of pages side by side, all behind one button on a phone; by mouse, by keyboard, by address."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from dashboard.pages import GROUPS, PAGES, Group
from dashboard.pages import Page as OurPage
from dashboard.rules import may
from dashboard.texts import Texts
from tests.browser.conftest import go, window
from tests.browser.shapes import NARROW, WIDE, refuse_violations

FINANCE = "Økonomi"


def pages_in(group: Group) -> list[OurPage]:
    return [page for page in PAGES if page.group == group]


def menu(page: Page) -> Locator:
    return page.get_by_role("navigation", name="Sider")


def opener(page: Page, name: str = FINANCE) -> Locator:
    return menu(page).get_by_role("button", name=name, exact=True)


def link(page: Page, name: str) -> Locator:
    return menu(page).get_by_role("link", name=re.compile(f"^{name}"))


def test_a_group_opens_to_its_pages_and_a_page_is_a_real_address(page: Page) -> None:
    go(page, "/?person=controller")
    expect(opener(page)).to_have_attribute("aria-current", "true")
    expect(link(page, "Prognosepræcision")).to_be_hidden()
    opener(page).click()
    expect(opener(page)).to_have_attribute("aria-expanded", "true")
    expect(link(page, "Budgetopfølgning")).to_have_attribute("aria-current", "page")
    expect(link(page, "Prognosepræcision")).to_have_attribute("href", "/prognosepraecision?person=controller")

    link(page, "Prognosepræcision").click()
    expect(page.get_by_role("heading", name="Kan vi stole på vores prognoser?")).to_be_visible()
    expect(opener(page)).to_have_attribute("aria-expanded", "false")
    expect(page).to_have_url(re.compile(r"/prognosepraecision\?person=controller"))


def test_one_group_is_open_at_a_time_and_none_when_the_focus_is_elsewhere(page: Page) -> None:
    go(page, "/?person=controller")
    opener(page).click()
    opener(page, "Anlæg").click()
    expect(link(page, "Anlægsoverførsler")).to_be_visible()
    expect(link(page, "Prognosepræcision")).to_be_hidden()
    page.get_by_role("heading", name="Holder vi budgettet?").click()
    expect(link(page, "Anlægsoverførsler")).to_be_hidden()


def test_the_menu_is_walked_by_keyboard(page: Page) -> None:
    go(page, "/?person=controller")
    keys = page.keyboard
    opener(page).focus()
    keys.press("ArrowRight")
    expect(opener(page, "Anlæg")).to_be_focused()
    keys.press("Enter")
    keys.press("ArrowDown")
    expect(link(page, "Anlæg: portefølje")).to_be_focused()
    keys.press("ArrowDown")
    expect(link(page, "Anlægsoverførsler")).to_be_focused()
    keys.press("Escape")
    expect(opener(page, "Anlæg")).to_be_focused()
    expect(link(page, "Anlægsoverførsler")).to_be_hidden()

    keys.press("ArrowDown")
    keys.press("End")
    keys.press("Enter")
    expect(page.get_by_role("heading", name="Hvor meget skubber vi foran os")).to_be_visible()
    expect(opener(page, "Anlæg")).to_be_focused()  # the keyboard's place is kept
    expect(opener(page, "Anlæg")).to_have_attribute("aria-current", "true")


def test_a_group_of_one_page_is_that_page(page: Page) -> None:
    """Of all that is told of figures an administrator has the catalogue alone."""
    (catalogue,) = (one for one in pages_in("data") if may("administrator", "page", one.key))
    name = Texts("da").say(catalogue.name)
    go(page, "/adgange?person=administrator")
    expect(opener(page, Texts("da").say(GROUPS["data"]))).to_have_count(0)
    link(page, name).click()
    expect(link(page, name)).to_have_attribute("aria-current", "page")


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_masthead_is_one_line(browser: Browser, server: str, language: str) -> None:
    with window(browser, server) as page:
        go(page, f"/?person=controller&lang={language}")
        assert page.locator("header.bar").evaluate("bar => bar.getBoundingClientRect().height") < 70


def test_on_a_phone_all_pages_stand_behind_one_button(browser: Browser, server: str) -> None:
    with window(browser, server, width=NARROW) as page:
        go(page, "/?person=controller")
        expect(link(page, "Budgetopfølgning")).to_be_hidden()
        opener(page, "Menu").click()
        expect(menu(page).get_by_text(FINANCE, exact=True).locator("visible=true")).to_be_visible()
        for name in ("Budgetopfølgning", "Anlæg: portefølje", "Datakvalitet"):
            expect(link(page, name)).to_be_visible()
        refuse_violations(page, NARROW)
        page.keyboard.press("Escape")
        expect(link(page, "Budgetopfølgning")).to_be_hidden()
        opener(page, "Menu").click()
        link(page, "Datakvalitet").click()
        expect(page.get_by_role("heading", name="Kan vi stole på tallene?")).to_be_visible()
        expect(link(page, "Datakvalitet")).to_be_hidden()


def test_axe_finds_nothing_in_an_open_group(browser: Browser, server: str) -> None:
    with window(browser, server) as page:
        go(page, "/?person=controller")
        opener(page).click()
        refuse_violations(page, WIDE)
