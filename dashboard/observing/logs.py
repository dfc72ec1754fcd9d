"""The log: for people or for programs, without secrets and without what is about persons.

Who did what stands in the audit log. What stands here is read by whoever runs the machine, and by what they collect
logs with; so it is looked through as it is written, whichever library wrote it.
"""

from __future__ import annotations

import copy
import json
import logging
import re
import sys
import traceback
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Literal, TextIO, get_args

from pipelines.environment import secrets_said, value_of
from pipelines.problems import Problem, WrongUse, printable

Form = Literal["text", "json"]
LEVELS = {"info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}
STRUCK = "…"
OURS = ("pejling", "dashboard", "pipelines")
request_id: ContextVar[str] = ContextVar("request_id", default="")
"""What the proxy calls the request that is being answered."""

_FORM_SETTING, _LEVEL_SETTING = "PEJLING_LOG", "PEJLING_LOG_LEVEL"
_ABOUT_PERSONS = (
    re.compile(r"\b\d{6}[- ]?\d{4}\b"),  # a CPR number, or what looks like one
    re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(?:\.[\w-]+)+"),  # somebody's e-mail address
    re.compile(r"(?<=/download/)[^\s\"'?]+"),  # a link that is signed for one person
    re.compile(r"(?<=\?)[^\s\"'?]*=[^\s\"']*"),  # what an address asks for
)


def begin_logging(release: Callable[[], str] = str, *, stream: TextIO | None = None) -> None:
    """Write every record of this process to the error stream, as PEJLING_LOG and PEJLING_LOG_LEVEL say.

    `release` says which release is served now. Raises WrongUse for a setting that is none.
    """
    form = _chosen(_FORM_SETTING, get_args(Form))
    level = LEVELS[_chosen(_LEVEL_SETTING, tuple(LEVELS), "warning")]
    root = logging.getLogger()
    for handler in list(root.handlers):
        if isinstance(handler, CarefulHandler):
            root.removeHandler(handler)
    root.addHandler(CarefulHandler(form, secrets_said(), release, stream or sys.stderr))
    root.setLevel(max(level, logging.WARNING))
    for name in OURS:
        logging.getLogger(name).setLevel(level)


def take_over() -> None:
    """Let every library's records come our way: some bring a stream of their own, which looks nothing through."""
    for name in list(logging.root.manager.loggerDict):
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True


class CarefulHandler(logging.StreamHandler[TextIO]):
    """Writes a record a line, after striking out what must not be read."""

    def __init__(self, form: str, secrets: set[str], release: Callable[[], str], stream: TextIO) -> None:
        super().__init__(stream)
        # The longest first: a password within an address is struck out with it.
        self._secrets = sorted(secrets, key=len, reverse=True)
        self._release = release
        self.setFormatter(_AsJson() if form == "json" else _AsText())

    def filter(self, record: logging.LogRecord) -> bool:
        """What libraries tell below a warning is not for us: who asks for what is among it."""
        is_ours = record.name.partition(".")[0] in OURS
        return (is_ours or record.levelno >= logging.WARNING) and bool(super().filter(record))

    def format(self, record: logging.LogRecord) -> str:
        careful = copy.copy(record)
        careful.msg, careful.args = self._struck(record.getMessage()), ()
        careful.exc_text = self._struck("\n".join(_lines_of(record.exc_info[1]))) if record.exc_info else None
        careful.exc_info, careful.stack_info = None, None
        careful.request, careful.release = request_id.get(), self._release()
        return super().format(careful)

    def _struck(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, STRUCK)
        for pattern in _ABOUT_PERSONS:
            text = pattern.sub(STRUCK, text)
        return text


class _AsText(logging.Formatter):
    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 -- the standard library's name
        record.message = printable(record.message)
        return super().formatMessage(record)


class _AsJson(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        said = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            "request": getattr(record, "request", ""),
            "release": getattr(record, "release", ""),
            "error": record.exc_text or "",
        }
        return json.dumps({name: value for name, value in said.items() if value}, ensure_ascii=False)


def _lines_of(error: BaseException | None) -> Iterator[str]:
    """An error and what it came of: where in the program, and of what kind; its words only where they are ours.

    A library's words quote what it choked on, and that can be somebody's name.
    """
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        words = f": {error}" if isinstance(error, Problem) else ""
        yield f"{type(error).__module__}.{type(error).__qualname__}{words}"
        for frame in reversed(traceback.extract_tb(error.__traceback__)):
            yield f"  {frame.filename}:{frame.lineno} {frame.name}"
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _chosen(setting: str, choices: tuple[str, ...], otherwise: str = "") -> str:
    value = value_of(setting) or otherwise or choices[0]
    if value not in choices:
        raise WrongUse(f"it is {value!r}", where=setting, remedy=f"set it to {' or '.join(choices)}, or unset it")
    return value
