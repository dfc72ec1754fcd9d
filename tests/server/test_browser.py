"""The real server in a real browser: the policy lets the pages run, files come, errors tell nothing."""

from collections.abc import Iterator

import openpyxl
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.server.conftest import Served

NORTH = "?person=centre_manager:north"
INJECTED = """{text: "window.injected = 1"}"""


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(accept_downloads=True)
    context.set_default_timeout(60_000)
    yield context
    context.close()


def opened(context: BrowserContext, served: Served, query: str = NORTH) -> tuple[Page, list[str]]:
    """A page that has drawn itself, and what the browser complained of."""
    page, complaints = context.new_page(), []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(served.address + "/" + query)
    expect(page.locator("h1")).to_be_visible()
    return page, complaints


def test_the_page_runs_under_the_policy_and_fetches_nothing_from_elsewhere(context, served):
    asked = []
    context.on("request", lambda request: asked.append(request.url))
    page, complaints = opened(context, served)
    expect(page.locator("#ran")).to_have_text("script ran")
    expect(page.locator("[data-testid=stDataFrame]")).to_be_visible()
    expect(page.locator("[data-testid=stVegaLiteChart]")).to_be_visible()
    assert complaints == []
    elsewhere = [url for url in asked if not url.startswith((served.address, "data:", "blob:"))]
    assert elsewhere == []


@pytest.mark.parametrize(("query", "language"), [("", "da"), ("?lang=en", "en"), ("?lang=zz", "da")])
def test_the_document_says_its_language(context, served, query, language):
    page, _ = opened(context, served, query)
    assert page.evaluate("document.documentElement.lang") == language


def test_the_browser_refuses_what_the_policy_does_not_allow(context, served):
    page, _ = opened(context, served)
    assert page.evaluate("fetch('https://example.dk').then(() => 'fetched', () => 'refused')") == "refused"
    page.evaluate(f"document.head.append(Object.assign(document.createElement('script'), {INJECTED}))")
    assert page.evaluate("window.injected") is None
    assert "pejling_browser" not in page.evaluate("document.cookie")


def test_a_file_comes_to_the_browser_that_asked_and_to_no_other(context, browser, served, tmp_path):
    page, _ = opened(context, served)
    with page.expect_download() as arriving:
        page.get_by_role("link", name="Hent opfølgning").click()
    arriving.value.save_as(tmp_path / "file.xlsx")
    assert "Center Nord" in arriving.value.suggested_filename
    rows = list(openpyxl.load_workbook(tmp_path / "file.xlsx").worksheets[0].iter_rows(values_only=True))
    assert [row[1] for row in rows[1:]] == ["Center Nord", "Åskolen", "Bakkeskolen", "Idrætshallen"]

    link = page.get_by_role("link", name="Hent opfølgning").get_attribute("href")
    foreign = page.get_by_role("link", name="Hent fremmed").get_attribute("href")
    other = browser.new_context()
    opened(other, served)
    assert other.request.get(served.address + link).status == 403
    assert context.request.get(served.address + link).status == 200
    assert context.request.get(served.address + foreign).status == 404
    other.close()


def test_an_error_is_one_sentence_with_a_number_that_the_log_knows(context, served):
    page, _ = opened(context, served)
    received = []

    def keep(frame: str | bytes) -> None:
        received.append(str(frame))

    page.on("websocket", lambda socket: socket.on("framereceived", keep))
    page.reload()
    expect(page.locator("h1")).to_be_visible()
    page.get_by_role("button", name="Fejl").click()
    alert = page.get_by_test_id("stAlert")
    expect(alert).to_be_visible()
    number = alert.inner_text().split(" nummer ")[-1].split(" number ")[-1].split(".")[0]
    assert len(number) == 8
    assert f"incident {number}" in served.log.read_text(encoding="utf-8")
    seen = page.content() + "".join(received)
    for secret in ("010190", "hemmelig", "Traceback", "ValueError"):
        assert secret not in seen


def test_each_person_of_the_demo_sees_their_own(context, served):
    page, _ = opened(context, served)
    expect(page.locator("h1")).to_have_text("centre_manager:north")
    page, _ = opened(context, served, "?person=nobody")
    expect(page.locator("h1")).to_have_text("centre_manager:south")
