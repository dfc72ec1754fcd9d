"""2. What a provider vouches for: ID tokens and answers as somebody would like to have them, given by the provider."""

from __future__ import annotations

import hmac
import json
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Mapping
from typing import Any

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from joserfc import jws
from joserfc.jwk import OctKey, RSAKey
from werkzeug.wrappers import Request, Response

from tests.login.installation import SECRETS
from tests.login.oidc_provider import TOKEN, Change, OidcProvider, id_token_with, json_with
from tests.security.attacks.ways_back import refusal
from tests.security.ground import Attack, Ground, Strike

Misbehave = Callable[[OidcProvider], Change]
"""What the provider answers at its token address instead."""
_STRANGER = RSAKey.generate_key(2048)
TEN_MINUTES = 600


def given(misbehave: Misbehave) -> Attack:
    """Somebody logs in, and this is what the provider gives for their code."""

    def attack(ground: Ground) -> Strike:
        visitor, provider = ground["visitor"], ground["installation"].provider
        provider.changes[TOKEN] = misbehave(provider)
        return lambda: refusal(visitor.log_in("mallory"), visitor)

    return attack


def claims_with(header: Mapping[str, str] | None = None, **changed: object) -> Misbehave:
    """Claims that are not so, with the provider's own signature; None takes one out."""
    return lambda provider: id_token_with(provider, header, **changed)


def moved(seconds: int) -> Misbehave:
    """The provider's clock is so many seconds ahead; its tokens last for a minute."""

    def misbehave(provider: OidcProvider) -> Change:
        now = int(time.time()) + seconds
        return id_token_with(provider, iat=now, nbf=now, exp=now + 60, auth_time=now)

    return misbehave


def signed_by(sign: Callable[[OidcProvider, bytes], str]) -> Misbehave:
    """The right claims, with somebody else's signature."""

    def misbehave(provider: OidcProvider) -> Change:
        def change(request: Request, answer: Response) -> Response:
            said = json.loads(answer.get_data())
            claims = urlsafe_b64decode(said["id_token"].split(".")[1] + "==")
            return json_with(id_token=sign(provider, claims))(request, answer)

        return change

    return misbehave


def nobody(_: OidcProvider, claims: bytes) -> str:
    """`alg: none`."""
    return f"{_unsigned({'alg': 'none', 'typ': 'JWT'}, claims)}."


def client_secret(_: OidcProvider, claims: bytes) -> str:
    return _with(OctKey.import_key(SECRETS.client), {"alg": "HS256"}, claims)


def public_key(provider: OidcProvider, claims: bytes) -> str:
    """HS256, with what everybody can read as its secret. No library signs so: it is made by hand."""
    content = _unsigned({"alg": "HS256", "kid": provider.key.kid}, claims)
    mark = hmac.new(provider.key.as_pem(private=False), content.encode(), "sha256")
    return f"{content}.{_in_letters(mark.digest())}"


def with_a_rule(provider: OidcProvider, claims: bytes) -> str:
    """A good signature over a header that says: refuse this if you do not know `x`."""
    content = _unsigned({"alg": "RS256", "kid": provider.key.kid, "crit": ["x"], "x": "1"}, claims)
    mark = provider.key.private_key.sign(content.encode(), PKCS1v15(), SHA256())  # type: ignore[attr-defined]
    return f"{content}.{_in_letters(mark)}"


def stranger(provider: OidcProvider, claims: bytes) -> str:
    """Another key that goes by the name of the provider's."""
    return _with(_STRANGER, {"alg": "RS256", "kid": str(provider.key.kid)}, claims)


def stranger_of_another_name(_: OidcProvider, claims: bytes) -> str:
    return _with(_STRANGER, {"alg": "RS256", "kid": "another"}, claims)


def stranger_with_its_key(_: OidcProvider, claims: bytes) -> str:
    """The token brings the key along that it is to be held against."""
    return _with(_STRANGER, {"alg": "RS256", "jwk": _STRANGER.as_dict(private=False)}, claims)


def changed_afterwards(provider: OidcProvider, claims: bytes) -> str:
    """The provider's signature, below somebody else's name."""
    header, _, signature = provider.signed(json.loads(claims)).split(".")
    return f"{header}.{_in_letters(json.dumps({**json.loads(claims), 'sub': 'director'}).encode())}.{signature}"


def token(given: str) -> Misbehave:
    return lambda _: json_with(id_token=given)


def no_token(_: OidcProvider) -> Change:
    return json_with(id_token=None)


def page(_: OidcProvider) -> Change:
    return lambda *_: Response("<script>alert(1)</script>", mimetype="text/html")


def _with(key: Any, header: dict[str, Any], claims: bytes) -> str:
    return jws.serialize_compact(header, claims, key, algorithms=["HS256", "RS256"])


def _unsigned(header: dict[str, Any], claims: bytes) -> str:
    return f"{_in_letters(json.dumps(header).encode())}.{_in_letters(claims)}"


def _in_letters(part: bytes) -> str:
    return urlsafe_b64encode(part).decode().rstrip("=")
