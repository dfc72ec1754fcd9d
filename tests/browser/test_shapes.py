"""Pages in every shape: wide and narrow, light and dark, Danish and English; nothing is cut, nobody is shut out."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import go, served, window
from tests.browser.shapes import NARROW, refuse_violations, refuse_what_is_cut, refuse_what_shuts_out
from tests.pages.page_release import publish_page_release

PAGES = {
    "my_centre": "/mit-center?person=controller",
    "budget": "/?person=controller&unit=north&open=oak_school&open=oak_school~4100~032201",
    "budget_without_forecast": "/?person=controller&period=2026-08",
    "capital_projects": "/anlaeg?person=controller&completed=with",
    "capital_project": "/anlaeg?person=controller&project=WING&open=WING~2025~",
    "capital_carry_overs": "/anlaegsoverfoersler?person=controller",
    "focus_areas": "/fokusomraader?person=director",
    "forecast_accuracy": "/prognosepraecision?person=controller",
    "forecast_accuracy_of_a_leaf": "/prognosepraecision?person=controller&unit=care_home&level=account_group",
    "purchases": "/bilag-og-indkoeb?person=controller&unit=north&open=outside_agreement~V1~",
    "savings": "/besparelser?person=controller&open=M1",
    "staff": "/personale?person=controller&unit=north",
    "targets": "/maaltal?person=controller&open=north&open=oak_school",
    "catalogue": "/datakatalog?person=controller&figure=staff.sickness_share&open=staff__unit_month~sickness_share~",
    "data_quality": "/datakvalitet?person=controller&open=posting",
}
WITHOUT_CHARTS = (
    "/fokusomraader",
    "/datakvalitet",
    "/datakatalog",
    "/besparelser",
    "/mit-center",
)  # no chart with a table to open


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_nobody_is_shut_out_and_nothing_is_cut(browser: Browser, server: str, name: str, language: str) -> None:
    # Danish is seen in every shape. English differs in its words: as narrow as it gets, and once under every rule.
    with window(browser, server, width=NARROW, dark=language == "en") as page:
        go(page, f"{PAGES[name]}&lang={language}")
        refuse_what_is_cut(page)
        frame = page.locator(".scroll").last
        first, other = frame.locator("tbody .name").first, frame.locator("tbody td").last
        before = first.bounding_box(), other.bounding_box()
        frame.evaluate("frame => { frame.scrollLeft = 10000 }")
        after = first.bounding_box(), other.bounding_box()
        assert before[0]
        assert after[0]
        assert after[1]
        assert abs(before[0]["x"] - after[0]["x"]) < 1, "the first column stays"
        assert after[1]["x"] + after[1]["width"] <= NARROW + 1, "the last column can be reached"
        if not PAGES[name].startswith(WITHOUT_CHARTS):
            page.locator("details summary").first.click()
        if language == "da":
            refuse_what_shuts_out(page)
        else:
            refuse_violations(page, NARROW)


def test_when_the_release_is_gone_one_sentence_says_what_to_do(browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "municipality.toml").write_text('name = "Ny Kommune"\n', encoding="utf-8")
    publish_page_release(tmp_path / "releases")
    with served(tmp_path) as address, window(browser, address) as page:
        (tmp_path / "releases" / "current").unlink()
        go(page, "/", question="Det kan ikke vises lige nu")
        expect(page.get_by_text("Der er endnu ikke udgivet tal.")).to_be_visible()
