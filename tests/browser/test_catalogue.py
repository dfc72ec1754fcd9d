"""A figure's name tells what it means, by mouse and by keyboard, and leads to its card in the catalogue."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import go
from tests.browser.shapes import NARROW, become, violations


def test_a_figure_s_name_explains_it_and_leads_to_its_card(page: Page) -> None:
    go(page, "/personale?person=controller&unit=north&lang=en")
    note = page.locator(".meaning:popover-open")

    page.get_by_role("button", name="Full-time equivalents").first.focus()
    page.keyboard.press("Enter")
    expect(note).to_contain_text("Paid hours / 160.33.")
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(note).to_have_count(0)

    page.get_by_role("columnheader", name="Turnover").get_by_role("button").click()
    note.get_by_role("link", name="See the whole card in the data catalogue").click()
    expect(page.get_by_role("heading", name="Turnover (Staff)")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/datakatalog\?lang=en&person=controller&figure=staff\.turnover_share"))

    # Further down the table stands once more, as a step to itself; there it is looked at alone.
    page.locator(".st-key-where").get_by_role("rowheader").get_by_role("button", name="staff__unit_year").last.click()
    expect(page).to_have_url(re.compile(r"figure=staff\.turnover_share&table=staff__unit_year"))
    expect(page.get_by_role("heading", name="Turnover (Staff)")).to_be_visible()


def test_an_explanation_stays_within_a_phone_and_goes_when_the_page_is_scrolled(page: Page) -> None:
    go(page, "/personale?person=controller&unit=north")
    become(page, NARROW, dark=True)
    frame = page.locator(".scroll", has=page.get_by_role("columnheader", name="Frosne stillinger"))
    frame.evaluate("frame => { frame.scrollLeft = 10000 }")
    page.get_by_role("columnheader", name="Frosne stillinger").get_by_role("button").click()
    note = page.locator(".meaning:popover-open")
    box = note.bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= NARROW
    frame.evaluate("frame => { frame.scrollLeft = 0 }")
    expect(note).to_have_count(0)
