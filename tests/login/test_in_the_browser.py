"""A person with a browser: in by the provider's form, another hat, out again, and out in every tab."""

from __future__ import annotations

from datetime import date, timedelta

from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.conftest import go, window
from tests.browser.shapes import NARROW, WIDE, become, refuse_violations
from tests.login.installation import Installation
from tests.login.oidc_provider import OidcProvider

NAME = "Frederikke Amalie Prøvestrup-Mønsted"


def person_menu(page: Page, role: str) -> None:
    page.get_by_role("button", name=f"{NAME} {role}").click()


def height(page: Page) -> int:
    return int(page.locator("header.bar").evaluate("bar => bar.getBoundingClientRect().height"))


def log_in(page: Page, subject: str, path: str, question: str) -> None:
    """By the provider's form, to the page that was asked for."""
    # The provider's page would fetch its looks from the internet.
    page.context.route(lambda url: "//localhost:" not in url, lambda asked: asked.fulfill(body=""))
    page.goto(path)
    page.locator("input[name=sub]").fill(subject)
    page.get_by_role("button", name="Authorize", exact=True).click()
    page.wait_for_url(f"**{path}**")
    page.locator("h1", has_text=question).wait_for()


def test_a_day_with_pejling(browser: Browser, login_server: Installation, provider: OidcProvider) -> None:
    soon = date.today() + timedelta(days=9)
    login_server.give("frede", "controller")
    login_server.give("frede", "centre_manager", "south", deputy_for="ann", valid_to=soon)
    provider.knows("frede", name=NAME, email="frede@pejleby.example")
    with window(browser, login_server.settings.home) as page:
        log_in(page, "frede", "/datakvalitet?lang=da", "Kan vi stole på tallene?")
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


def test_who_has_been_away_is_asked_before_they_are_logged_out(
    browser: Browser, login_server: Installation, provider: OidcProvider
) -> None:
    login_server.give("grete", "centre_manager", "north")
    provider.knows("grete", name="Grete")
    with window(browser, login_server.settings.home) as page:
        page.clock.install()
        log_in(page, "grete", "/bestil-data?lang=da", "Hvilke data mangler vi")
        page.get_by_role("button", name="Bestil data", exact=True).last.click()
        field = page.get_by_role("textbox", name="Hvad mangler du?")
        field.press_sequentially("Ventelister pr. uge")
        asked = page.get_by_role("alertdialog", name="Er du der stadig?")

        page.clock.fast_forward("54:00")
        expect(asked).to_have_count(0)
        login_server.let_pass(timedelta(minutes=56))
        page.clock.fast_forward("01:30")
        expect(asked).to_contain_text("bliver logget ud kl. ")
        expect(asked.get_by_role("button", name="Fortsæt")).to_be_focused()
        for width in (NARROW, WIDE):
            refuse_violations(page, width)
        become(page, WIDE, dark=False)
        page.keyboard.press("Enter")
        expect(asked).to_have_count(0)
        expect(field).to_be_focused()
        expect(field).to_have_value("Ventelister pr. uge")

        come_back(login_server, page, timedelta(minutes=58), "seen_at")
        expect(asked).to_be_visible()
        page.keyboard.press("Escape")
        expect(asked).to_have_count(0)

        come_back(login_server, page, timedelta(hours=11, minutes=1), "begun_at")
        last = page.get_by_role("alertdialog", name="Du bliver snart logget ud")
        expect(last).to_contain_text("kan ikke forlænges")
        last.get_by_role("button", name="Luk").click()
        come_back(login_server, page, timedelta(0))
        expect(last).to_have_count(0)

        come_back(login_server, page, timedelta(hours=1))
        out = page.get_by_role("alertdialog", name="Du er logget ud")
        expect(out).to_contain_text("Kopiér det")
        page.keyboard.press("Escape")
        expect(out).to_have_count(0)
        expect(field).to_have_value("Ventelister pr. uge")


def test_an_answer_that_comes_when_the_language_has_changed_is_not_heard(
    browser: Browser, login_server: Installation, provider: OidcProvider
) -> None:
    login_server.give("helga", "director")
    provider.knows("helga", name="Helga")
    held: list[Route] = []
    with window(browser, login_server.settings.home) as page:
        page.route("**/auth/stay", lambda route: route.continue_() if held else held.append(route))
        log_in(page, "helga", "/bestil-data?lang=da", "Hvilke data mangler vi")
        with page.expect_response("**/auth/stay"):
            page.get_by_role("button", name="English").click()
        with page.expect_response("**/auth/stay") as late:
            held[0].fulfill(json={"seconds": 0, "asked": 300, "can_stay": False})
        late.value.finished()
        page.evaluate("new Promise(drawn => setTimeout(drawn))")
        expect(page.get_by_role("alertdialog")).to_have_count(0)


def come_back(installation: Installation, page: Page, away: timedelta, *columns: str) -> None:
    """Look at another window for a while, and then at this one again."""
    installation.let_pass(away, *columns)
    with page.expect_response("**/auth/stay"):
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
