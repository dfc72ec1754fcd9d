"""3. On the way back from a provider, and 4. where somebody is sent to when they are let in.

What is right about these ways back belongs to another login: nobody was sent on them.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from html import unescape
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

import httpx2
from itsdangerous import TimestampSigner, URLSafeTimedSerializer

from dashboard.login.browser_key import cookie_name
from dashboard.login.on_the_way import SECONDS
from dashboard.login.routes import own_place
from tests.login.installation import SECRETS, Installation, Visitor
from tests.security.ground import OUR_PAGE, Attack, Ground, Strike

Cookie = Callable[[str], str]
Way = Callable[[Installation, Visitor], str]
"""The address that a browser comes back to."""


def back(way: Way) -> Attack:
    """A browser comes back to that address; what stood in it is not on the page."""

    def attack(ground: Ground) -> Strike:
        visitor = ground["visitor"]
        address = way(ground["installation"], visitor)

        def strike() -> str:
            answer = visitor.get(address)
            assert "<script" not in answer.text
            assert "<b>" not in answer.text
            return refusal(answer, visitor)

        return strike

    return attack


def refusal(answer: httpx2.Response, visitor: Visitor) -> str:
    """Nobody was let in: a page with one sentence, without a key; the sentence."""
    assert answer.status_code == 403
    (sentence,) = re.findall(r"<h1>[^<]+</h1><p>([^<]+)</p>", answer.text)
    assert answer.headers["Cache-Control"] == "no-store"
    assert not visitor.key
    assert visitor.get("/").status_code == 303
    return unescape(sentence)


def sent_to(place: str) -> Attack:
    """As a browser reads it, where they land has our name and no way out in it."""

    def attack(ground: Ground) -> Strike:
        ours = ground["installation"].settings.home

        def strike() -> str:
            there = urljoin(f"{ours}/auth/callback", f"{ours}{own_place(place)}")
            as_browsers_do = urlsplit(there.replace("\\", "/"))
            assert (as_browsers_do.scheme, as_browsers_do.netloc) == ("http", "localhost:8501")
            assert not posixpath.normpath(as_browsers_do.path).startswith("/auth")
            assert there.isprintable()
            assert len(there) < 2_100
            return OUR_PAGE

        return strike

    return attack


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
    return str(_signer(signer=SignedLongAgo).dumps(_signer().loads(held)))


class SignedLongAgo(TimestampSigner):
    """Signs as it would have been signed so many seconds and a minute ago."""

    seconds = SECONDS

    def get_timestamp(self) -> int:
        return super().get_timestamp() - self.seconds - 60


def _signer(secret: str = SECRETS.cookies, signer: type[TimestampSigner] = TimestampSigner) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret, salt="pejling.login", signer=signer)


def _with(visitor: Visitor, **said: str) -> str:
    right = urlsplit(visitor.way_back("ann"))
    return f"{right.path}?{urlencode({**said, 'state': parse_qs(right.query)['state'][0]})}"
