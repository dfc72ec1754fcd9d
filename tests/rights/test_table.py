"""The table of who may do what (`dashboard/rules.md`), walked whole: each role × each page, file and route.

What stands in the table is there in the program, and what is in the program stands in the table. Everything is asked of
the real server by somebody who is logged in: by an address that is typed, a link that is signed, a websocket.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

import pytest
from itsdangerous import URLSafeTimedSerializer
from starlette.routing import Mount, Route

from dashboard import downloads, rules, server
from dashboard.access import PAGES as PAGE_KEYS
from dashboard.downloads import _mark_of
from dashboard.files.contents import CONTENTS
from dashboard.login import routes as login
from dashboard.pages import PAGES
from dashboard.roles import ROLES, Role
from dashboard.rules import RULES, Action
from dashboard.texts import Texts
from tests.packs.sample import SMALL, SPAN
from tests.rights.personas import COOKIE, PERSONAS, SECRET, Persona, TownHall
from tests.rights.sweep import Found, everything, told_in
from tests.rights.truth import whole_truth
from tests.rights.visitor import Visitor
from tests.server.conftest import Served

pytestmark = pytest.mark.timeout(900)
OF_ROLE: dict[Role, Persona] = {role: next(one for one in PERSONAS if one.role == role) for role in ROLES}
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
TEXTS = Texts("da")
FRAME = {"masthead", "headline", "foot", "time_left"}


@dataclass(frozen=True)
class Walked:
    """Everybody's way through the pages, one of each role."""

    found: dict[Role, Found]


@pytest.fixture(scope="module")
def walked(hall: TownHall, served: Served) -> Walked:
    return Walked({role: everything(hall.visitor(served.address, one.name)) for role, one in OF_ROLE.items()})


def things(kind: str) -> set[str]:
    return {thing for one, thing in RULES if one == kind}


def test_the_table_names_what_there_is_and_nothing_else() -> None:
    assert things("page") == set(PAGE_KEYS) == {page.key for page in PAGES}
    assert things("action") == set(get_args(Action))
    assert things("file") >= {*CONTENTS, downloads.PACK}
    ours = {path_of(one) for one in server.routes()} | {f"{login.PATH}/"}
    assert {one for one in ours if not begins_with_one_of(one, things("route"))} == set()
    assert {one for one in things("route") if not any(path.startswith(one.rstrip("/")) for path in ours)} == set()
    assert rules.may("administrator", "page", "what nobody has written down") is False


def path_of(route: object) -> str:
    assert isinstance(route, Route | Mount)
    return f"{route.path}/" if isinstance(route, Mount) else route.path


def begins_with_one_of(path: str, beginnings: set[str]) -> bool:
    return any(path.startswith(one) if one.endswith("/") else path == one for one in beginnings)


@pytest.mark.parametrize("role", ROLES)
def test_each_page_by_its_typed_address(walked: Walked, role: Role) -> None:
    drawn = walked.found[role].drawn
    refused = {page.key for page in PAGES if drawn[page.key].title == TEXTS.say(page.name)}
    assert all(drawn[page].components.keys() == FRAME for page in refused)
    shown = {page.key for page in PAGES if drawn[page.key].title == TEXTS.say(page.title)}
    assert shown == {page.key for page in PAGES if rules.may(role, "page", page.key)}
    # Whom the first page is not for begins on a page of theirs.
    elsewhere = {page.key for page in PAGES if not page.path} - shown
    titles = {TEXTS.say(page.title) for page in PAGES if page.key in shown}
    assert all(drawn[page].title in titles for page in elsewhere)
    assert refused == {page.key for page in PAGES} - shown - elsewhere
    menu = {one["key"] for group in drawn["catalogue"].components["masthead"]["groups"] for one in group["pages"]}
    assert menu == shown


def signed(person: str, who: str, asked: dict[str, object], browser: str, secret: str = SECRET) -> str:
    order = asked | {"p": person, "w": who, "b": _mark_of(browser)}
    return f"{downloads.PATH}/{URLSafeTimedSerializer(secret, salt='pejling.download').dumps(order)}"


@pytest.mark.parametrize("role", ROLES)
def test_each_file_by_a_link_that_is_really_signed(hall: TownHall, served: Served, walked: Walked, role: Role) -> None:
    """As if a page had offered it by mistake: what those who see everything are offered, signed for this person."""
    one = OF_ROLE[role]
    visitor = hall.visitor(served.address, one.name)
    truth, found = whole_truth(), Found()
    given, refused = set(), set()
    for asked in offered(walked):
        answer = visitor.fetch(signed(role, one.name, asked, f"browser-of-{one.name}"))
        (given if answer.status in {200, 404} else refused).add(asked["k"])
        assert answer.status in {200, 403, 404}, asked
        found.add("file", str(asked), answer.body.decode("latin-1") if answer.status != 200 else "")
    kinds = {str(asked["k"]) for asked in offered(walked)}
    assert given == {kind for kind in kinds if rules.may(role, "file", "pack" if "pack" in kind else kind)}
    assert refused == kinds - given
    assert found.leaks(truth.foreign_words(()), truth.foreign_numbers(())) == [], "a refusal tells nothing"


