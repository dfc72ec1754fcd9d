"""Reading a release file back in a process of its own, before the pointer moves to it."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import duckdb

from pipelines.manifest import RELEASE_FILE, read_manifest
from pipelines.problems import Problem
from pipelines.release_file import content_hash


def verify_in_new_process(folder: Path) -> None:
    """Raise Problem unless a fresh process reads every column of every table as the build wrote it.

    A process of its own, because the engine keeps what it has written in memory: here only the disk can answer.
    """
    result = subprocess.run(  # noqa: S603 - our own interpreter and module
        [sys.executable, "-m", "pipelines.verify", str(folder)], capture_output=True, text=True, check=False
    )
    if result.returncode:
        lines = (result.stderr or result.stdout).strip().splitlines() or ["the process ended without a word"]
        raise Problem(
            f"the written release does not read back as it was built ({lines[-1]})",
            where=str(folder / RELEASE_FILE),
            remedy="run pejling update again, then have the disk checked; the last release is served on",
        )


def differences(folder: Path) -> list[str]:
    """What in the folder's release file is not as its manifest says; empty when all is well."""
    manifest = read_manifest(folder)
    with (folder / RELEASE_FILE).open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != manifest.file_sha256:
            return ["the file's bytes are not those that were written"]
    with duckdb.connect(folder / RELEASE_FILE, read_only=True) as connection:
        found = {name for (name,) in connection.execute("select table_name from duckdb_tables()").fetchall()}
        wrong = [f"table {name} is there and not in the manifest" for name in sorted(found - manifest.tables.keys())]
        for name, facts in manifest.tables.items():
            if name not in found:
                wrong.append(f"table {name} is missing")
            elif content_hash(connection, name) != facts.hash:
                wrong.append(f"table {name} reads differently from what was built")
    return wrong


if __name__ == "__main__":
    sys.exit("; ".join(differences(Path(sys.argv[1]))) or 0)
