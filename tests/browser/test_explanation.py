"""A deviation is explained in a real browser: by the one who keeps the budget, read by the level above."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import go, window
from tests.browser.shapes import refuse_what_shuts_out

HEAD = "/?person=institution_head:oak_school"
ABOVE = "/?person=centre_manager:north"
QUESTION = {"da": "Holder vi budgettet?", "en": "Do we keep the budget?"}


def drawn(page: Page, address: str, language: str = "da") -> None:
    """Open an address with a form and wait until it is drawn."""
    page.goto(f"{address}&lang={language}")
    page.get_by_role("heading", name=QUESTION[language]).wait_for()
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for(state="attached")
    page.get_by_role("treegrid").wait_for()
    page.get_by_role("textbox").last.wait_for()


def explain(page: Page, words: str) -> None:
    page.get_by_text("Mængde", exact=True).click()
    page.get_by_label("Forklaring", exact=True).fill(words)
    page.get_by_role("button", name="Gem forklaringen").click()


def test_a_deviation_is_explained_rolls_up_and_comes_back(browser: Browser, own_server: str) -> None:
    words = "Flere elever <b>i august</b>"
    with window(browser, own_server) as page:
        go(page, f"{HEAD}&period=2026-09", question=QUESTION["da"])
        page.get_by_role("button", name="Forklar: Egeskolen").click()
        expect(page.get_by_role("heading", name="Egeskolen: forklar løn")).to_be_focused()
        expect(page).to_have_url(re.compile("explain=oak_school"))
        explain(page, words)
        expect(page.get_by_text("Det er gemt.")).to_be_visible()
        expect(page.get_by_text(f"Mængde: {words}.")).to_be_visible()

        go(page, f"{ABOVE}&period=2026-09", question=QUESTION["da"])
        expect(page.get_by_text("1 af 3 forklaringer er givet.")).to_be_visible()
        page.get_by_role("button", name="1 af 3 forklaret: Center for Børn og Unge").click()
        expect(page.get_by_role("row", name="Egeskolen").first).to_contain_text(f"Mængde: {words}.")

        drawn(page, f"{ABOVE}&explain=oak_school")
        page.get_by_text("ja", exact=True).click()
        page.get_by_label("Hvad der kom ud af det").fill("En klasse er lagt sammen")
        page.get_by_role("button", name="Gem, hvad der kom ud af det").click()
        expect(page.get_by_text("det er gjort. En klasse er lagt sammen.")).to_be_visible()


def test_two_who_write_at_once_are_both_shown(browser: Browser, own_server: str) -> None:
    with window(browser, own_server) as first, window(browser, own_server) as second:
        for page, address in ((first, HEAD), (second, ABOVE)):
            drawn(page, f"{address}&explain=oak_school")
        explain(first, "Flere elever")
        expect(first.get_by_text("Det er gemt.")).to_be_visible()
        explain(second, "Dyrere vikarer")
        expect(second.get_by_text("En anden kom først. Institutionsleder skrev: Mængde: Flere elever.")).to_be_visible()
        expect(second.get_by_label("Forklaring", exact=True)).to_have_value("Dyrere vikarer")


def test_the_tree_s_explanations_are_reached_by_keyboard(page: Page) -> None:
    go(page, ABOVE, question=QUESTION["da"])
    page.locator("tr[role=row][aria-level='1']").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Forklar: Elmeskolen")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Elmeskolen: forklar løn")).to_be_focused()
    page.get_by_role("button", name="Luk").click()
    expect(page.get_by_role("heading", name="Elmeskolen: forklar løn")).to_have_count(0)


@pytest.mark.parametrize("language", ["da", "en"])
def test_nobody_is_shut_out_and_nothing_is_cut(browser: Browser, server: str, language: str) -> None:
    with window(browser, server) as page:
        drawn(page, f"{ABOVE}&explain=north", language)
        refuse_what_shuts_out(page)