def offered(walked: Walked) -> list[dict[str, object]]:
    """One link of each kind that anybody is offered."""
    found = [told_in(link) for one in walked.found.values() for drawn in one.drawn.values() for link in drawn.links]
    return list({str(asked["k"]): asked for asked in found}.values())


def test_every_kind_of_file_was_offered_to_somebody(walked: Walked) -> None:
    kinds = {"pack" if "pack" in str(asked["k"]) else str(asked["k"]) for asked in offered(walked)}
    assert set(CONTENTS) - kinds <= {"postings", "capital_project", "focus_candidates"}, "offered by a row or a form"
    assert "pack" in kinds


def test_a_link_is_worth_nothing_to_anybody_else(hall: TownHall, served: Served, walked: Walked) -> None:
    """Another person's, another browser's, without a login, edited, signed by somebody else, and another's pack."""
    manager = hall.visitor(served.address, "manager_of_schools")
    link = walked.found["controller"].drawn["purchases"].links[0]
    controller = hall.visitor(served.address, "controller")
    assert controller.fetch(link).status == 200
    stolen = Visitor(served.address, {**manager.cookies, downloads.BROWSER_COOKIE: "browser-of-controller"})
    without = Visitor(served.address, {downloads.BROWSER_COOKIE: "browser-of-controller"})
    other_browser = Visitor(served.address, {COOKIE: hall.keys["controller"], downloads.BROWSER_COOKIE: "another"})
    forged = Visitor(served.address, {COOKIE: "forged", downloads.BROWSER_COOKIE: "browser-of-controller"})
    for visitor in (manager, stolen, without, other_browser, forged):
        assert visitor.fetch(link).status == 403
    asked = told_in(link)
    for wrong in (
        link[:-1] + ("A" if link[-1] != "A" else "B"),
        signed("controller", "controller", asked, "browser-of-controller", secret="another secret"),
        signed("controller", "manager_of_schools", asked, "browser-of-controller"),
        signed("centre_manager", "controller", asked, "browser-of-controller"),
        signed("controller", "controller", asked | {"k": "salaries"}, "browser-of-controller"),
    ):
        assert controller.fetch(wrong).status == 403
    pack = asked | {"k": "pack", "f": {"span": SPAN, "subject": SMALL, "edition": 1, "ending": "xlsx"}}
    for edition, ending in ((1, "xlsx"), (1, "html"), (1, "../manifest.json"), (2, "pdf")):
        filters = {"span": SPAN, "subject": SMALL, "edition": edition, "ending": ending}
        wanted = signed("centre_manager", "manager_of_schools", pack | {"f": filters}, "browser-of-manager_of_schools")
        assert manager.fetch(wanted).status == 404
    own = signed("centre_manager", "manager_of_a_small_centre", pack, "browser-of-manager_of_a_small_centre")
    assert hall.visitor(served.address, "manager_of_a_small_centre").fetch(own).status == 200


@pytest.mark.parametrize("method", METHODS)
def test_each_route_by_each_method_without_a_login(served: Served, method: str) -> None:
    """What is open answers, and tells of nothing; the rest sends away, or knows nothing."""
    truth, found = whole_truth(), Found()
    paths = [*(one.rstrip("/") for one in things("route")), *(f"/{page.path}" for page in PAGES)]
    for path in (*paths, f"{downloads.PATH}/x", "/assets/../app.py", "/media/x", "/_stcore/metrics"):
        answer = Visitor(served.address).fetch(path, method, Accept="text/html")
        is_open = RULES.get(("route", path)) == frozenset(ROLES) and path != downloads.PATH
        assert answer.status in {200, 204, 303, 400, 403, 404, 405}, (path, answer.status)
        if method == "GET" and path in {f"/{page.path}" for page in PAGES}:
            assert (answer.status, answer.headers["location"].split("?")[0]) == (303, "/auth/login")
        if method not in {"GET", "HEAD", "OPTIONS"} and is_open:
            assert answer.status == 405, path
        found.add("route", path, answer.body.decode("latin-1"))
    assert found.leaks(truth.foreign_words(()), truth.foreign_numbers(())) == []


@pytest.mark.parametrize("key", ["", "forged", "0" * 43])
def test_a_websocket_without_a_login_draws_no_page(served: Served, key: str) -> None:
    with Visitor(served.address, {COOKIE: key} if key else {}).sitting() as sitting:
        for page in PAGES:
            assert set(sitting.go(page.path, person="controller").components) == {"headline", "foot"}


def test_anothers_session_taken_up_is_still_ones_own(hall: TownHall, served: Served) -> None:
    """The id of a page that somebody has open gives neither what they see nor what they have typed."""
    with hall.visitor(served.address, "controller").sitting() as theirs:
        theirs.go("", unit=SMALL)
        session = theirs.session
    assert session
    with hall.visitor(served.address, "manager_of_schools").sitting(session) as mine:
        drawn = mine.go("")
    truth, found = whole_truth(), Found()
    found.add("page", "", drawn.text)
    assert found.leaks(truth.foreign_words(["110000"]), truth.foreign_numbers(["110000"])) == []
    assert drawn.components["masthead"]["name"] == "manager_of_schools"
