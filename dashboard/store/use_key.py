"""The key of a quarter's marks: in a file beside the store, never in it, and gone when the quarter is over.

A mark is made of the key, a thing and a person. Without the key nobody can find out whose a mark is, not by trying
every name either; with it gone, nobody ever can. A key that was lost within its quarter is made anew, and what was
marked with the one before is told apart (`made_with`).
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock

from pipelines.durable import flush_file, flush_folder
from pipelines.home import Home
from pipelines.problems import Problem

_BYTES = 32
_ENDING = ".key"


@dataclass(frozen=True)
class UseKey:
    """The key of a quarter."""

    quarter: str
    secret: bytes

    @property
    def made_with(self) -> str:
        """What marks made with this key are known by; tells nothing of the key."""
        return hashlib.sha256(b"pejling.use" + self.secret).hexdigest()[:16]

    def mark(self, thing: str, person: str) -> str:
        """What stands for a person who used a thing; the same each time, and another one for each thing."""
        said = f"{len(thing)}:{thing}{person}".encode()
        return hmac.digest(self.secret, said, "sha256").hex()


def new_key(quarter: str) -> UseKey:
    """A key that nobody has had."""
    return UseKey(quarter, secrets.token_bytes(_BYTES))


def key_of(home: Home, quarter: str) -> UseKey:
    """The installation's key of a quarter; made by the first who asks. Raises Problem, OSError."""
    file = keys_of(home) / f"{quarter}{_ENDING}"
    if not file.exists():
        _make(file, new_key(quarter))
    try:
        secret = bytes.fromhex(file.read_text(encoding="ascii"))
    except ValueError:
        secret = b""
    if len(secret) != _BYTES:
        raise Problem("the key cannot be read", where=str(file), remedy="remove the file; another one is made")
    return UseKey(quarter, secret)


def destroy_keys(home: Home, now: str) -> None:
    """Remove the keys of the quarters before `now`. Raises OSError."""
    for file in keys_of(home).glob(f"*{_ENDING}"):
        if file.stem < now:
            file.unlink(missing_ok=True)


def keys_of(home: Home) -> Path:
    """The folder of the keys; nobody but the server's user may look into it."""
    return home.folder / "use"


def _make(file: Path, key: UseKey) -> None:
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with FileLock(file.parent / ".lock"):
        if file.exists():
            return
        draft = file.with_name(f".{file.name}.{os.getpid()}")
        draft.unlink(missing_ok=True)
        draft.touch(mode=0o600)
        draft.write_text(key.secret.hex(), encoding="ascii")
        flush_file(draft)
        draft.rename(file)
        flush_folder(file.parent)
