"""A person with a browser: in by the provider's form, another hat, out again, and out in every tab."""

from __future__ import annotations

from datetime import date, timedelta

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import go, window
from tests.browser.shapes import NARROW, WIDE, become, refuse_violations
from tests.login.installation import Installation
from tests.login.oidc_provider import OidcProvider

NAME = "Frederikke Amalie Prøvestrup-Mønsted"


def person_menu(page: Page, role: str) -> None:
    page.get_by_role("button", name=f"{NAME} {role}").click()


def height(page: Page) -> int:
    return int(page.locator("header.bar").evaluate("bar => bar.getBoundingClientRect().height"))


def test_a_day_with_pejling(browser: Browser, login_server: Installation, provider: OidcProvider) -> None:
    soon = date.today() + timedelta(days=9)
    login_server.give("frede", "controller")
    login_server.give("frede", "centre_manager", "south", deputy_for="ann", valid_to=soon)
    provider.knows("frede", name=NAME, email="frede@pejleby.example")
    with window(browser, login_server.settings.home) as page:
        # The provider's page would fetch its looks from the internet.
        page.context.route(lambda url: "//localhost:" not in url, lambda asked: asked.fulfill(body=""))
        page.goto("/datakvalitet?lang=da")
        page.locator("input[name=sub]").fill("frede")
        page.get_by_role("button", name="Authorize", exact=True).click()
        page.wait_for_url("**/datakvalitet?lang=da**")
        go(page, page.url, question="Kan vi stole på tallene?")
        assert height(page) < 70
        person_menu(page, "Controller, Pejleby Kommune")
        refuse_violations(page, WIDE)
        become(page, WIDE, dark=False)
        page.keyboard.press("Escape")
        expect(page.get_by_role("link", name="Log ud")).to_be_hidden()

        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        expect(page.get_by_role("button", name=f"{NAME} Centerchef (stedfortræder), Center for Ældre")).to_be_visible()
        assert "person=centre_manager-" in page.url
        become(page, NARROW, dark=False)
        person_menu(page, "Centerchef")
        refuse_violations(page, NARROW)
        become(page, WIDE, dark=False)

        other = page.context.new_page()
        go(other, "/datakatalog?lang=da")
        person_menu(other, "Controller")
        other.get_by_role("link", name="Log ud").click()
        other.wait_for_url(f"{provider.address}/**")
        other.get_by_role("button").first.click()
        expect(other.get_by_role("heading", name="Du er logget ud")).to_be_visible()
        other.goto("/")
        assert other.url.startswith(provider.address)

        page.get_by_role("button", name="English").click()
        expect(page.get_by_role("heading", name="You are logged out")).to_be_visible()
        expect(page.get_by_role("button", name=NAME)).to_have_count(0)
