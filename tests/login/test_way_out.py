"""A login ends: by its limits, by logging out here and at the provider, and in every process at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest

from dashboard import access
from dashboard.login.people import NoRights, NotLoggedIn
from dashboard.store.at_hand import forget
from dashboard.store.database import close_stores
from tests.login.installation import Installation, Visitor, install
from tests.login.oidc_provider import END_SESSION, METADATA, OidcProvider, json_with
from tests.processes import running
from tests.store.conftest import database, postgresql_server, postgresql_template

__all__ = ["database", "postgresql_server", "postgresql_template"]
FROM_HERE = {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}


@pytest.fixture
def ann(installation: Installation, visitor: Visitor) -> Visitor:
    """Somebody who is logged in."""
    installation.give("ann", "director")
    visitor.log_in("ann", name="Ann")
    assert visitor.looks_as()
    return visitor


def test_a_login_ends_when_nobody_is_there(installation: Installation, ann: Visitor) -> None:
    installation.let_pass(timedelta(minutes=59))
    assert ann.looks_as()  # and was seen
    installation.let_pass(timedelta(minutes=59))
    assert ann.looks_as()
    installation.let_pass(timedelta(minutes=61))
    assert ann.get("/").status_code == 303


def test_a_login_ends_however_busy_somebody_is(installation: Installation, ann: Visitor) -> None:
    installation.let_pass(timedelta(hours=11, minutes=59), "begun_at")
    assert ann.looks_as()
    installation.let_pass(timedelta(minutes=2), "begun_at")
    assert ann.get("/").status_code == 303


def test_the_limits_are_the_municipalitys(installation: Installation, provider: OidcProvider) -> None:
    more = "longest_hours = 2\nidle_minutes = 10"
    changed = install(installation.home.folder, provider, "http://localhost:8501", more=more)
    changed.give("ann", "director")
    for columns in (("begun_at",), ("seen_at",)):
        visitor = changed.visitor()
        visitor.log_in("ann", name="Ann")
        changed.let_pass(timedelta(hours=2, seconds=5) if columns == ("begun_at",) else timedelta(minutes=11), *columns)
        assert visitor.get("/").status_code == 303


def test_who_logs_out_is_out_here_and_at_the_provider(
    installation: Installation, ann: Visitor, provider: OidcProvider
) -> None:
    key = ann.key
    out = ann.get("/auth/logout?lang=en", **FROM_HERE)
    assert (out.status_code, ann.key) == (303, "")
    sent = {name: values[0] for name, values in parse_qs(urlsplit(out.headers["location"]).query).items()}
    assert out.headers["location"].startswith(f"{provider.address}{END_SESSION}?")
    assert sent.pop("id_token_hint").count(".") == 2
    assert sent == {
        "post_logout_redirect_uri": "http://localhost:8501/auth/out", "state": "en", "client_id": "pejling",
    }  # fmt: skip
    assert httpx2.get(out.headers["location"]).status_code == 200
    for language, said in (("en", "You are logged out"), ("da", "Du er logget ud")):
        page = ann.get(f"/auth/out?state={language}")
        assert (page.status_code, said in page.text) == (200, True)
    ann.client.cookies.set("pejling_session", key)
    assert ann.get("/").status_code == 303  # a copy of the key is worth nothing
    assert [entry[:2] for entry in installation.audit()][-2:] == [("login", "ann"), ("logout", "ann")]


def test_a_token_that_fills_no_address_is_not_sent_in_one(ann: Visitor) -> None:
    ann.log_in("ann", groups=[f"{number:036}" for number in range(300)])
    out = ann.get("/auth/logout", **FROM_HERE)
    assert "id_token_hint" not in out.headers["location"]
    assert len(out.headers["location"]) < 1_000


@pytest.mark.parametrize("endpoint", [None, "http://evil.example/out"])
def test_a_provider_that_logs_nobody_out_keeps_nobody_in(
    ann: Visitor, provider: OidcProvider, endpoint: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dashboard.login.provider.ASKED_AGAIN_SECONDS", 0)
    provider.changes[METADATA] = json_with(end_session_endpoint=endpoint)
    key = ann.key
    assert ann.get("/auth/logout", **FROM_HERE).headers["location"] == "http://localhost:8501/auth/out?state=da"
    ann.client.cookies.set("pejling_session", key)
    assert ann.get("/").status_code == 303


@pytest.mark.parametrize(
    ("headers", "is_out"),
    [
        (FROM_HERE, True),
        ({**FROM_HERE, "Sec-Fetch-Site": "none"}, True),
        ({"Referer": "http://localhost:8501/personale"}, True),
        ({**FROM_HERE, "Sec-Fetch-Site": "cross-site"}, False),
        ({**FROM_HERE, "Sec-Fetch-Site": "same-site"}, False),
        ({**FROM_HERE, "Sec-Fetch-Dest": "image"}, False),
        ({"Referer": "http://localhost:8501.evil.example/"}, False),
        ({}, False),
    ],
)
def test_no_other_site_logs_anybody_out(ann: Visitor, headers: dict[str, str], is_out: bool) -> None:
    answer = ann.get("/auth/logout", **headers)
    if is_out:
        assert (answer.status_code, ann.looks_as()) == (303, [])
    else:
        assert (answer.status_code, 'href="/auth/logout?lang=da"' in answer.text) == (200, True)
        assert ann.looks_as()


BY_SCRIPT = {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty"}


def _left(visitor: Visitor) -> tuple[int, int, bool]:
    """Minutes until the login ends, how many before it somebody is asked, and whether they can stay."""
    told = visitor.client.get("/auth/stay", headers=BY_SCRIPT).json()
    return round(told["seconds"] / 60), round(told["asked"] / 60), told["can_stay"]


def test_to_ask_how_long_one_may_stay_makes_it_no_longer_and_to_say_that_one_is_there_does(
    installation: Installation, ann: Visitor
) -> None:
    assert _left(ann) == (60, 5, True)
    for gone in (30, 50):
        installation.let_pass(timedelta(minutes=gone) - timedelta(minutes=60 - _left(ann)[0]), "seen_at")
        assert _left(ann) == (60 - gone, 5, True)
    assert ann.client.post("/auth/stay", headers=BY_SCRIPT).json()["seconds"] > 59 * 60
    installation.let_pass(timedelta(hours=11, minutes=20), "begun_at")
    assert _left(ann) == (40, 5, False)
    assert round(ann.client.post("/auth/stay", headers=BY_SCRIPT).json()["seconds"] / 60) == 40
    installation.let_pass(timedelta(minutes=61), "seen_at")
    assert ann.client.post("/auth/stay", headers=BY_SCRIPT).json()["seconds"] == 0  # what has ended stays so
    assert ann.get("/").status_code == 303


@pytest.mark.parametrize("site", ["cross-site", "same-site", None])
def test_no_other_site_keeps_anybody_logged_in(installation: Installation, ann: Visitor, site: str | None) -> None:
    installation.let_pass(timedelta(minutes=50), "seen_at")
    headers = BY_SCRIPT | {"Sec-Fetch-Site": site} if site else {}
    assert ann.client.post("/auth/stay", headers=headers).status_code == 403
    assert _left(ann)[0] == 10


def test_a_store_that_is_gone_says_nothing_of_how_long_a_login_lasts(
    installation: Installation, ann: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PEJLING_STORE_URL", "postgresql+psycopg://nobody@localhost:1/none")
    assert ann.client.get("/auth/stay", headers=BY_SCRIPT).status_code == 503


@pytest.fixture
def on_a_database(database: str, installation: Installation, provider: OidcProvider) -> Iterator[Installation]:
    """The installation with its store on each database."""
    close_stores()
    forget()
    yield install(installation.home.folder, provider, "http://localhost:8501")
    close_stores()


def _looks(send: Callable[[object], None], key: str) -> None:
    try:
        send([person.role for person in access.people_of({"pejling_session": key})])
    except (NotLoggedIn, NoRights) as refused:
        send(type(refused).__name__)


def _elsewhere(key: str) -> object:
    """As whom a browser with the key looks at another process of the same installation."""
    with running(_looks, key) as other:
        return next(other.told())


def test_a_login_and_its_end_hold_in_every_process(on_a_database: Installation) -> None:
    on_a_database.give("ann", "analyst")
    visitor = on_a_database.visitor()
    visitor.log_in("ann", name="Ann")
    key = visitor.key
    assert _elsewhere(key) == ["analyst"]
    visitor.get("/auth/logout", **FROM_HERE)
    assert _elsewhere(key) == "NotLoggedIn"
    assert _elsewhere("guessed") == "NotLoggedIn"


def test_who_logs_in_as_another_is_no_longer_the_one_before(installation: Installation, ann: Visitor) -> None:
    before = ann.key
    installation.give("bo", "controller")
    ann.log_in("bo", name="Bo")
    assert ann.key != before
    assert ann.looks_as() == [("controller", "municipality")]
    assert [entry[:2] for entry in installation.audit()][-2:] == [("logout", "ann"), ("login", "bo")]
    ann.client.cookies.clear()
    ann.client.cookies.set("pejling_session", before)
    assert ann.looks_as() == []


def test_nobody_is_let_in_where_the_one_before_cannot_be_let_out(installation: Installation, ann: Visitor) -> None:
    before = ann.key
    installation.give("bo", "controller")
    with installation.store.begin() as connection:
        connection.exec_driver_sql(
            "create trigger kept before update of ended_at on login_session begin select raise(abort, 'kept'); end"
        )
    assert ann.log_in("bo", name="Bo").status_code == 503
    assert ann.key == before
    assert ("login", "bo") not in [entry[:2] for entry in installation.audit()]


def test_who_opens_more_tabs_in_the_morning_is_out_of_all_of_them_at_once(
    installation: Installation, ann: Visitor
) -> None:
    """Each tab comes from the provider by itself; the first goes on meanwhile, with what the newest login told."""
    first = ann.key
    installation.let_pass(timedelta(minutes=40))
    ann.log_in("ann", name="Ann", groups=["Pejling-Data"])
    assert ann.key == first
    assert sorted(ann.looks_as()) == [("data_unit", "municipality"), ("director", "municipality")]
    assert _left(ann)[0] == 60
    installation.let_pass(timedelta(hours=11), "begun_at")
    assert _left(ann)[0] == 20, "no key is worth anything longer than a login lasts"
    ann.get("/auth/logout", **FROM_HERE)
    ann.client.cookies.set("pejling_session", first)
    assert ann.looks_as() == []


def test_a_key_that_another_has_put_into_the_browser_is_not_kept(installation: Installation, ann: Visitor) -> None:
    """Whoever plants their own login, one that has ended or one that never was, knows no key afterwards."""
    installation.give("bo", "controller")
    bo, gone = installation.visitor(), installation.visitor()
    bo.log_in("bo", name="Bo")
    gone.log_in("ann", name="Ann")
    ended = gone.key
    gone.get("/auth/logout", **FROM_HERE)
    for planted in (bo.key, ended, "guessed"):
        ann.client.cookies.clear()
        ann.client.cookies.set("pejling_session", planted)
        ann.log_in("ann", name="Ann")
        keys = {cookie.value for cookie in ann.client.cookies.jar if cookie.name == "pejling_session"}
        assert len(keys - {planted}) == 1
        ann.client.cookies.clear()
        ann.client.cookies.set("pejling_session", planted)
        assert ann.looks_as() == []
