"""The menu: every page that a role may open stands in one group, with its question and its own address."""

from __future__ import annotations

import pytest

from dashboard import access, rules
from dashboard.access import PAGES as PAGES_KNOWN
from dashboard.looks import look
from dashboard.pages import GROUPS, PAGES
from dashboard.roles import Role
from tests.pages.conftest import OpenPage


def test_every_page_has_a_place_in_the_menu_and_an_address_of_its_own() -> None:
    assert {page.key for page in PAGES} == set(PAGES_KNOWN)
    assert len({page.path for page in PAGES}) == len(PAGES)
    assert {page.group for page in PAGES} <= set(GROUPS)


@pytest.mark.parametrize("person", ["controller", "centre_manager:north"])
def test_the_menu_holds_what_the_person_may_open(open_page: OpenPage, person: str) -> None:
    groups = open_page(person=person).components["masthead"]["groups"]
    shown = {page["key"]: page for group in groups for page in group["pages"]}
    role: Role = "controller" if person == "controller" else "centre_manager"
    assert set(shown) == {page for page in PAGES_KNOWN if rules.may(role, "page", page)}
    assert [page["key"] for page in shown.values() if page["is_here"]] == ["budget_followup"]
    assert shown["capital_projects"]["address"].startswith("/anlaeg?")
    assert shown["capital_projects"]["question"] == "Holder anlægsprojekterne økonomi, tid og bevilling?"


def test_a_group_without_pages_is_not_in_the_menu(open_page: OpenPage) -> None:
    groups = open_page(person="controller").components["masthead"]["groups"]
    used = [name for name in GROUPS if any(page.group == name for page in PAGES)]
    assert len(groups) == len(used) - 1, "what an administrator does is not a controller's"
    assert all(group["pages"] for group in groups)


def test_who_looks_is_asked_once_a_drawing(open_page: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn, asked = list[object](), list[object]()
    begin, looking = look.begin, access.looking_of
    monkeypatch.setattr(look, "begin", lambda: (drawn.append(1), begin())[1])
    monkeypatch.setattr(access, "looking_of", lambda *whom: (asked.append(whom), looking(*whom))[1])
    open_page(person="controller")
    assert len(asked) == len(drawn) > 0
