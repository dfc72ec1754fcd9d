"""10. What somebody sends over a page's websocket, without having logged in."""

from __future__ import annotations

import json
import time
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from tests.login.installation import SECRETS, Installation
from tests.rights.visitor import Drawn, Sitting, Visitor
from tests.security.attacks.requests import with_a_token
from tests.security.ground import UNHEARD, Attack, Ground, Strike

ENDED = "1008 the connection is ended"
LOGGED_OUT = "Du er logget ud"


def frames(*sent: bytes | str) -> Attack:
    """All of them at once; while that connection is ended others are served."""
    return lambda ground: lambda: _sent(ground["login_server"], *sent)


def asking_for(**said: object) -> Attack:
    """A message that Streamlit would answer and no page of ours sends; a click after it is heard."""
    message = BackMsg()
    for name, value in said.items():
        if hasattr(value, "items"):
            getattr(message, name).SetInParent()
        else:
            setattr(message, name, value)

    def attack(ground: Ground) -> Strike:
        def strike() -> str:
            with Visitor(ground["login_server"].settings.home).sitting() as sitting:
                sitting.go("")
                sitting.send_raw(message.SerializeToString())
                drawn = sitting.go("")
            assert drawn.title == LOGGED_OUT
            heard = {one.WhichOneof("type") for one in drawn.messages}
            assert heard <= {"new_session", "session_status_changed", "navigation", "delta", "script_finished",
                             "page_config_changed", "session_event", "parent_message", "page_profile", "auto_rerun",
                             "page_not_found", "page_info_changed"}, heard  # fmt: skip
            return UNHEARD

        return strike

    return attack


def a_thousand_clicks(ground: Ground) -> Strike:
    """They are one drawing or some, others are served meanwhile, and the page tells its sentence."""
    message = BackMsg()
    message.rerun_script.query_string = "unit=north"
    at: Installation = ground["login_server"]

    def strike() -> str:
        with Visitor(at.settings.home).sitting() as sitting:
            for _ in range(1_000):
                sitting.send_raw(message.SerializeToString())
            assert _others_are_served(at)
            return sitting.go("").title

    return strike


def an_odd_click(ground: Ground) -> Strike:
    """A widget that was never drawn, a page that is none, values that are no JSON."""
    message = BackMsg()
    said = message.rerun_script
    said.page_name, said.page_script_hash, said.query_string = (
        "../../etc/passwd",
        "x" * 5_000,
        "person=director&unit=%00",
    )
    for name, value in {"$$ID-x-x": "{" * 50_000, "$$STREAMLIT_INTERNAL_KEY_x__events": "[" * 500}.items():
        said.widget_states.widgets.add(id=name, json_trigger_value=value)

    def strike() -> str:
        with Visitor(ground["login_server"].settings.home).sitting() as sitting:
            sitting.send_raw(message.SerializeToString())
            return sitting.go("").title

    return strike


def as_somebody_of_streamlit(ground: Ground) -> Strike:
    """Streamlit's own cookie of somebody who has logged in, even with the right signature: nobody looks at it."""
    at: Installation = ground["login_server"]
    visitor, token = with_a_token(at)
    claims = {"origin": at.settings.home, "is_logged_in": True, "sub": "mallory", "exp": time.time() + 3_600}
    for name in ("_streamlit_user", "_streamlit_user_tokens"):
        visitor.cookies[name] = create_signed_value(SECRETS.cookies, name, json.dumps(claims)).decode()

    def strike() -> str:
        assert visitor.fetch("/", Accept="text/html").status == 303
        sitting = Sitting(visitor)
        sitting._connect = _connected(at, visitor.cookie, token)
        with sitting:
            drawn: Drawn = sitting.go("")
        return drawn.title

    return strike


def _connected(at: Installation, cookie: str, token: str) -> connect:
    return connect(
        at.settings.home.replace("http", "ws", 1) + "/_stcore/stream",
        subprotocols=[Subprotocol("streamlit"), Subprotocol(token)],
        additional_headers={"Cookie": cookie, "Origin": at.settings.home},
        max_size=None,
    )


def _sent(at: Installation, *sent: bytes | str) -> str:
    with Visitor(at.settings.home).sitting() as sitting:
        socket: ClientConnection = sitting._socket
        try:
            for frame in sent:
                socket.send(frame)
            while True:
                socket.recv(timeout=60)
        except ConnectionClosed as closed:
            code = closed.rcvd.code if closed.rcvd else ""
    assert _others_are_served(at)
    return f"{code} the connection is ended".strip()


def _others_are_served(at: Installation) -> bool:
    other = Visitor(at.settings.home, name=urlsplit(at.settings.home).netloc)
    return other.fetch("/healthz").body == b"ok" and other.open("").title == LOGGED_OUT
