"""Mit center in a real browser: from what waits to where it is done, by mouse and by keyboard."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import go, open_from_menu

TITLE = "Hvad kræver mig nu?"


def test_from_a_deviation_without_an_explanation_to_the_follow_up_and_back(page: Page) -> None:
    go(page, "/mit-center?person=centre_manager:north", question=TITLE)
    expect(page.get_by_text("I forventer et merforbrug på 3,4 mio. kr. (4,7 %).")).to_be_visible()
    page.get_by_role("button", name="3 af 3 afvigelser mangler forklaring").click()
    expect(page.locator("h1")).to_have_text("Holder vi budgettet?")
    expect(page).to_have_url(re.compile("unit=north"))
    page.go_back()
    expect(page.locator("h1")).to_have_text(TITLE)


def test_a_director_goes_down_to_a_centre_by_keyboard(page: Page) -> None:
    go(page, "/?person=director", question="Holder vi budgettet?")
    open_from_menu(page, "Overblik", "Mit center")
    expect(page.get_by_role("region", name="Det venter")).to_be_visible()
    page.get_by_role("button", name="Center for Børn og Unge").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/mit-center.*unit=north"))
    expect(page.get_by_text("Center for Børn og Unge forventer et merforbrug")).to_be_visible()
    expect(page.get_by_role("region", name="Siden du sidst så efter")).to_be_visible()
