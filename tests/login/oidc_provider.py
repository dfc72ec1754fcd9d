"""A real OpenID provider on loopback, with real signatures; it can be told to misbehave."""

from __future__ import annotations

import json
import threading
import warnings
from base64 import urlsafe_b64decode
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import httpx2
from joserfc import jws
from joserfc.jwk import RSAKey
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

with warnings.catch_warnings(record=True):  # it is built on parts of Authlib that will be others one day
    import oidc_provider_mock
    from oidc_provider_mock._storage import storage

METADATA, KEYS, AUTHORIZE = "/.well-known/openid-configuration", "/jwks", "/oauth2/authorize"
TOKEN, USERINFO, END_SESSION = "/oauth2/token", "/userinfo", "/oauth2/end_session"

Change = Callable[[Request, Response], Response | None]


class OidcProvider:
    """The provider at `address`. What it is asked is in `asked`; `changes` by path make another answer of its own."""

    def __init__(self) -> None:
        with warnings.catch_warnings(record=True):
            self._app = oidc_provider_mock.app(require_nonce=True)
        self._server = make_server("localhost", 0, self._answer, threaded=True)
        self.address = f"http://localhost:{self._server.server_port}"
        self.changes: dict[str, Change] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []

    @contextmanager
    def running(self) -> Iterator[OidcProvider]:
        thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield self
        finally:
            self._server.shutdown()
            thread.join()
            self._server.server_close()

    def knows(self, subject: str, **claims: object) -> None:
        """Somebody who can log in there, and what is said of them."""
        httpx2.put(f"{self.address}/users/{quote(subject, safe='')}", json=claims).raise_for_status()

    def log_in(self, way_there: str, subject: str) -> str:
        """Fill in the form at the address that we send people to; the address that it sends them back to."""
        answer = httpx2.post(way_there, data={"sub": subject})
        assert answer.status_code == 302, answer.text
        return answer.headers["location"]

    def questions(self, path: str) -> list[dict[str, str]]:
        """What was sent to a path, the newest last."""
        return [sent for asked, sent in self.asked if asked == path]

    def signed(self, claims: Mapping[str, Any], **header: str) -> str:
        """A token with the provider's own signature, whatever it says."""
        return jws.serialize_compact({"alg": "RS256", "kid": self.key.kid, **header}, json.dumps(claims), self.key)

    @property
    def key(self) -> RSAKey:
        """The key that it signs with, the private part too."""
        with self._app.test_request_context("/"):
            self._app.preprocess_request()
            return RSAKey.import_key(storage.jwk.as_dict(True))

    def _answer(self, environ: dict[str, Any], start_response: Any) -> Any:
        # It is built on what Authlib will call something else one day; each test begins with filters of its own.
        warnings.filterwarnings("ignore", r"get_jwt_config\(", DeprecationWarning)
        request = Request(environ)
        body = request.get_data()
        environ["wsgi.input"] = BytesIO(body)
        sent = {**parse_qs(urlsplit(request.url).query), **parse_qs(body.decode("utf-8", "replace"))}
        self.asked.append((request.path, {name: values[0] for name, values in sent.items()}))
        answer = Response.from_app(self._app, environ)
        change = self.changes.get(request.path)
        return ((change and change(request, answer)) or answer)(environ, start_response)


def json_with(**changed: object) -> Change:
    """What it would answer, with other values; None takes a value out."""

    def change(_: Request, answer: Response) -> Response:
        said = {**json.loads(answer.get_data()), **changed}
        kept = {name: value for name, value in said.items() if value is not None}
        return Response(json.dumps(kept), mimetype="application/json")

    return change


def id_token_with(provider: OidcProvider, header: Mapping[str, str] | None = None, **changed: object) -> Change:
    """The ID token with other claims, signed by the provider itself all the same; None takes a claim out."""

    def change(request: Request, answer: Response) -> Response:
        said = json.loads(answer.get_data())
        payload = said["id_token"].split(".")[1]
        claims = {**json.loads(urlsafe_b64decode(payload + "==")), **changed}
        kept = {name: value for name, value in claims.items() if value is not None}
        return json_with(id_token=provider.signed(kept, **(header or {})))(request, answer)

    return change
