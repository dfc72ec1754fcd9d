"""What a page may say to the server over its websocket; anything else ends the connection or is left unheard.

Streamlit would take more from anybody who can open the socket, logged in or not: a message that empties what the server
remembers for everybody, one that asks which program lies in which folder here, others that are meant for developers.
"""

from __future__ import annotations

import logging
from urllib.parse import urlsplit

from google.protobuf.message import DecodeError
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg

HEARD = frozenset({"rerun_script", "stop_script", "app_heartbeat"})
"""What pages send: a click or an entry, Stop, and that somebody is there."""
MOST_BYTES = 1_000_000
"""Of one message; the longest form that we have, full of its longest texts, is a tenth."""
NOT_A_PAGE = 1008  # "policy violation" (RFC 6455, 7.4.1)
_log = logging.getLogger("pejling.messages")


class PageMessages:
    """Refuses a socket to another site's page; ends one whose messages no page of ours sends, and leaves some unheard.

    A line of the log a connection: who sends a thousand of them does not fill it.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket" and _is_of_another_site(scope):
            # Streamlit would refuse it as well, after it has asked a server somewhere else which address this one has.
            _log.warning("a page's connection was refused: a page of another site asks for it")
            await send({"type": "websocket.close", "code": NOT_A_PAGE})
        elif scope["type"] == "websocket":
            connection = _Connection(receive, send)
            await self.app(scope, connection.receive, connection.send)
        else:
            await self.app(scope, receive, send)


def _is_of_another_site(scope: Scope) -> bool:
    """Whether a browser says that the page which opens the socket is not from here; programs say nothing of it."""
    headers = Headers(scope=scope)
    origin = headers.get("origin")
    try:
        return origin is not None and urlsplit(origin).netloc.lower() != headers.get("host", "").lower()
    except ValueError:  # no address at all
        return True


class _Connection:
    def __init__(self, receive: Receive, send: Send) -> None:
        self._receive, self._send = receive, send
        self._is_ended = self._is_told = False

    async def receive(self) -> Message:
        """The next message that is heard, or the end of the connection."""
        while True:
            message = await self._receive()
            if message["type"] != "websocket.receive":
                return message
            try:
                said = _said(message)
            except _NoMessage as fault:
                _log.warning("a page's connection was ended: %s", fault)
                self._is_ended = True
                await self._send({"type": "websocket.close", "code": NOT_A_PAGE})
                return {"type": "websocket.disconnect", "code": NOT_A_PAGE}
            if said in HEARD:
                return message
            if not self._is_told:
                _log.warning("a page's connection asks for what no page asks for, and is not answered")
                self._is_told = True

    async def send(self, message: Message) -> None:
        """Pass on what the server says, until the connection has ended: then nobody listens."""
        if not self._is_ended:
            await self._send(message)


class _NoMessage(Exception):
    """Why no page of ours can have sent it."""


def _said(message: Message) -> str | None:
    """Of which kind a message is. Raises _NoMessage."""
    content = message.get("bytes")
    if content is None:
        raise _NoMessage("a message of text")
    if len(content) > MOST_BYTES:
        raise _NoMessage("a message of more than a megabyte")
    try:
        said: BackMsg = BackMsg.FromString(content)
        return said.WhichOneof("type")
    except DecodeError:
        raise _NoMessage("a message that is none") from None
