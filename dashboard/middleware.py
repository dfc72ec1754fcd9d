"""What every answer of the server goes through: closed paths, security headers, the browser's cookie, the language."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.components.plotly_figure import script_address
from dashboard.downloads import BROWSER_COOKIE, FRAMED_POLICY
from dashboard.page_requests import asks_for_a_page
from dashboard.texts import Language, Texts, language_of
from dashboard.theme import PAGE_STYLE

# Streamlit needs: styles written into the page, components' scripts as blobs, fonts and pictures as data. Nothing else
# is fetched from anywhere, a frame shows what is ours (a pack), no site may frame us, and no string becomes code.
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' blob:",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "frame-src 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "form-action 'self'",
    )
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Permitted-Cross-Domain-Policies": "none",
}
# What a page of ours shows in a frame says so by its own policy, which is stricter in all else.
FRAMED_HEADERS = {**HEADERS, "Content-Security-Policy": FRAMED_POLICY, "X-Frame-Options": "SAMEORIGIN"}
HTTPS_ONLY = "max-age=31536000"
# Fetched while the browser has nothing better to do, so that the first page with such a chart finds it there.
SCRIPT_AHEAD = '<link rel="prefetch" as="script" href="{address}">'
CLOSED = re.compile(r"/(_stcore/(metrics|agent(/.*)?|script-health-check|upload_file(/.*)?)|oauth2callback)/?\Z")
_INLINE_SCRIPT = re.compile(r"<script>.*?</script>\s*", re.DOTALL)
_AGENT_LINK = re.compile(r"<!--(?:(?!-->).)*-->\s*|<link rel=\"service-desc\"[^>]*>\s*", re.DOTALL)
_NO_SCRIPT = re.compile(r"<noscript>.*?</noscript>", re.DOTALL)


class ClosedPaths:
    """Answers 404 where Streamlit would tell anybody how the server is doing, or let a program drive the pages.

    And where it would keep what anybody sends in: nothing is uploaded here, and it asks for no login.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and CLOSED.search(scope["path"]):
            await PlainTextResponse("Not Found", status_code=404)(scope, receive, send)
        else:
            await self.app(scope, receive, send)


class SecurityHeaders:
    """Sets the security headers on every answer, whoever made it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                is_framed = headers.get("Content-Security-Policy") == FRAMED_POLICY
                for name, value in (FRAMED_HEADERS if is_framed else HEADERS).items():
                    headers[name] = value
                if scope["scheme"] == "https":
                    headers["Strict-Transport-Security"] = HTTPS_ONLY
            await send(message)

        await self.app(scope, receive, send_with_headers)


class PageShell:
    """Streamlit's index page in the reader's language and our frame, with the cookie that ties downloads.

    The index page says `lang="en"` and knows no other. The language is the address's, as it is for the page itself.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not asks_for_a_page(scope):
            await self.app(scope, receive, send)
            return
        language = _language_of(scope)
        answer = _HeldAnswer(send, lambda page: in_language(page, language), _new_cookie(scope))
        await self.app(_unconditional(scope), receive, answer.take)


class _HeldAnswer:
    """Holds a page back until it is whole, changes it, and sends it on; anything but a page passes as it comes."""

    def __init__(self, send: Send, change: Callable[[str], str], cookie: str | None) -> None:
        self._send, self._change, self._cookie = send, change, cookie
        self._start: Message | None = None
        self._body = b""

    async def take(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _is_html(message):
            self._start = message
        elif self._start is None:
            await self._send(message)
        else:
            self._body += message.get("body", b"")
            if not message.get("more_body"):
                await self._send_page(self._start)

    async def _send_page(self, start: Message) -> None:
        body = self._change(self._body.decode("utf-8")).encode("utf-8")
        headers = MutableHeaders(scope=start)
        for name in ("etag", "last-modified"):
            del headers[name]
        headers["Content-Length"] = str(len(body))
        headers["Cache-Control"] = "no-cache"
        if self._cookie:
            headers.append("Set-Cookie", self._cookie)
        await self._send(start)
        await self._send({"type": "http.response.body", "body": body})


def in_language(page: str, language: Language) -> str:
    """Streamlit's index page in `language` (lang, title, what is said without JavaScript), in our frame."""
    said = Texts(language).say("Pejling needs JavaScript. Switch it on in the browser and load the page again.")
    page = page.replace('<html lang="en">', f'<html lang="{language}">', 1)
    page = page.replace("<title>Streamlit</title>", "<title>Pejling</title>", 1)
    page = page.replace("</head>", f"{PAGE_STYLE}{SCRIPT_AHEAD.format(address=script_address())}</head>", 1)
    page = _INLINE_SCRIPT.sub("", _AGENT_LINK.sub("", page))
    return _NO_SCRIPT.sub(f"<noscript><p>{said}</p></noscript>", page)


def _is_html(start: Message) -> bool:
    headers = Headers(raw=start["headers"])
    return headers.get("content-type", "").startswith("text/html") and "content-encoding" not in headers


def _unconditional(scope: Scope) -> Scope:
    """The request without what would give a page that is compressed, or none because the browser holds an older one."""
    left_out = {b"accept-encoding", b"if-none-match", b"if-modified-since", b"range"}
    return {**scope, "headers": [(name, value) for name, value in scope["headers"] if name not in left_out]}


def _language_of(scope: Scope) -> Language:
    asked = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("lang", [""])
    return language_of(asked[0])


def _new_cookie(scope: Scope) -> str | None:
    """The cookie that ties downloads to this browser, if it has none yet. It dies with the browser's session."""
    try:
        if BROWSER_COOKIE in SimpleCookie(Headers(scope=scope).get("cookie", "")):
            return None
    except CookieError:
        pass  # a cookie of somebody else's that cannot be read: ours is set anew
    secure = "; Secure" if scope["scheme"] == "https" else ""
    path = scope.get("root_path") or "/"
    return f"{BROWSER_COOKIE}={secrets.token_urlsafe(32)}; Path={path}; SameSite=Lax; HttpOnly{secure}"
