"""A browser without a screen: the same cookies, addresses, messages and files, and every byte that it gets kept.

What Chromium draws it draws from these messages and from nothing else, so what is not here cannot be seen there.
"""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import Message
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from dashboard.downloads import BROWSER_COOKIE, PATH

LINK = re.compile(rf"{PATH}/[A-Za-z0-9_.\-]+")
_SECONDS = 120  # a slow machine is no fault of the page
_LARGEST = 64 * 2**20


@dataclass(frozen=True)
class Answer:
    """What an address gave."""

    status: int
    kind: str
    body: bytes
    headers: dict[str, str]


@dataclass(frozen=True)
class Drawn:
    """A page as the messages tell it: those of one drawing, and what was drawn in it."""

    messages: tuple[ForwardMsg, ...]

    @property
    def text(self) -> str:
        """Every text of every message, one a line; JSON as what it says."""
        return "\n".join(text for message in self.messages for text in texts_of(message))

    @property
    def components(self) -> dict[str, dict[str, Any]]:
        """The data of each component of ours, by the key that it is drawn under."""
        return {one.id.rsplit("-", 1)[-1]: json.loads(one.json) for one in self._drawn()}

    @property
    def ids(self) -> dict[str, str]:
        """The id that a browser sends what was done under, by the same key."""
        return {one.id.rsplit("-", 1)[-1]: one.id for one in self._drawn()}

    @property
    def title(self) -> str:
        """The page's question, or what is said instead."""
        return str(self.components.get("headline", {}).get("title", ""))

    @property
    def links(self) -> list[str]:
        """The addresses of files that the page offers."""
        return list(dict.fromkeys(LINK.findall(self.text)))

    def _drawn(self) -> Iterator[Any]:
        for message in self.messages:
            if message.WhichOneof("type") == "delta" and message.delta.WhichOneof("type") == "new_element":
                element = message.delta.new_element
                if element.WhichOneof("type") == "bidi_component":
                    yield element.bidi_component


@dataclass
class Visitor:
    """Somebody's browser, with its cookies; `name` tells browsers apart."""

    address: str
    cookies: dict[str, str] = field(default_factory=dict)
    name: str = "somebody"

    def __post_init__(self) -> None:
        self.cookies.setdefault(BROWSER_COOKIE, f"browser-of-{self.name}")

    def fetch(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """What the address gives, with the browser's cookies. A way to another address is not followed."""
        asked = urllib.request.Request(self.address + path, method=method, headers={"Cookie": self.cookie, **headers})
        try:
            with _OPENER.open(asked, timeout=_SECONDS) as answer:
                return _answer(answer.status, answer.headers, answer.read())
        except urllib.error.HTTPError as refused:
            with refused:
                return _answer(refused.code, refused.headers, refused.read())

    def open(self, path: str, **query: str | list[str]) -> Drawn:
        """A page, drawn for an address."""
        with self.sitting() as sitting:
            return sitting.go(path, **query)

    def sitting(self, session: str = "") -> Sitting:
        """A connection of a page to the server; `session` names one that is to be taken up again."""
        return Sitting(self, session)

    @property
    def cookie(self) -> str:
        """The header that it sends."""
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())


class Sitting:
    """A page that stays open: what is done on it draws it anew."""

    def __init__(self, visitor: Visitor, session: str = "") -> None:
        self._connect = connect(
            visitor.address.replace("http", "ws", 1) + "/_stcore/stream",
            subprotocols=[Subprotocol(one) for one in ("streamlit", "nothing", session) if one],
            additional_headers={"Cookie": visitor.cookie, "Origin": visitor.address},
            max_size=_LARGEST,
            compression=None,
        )
        self._socket: ClientConnection
        self._path, self._query = "", ""
        self.session, self.sent = "", b""
        self._latest = Drawn(())

    def __enter__(self) -> Sitting:
        self._socket = self._connect.__enter__()
        return self

    def __exit__(self, *error: Any) -> None:
        self._connect.__exit__(*error)

    def go(self, path: str, **query: str | list[str]) -> Drawn:
        """Another page, or another address of this one."""
        self._path, self._query = path, urlencode(query, doseq=True)
        return self.press(())

    def act(self, key: str, **act: str) -> Drawn:
        """Do something in a component, as its script tells it."""
        return self.send(self._latest.ids[key], act)

    def send(self, component: str, act: dict[str, str]) -> Drawn:
        """The message that a component's script sends, whether or not the component was drawn."""
        told = WidgetState(id=f"$$STREAMLIT_INTERNAL_KEY_{component}__events")
        told.json_trigger_value = json.dumps([{"event": "act", "value": act}])
        return self.press((WidgetState(id=component, json_value="{}"), told))

    def send_raw(self, sent: str | bytes) -> None:
        """Whatever a browser could send."""
        self._socket.send(sent)

    def answers_to(self, *sent: BackMsg) -> list[ForwardMsg]:
        """What is answered to messages that draw nothing, until the sign of life that they end with is answered."""
        for one in sent:
            self.send_raw(one.SerializeToString())
        answers = [self._next()]
        while not answers[-1].heartbeat_ack:
            answers.append(self._next())
        return answers

    def replay(self, frame: bytes) -> Drawn:
        """A message as somebody has sent it, whoever that was."""
        self.sent = frame
        self.send_raw(frame)
        self._latest = Drawn(tuple(self._until_drawn()))
        return self._latest

    def press(self, states: Iterable[WidgetState]) -> Drawn:
        """What stands in fields, and a button that is pressed."""
        back = BackMsg()
        back.rerun_script.query_string = self._query
        back.rerun_script.page_name = self._path
        back.rerun_script.widget_states.widgets.extend(states)
        return self.replay(back.SerializeToString())

    def _until_drawn(self) -> Iterator[ForwardMsg]:
        while True:
            message = self._next()
            self.session = message.new_session.initialize.session_id or self.session
            yield message
            if message.WhichOneof("type") == "script_finished":
                if message.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                    continue
                return

    def _next(self) -> ForwardMsg:
        frame = self._socket.recv(timeout=_SECONDS)
        return ForwardMsg.FromString(frame if isinstance(frame, bytes) else frame.encode())


def texts_of(message: Message) -> Iterator[str]:
    """Every text in a message, however deep; what is JSON as the texts in it."""
    for descriptor, value in message.ListFields():
        for one in value if descriptor.is_repeated and not isinstance(value, str | bytes) else [value]:
            if isinstance(one, Message):
                yield from texts_of(one)
            elif descriptor.type == FieldDescriptor.TYPE_STRING:
                yield from _said(str(one))
            elif descriptor.type == FieldDescriptor.TYPE_BYTES:
                yield one.decode("latin-1")


def _said(text: str) -> Iterator[str]:
    if text[:1] not in "{[":
        yield text
        return
    try:
        yield from _leaves(json.loads(text))
    except ValueError:
        yield text


def _leaves(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for name, part in value.items():
            yield str(name)
            yield from _leaves(part)
    elif isinstance(value, list):
        for part in value:
            yield from _leaves(part)
    elif isinstance(value, str):
        yield from _said(value)
    elif value is not None:
        yield json.dumps(value)


class _NotFollowed(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


_OPENER = urllib.request.build_opener(_NotFollowed)


def _answer(status: int, headers: Any, body: bytes) -> Answer:
    kind = str(headers.get("Content-Type", ""))
    return Answer(status, kind, body, {name.lower(): value for name, value in headers.items()})
