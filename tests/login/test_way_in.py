"""From no session to a page, against a real provider; and what a login says of somebody."""

from __future__ import annotations

import hashlib
import logging
from base64 import urlsafe_b64encode
from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from dashboard.login.command import give_command
from dashboard.store.grants import standing_grants, take
from dashboard.store.sessions import known_people
from pipelines.problems import WrongUse
from tests.login.installation import ADMINISTRATOR, Installation, Visitor, install
from tests.login.oidc_provider import TOKEN, USERINFO, OidcProvider, id_token_with, json_with

WHOLE = "municipality"
OTHERS = [f"00000000-0000-4000-8000-{number:012}" for number in range(1000)]


def test_who_has_a_right_logs_in_and_sees_as_it_says(installation: Installation, visitor: Visitor) -> None:
    installation.give("ann", "centre_manager", "north")
    stopped = visitor.get("/oekonomi?unit=north")
    assert (stopped.status_code, stopped.headers["location"]) == (303, "/auth/login?next=%2Foekonomi%3Funit%3Dnorth")
    back = visitor.log_in("ann", "/oekonomi?unit=north", name="Ann Prøve", email="ann@pejleby.example")
    assert (back.status_code, back.headers["location"]) == (303, "http://localhost:8501/oekonomi?unit=north")
    assert visitor.get("/").json() == [
        {"key": "centre_manager", "role": "centre_manager", "units": ["north"], "name": "Ann Prøve", "who": "ann"}
    ]
    assert [entry[:2] for entry in installation.audit()] == [("grant", "boss"), ("login", "ann")]


def test_the_real_server_lets_in_who_has_logged_in(login_server: Installation, real_browser: Visitor) -> None:
    login_server.give("dora", "director")
    assert real_browser.get("/").status_code == 303
    assert real_browser.log_in("dora", name="Dora").status_code == 303
    page = real_browser.get("/")
    assert (page.status_code, '<html lang="da">' in page.text) == (200, True)


def test_the_provider_is_shown_that_who_comes_back_is_who_went(visitor: Visitor, provider: OidcProvider) -> None:
    asked = [parse_qs(urlsplit(visitor.way_there()).query) for _ in range(2)]
    for name in ("state", "nonce", "code_challenge"):
        assert asked[0][name] != asked[1][name]
    visitor.log_in("ann", name="Ann")
    verifier = provider.questions(TOKEN)[-1]["code_verifier"]
    challenge = urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    sent = provider.questions("/oauth2/authorize")[-1]
    assert (sent["code_challenge_method"], sent["code_challenge"]) == ("S256", challenge)
    assert sent["redirect_uri"] == "http://localhost:8501/auth/callback"


def test_the_browser_gets_a_key_without_content(installation: Installation, visitor: Visitor) -> None:
    first = visitor.log_in("ann", name="Ann", email="ann@pejleby.example", groups=["Pejling-Data"])
    (kept,) = [one for one in first.headers.get_list("set-cookie") if one.startswith("pejling_session")]
    name, *attributes = kept.split("; ")
    assert {one.lower() for one in attributes} == {"httponly", "samesite=lax", "path=/"}  # no end: until it is closed
    key = visitor.key
    assert len(name) < 70
    other = installation.visitor()
    other.log_in("ann")
    assert other.key not in {"", key}


def test_pages_that_are_opened_at_once_come_back_to_themselves(installation: Installation, visitor: Visitor) -> None:
    installation.give("ann", "controller")
    ways = {place: visitor.way_back("ann", place) for place in ("/", "/personale", "/maaltal?lang=en")}
    for place, way in ways.items():
        assert visitor.get(way).headers["location"] == f"http://localhost:8501{place}"
    assert [name for name in visitor.client.cookies if name.startswith("pejling_login")] == []
    for _ in range(30):
        visitor.way_there()
    assert len([name for name in visitor.client.cookies if name.startswith("pejling_login")]) <= 9


def test_somebody_without_a_right_is_told_whom_to_ask(installation: Installation, visitor: Visitor) -> None:
    visitor.log_in("bo", "/?lang=en", name='<script>alert("bo")</script>', email="bo@pejleby.example")
    for path in ("/", "/personale?unit=north"):
        page = visitor.get(path, **{"Accept-Language": "en"})
        assert page.status_code == 403
        assert "&lt;script&gt;alert(&quot;bo&quot;)&lt;/script&gt;" in page.text
        assert "<script" not in page.text
        assert "it@pejleby.example" in page.text
        assert "Pejleby Kommune" not in page.text
    (known,) = known_people(installation.store)
    assert (known.identity.subject, known.email) == ("bo", "bo@pejleby.example")


