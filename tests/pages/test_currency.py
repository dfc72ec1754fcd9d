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


@pytest.mark.parametrize("page", [page.key for page in PAGES])
def test_no_page_says_kroner(open_page: OpenPage, dollar_home: Path, page: str) -> None:
    shown = open_page(page, dollar_home, person="controller").components
    # What a column means is the product's own definition; its limits are in kroner.
    texts = json.dumps(without(shown, "help"), ensure_ascii=False)
    assert not KRONER.findall(texts)


def without(data: object, name: str) -> object:
    if isinstance(data, dict):
        return {key: without(value, name) for key, value in data.items() if key != name}
    return [without(value, name) for value in data] if isinstance(data, list) else data


def test_amounts_are_said_in_it(open_page: OpenPage, dollar_home: Path) -> None:
    text = open_page("my_centre", dollar_home, person="controller").text
    assert "mio. USD" in text
    assert "tusind USD" in text
