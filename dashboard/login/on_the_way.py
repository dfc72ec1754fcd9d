"""What is kept of somebody on the way to the provider and back: a signed cookie of the browser, one for each way.

Who opens five pages in the morning is on five ways at once; each comes back to its own page.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass

from itsdangerous import BadSignature, URLSafeTimedSerializer
from starlette.requests import Request
from starlette.responses import Response

from dashboard.login.settings import LoginSettings, Secrets

PATH = "/auth"
SECONDS = 600
_COOKIE = "pejling_login_"
_MOST = 8
"""So many ways at once: a browser that is turned away again and again must not send ever more cookies along."""


@dataclass(frozen=True)
class OnTheWay:
    """One way: what the provider is to send back, what proves that we asked, and the page that was wanted."""

    state: str
    nonce: str
    code_verifier: str
    place: str


class Ways:
    """The ways that a browser is on."""

    def __init__(self, settings: LoginSettings, secrets: Secrets) -> None:
        self._is_https = settings.is_https
        self._signer = URLSafeTimedSerializer(secrets.cookies, salt="pejling.login")

    def begin(self, request: Request, response: Response, way: OnTheWay) -> None:
        """Let the browser remember the way; none of those before, where they are too many."""
        others = [name for name in request.cookies if name.startswith(_COOKIE)]
        for name in others if len(others) >= _MOST else ():
            response.delete_cookie(name, path=PATH)
        kept = self._signer.dumps(astuple(way))
        response.set_cookie(
            _name(way.state), kept, SECONDS, path=PATH, secure=self._is_https, httponly=True, samesite="lax"
        )

    def of(self, request: Request) -> OnTheWay | None:
        """The way that the browser comes back from; None where it has begun none such, or too long ago."""
        state = request.query_params.get("state", "")
        try:
            way = OnTheWay(*self._signer.loads(request.cookies.get(_name(state), ""), max_age=SECONDS))
        except (BadSignature, TypeError):
            return None
        return way if way.state == state else None

    @staticmethod
    def end(response: Response, way: OnTheWay) -> None:
        """No way is come back from twice."""
        response.delete_cookie(_name(way.state), path=PATH)


def _name(state: str) -> str:
    return _COOKIE + state[:16]
