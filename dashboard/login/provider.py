"""The provider that vouches for people, by OpenID Connect; Authlib speaks with it."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Mapping
from typing import Any

from authlib.integrations.base_client import OAuthError
from authlib.integrations.starlette_client import OAuth
from httpx2 import HTTPError, HTTPStatusError
from joserfc.errors import JoseError

from dashboard.login.on_the_way import OnTheWay
from dashboard.login.settings import LoginSettings, Secrets, is_safe_address

# A signature that only the provider can make. `none` is no signature, and what is made with the client's own secret
# could be made by whoever has read it.
SIGNATURES = frozenset(f"{kind}{bits}" for kind in ("RS", "PS", "ES") for bits in (256, 384, 512)) | {"EdDSA"}
CLOCK_SECONDS = 120
"""How far the provider's clock and ours may be apart."""
ASKED_AGAIN_SECONDS = 3600
"""What the provider tells of itself, and its keys, are asked for anew so often."""
CALLED = ("name", "email")
"""By what a person is known to others."""
_NEEDED = ("authorization_endpoint", "token_endpoint", "jwks_uri")
_ADDRESSES = (*_NEEDED, "userinfo_endpoint", "end_session_endpoint")
ANSWER_SECONDS = 10
_LONGEST_HINT = 4_000
_WRONG = (OAuthError, JoseError, HTTPError, RuntimeError, ValueError, KeyError, TypeError, AttributeError)
"""All that Authlib raises on what a provider can answer."""
_log = logging.getLogger("pejling.login")


class NotVouchedFor(Exception):
    """The provider does not say who it is, or what it says does not hold. The text is for the log."""


class Provider:
    """One installation's provider."""

    def __init__(self, settings: LoginSettings, secrets: Secrets) -> None:
        self._settings = settings
        self._callback = f"{settings.home}/auth/callback"
        self._client = OAuth().register(
            "pejling",
            client_id=settings.client,
            client_secret=secrets.client,
            server_metadata_url=settings.metadata_address,
            client_kwargs={
                "scope": " ".join(settings.scopes),
                "code_challenge_method": "S256",
                "timeout": ANSWER_SECONDS,
            },
        )

    async def way_there(self, place: str) -> tuple[str, OnTheWay]:
        """The provider's address for somebody who wants to go to `place`. Raises NotVouchedFor."""
        await self._metadata()
        try:
            found = await self._client.create_authorization_url(self._callback)
        except _WRONG as error:
            raise NotVouchedFor(_told(error)) from error
        return str(found["url"]), OnTheWay(found["state"], found["nonce"], found["code_verifier"], place)

    async def claims_of(self, way: OnTheWay, code: str) -> tuple[Mapping[str, Any], str]:
        """What the provider says of somebody who comes back with a code, and its ID token. Raises NotVouchedFor."""
        metadata = await self._metadata()
        try:
            token = await self._client.fetch_access_token(self._callback, code=code, code_verifier=way.code_verifier)
            claims = await self._client.parse_id_token(
                token,
                nonce=way.nonce,
                claims_options={
                    "iss": {"essential": True, "values": [self._settings.issuer]},
                    "aud": {"essential": True, "values": [self._settings.client]},
                },
                leeway=CLOCK_SECONDS,
            )
            if not claims or claims.get("nonce") != way.nonce:
                raise NotVouchedFor("the provider gave no ID token for this way in")
            return await self._complete(claims, token, metadata), str(token["id_token"])
        except _WRONG as error:
            raise NotVouchedFor(_told(error)) from error

    async def way_out(self, id_token: str, language: str) -> str:
        """Where somebody logs out of the provider too; our own address where it has no such place.

        The provider sends its `state` back, which is all that the page of who has left can know.
        """
        home = f"{self._settings.home}/auth/out"
        try:
            metadata = await self._metadata()
            if "end_session_endpoint" not in metadata:
                return f"{home}?state={language}"
            found = await self._client.create_logout_url(
                post_logout_redirect_uri=home,
                # Hundreds of groups make a token that no server takes in an address: then the provider asks who it is.
                id_token_hint=id_token if 0 < len(id_token) <= _LONGEST_HINT else None,
                state=language,
                client_id=self._settings.client,
            )
        except (NotVouchedFor, *_WRONG) as error:
            _log.warning("somebody logged out here alone: %s", error)
            return f"{home}?state={language}"
        return str(found["url"])

    async def _metadata(self) -> dict[str, Any]:
        """What the provider tells of itself. What makes no sense is not kept. Raises NotVouchedFor."""
        known: dict[str, Any] = self._client.server_metadata
        if time.time() - known.get("_loaded_at", 0) > ASKED_AGAIN_SECONDS:
            known.clear()
        try:
            await self._client.load_server_metadata()
            offered = {one for one in known.get("id_token_signing_alg_values_supported") or () if isinstance(one, str)}
        except _WRONG as error:
            known.clear()
            raise NotVouchedFor(f"the provider does not tell of itself ({_told(error)})") from error
        if known.get("issuer") != self._settings.issuer:
            known.clear()
            raise NotVouchedFor("the provider calls itself something else than `issuer` in login.toml")
        if wrong := [name for name in _ADDRESSES if not _is_address(known.get(name), is_needed=name in _NEEDED)]:
            known.clear()
            raise NotVouchedFor(f"the provider's {wrong[0]} is no address that is safe")
        known["id_token_signing_alg_values_supported"] = sorted(SIGNATURES & offered) or ["RS256"]
        return known

    async def _complete(
        self, claims: Mapping[str, Any], token: Mapping[str, Any], metadata: Mapping[str, Any]
    ) -> Mapping[str, Any]:
        """Many providers keep names or groups out of the ID token: they are asked for, of the same person."""
        wanted = {self._settings.identity, *CALLED, *(rule.claim for rule in self._settings.groups)}
        if wanted <= claims.keys() or "userinfo_endpoint" not in metadata:
            return claims
        try:
            more = await self._client.userinfo(token=token)
        except (HTTPError, ValueError, TypeError) as error:  # no more than the ID token said
            _log.warning("the provider tells no more of people than in the ID token: %s", _told(error))
            return claims
        if more.get("sub") != claims["sub"]:
            raise NotVouchedFor("the provider told of somebody else")
        return {**more, **claims}


def _is_address(told: object, *, is_needed: bool) -> bool:
    return not is_needed if told is None else isinstance(told, str) and is_safe_address(told)


def _told(error: BaseException) -> str:
    """What kind of error it is, and at most a word of the protocol: nothing else that was sent along."""
    if isinstance(error, HTTPStatusError):
        return f"{type(error).__name__}: {error.response.status_code}"
    words = [str(getattr(error, name, "") or "") for name in ("error", "claim_name")]
    return " ".join([type(error).__name__, *(word for word in words if re.fullmatch(r"[a-z_]{1,40}", word))])
