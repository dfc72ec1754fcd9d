"""Which requests ask for a page: those that a person has typed, followed or loaded anew."""

from __future__ import annotations

from pathlib import PurePosixPath

from starlette.datastructures import Headers
from starlette.types import Scope


def asks_for_a_page(scope: Scope) -> bool:
    """Whether the answer is to be HTML that a browser shows."""
    if scope["type"] != "http" or scope["method"] != "GET":
        return False
    # A browser that fetches a script ahead says that it takes HTML too; what it gets must stay packed.
    is_file = PurePosixPath(scope["path"]).suffix not in {"", ".html"}
    return not is_file and "text/html" in Headers(scope=scope).get("accept", "")
