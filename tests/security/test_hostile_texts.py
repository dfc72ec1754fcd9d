"""The table of `test_hostile_input.py` goes on: what an extract or an address says stays the text that it is."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from dashboard.addresses import Address
from dashboard.pages import PAGES, Page
from dashboard.rules import may
from tests.browser.conftest import served, window
from tests.pages.conftest import OpenPage
from tests.security.attack import assert_only_texts, fingerprint

# -------------------------------------------------------------------- 6. Texts of an extract, wherever they are shown

OF_FIGURES = [page for page in PAGES if may("director", "page", page.key)]
INJECTED = [
    "img[src='x']", "img[src*=evil]", "svg[onload]", "[onerror]", "[onmouseover]", "iframe[src^=javascript]",
    "a[href^='javascript']", "strong:has-text('fed')", ".katex",
]  # fmt: skip
"""What there would be on a page if a text had become more than that."""


def test_every_page_shows_texts_as_texts(browser: Browser, hostile_home: Path) -> None:
    """As Chromium draws it: no dialog and no complaint (`window`), no element of theirs, nothing fetched elsewhere."""
    with served(hostile_home) as server, window(browser, server) as page:
        asked = list[str]()
        page.on("request", lambda request: asked.append(request.url))
        for one in OF_FIGURES:
            page.goto(f"/{one.path}?person=director")
            page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for(state="attached")
            page.get_by_text("onerror=alert(1)").last.wait_for(state="attached")  # what is not shown proves nothing
            assert [injected for injected in INJECTED if page.locator(injected).count()] == [], one.key
        assert [url for url in asked if not url.startswith((server, "data:", "blob:"))] == []


# ------------------------------------------------------------------------------------ 7. Formulas in what is taken home

FILTERS = {
    "fiscal_year": 2026, "period": 10, "unit": "north", "organisation_view": "today", "year": 2026, "span": "2025K4",
    "project": "BATH", "budget_basis": "with_carry_over", "centre": "north", "programme": "EFF", "subject": "intern",
}  # fmt: skip
LINES_OF = {**FILTERS, "unit": "foster", "account": "4100", "function_code": None}
FILES = {
    "budget_followup": FILTERS, "postings": LINES_OF, "capital_projects": FILTERS, "capital_project": FILTERS,
    "capital_carry_overs": FILTERS, "carry_over_case": FILTERS, "carry_over_case_document": FILTERS, "savings": FILTERS,
    "targets": FILTERS, "purchases": FILTERS, "staff": FILTERS, "atypical_postings": FILTERS, "data_quality": FILTERS,
    "focus_candidates": FILTERS,
}  # fmt: skip
"""Those with texts of an extract; what people write themselves is in section 10."""


@pytest.mark.parametrize("kind", FILES)
def test_a_file_holds_no_formula(
    kind: str, hostile_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Texts begin with each sign that begins a formula; none is one, and nothing in the file leads out of it."""
    monkeypatch.setenv("PEJLING_HOME", str(hostile_home))
    monkeypatch.setenv("PEJLING_DEMO", "1")
    assert_only_texts(kind, tmp_path / "file", FILES[kind])


# -------------------------------------------------------------------- 8. Every parameter of an address, on every page

PAYLOADS = [
    "' or 1=1 --", "'; drop table budget_followup__posting; --", "x' union select * from read_csv('/etc/passwd') --",
    "north\") or (1=1", "%' escape '\\", "1; attach '/tmp/x' as x", "<script>alert(1)</script>", "../../../etc/passwd",
    "{{7*7}}${7*7}%s{0}", "\x00", "\u202e", "😀" * 20, "NaN", "-1", "9" * 400, "x" * 5_000, "",
]  # fmt: skip
# What a parameter must begin with so that it is looked at at all.
BEGINNINGS = {"line": "operating:", "entry": "posting:", "open": "north~4100~"}
PARAMETERS = sorted({
    *re.findall(r'(?:first|query)(?:\.get\(|\[)"(\w+)"', inspect.getsource(Address.read)),
} - {"lang", "person"})  # fmt: skip
"""As `addresses.py` reads them, but for who looks and in which language."""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.key)
def test_a_parameter_is_a_text(page: Page, hostile_home: Path, open_page: OpenPage) -> None:
    """All of them at once, each with another attack on each page: the page is drawn, and nothing else happens."""
    before, at = fingerprint(hostile_home, without=("store", "use", "audit")), PAGES.index(page)
    sent = {name: BEGINNINGS.get(name, "") + PAYLOADS[(at + n) % len(PAYLOADS)] for n, name in enumerate(PARAMETERS)}
    screen = open_page(page.key, hostile_home, **sent, person="director" if page in OF_FIGURES else "administrator")
    assert not screen.app.error
    assert len(screen.text) > 100
    assert fingerprint(hostile_home, without=("store", "use", "audit")) == before
