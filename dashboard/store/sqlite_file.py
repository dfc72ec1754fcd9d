"""Where a SQLite database lies, however its address is written."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from sqlalchemy.engine import URL


def sqlite_file(url: URL) -> Path | None:
    """The database's file, which need not be there; None for a database of another kind."""
    if url.get_backend_name() != "sqlite":
        return None
    database = url.database or ""
    # SQLite takes a path, or (`uri=true`) an address as a browser writes it.
    return Path(url2pathname(urlsplit(database).path) if database.startswith("file:") else database)


def is_missing(url: URL) -> bool:
    """Whether it is a SQLite database that nobody has made yet."""
    file = sqlite_file(url)
    return file is not None and not file.exists()
