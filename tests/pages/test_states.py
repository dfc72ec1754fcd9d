"""Pages before there is anything to show, and when it cannot be had."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.pages.conftest import OpenPage
from tests.pages.page_release import publish_page_release


@pytest.fixture
def empty_home(tmp_path: Path) -> Path:
    (tmp_path / "municipality.toml").write_text('name = "Ny Kommune"\n', encoding="utf-8")
    return tmp_path


def test_before_the_first_release(open_page: OpenPage, empty_home: Path) -> None:
    (empty_home / "releases").mkdir()
    text = open_page(home=empty_home).text
    assert "Der er endnu ikke udgivet tal." in text
    assert "pejling update" in text
    assert "No figures have been published yet." in open_page(home=empty_home, lang="en").text


def test_a_release_without_rows(open_page: OpenPage, empty_home: Path) -> None:
    publish_page_release(empty_home / "releases", is_empty=True)
    assert "Der er endnu ingen budgetopfølgning at vise." in open_page(home=empty_home).text
    assert "Der er ingen anlægsprojekter at vise her." in open_page("capital_projects", home=empty_home).text
    assert "Der er ingen anlægsprojekter at vise her." in open_page("capital_carry_overs", home=empty_home).text
    assert "Der er ikke leveret noget endnu." in open_page("data_quality", home=empty_home).text


def test_a_release_that_cannot_be_read(open_page: OpenPage, empty_home: Path) -> None:
    release = publish_page_release(empty_home / "releases")
    (empty_home / "releases" / release / "pejling.duckdb").write_bytes(b"not a database")
    assert "De udgivne tal kan ikke læses." in open_page(home=empty_home).text
    assert "cannot be read" in open_page(home=empty_home, lang="en").text
