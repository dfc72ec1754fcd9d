"""What a browser that comes for the first time has to fetch."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import go

# Each time that the chart library was asked for: bytes over the wire (0: the browser had it), packed and unpacked.
FETCHED = """() => performance.getEntriesByType('resource').filter((one) => one.name.includes('plotly'))
  .map((one) => [one.transferSize, one.encodedBodySize, one.decodedBodySize])"""


@pytest.mark.parametrize("first", ["/?person=controller", "/anlaeg?person=controller"], ids=["ahead", "at_once"])
def test_the_chart_library_comes_packed_and_once(page: Page, first: str) -> None:
    go(page, first)
    page.wait_for_function(f"({FETCHED})().some(([wire]) => wire > 0)")
    fetched = page.evaluate(FETCHED)
    go(page, "/anlaeg?person=controller")
    fetched += page.evaluate(FETCHED)
    assert [wire > 0 for wire, _, _ in fetched].count(True) == 1, fetched
    assert all(packed < unpacked / 2 for _, packed, unpacked in fetched), fetched