def test_a_right_holds_and_is_gone_at_the_very_next_request(installation: Installation, visitor: Visitor) -> None:
    visitor.log_in("cia", name="Cia")
    assert visitor.looks_as() == []
    given = installation.give("cia", "institution_head", "oak_school")
    assert visitor.looks_as() == [("institution_head", "oak_school")]
    take(installation.store, given, "Nyt arbejde", ADMINISTRATOR)
    assert visitor.looks_as() == []
    installation.give("cia", "analyst", valid_from=date.today() + timedelta(days=2))
    assert visitor.looks_as() == []


def test_one_role_for_several_units_is_one_hat_and_a_deputys_another(
    installation: Installation, visitor: Visitor
) -> None:
    soon = date.today() + timedelta(days=9)
    for unit in ("oak_school", "care_home"):
        installation.give("dan", "institution_head", unit)
    installation.give("dan", "institution_head", "elm_school", deputy_for="else", valid_to=soon)
    installation.give("dan", "controller")
    visitor.log_in("dan", name="Dan")
    assert visitor.looks_as() == [
        ("controller", WHOLE),
        ("institution_head", "care_home oak_school"),
        ("institution_head", "elm_school"),
    ]
    keys = [one["key"] for one in visitor.get("/").json()]
    installation.give("dan", "institution_head", "foster", deputy_for="ann", valid_to=soon)
    assert set(keys) < {one["key"] for one in visitor.get("/").json()}


@pytest.mark.parametrize("many", [0, 100, 300, 1000])
def test_groups_give_roles_however_many_there_are(visitor: Visitor, many: int) -> None:
    groups = [*OTHERS[:many], "Pejling-Data", "Pejling-Center-north", "Pejling-Center-south", "pejling-data"]
    visitor.log_in("eva", name="Eva", groups=groups)
    assert visitor.looks_as() == [("data_unit", WHOLE), ("centre_manager", "north south")]


@pytest.mark.parametrize(
    ("groups", "hats"),
    [
        ("Pejling-Data", [("data_unit", WHOLE)]),
        ("Pejling-Center-north", [("centre_manager", "north")]),
        (["Pejling-Center-north", 7, None, ["Pejling-Data"]], [("centre_manager", "north")]),
        ("Pejling-Data Pejling-Center-north", []),
        (["Pejling-Center-", "xPejling-Data", "Pejling-Data-x", "Pejling-Center-north\n", "Pejling-Center-a b"], []),
        (f"Pejling-Center-{WHOLE}", []),
        ({"Pejling-Data": True}, []),
        (True, []),
    ],
)
def test_a_group_counts_as_it_is_written_and_nothing_else(
    visitor: Visitor, groups: object, hats: list[tuple[str, str]]
) -> None:
    visitor.log_in("eva", name="Eva", groups=groups)
    assert visitor.looks_as() == hats


@pytest.mark.parametrize("kept", ["groups", "name"])
def test_what_is_only_told_on_request_is_asked_for(visitor: Visitor, provider: OidcProvider, kept: str) -> None:
    provider.changes[TOKEN] = id_token_with(provider, **{kept: None})
    visitor.log_in("fie", name="Fie", email="fie@pejleby.example", groups=["Pejling-Data"])
    assert [one["name"] for one in visitor.get("/").json()] == ["Fie"]
    assert len(provider.questions(USERINFO)) == 1
    assert visitor.looks_as() == [("data_unit", WHOLE)]


def test_what_is_told_of_somebody_else_gives_nothing(
    installation: Installation, visitor: Visitor, provider: OidcProvider
) -> None:
    provider.changes[TOKEN] = id_token_with(provider, groups=None)
    provider.changes[USERINFO] = json_with(sub="another")
    assert visitor.log_in("fie", name="Fie", groups=["Pejling-Data"]).status_code == 403
    assert visitor.key == ""


def test_groups_that_are_left_out_are_told_in_the_log_and_cost_no_other_right(
    installation: Installation, visitor: Visitor, provider: OidcProvider
) -> None:
    """Entra ID names no groups of somebody with more than 200, but an address in a directory."""
    installation.give("gry", "analyst")
    provider.changes[USERINFO] = json_with(groups=None)
    left_out = {"_claim_names": {"groups": "src1"}, "_claim_sources": {"src1": {"endpoint": "https://graph.example/x"}}}
    provider.changes[TOKEN] = id_token_with(provider, groups=None, **left_out)
    assert visitor.log_in("gry", name="Gry", groups=["Pejling-Data"]).status_code == 303
    assert visitor.looks_as() == [("analyst", WHOLE)]
    assert installation.audit()[-1] == (
        "login", "gry", "the login left out groups: too many for it to name; the rights in the store hold"
    )  # fmt: skip


