"""Pages in every shape: wide and narrow, light and dark, Danish and English; nothing is cut, nobody is shut out."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from tests.browser.conftest import go, served, window
from tests.pages.page_release import publish_page_release

PAGES = {
    "my_centre": "/mit-center?person=controller",
    "budget": "/?person=controller&unit=north&open=oak_school&open=oak_school~4100~032201",
    "budget_without_forecast": "/?person=controller&period=2026-08",
    "capital_projects": "/anlaeg?person=controller&completed=with",
    "capital_project": "/anlaeg?person=controller&project=WING&open=WING~2025~",
    "capital_carry_overs": "/anlaegsoverfoersler?person=controller",
    "forecast_accuracy": "/prognosepraecision?person=controller",
    "forecast_accuracy_of_a_leaf": "/prognosepraecision?person=controller&unit=care_home&level=account_group",
    "purchases": "/bilag-og-indkoeb?person=controller&unit=north&open=outside_agreement~V1~",
    "savings": "/besparelser?person=controller&open=M1",
    "staff": "/personale?person=controller&unit=north",
    "targets": "/maaltal?person=controller&open=north&open=oak_school",
    "data_quality": "/datakvalitet?person=controller&open=posting",
}
WITHOUT_CHARTS = ("/datakvalitet", "/besparelser", "/mit-center")  # no chart with a table to open
# Only what lies inside a table's own frame may reach past the window: it is scrolled there.
CUT = """() => {
  const found = []
  const told = (what, one) => found.push(`${what}: ${one.tagName} ${one.textContent.slice(0, 40)}`)
  const visit = (node) => {
    for (const one of node.querySelectorAll('*')) {
      if (one.shadowRoot) visit(one.shadowRoot)
      if (one.closest('.scroll, .hidden, style, script, option') || !one.textContent.trim()) continue
      const box = one.getBoundingClientRect()
      if (box.width > 1 && (box.right > innerWidth + 1 || box.left < -1)) told('past the window', one)
      const hides = getComputedStyle(one).overflowX === 'hidden' && one.tagName !== 'SELECT'
      if (hides && box.width > 1 && one.scrollWidth > one.clientWidth + 1) told('hidden', one)
    }
  }
  visit(document)
  return found
}"""


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_cut_on_a_phone(browser: Browser, server: str, name: str, language: str) -> None:
    with window(browser, server, width=390) as page:
        go(page, f"{PAGES[name]}&lang={language}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        assert page.evaluate(CUT) == []
        frame = page.locator(".scroll").last
        first, other = frame.locator("tbody .name").first, frame.locator("tbody td").last
        before = first.bounding_box(), other.bounding_box()
        frame.evaluate("frame => { frame.scrollLeft = 10000 }")
        after = first.bounding_box(), other.bounding_box()
        assert before[0]
        assert after[0]
        assert after[1]
        assert abs(before[0]["x"] - after[0]["x"]) < 1, "the first column stays"
        assert after[1]["x"] + after[1]["width"] <= 391, "the last column can be reached"


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("language", ["da", "en"])
def test_axe_finds_nothing_that_shuts_people_out(
    browser: Browser, server: str, language: str, width: int, dark: bool
) -> None:
    with window(browser, server, width=width, dark=dark) as page:
        for address in PAGES.values():
            go(page, f"{address}&lang={language}")
            if not address.startswith(WITHOUT_CHARTS):
                page.locator("details summary").first.click()
            violations = Axe().run(page).response["violations"]
            serious = [
                (one["id"], one["impact"], [node["html"][:160] for node in one["nodes"]][:3])
                for one in violations
                if one["impact"] in ("serious", "critical")
                or set(one["tags"]) & {"wcag2a", "wcag2aa", "wcag21a", "wcag21aa"}
            ]
            assert serious == [], address


def test_when_the_release_is_gone_one_sentence_says_what_to_do(browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "municipality.toml").write_text('name = "Ny Kommune"\n', encoding="utf-8")
    publish_page_release(tmp_path / "releases")
    with served(tmp_path) as address, window(browser, address) as page:
        (tmp_path / "releases" / "current").unlink()
        go(page, "/", question="Det kan ikke vises lige nu")
        expect(page.get_by_text("Der er endnu ikke udgivet tal.")).to_be_visible()
