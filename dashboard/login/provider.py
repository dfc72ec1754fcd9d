"""The provider that vouches for people, by OpenID Connect; Authlib speaks with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from authlib.integrations.base_client import OAuthError
from authlib.integrations.starlette_client import OAuth
from httpx2 import HTTPError
from joserfc.errors import JoseError
from starlette.requests import Request
from starlette.responses import Response

from dashboard.login.settings import LoginSettings, Secrets

# A signature that only the provider can make. `none` is no signature, and what is made with the client's own secret
# could be made by whoever has read it.
SIGNATURES = frozenset(f"{kind}{bits}" for kind in ("RS", "PS", "ES") for bits in (256, 384, 512)) | {"EdDSA"}
CLOCK_SECONDS = 120
"""How far the provider's clock and ours may be apart."""
_ANSWER_SECONDS = 10
_LONGEST_HINT = 4_000


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
                "timeout": _ANSWER_SECONDS,
            },
        )

    async def send_there(self, request: Request) -> Response:
        """A redirect to the provider. Raises NotVouchedFor where it does not answer."""
        try:
            await self._metadata()
            answer: Response = await self._client.authorize_redirect(request, self._callback)
        except (OAuthError, HTTPError, RuntimeError, ValueError) as error:
            raise NotVouchedFor(f"the provider does not answer ({_told(error)})") from error
        return answer

    async def claims_of(self, request: Request) -> tuple[Mapping[str, Any], str]:
        """What the provider says of somebody who comes back from there, and its ID token. Raises NotVouchedFor."""
        try:
            metadata = await self._metadata()
            token = await self._client.authorize_access_token(
                request,
                claims_options={
                    "iss": {"essential": True, "values": [self._settings.issuer]},
                    "aud": {"essential": True, "values": [self._settings.client]},
                },
                leeway=CLOCK_SECONDS,
            )
            claims = token.get("userinfo")
            if not claims:
                raise NotVouchedFor("the provider gave no ID token")
            return await self._complete(claims, token, metadata), str(token["id_token"])
        except (OAuthError, JoseError, HTTPError, RuntimeError, ValueError, KeyError, TypeError) as error:
            raise NotVouchedFor(_told(error)) from error

    async def way_out(self, id_token: str) -> str:
        """Where somebody logs out of the provider too; our own address where it has no such place."""
        home = f"{self._settings.home}/auth/out"
        try:
            metadata = await self._metadata()
            if "end_session_endpoint" not in metadata:
                return home
            found = await self._client.create_logout_url(
                post_logout_redirect_uri=home,
                # Hundreds of groups make a token that no server takes in an address: then the provider asks who it is.
                id_token_hint=id_token if 0 < len(id_token) <= _LONGEST_HINT else None,
                client_id=self._settings.client,
            )
        except (OAuthError, HTTPError, RuntimeError, ValueError):
            return home
        return str(found["url"])

    async def _metadata(self) -> dict[str, Any]:
        metadata: dict[str, Any] = await self._client.load_server_metadata()
        offered = metadata.get("id_token_signing_alg_values_supported") or ["RS256"]
        metadata["id_token_signing_alg_values_supported"] = sorted(SIGNATURES & set(offered)) or ["RS256"]
        return metadata

    async def _complete(
        self, claims: Mapping[str, Any], token: Mapping[str, Any], metadata: Mapping[str, Any]
    ) -> Mapping[str, Any]:
        """Some providers keep groups out of the ID token: they are asked for, and must be about the same person."""
        wanted = {self._settings.identity, *(rule.claim for rule in self._settings.groups)}
        if wanted <= claims.keys() or "userinfo_endpoint" not in metadata:
            return claims
        more = await self._client.userinfo(token=token)
        if more.get("sub") != claims["sub"]:
            raise NotVouchedFor("the provider told of somebody else")
        return {**more, **claims}


def _told(error: BaseException) -> str:
    """The error's first line, without anything that the browser or the provider sent along in it."""
    return f"{type(error).__name__}: {getattr(error, 'error', '') or ''}".rstrip(": ")
