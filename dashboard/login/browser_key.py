"""The cookie that holds a browser's key to its session."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.responses import Response

from dashboard.login.settings import LoginSettings


def cookie_name(settings: LoginSettings) -> str:
    """Behind TLS a name that browsers take from this very host alone: another site of the domain cannot plant one."""
    return "__Host-pejling" if settings.is_https else "pejling_session"


def key_of(settings: LoginSettings, cookies: Mapping[str, str]) -> str:
    """The browser's key; empty where it has none."""
    return str(cookies.get(cookie_name(settings)) or "")


def give_key(response: Response, settings: LoginSettings, key: str) -> None:
    """Let the browser keep the key until it is closed; scripts cannot read it, other sites cannot send it along."""
    response.set_cookie(cookie_name(settings), key, path="/", secure=settings.is_https, httponly=True, samesite="lax")


def take_key(response: Response, settings: LoginSettings) -> None:
    response.delete_cookie(cookie_name(settings), path="/", secure=settings.is_https, httponly=True, samesite="lax")
