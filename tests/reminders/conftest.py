"""A real mail server on loopback, and an installation with a round that is open and supervisions that are owed."""

from __future__ import annotations

import re
import shutil
import socket
import ssl
import tomllib
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP as POLICY
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword

from dashboard.reminders.settings import Reminders
from dashboard.store.at_hand import forget
from dashboard.store.database import close_stores, open_store
from dashboard.store.forecast_rounds import RoundWish, record_round
from dashboard.store.journal import Author
from pipelines.home import Home, open_home
from tests.pages.page_municipality import YEAR
from tests.pages.page_release import publish_page_release
from tests.pages.page_supervision_rows import LIST

NOW = datetime(YEAR, 11, 10, 8, tzinfo=UTC)
BO = Author("controller", "controller", "2026-11-03.1")
CERTIFICATE = Path(__file__).with_name("loopback.pem")  # of 127.0.0.1, with its key: nothing else is kept by it
USER, PASSWORD = "pejling@kommune", "a/b:c%d"
BOERN, UNGE, CARE = "boern@pejleby.example", "unge@pejleby.example", "aabrinken@pejleby.example"
SETTINGS = """
sender = "pejling@pejleby.example"
dashboard = "https://pejling.pejleby.example"

[[recipients]]
unit = "north"
addresses = ["boern@pejleby.example", "unge@pejleby.example"]

[[recipients]]
unit = "care_home"
addresses = ["aabrinken@pejleby.example"]
language = "en"
"""
OWED = re.sub(r"deadline_days = \d+", "deadline_days = 20", LIST)
ROUND = RoundWish(
    fiscal_year=YEAR, round="BO4", round_date=date(YEAR, 10, 31), opens_on=date(YEAR, 11, 2),
    closes_on=date(YEAR, 11, 30), state="open",
)  # fmt: skip


@dataclass
class Mailbox:
    """What the server was given. `refused` addresses it takes no mail for, `answer` is what it says of a letter.

    `meanwhile` happens before each answer: MAIL, RCPT, DATA (a letter begins) and `taken` (it is the server's).
    """

    letters: list[EmailMessage] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    answer: str = "250 OK"
    meanwhile: Callable[[str, Any], Awaitable[str | None]] | None = None

    async def is_at(self, step: str, server: Any) -> str | None:
        """What happens at a step; the answer, where it is another than usual."""
        return await self.meanwhile(step, server) if self.meanwhile else None

    async def handle_MAIL(  # noqa: N802
        self, server: Any, _session: Any, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        other = await self.is_at("MAIL", server)
        envelope.mail_from = address
        return other or "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: Any, _session: Any, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        await self.is_at("RCPT", server)
        if address in self.refused:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, _session: Any, envelope: Envelope) -> str:  # noqa: N802
        if self.answer.startswith("250"):
            assert isinstance(envelope.content, bytes)
            letter = message_from_bytes(envelope.content, policy=POLICY)
            assert isinstance(letter, EmailMessage)
            assert [str(letter["To"])] == envelope.rcpt_tos
            self.letters.append(letter)
            self.raw.append(envelope.content)
        return await self.is_at("taken", server) or self.answer

    @property
    def subjects(self) -> list[tuple[str, str]]:
        """To whom, and about what."""
        return [(str(letter["To"]), str(letter["Subject"])) for letter in self.letters]


class _Protocol(SMTP):
    """The server's side of a conversation."""

    async def smtp_DATA(self, arg: str | None) -> None:  # noqa: N802
        await self.event_handler.is_at("DATA", self)
        await super().smtp_DATA(arg)


class _Controller(Controller):
    def factory(self) -> SMTP:
        return _Protocol(self.handler, **self.SMTP_kwargs)


def _knows(server: Any, session: Any, envelope: Envelope, mechanism: str, who: Any) -> AuthResult:
    is_right = isinstance(who, LoginPassword) and (who.login, who.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=is_right, handled=False)


@dataclass
class Running:
    """A running server and what it was given."""

    mailbox: Mailbox
    controller: Controller

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.controller.port}"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Running]:
    """The mail server that the environment names."""
    with Server(monkeypatch) as running:
        yield running


class Server:
    """A server for as long as a block."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, **settings: Any) -> None:
        self.monkeypatch, self.settings = monkeypatch, settings

    def __enter__(self) -> Running:
        mailbox = Mailbox()
        self.controller = _Controller(mailbox, hostname="127.0.0.1", port=_free_port(), **self.settings)
        self.controller.start()
        running = Running(mailbox, self.controller)
        self.monkeypatch.setenv("PEJLING_SMTP_URL", running.url)
        return running

    def __exit__(self, *_: object) -> None:
        self.controller.stop()


@pytest.fixture(params=["smtps", "starttls"])
def encrypted_server(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Running, str]]:
    """One that says nothing that others can read, with its address. Its certificate is known to nobody yet."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    settings: dict[str, Any] = {"authenticator": _knows, "auth_required": True}
    if request.param == "smtps":
        settings |= {"ssl_context": context, "auth_require_tls": False}
    else:
        settings |= {"tls_context": context, "require_starttls": True}
    with Server(monkeypatch, **settings) as running:
        yield running, f"{request.param}://pejling%40kommune:a%2Fb%3Ac%25d@127.0.0.1:{running.controller.port}"


@pytest.fixture
def server_with_users(monkeypatch: pytest.MonkeyPatch) -> Iterator[Running]:
    """One that takes mail of those who log in only."""
    settings = {"authenticator": _knows, "auth_required": True, "auth_require_tls": False}
    with Server(monkeypatch, **settings) as running:
        yield running


@pytest.fixture(scope="session")
def releases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The hand-made release; every installation has a copy."""
    folder = tmp_path_factory.mktemp("published") / "releases"
    publish_page_release(folder)
    return folder


@pytest.fixture
def home(tmp_path: Path, releases: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Home]:
    (tmp_path / "municipality.toml").write_text('name = "Pejleby Kommune"\n', encoding="utf-8")
    (tmp_path / "supervision.toml").write_text(OWED, encoding="utf-8")
    (tmp_path / "reminders.toml").write_text(SETTINGS, encoding="utf-8")
    shutil.copytree(releases, tmp_path / "releases")
    monkeypatch.delenv("PEJLING_STORE_URL", raising=False)
    monkeypatch.delenv("PEJLING_SMTP_URL", raising=False)
    opened = open_home(tmp_path, tmp_path / "municipality.toml")
    record_round(open_store(opened), ROUND, BO, seen_version=0, now=NOW - timedelta(days=9))
    forget()
    yield opened
    close_stores()
    forget()


@pytest.fixture
def settings() -> Reminders:
    return Reminders.model_validate(tomllib.loads(SETTINGS))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def texts_of(message: EmailMessage) -> tuple[str, str]:
    """The letter as plain text and as HTML."""
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    assert plain
    assert html
    return plain.get_content().replace("\r\n", "\n"), html.get_content()
