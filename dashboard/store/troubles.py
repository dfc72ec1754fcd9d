"""What can be wrong with the store's database, told apart by what a person should do about it."""

from __future__ import annotations

import errno
import sqlite3
from typing import Literal

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

Trouble = Literal["gone", "read_only", "full", "busy", "damaged"]

_LOW_BYTE = 0xFF  # SQLite's extended codes have the kind of error in their lowest byte
_SQLITE: dict[int, Trouble] = {
    sqlite3.SQLITE_READONLY: "read_only",
    sqlite3.SQLITE_PERM: "read_only",
    sqlite3.SQLITE_FULL: "full",
    sqlite3.SQLITE_BUSY: "busy",
    sqlite3.SQLITE_LOCKED: "busy",
    sqlite3.SQLITE_CORRUPT: "damaged",
    sqlite3.SQLITE_NOTADB: "damaged",
}
_POSTGRESQL: dict[str, Trouble] = {
    "25006": "read_only",
    "42501": "read_only",
    "53100": "full",
    "53300": "busy",
    "55P03": "busy",
    "57014": "busy",
    "40P01": "busy",
    "40001": "busy",
    "XX001": "damaged",
    "XX002": "damaged",
}
_SYSTEM: dict[int, Trouble] = {
    errno.EROFS: "read_only",
    errno.EACCES: "read_only",
    errno.EPERM: "read_only",
    errno.ENOSPC: "full",
    errno.EDQUOT: "full",
}

REMEDIES: dict[Trouble, str] = {
    "gone": "see that the store's database runs and can be reached, and try again",
    "read_only": "give the user that runs pejling the right to write the store, and try again",
    "full": "free some room on the store's disk, and try again",
    "busy": "try again in a moment",
    "damaged": "see what `pejling store check` says, and restore the newest backup",
}


def trouble_of(error: BaseException) -> Trouble:
    """The trouble that an error of the database or the system tells of; `gone` where it says nothing better."""
    if isinstance(error, OSError):
        return _SYSTEM.get(error.errno or 0, "gone")
    if isinstance(error, PoolTimeoutError):
        return "busy"
    cause = error.orig if isinstance(error, DBAPIError) else None
    if isinstance(cause, sqlite3.Error):
        return _SQLITE.get(getattr(cause, "sqlite_errorcode", 0) & _LOW_BYTE, "gone")
    return _POSTGRESQL.get(str(getattr(cause, "sqlstate", "")), "gone")


def told(error: BaseException) -> str:
    """The first line of what the database said, without SQLAlchemy's own additions."""
    cause = getattr(error, "orig", None) or error
    return next(iter(str(cause).splitlines()), type(cause).__name__)
