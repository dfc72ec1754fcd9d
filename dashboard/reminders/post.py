"""The mail server: plain SMTP at the address that the environment names."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from ipaddress import ip_address
from urllib.parse import unquote, urlsplit

from pipelines.problems import Problem, WrongUse

SETTING = "PEJLING_SMTP_URL"
PORTS = {"smtp": 25, "starttls": 587, "smtps": 465}
SECONDS = 30.0
ANSWER_SECONDS = 600.0
"""How long to wait for what the server says of a whole letter (RFC 5321, 4.5.3.2.6): who gives up sends it again."""


@dataclass(frozen=True)
class Server:
    """Where mail is given: `scheme` says whether and how what is said there is encrypted."""

    scheme: str
    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)


_GOING_AWAY = 421  # an answer to anything, after which the server closes the connection (RFC 5321, 3.8)


class Refused(Exception):
    """The server does not take this letter; others it may."""


def server_of(url: str) -> Server:
    """The server that a URL names: smtp://, starttls:// or smtps://[user:password@]host[:port]. Raises WrongUse."""
    remedy = f"set {SETTING} to smtp://host:port, starttls://user:password@host:587 or smtps://user:password@host:465"
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise WrongUse("the address of the mail server cannot be understood", where=SETTING, remedy=remedy) from error
    if parts.scheme not in PORTS or not host or parts.path not in ("", "/") or parts.query or parts.fragment:
        raise WrongUse("the address of the mail server cannot be understood", where=SETTING, remedy=remedy)
    server = Server(
        parts.scheme, host, port or PORTS[parts.scheme], unquote(parts.username or ""), unquote(parts.password or "")
    )
    if server.password and server.scheme == "smtp" and not _is_this_computer(host):
        raise WrongUse(
            "a password would be sent over the network for all to read",
            where=SETTING,
            remedy="use starttls:// or smtps://",
        )
    return server


class CutOff(Exception):
    """The server has gone silent or away, and has not said whether it has the letter."""


class NotReached(Problem):
    """The server cannot be reached, or does not know who we are."""


class Post:
    """An open way to the server."""

    def __init__(self, connection: smtplib.SMTP) -> None:
        self._connection = connection

    def offer(self, sender: str, address: str) -> None:
        """Say from whom and to whom. Raises Refused where the server takes no mail for that address, CutOff."""
        with _heard():
            self._begin(*self._connection.mail(sender))
            self._begin(*self._connection.rcpt(address))

    def give(self, message: EmailMessage) -> None:
        """Give what was offered. Raises Refused where the server has said that it does not take it, CutOff."""
        with _heard():
            self._wait_for(ANSWER_SECONDS)
            try:
                code, answer = self._connection.data(message.as_bytes())
            except smtplib.SMTPDataError as error:
                raise Refused(_told(error.smtp_code, error.smtp_error)) from error
            self._wait_for(SECONDS)
        if code != 250:
            raise Refused(_told(code, answer))

    def take_back(self) -> None:
        """What was offered is not given after all. Raises CutOff."""
        with _heard():
            self._connection.rset()

    def _begin(self, code: int, answer: bytes) -> None:
        if code == _GOING_AWAY:
            raise CutOff(_told(code, answer))
        if code not in (250, 251):
            self._connection.rset()
            raise Refused(_told(code, answer))

    def _wait_for(self, seconds: float) -> None:
        if self._connection.sock:
            self._connection.sock.settimeout(seconds)


@contextmanager
def opened(server: Server) -> Iterator[Post]:
    """The server, once it has said that it takes mail. Raises NotReached."""
    where = f"{server.host}:{server.port}"
    remedy = f"see that the server runs and that {SETTING} is right; what was not sent is sent by the next run"
    with ExitStack() as stack:
        try:
            connection = _connected(server)
            stack.callback(connection.close)
            if server.user:
                connection.login(server.user, server.password)
        except smtplib.SMTPAuthenticationError as error:
            told = "the mail server does not know the user or the password"
            raise NotReached(told, where=where, remedy=remedy) from error
        except (OSError, smtplib.SMTPException) as error:
            told = f"the mail server does not answer as it should ({error})"
            raise NotReached(told, where=where, remedy=remedy) from error
        yield Post(connection)
        with suppress(OSError, smtplib.SMTPException):
            connection.quit()


@contextmanager
def _heard() -> Iterator[None]:
    try:
        yield
    except (OSError, smtplib.SMTPException) as error:
        raise CutOff(str(error)) from error


def _connected(server: Server) -> smtplib.SMTP:
    if server.scheme == "smtps":
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(server.host, server.port, timeout=SECONDS, context=context)
    connection = smtplib.SMTP(server.host, server.port, timeout=SECONDS)
    if server.scheme == "starttls":
        try:
            connection.starttls(context=ssl.create_default_context())
        except (OSError, smtplib.SMTPException):
            connection.close()
            raise
    connection.ehlo_or_helo_if_needed()
    return connection


def _is_this_computer(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _told(code: int, answer: bytes | str) -> str:
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return f"{code} {' '.join(text.split())}"
