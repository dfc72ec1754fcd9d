"""Reading a release file back in a process of its own, before the pointer moves to it."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import duckdb

from pipelines import durable
from pipelines.manifest import RELEASE_FILE, Manifest, read_manifest
from pipelines.problems import Problem
from pipelines.table_content import content_hash

# Beside the releases: with which size and time of change a release's file was last found to be as it was written.
FOUND_WHOLE = "found_whole.json"


def is_as_written(folder: Path, manifest: Manifest) -> bool:
    """Whether a release's file still has the bytes that were written; False too where it is gone or cannot be read.

    It is hashed when its size or time of change is not the one that was found whole: a copy that was put back, an edit,
    a file cut short. What rots on the disk without either is found by `differences`, which always reads everything.
    """
    try:
        file = (folder / RELEASE_FILE).stat()
        facts = [file.st_size, file.st_mtime_ns, manifest.file_sha256]
        found_whole = _found_whole(folder.parent)
        if found_whole.get(folder.name) == facts:
            return True
        if _sha256(folder) != manifest.file_sha256:
            return False
    except OSError:
        return False
    there = {name: known for name, known in found_whole.items() if (folder.parent / name).is_dir()}
    durable.replace_text(folder.parent / FOUND_WHOLE, json.dumps(there | {folder.name: facts}))
    return True


def _found_whole(releases: Path) -> dict[str, list[object]]:
    """What was noted; nothing where the note is gone or damaged, and everything is hashed anew."""
    try:
        read = json.loads((releases / FOUND_WHOLE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return read if isinstance(read, dict) else {}


def _sha256(folder: Path) -> str:
    with (folder / RELEASE_FILE).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


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
    if not (folder / RELEASE_FILE).is_file():
        return ["the file is gone"]
    if _sha256(folder) != manifest.file_sha256:
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
