"""A PostgreSQL of the tests' own: a server on a free loopback port in a folder of its own, and a database per test."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
from sqlalchemy import URL, make_url

_REMEDY = "run script/test, which finds or installs PostgreSQL"
# The tests kill programs, never the machine: nothing has to wait for the disk.
_NOT_DURABLE = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"


class Server:
    """A running server. `start` and `stop` are for tests of what happens when it is gone."""

    def __init__(self, programs: Path, folder: Path, *, is_durable: bool) -> None:
        self._programs, self._folder = programs, folder
        self._port = _free_port()
        self._settings = "" if is_durable else _NOT_DURABLE
        self._run("initdb", "-D", str(folder / "data"), "-A", "trust", "-U", "pejling", "-E", "UTF8", "--no-sync")
        self.start()

    @property
    def url(self) -> URL:
        return make_url(f"postgresql+psycopg://pejling@127.0.0.1:{self._port}/postgres")

    def start(self) -> None:
        options = f"-p {self._port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' {self._settings}"
        log = str(self._folder / "log")
        self._run("pg_ctl", "-D", str(self._folder / "data"), "-w", "-l", log, "-o", options, "start")

    @property
    def is_running(self) -> bool:
        return (self._folder / "data" / "postmaster.pid").exists()

    def stop(self) -> None:
        self._run("pg_ctl", "-D", str(self._folder / "data"), "-w", "-m", "immediate", "stop")

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self._programs / program), *arguments]
        # What the server inherits must not be a pipe that somebody waits for.
        with (self._folder / "said").open("w+", encoding="utf-8", errors="replace") as said:
            ran = subprocess.run(
                command,
                cwd=self._folder,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                check=False,
                **_not_root(),
            )
            said.seek(0)
            assert ran.returncode == 0, f"{program}: {said.read()}"


@contextmanager
def server(*, is_durable: bool = False) -> Iterator[Server]:
    """A server that is gone afterwards, with its folder."""
    folder = Path(tempfile.mkdtemp(prefix="pejling-postgresql-"))
    user = _not_root().get("user")
    try:
        if user:
            shutil.chown(folder, user)
        running = Server(_programs(), folder, is_durable=is_durable)
        try:
            yield running
        finally:
            if running.is_running:
                running.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def database(server_url: URL, *, like: str | None = None) -> Iterator[URL]:
    """A database of its own on a server, a copy of `like` where that is named; gone afterwards."""
    name = f"pejling_{uuid4().hex}"
    _order(server_url, f"create database {name}" + (f" template {like}" if like else ""))
    try:
        yield server_url.set(database=name)
    finally:
        _order(server_url, f"drop database if exists {name} with (force)")


def given_server() -> URL | None:
    """The server that PEJLING_TEST_POSTGRESQL_URL names, where the tests are to start none themselves."""
    given = os.environ.get("PEJLING_TEST_POSTGRESQL_URL")
    return make_url(given).set(drivername="postgresql+psycopg") if given else None


def _order(server_url: URL, statement: str) -> None:
    with psycopg.connect(
        server_url.set(drivername="postgresql").render_as_string(False), autocommit=True
    ) as connection:
        connection.execute(statement)


def _programs() -> Path:
    chosen = os.environ.get("PEJLING_POSTGRESQL")
    on_path = shutil.which("initdb")
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for folder in [*([Path(chosen)] if chosen else []), *([Path(on_path).parent] if on_path else []), *debian]:
        if all(shutil.which(program, path=str(folder)) for program in ("initdb", "pg_ctl")):
            return folder
    raise AssertionError(f"no PostgreSQL was found: {_REMEDY}")


def _not_root() -> dict[str, Any]:
    """PostgreSQL refuses to run as root: then it runs as the user that its package made, or as nobody."""
    if os.name == "nt" or os.getuid() != 0:
        return {}
    import pwd  # noqa: PLC0415 (not on Windows)

    user = next(name for name in ("postgres", "nobody") if name in {entry.pw_name for entry in pwd.getpwall()})
    return {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []}


def _free_port() -> int:
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])
