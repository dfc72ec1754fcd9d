"""What a browser may send over a page's websocket: what the pages themselves send, and nothing else.

The web server answers more, and to whoever opens a websocket, logged in or not: it tells which files lie beside the
program's own, makes room for files to be sent in, and lets one browser empty what is remembered for all.
"""

from __future__ import annotations

import logging

from google.protobuf.message import DecodeError
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg

OF_PAGES = frozenset({"rerun_script", "stop_script", "app_heartbeat"})
"""A page drawn anew or no longer, and the sign that the browser is still there."""
_log = logging.getLogger("pejling.server")


class PageMessages:
    """Drops every other message before the web server gets it; the page stays open."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "websocket":
            await self.app(scope, receive, send)
            return

        async def receive_from_page() -> Message:
            while True:
                message = await receive()
                if message["type"] != "websocket.receive" or is_of_a_page(message.get("bytes") or b""):
                    return message
                _log.info("a message that no page sends was dropped")

        await self.app(scope, receive_from_page, send)


def is_of_a_page(message: bytes) -> bool:
    """Whether the message is one of those that pages send."""
    try:
        return BackMsg.FromString(message).WhichOneof("type") in OF_PAGES
    except DecodeError:
        return False
