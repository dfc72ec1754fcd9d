"""Ways back from the provider that nobody was sent on: what is right about them belongs to another login."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qs, urlencode, urlsplit

from itsdangerous import TimestampSigner, URLSafeTimedSerializer

from dashboard.login.browser_key import cookie_name
from dashboard.login.on_the_way import SECONDS
from tests.login.installation import SECRETS, Installation, Visitor

Cookie = Callable[[str], str]
Way = Callable[[Installation, Visitor], str]
"""The address that a browser comes back to."""


def at(address: str) -> Way:
    return lambda *_: address


def of_another_browser(installation: Installation, visitor: Visitor) -> str:
    """Login fixation: somebody is made to finish another's login, and to work in their name."""
    return installation.visitor().way_back("mallory")


def twice(_: Installation, visitor: Visitor) -> str:
    address = visitor.way_back("mallory")
    assert visitor.get(address).status_code == 303
    visitor.client.cookies.delete(cookie_name(visitor.settings))
    return address


def code_of_another_browser(installation: Installation, visitor: Visitor) -> str:
    """Injected into a login that is on its way, with the state of that one: PKCE and the nonce are another's."""
    stolen = parse_qs(urlsplit(installation.visitor().way_back("mallory")).query)["code"][0]
    return _with(visitor, code=stolen)


def code_that_was_used(installation: Installation, visitor: Visitor) -> str:
    used = parse_qs(urlsplit(twice(installation, visitor)).query)["code"][0]
    return _with(visitor, code=used)


def code_of_nobody(_: Installation, visitor: Visitor) -> str:
    return _with(visitor, code="x" * 48)


def with_answer(**said: str) -> Way:
    """From a way that was begun, with another answer than a code."""
    return lambda _, visitor: _with(visitor, **said)


def with_cookie(change: Cookie | None) -> Way:
    """The right address, with another cookie of the way there, or with none."""

    def address(_: Installation, visitor: Visitor) -> str:
        right = visitor.way_back("mallory")
        (name,) = [name for name in visitor.client.cookies if name.startswith("pejling_login_")]
        held = visitor.client.cookies[name]
        visitor.client.cookies.delete(name)
        if change:
            visitor.client.cookies.set(name, change(held))
        return right

    return address


def forged(held: str) -> str:
    """What is in it, signed with another secret."""
    return str(_signer("another secret").dumps(_signer().loads(held)))


def old(held: str) -> str:
    """What is in it, signed by us when it had ended by now."""
    return str(_signer(signer=_SignedLongAgo).dumps(_signer().loads(held)))


class _SignedLongAgo(TimestampSigner):
    def get_timestamp(self) -> int:
        return super().get_timestamp() - SECONDS - 60


def _signer(secret: str = SECRETS.cookies, signer: type[TimestampSigner] = TimestampSigner) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret, salt="pejling.login", signer=signer)


def _with(visitor: Visitor, **said: str) -> str:
    right = urlsplit(visitor.way_back("ann"))
    return f"{right.path}?{urlencode({**said, 'state': parse_qs(right.query)['state'][0]})}"