def test_people_are_told_apart_by_the_claim_that_the_settings_name(
    installation: Installation, provider: OidcProvider
) -> None:
    installation = install(installation.home.folder, provider, "http://localhost:8501", more='identity = "oid"')
    installation.give("0f3a", "director")
    visitor = installation.visitor()
    visitor.log_in("hans", name="Hans", oid="0f3a")
    assert [one["who"] for one in visitor.get("/").json()] == ["0f3a"]
    other = installation.visitor()
    assert other.log_in("0f3a", name="Ida").status_code == 403  # its `sub` is not what counts, and it has no oid


@pytest.mark.parametrize("subject", ["a b c", "x" * 200, "Åse-Æbeløe '; drop table"])
def test_whoever_the_provider_names_can_have_a_right(
    installation: Installation, visitor: Visitor, subject: str
) -> None:
    installation.give(subject, "director")
    visitor.log_in(subject, name="Somebody")
    assert visitor.looks_as() == [("director", WHOLE)]


@pytest.mark.parametrize("subject", [" ann", "ann\u200b", "an\nn", "x" * 201, "", 7, None])
def test_who_cannot_be_told_from_others_is_not_let_in(
    installation: Installation, provider: OidcProvider, subject: object
) -> None:
    installation = install(installation.home.folder, provider, "http://localhost:8501", more='identity = "oid"')
    installation.give("ann", "director")
    visitor = installation.visitor()
    page = visitor.log_in("ann", name="Ann", oid=subject)
    assert (page.status_code, visitor.key) == (403, "")
    assert installation.audit()[-1][2] == "the login's claim oid names nobody"
    assert known_people(installation.store) == []


def test_no_login_says_more_in_the_log_than_it_must(
    visitor: Visitor, caplog: pytest.LogCaptureFixture, installation: Installation
) -> None:
    caplog.set_level(logging.WARNING)
    visitor.log_in("ann", name="Ann Prøve", email="ann@pejleby.example")
    visitor.get("/auth/callback?code=hemmelig-kode&state=x&error=<b>hemmelig</b>&error_description=hemmelig")
    said = caplog.text + str(installation.audit())
    assert "a way that it has not begun" in said
    for word in ("hemmelig", "pejleby.example", visitor.key):
        assert word not in caplog.text
    assert "hemmelig" not in said


def test_somebody_who_says_no_at_the_provider_is_not_let_in(visitor: Visitor, installation: Installation) -> None:
    state = parse_qs(urlsplit(visitor.way_there("/?lang=en")).query)["state"][0]
    page = visitor.get(f"/auth/callback?error=access_denied&state={state}")
    assert (page.status_code, "You were not logged in" in page.text, visitor.key) == (403, True, "")
    assert installation.audit() == [("login_refused", "nobody", "the provider let nobody in")]


@pytest.mark.parametrize(
    ("asked", "place"),
    [
        ("/personale?unit=north&lang=en", "/personale?unit=north&lang=en"),
        ("//evil.example/", "/"),
        ("https://evil.example/", "/"),
        ("/\\evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("/auth/logout", "/"),
        ("/x/../auth/logout", "/"),
        ("/%2e%2e/auth/logout", "/"),
        ("/auth", "/"),
        ("/\r\nSet-Cookie: a=b", "/"),
        ("/" + "x" * 2_000, "/"),
        ("", "/"),
    ],
)
def test_nobody_is_sent_elsewhere(visitor: Visitor, asked: str, place: str) -> None:
    answer = visitor.log_in("ann", asked, name="Ann")
    assert answer.headers["location"] == f"http://localhost:8501{place}"


def test_a_role_of_a_unit_is_not_given_for_the_whole_by_forgetting_the_unit(installation: Installation) -> None:
    folder = installation.home.folder
    with pytest.raises(WrongUse, match="a centre_manager is of a unit"):
        give_command("ann", "centre_manager", home=folder)
    with pytest.raises(WrongUse, match="an administrator of a part gives no rights"):
        give_command("ann", "administrator", unit="south", home=folder)
    assert standing_grants(installation.store) == []
    give_command("ann", "centre_manager", unit="south", home=folder)
    give_command("bo", "director", home=folder)
    assert [(one.subject, one.unit_id) for one in standing_grants(installation.store)] == [
        ("ann", "south"), ("bo", "municipality"),
    ]  # fmt: skip
