"""A provider that is gone, slow, somebody else or out of its mind: a sentence, and a login again once it is well."""

from __future__ import annotations

import time

import pytest
from joserfc.jwk import RSAKey
from werkzeug.wrappers import Request, Response

from dashboard.login import provider as speaking
from tests.login.installation import Installation, Visitor, install
from tests.login.oidc_provider import KEYS, METADATA, TOKEN, USERINFO, Change, OidcProvider, id_token_with, json_with


def says(content: str, *, status: int = 200, kind: str = "application/json") -> Change:
    return lambda _, __: Response(content, status=status, mimetype=kind)


def slowly(_: Request, __: Response) -> None:
    time.sleep(1)


@pytest.mark.parametrize(
    "change",
    [
        says("", status=500),
        says("<html>Log in to the network</html>", kind="text/html"),
        says("[]"),
        says('"http://evil.example"'),
        says("null"),
        says("{"),
        json_with(issuer="http://localhost:1"),
        json_with(issuer=None),
        json_with(authorization_endpoint=None),
        json_with(authorization_endpoint="http://evil.example/authorize"),
        json_with(token_endpoint=7),
        json_with(jwks_uri="//evil.example/keys"),
        json_with(userinfo_endpoint="javascript:alert(1)"),
        json_with(id_token_signing_alg_values_supported="RS256 none", jwks_uri=None),
    ],
)
def test_what_a_provider_tells_of_itself_is_not_believed_blindly(
    visitor: Visitor, provider: OidcProvider, change: Change
) -> None:
    provider.changes[METADATA] = change
    page = visitor.get("/auth/login?next=/personale?lang=en")
    assert (page.status_code, "Nobody can log in right now" in page.text) == (503, True)
    provider.changes.clear()
    visitor.log_in("ann", name="Ann", groups=["Pejling-Data"])
    assert visitor.looks_as() == [("data_unit", "municipality")]


def test_a_provider_that_is_gone_is_told(installation: Installation) -> None:
    gone = installation.settings.model_copy(update={"issuer": "http://localhost:1"})
    page = installation.visitor(settings=gone).get("/auth/login")
    assert (page.status_code, "Ingen kan logge ind lige nu" in page.text) == (503, True)


@pytest.mark.parametrize("place", [METADATA, TOKEN, KEYS])
def test_a_provider_that_does_not_answer_is_not_waited_for(
    installation: Installation, provider: OidcProvider, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    monkeypatch.setattr(speaking, "ANSWER_SECONDS", 0.3)
    visitor = installation.visitor()
    provider.changes[place] = slowly
    page = visitor.get("/auth/login") if place == METADATA else visitor.log_in("ann", name="Ann")
    assert (page.status_code, visitor.key) == (503 if place == METADATA else 403, "")


@pytest.mark.parametrize(
    "change",
    [
        says("", status=500),
        says("{}"),
        says("[]"),
        says('{"error": "invalid_grant", "error_description": "<script>"}', status=400),
        json_with(id_token=None),
        json_with(id_token="a.b.c"),
        json_with(id_token=7),
    ],
)
def test_a_token_that_is_none_lets_nobody_in(
    installation: Installation, visitor: Visitor, provider: OidcProvider, change: Change
) -> None:
    provider.changes[TOKEN] = change
    page = visitor.log_in("ann", name="Ann", groups=["Pejling-Data"])
    assert (page.status_code, visitor.key, "<script>" in page.text) == (403, "", False)
    assert [entry[:2] for entry in installation.audit()] == [("login_refused", "nobody")]


@pytest.mark.parametrize("claim", ["nonce", "iss", "aud", "exp", "sub"])
def test_a_token_that_leaves_out_what_it_is_tried_by_lets_nobody_in(
    visitor: Visitor, provider: OidcProvider, claim: str
) -> None:
    provider.changes[TOKEN] = id_token_with(provider, **{claim: None})
    assert visitor.log_in("ann", name="Ann").status_code == 403
    assert visitor.key == ""


def test_new_keys_of_the_provider_are_asked_for(
    visitor: Visitor, provider: OidcProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(speaking, "ASKED_AGAIN_SECONDS", 0)
    old = RSAKey.generate_key(2048, {"kid": provider.key.kid})
    provider.changes[KEYS] = json_with(keys=[old.as_dict(private=False)])
    assert visitor.log_in("ann", name="Ann").status_code == 403
    provider.changes.clear()
    assert visitor.log_in("ann").status_code == 303


def test_who_has_rights_in_the_store_logs_in_where_no_more_is_told_of_them(
    installation: Installation, visitor: Visitor, provider: OidcProvider
) -> None:
    installation.give("ann", "director")
    provider.changes[USERINFO] = says("", status=500)
    visitor.log_in("ann", name="Ann")
    assert visitor.looks_as() == [("director", "municipality")]


@pytest.mark.parametrize(
    ("more", "groups", "told"),
    [
        ('scopes = ["profile"]', "", "openid"),
        ("", '[[groups]]\nvalue = "Ledere"\nrole = "centre_manager"', "centre_manager is of a unit"),
        ("", '[[groups]]\nvalue = "*-*"\nrole = "analyst"', "one \\*"),
        ("longest_hours = 200", "", "longest_hours"),
    ],
)
def test_settings_that_would_let_in_too_many_stop_the_start(
    installation: Installation, provider: OidcProvider, more: str, groups: str, told: str
) -> None:
    from pipelines.problems import WrongUse  # noqa: PLC0415

    with pytest.raises(WrongUse, match=told):
        install(installation.home.folder, provider, "http://localhost:8501", more=more, groups=groups)
