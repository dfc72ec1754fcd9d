"""9. Requests to the server, and links to files: from whom nobody knows, from other sites, from somebody else."""

from __future__ import annotations

import http.client
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from itsdangerous import TimestampSigner, URLSafeTimedSerializer

from dashboard.downloads import HOURS
from tests.login.installation import SECRETS, Installation
from tests.rights.visitor import Visitor
from tests.security.attacks.ways_back import SignedLongAgo
from tests.security.ground import Attack, Ground, Strike

PAGE = {"Accept": "text/html"}
SOCKET = {
    "Upgrade": "websocket",
    "Connection": "Upgrade",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "A" * 22 + "==",
}
FORM = b'--x\r\nContent-Disposition: form-data; name="f"; filename="../../x.csv"\r\n\r\nx\r\n--x--\r\n'
XSRF = "_streamlit_xsrf"


def sent(path: str, method: str = "GET", *, body: bytes = b"", **headers: str) -> Attack:
    """A request of somebody whom nobody knows; a header's name is written with `_` for `-`."""
    return lambda ground: lambda: _answer(ground, method, path, _named(headers), body)


def asked(path: str, **headers: str) -> Attack:
    """The same, as a browser asks for a page."""
    return lambda ground: lambda: _answer(ground, "GET", path, {**PAGE, **_named(headers)})


def a_thousand_cookies(ground: Ground) -> Strike:
    cookies = "; ".join(f"c{n}=x" for n in range(1_000))
    return lambda: _answer(ground, "GET", "/", {**PAGE, "Cookie": cookies})


def uploaded(method: str, **headers: str) -> Attack:
    """A file for an open page of one's own, with the page's own token; and with what `headers` change of it."""

    def attack(ground: Ground) -> Strike:
        visitor, token = with_a_token(ground["login_server"])
        with visitor.sitting() as sitting:
            sitting.go("")
        path = f"/_stcore/upload_file/{sitting.session}/file"
        told = {"X-Xsrftoken": token, "Cookie": visitor.cookie, "Content-Type": "multipart/form-data; boundary=x"}
        return lambda: _answer(ground, method, path, {**told, **_named(headers)}, FORM)

    return attack


def with_a_token(at: Installation) -> tuple[Visitor, str]:
    """A browser with the token that Streamlit gives to anybody."""
    visitor = Visitor(at.settings.home, name="mallory")
    found = re.search(rf"{XSRF}=([^;]+)", visitor.fetch("/_stcore/health").headers["set-cookie"])
    assert found
    visitor.cookies[XSRF] = found[1]
    return visitor, found[1]


@dataclass(frozen=True)
class Link:
    """How a link to a file differs from the one that somebody's page gave to their browser."""

    cookies: Mapping[str, str] = field(default_factory=dict)
    change: str = ""


def fetched(link: Link) -> Attack:
    """The file of somebody else's page, by its link; the one whose it is gets it."""

    def attack(ground: Ground) -> Strike:
        owner, path = _link_of(ground)
        assert owner.fetch(path).status == 200
        thief = Visitor(owner.address, {**owner.cookies, **link.cookies})
        wanted = _CHANGES[link.change](path) if link.change else path

        def strike() -> str:
            answer = thief.fetch(wanted)
            return f"{answer.status} {answer.body.decode()}"

        return strike

    return attack


def fetched_by_a_colleague(ground: Ground) -> Strike:
    """Logged in with the same role, in the same browser, at a link that was another's."""
    owner, path = _link_of(ground)
    key = _logged_in(ground, "eve")

    def strike() -> str:
        answer = Visitor(owner.address, {**owner.cookies, "pejling_session": key}).fetch(path)
        return f"{answer.status} {answer.body.decode()}"

    return strike


def _link_of(ground: Ground) -> tuple[Visitor, str]:
    """A browser of somebody who sees everything, and a link that their page gave it."""
    at: Installation = ground["login_server"]
    owner = Visitor(at.settings.home, {"pejling_session": _logged_in(ground, "mallory")}, "mallory")
    return owner, owner.open("").links[0]


def _logged_in(ground: Ground, subject: str) -> str:
    """Their key, of one login for all rows."""
    at: Installation = ground["login_server"]
    if subject not in _keys:
        at.give(subject, "director")
        visitor = ground["real_browser"]
        visitor.client.cookies.clear()
        assert visitor.log_in(subject).status_code == 303
        _keys[subject] = visitor.key
    return _keys[subject]


_keys: dict[str, str] = {}


def _other_claims(path: str) -> str:
    """What is in it, with more units, signed with another secret."""
    return f"/download/{_signer('another secret').dumps(_order(path) | {'p': 'controller'})}"


class _SignedYesterday(SignedLongAgo):
    seconds = HOURS * 3_600


def _of_yesterday(path: str) -> str:
    return f"/download/{_signer(signer=_SignedYesterday).dumps(_order(path))}"


def _signer(secret: str = SECRETS.cookies, signer: type[TimestampSigner] = TimestampSigner) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret, salt="pejling.download", signer=signer)


def _order(path: str) -> dict[str, object]:
    return dict(_signer().loads(path.removeprefix("/download/")))


_CHANGES = {
    "a letter": lambda path: path[:-1] + ("A" if path[-1] != "A" else "B"),
    "claims": _other_claims,
    "age": _of_yesterday,
}


def _named(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


def _answer(ground: Ground, method: str, path: str, headers: dict[str, str], body: bytes = b"") -> str:
    """Status and words (of a redirect the place), with nothing of ours in it; the next good request is answered."""
    at: Installation = ground["login_server"]
    answer, said = _ask(at, method, path, headers, body)
    for word in (b"Traceback", b"root:", b"Pejleby", b"evil.example", b"[project]"):
        assert word not in said
    place = answer.getheader("location") or ""
    assert "evil" not in place
    assert _ask(at, "GET", "/healthz", {})[1] == b"ok"
    return f"{answer.status} {place.partition('?')[0] or said.decode(errors='replace') or answer.reason}"


def _ask(
    at: Installation, method: str, path: str, headers: dict[str, str], body: bytes = b""
) -> tuple[http.client.HTTPResponse, bytes]:
    connection = http.client.HTTPConnection(str(urlsplit(at.settings.home).netloc), timeout=30)
    try:
        connection.request(method, path, body=body or None, headers=headers)
        answer = connection.getresponse()
        return answer, answer.read()
    finally:
        connection.close()
