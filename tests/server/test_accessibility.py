"""Anybody finds the accessibility statement at /was, and what was tested, without a login."""

from __future__ import annotations

import html
from pathlib import Path

import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from dashboard import accessibility
from dashboard.login.gate import LoginGate
from dashboard.login.settings import FILE_NAME, LoginSettings
from dashboard.roles import ROLES
from dashboard.rules import RULES
from pipelines.problems import WrongUse
from tests.loops import done
from tests.server.conftest import PAGE, Served

OWN = "https://was.digst.dk/pejling-proeve-kommune-dk"


def asked(language: str = "da") -> Request:
    return Request(
        {"type": "http", "method": "GET", "path": "/", "headers": [], "query_string": f"lang={language}".encode()}
    )


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "municipality.toml"
    monkeypatch.setenv("PEJLING_HOME", str(tmp_path))
    monkeypatch.setenv("PEJLING_SETTINGS", str(file))
    return file


@pytest.mark.parametrize(
    ("language", "heading"), [("da", "Tilgængelighed i Pejling"), ("en", "Accessibility of Pejling")]
)
def test_what_was_tested_is_told_to_anybody(served: Served, language: str, heading: str) -> None:
    answer = served.get(f"/was?lang={language}", **PAGE)  # nothing of the municipality's own is set: it leads there
    text = html.unescape(answer.body.decode("utf-8"))
    assert answer.status == 200
    assert f"<h1>{heading}</h1>" in text
    assert f'<html lang="{language}">' in text
    assert "Prøve Kommune" in text
    assert "<table>" in text
    main = text.split("<main")[1].split("</main>")[0]
    assert "{" not in main
    for word in ("Åskolen", "Center Nord", "2026-07-03", str(served.home)):
        assert word not in text


def test_the_municipality_s_own_statement_comes_first(settings: Path) -> None:
    settings.write_text(
        f'name = "Prøve Kommune"\n[accessibility]\nstatement = "{OWN}"\ncontact = "Web, 12 34 56 78"\n',
        encoding="utf-8",
    )
    answer = accessibility.statement(asked())
    assert (answer.status_code, answer.headers["location"]) == (303, OWN)
    told = bytes(accessibility.tested(asked()).body).decode("utf-8")
    assert f'<a href="{OWN}">' in told
    assert "Web, 12 34 56 78" in told


@pytest.mark.parametrize(("idle", "asked_before"), [("idle_minutes = 6", "3"), ("", "5")])
def test_it_says_how_long_before_its_end_a_login_is_asked_for(settings: Path, idle: str, asked_before: str) -> None:
    settings.write_text('name = "Prøve Kommune"\n', encoding="utf-8")
    settings.with_name(FILE_NAME).write_text(
        f'issuer = "https://id.dk"\nclient = "pejling"\naddress = "https://pejling.dk"\ncontact = "Økonomi"\n{idle}\n',
        encoding="utf-8",
    )
    told = bytes(accessibility.tested(asked()).body).decode("utf-8")
    assert f"Siden siger det {asked_before} minutter" in told
    assert f"i {idle[-1:] or 60} minutter, spørger" in told
    assert "efter 12 timer" in told


def test_what_a_settings_file_says_is_text(settings: Path) -> None:
    settings.write_text('name = "<script>alert(1)</script>"\n', encoding="utf-8")
    told = bytes(accessibility.tested(asked()).body).decode("utf-8")
    assert "<script>" not in told
    assert "&lt;script&gt;alert(1)" in told


@pytest.mark.parametrize("address", ["javascript:alert(1)", "http://was.digst.dk/x", "https://was.digst.dk/x y", "/x"])
def test_a_statement_is_an_address_of_the_web(settings: Path, address: str) -> None:
    settings.write_text(f'name = "Prøve"\n[accessibility]\nstatement = "{address}"\n', encoding="utf-8")
    with pytest.raises(WrongUse, match=r"accessibility\.statement"):
        accessibility.statement(asked())


@pytest.mark.parametrize(("path", "status"), [*((path, 200) for path in accessibility.OPEN_PATHS), ("/maaltal", 303)])
def test_nobody_has_to_log_in_for_it(settings: Path, path: str, status: int) -> None:
    settings.write_text('name = "Prøve Kommune"\n', encoding="utf-8")
    login = LoginSettings(issuer="https://id.dk", client="pejling", address="https://pejling.dk", contact="Økonomi")
    answered: list[int] = []

    async def behind(scope: Scope, receive: Receive, send: Send) -> None:
        await Response()(scope, receive, send)

    async def send(message: Message) -> None:
        answered.append(message.get("status", 0))

    asks = {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": [(b"accept", b"text/html")]}
    done(LoginGate(behind, login), asks, None, send)
    assert answered[0] == status
    assert RULES.get(("route", path), frozenset(ROLES)) == frozenset(ROLES)
