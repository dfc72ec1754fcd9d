"""A municipality that counts in another currency reads no kroner anywhere, and its moments are its own."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from dashboard.pages import PAGES
from pipelines.manifest import MANIFEST
from tests.pages.conftest import OpenPage
from tests.pages.page_release import publish_page_release

KRONER = re.compile(r"\bkr\.|\bDKK\b")


@pytest.fixture(scope="module")
def dollar_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The hand-made release, counted in dollars."""
    home = tmp_path_factory.mktemp("dollars")
    (home / "municipality.toml").write_text('name = "Pejleby"\n', encoding="utf-8")
    manifest = home / "releases" / publish_page_release(home / "releases") / MANIFEST
    told = json.loads(manifest.read_text(encoding="utf-8")) | {"currency": "USD", "time_zone": "America/New_York"}
    manifest.write_text(json.dumps(told), encoding="utf-8")
    return home


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("page", [page.key for page in PAGES])
def test_no_page_says_kroner(open_page: OpenPage, dollar_home: Path, page: str, language: str) -> None:
    text = open_page(page, dollar_home, person="controller", lang=language).text
    assert not [line for line in text.splitlines() if KRONER.search(line)]


def test_amounts_are_said_in_it(open_page: OpenPage, dollar_home: Path) -> None:
    text = open_page("my_centre", dollar_home, person="controller").text
    assert "mio. USD" in text
    assert "tusind USD" in text
