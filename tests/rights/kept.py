"""What a process of ours keeps in its memory from one request to the next, and under whose scope it is kept.

Found by walking all that the program's modules hold, and Streamlit's own caches: a cache that somebody adds is looked
through without being named here.
"""

from __future__ import annotations

import gc
import json
import sys
from collections import deque
from collections.abc import Iterator, Mapping
from decimal import Decimal
from types import CellType, FunctionType
from typing import Any

import polars as pl
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from streamlit.runtime import Runtime
from streamlit.runtime.caching.cache_data_api import _data_caches
from streamlit.runtime.caching.cache_resource_api import _resource_caches

from dashboard.cursors import Cursors
from dashboard.scoped_views import ScopedViews
from dashboard.warehouse import Scope
from pipelines.manifest import Manifest
from tests.rights.analyst_reading import cells_of
from tests.rights.sweep import Found

PATH = "/what-is-kept"
NO_SCOPE = "under no scope"
# Remembered so that it is not written down twice, and never shown: who looked at which unit, or took which file.
WRITTEN_DOWN = ("dashboard.deeds._told",)
# What lies on the disk, which scopes have asked, and the cursors that wait for them: no text that anybody is shown.
_FOR_THE_DOOR = (Manifest, ScopedViews, Cursors)
_OURS = ("dashboard", "pipelines")
_LRU = ("_lru_cache_wrapper", "_lru_list_elem")
_ROOM = 12  # names deep


def tell(request: Request) -> Response:
    """The route that tells it, of the tests' server alone."""
    kept: dict[tuple[str, str], set[str]] = {}
    for place, scope, text in _everything():
        kept.setdefault((scope, place), set()).add(text)
    return JSONResponse([[scope, place, "\n".join(texts)] for (scope, place), texts in kept.items()])


def read(told: bytes) -> dict[str, Found]:
    """What is kept, by the scope that it is kept under: its units, or NO_SCOPE."""
    found: dict[str, Found] = {}
    for scope, place, text in json.loads(told):
        found.setdefault(scope, Found()).add("kept", place, text)
    return found


def _everything() -> Iterator[tuple[str, str, str]]:
    """Place, scope and text of all that is kept."""
    walk = _Walk()
    for name, module in sorted(sys.modules.items()):
        if name.partition(".")[0] in _OURS and module is not None:
            for attribute, value in list(vars(module).items()):
                place = f"{name}.{attribute}"
                if place not in WRITTEN_DOWN:
                    yield from walk.of(value, place, NO_SCOPE, 0)
    runtime = Runtime.instance()
    for place, value in (
        ("st.cache_data", _data_caches._function_caches),
        ("st.cache_resource", _resource_caches._function_caches),
        ("media", runtime.media_file_mgr._storage),
        ("uploads", runtime._uploaded_file_mgr),
    ):
        yield from walk.of(value, place, NO_SCOPE, 0)


class _Walk:
    """Goes through what hangs together, each thing once."""

    def __init__(self) -> None:
        self._seen: dict[int, Any] = {}

    def of(self, value: Any, place: str, scope: str, depth: int) -> Iterator[tuple[str, str, str]]:
        if isinstance(value, str | bytes | int | float | Decimal):
            text = value.decode("latin-1") if isinstance(value, bytes) else str(value)
            yield place, scope, text
            return
        if id(value) in self._seen or depth > _ROOM or isinstance(value, _FOR_THE_DOOR):
            return
        self._seen[id(value)] = value  # kept, so that no other gets its id
        if isinstance(value, pl.DataFrame):
            yield from ((place, scope, text) for text in cells_of(value))
        elif isinstance(value, Mapping):
            for key, part in list(value.items()):
                within = scope_in(key)
                if not within:  # else it is what somebody of that scope has asked for
                    yield from self.of(key, place, scope, depth + 1)
                yield from self.of(part, place, within or scope, depth + 1)
        else:
            for part in _parts(value):
                yield from self.of(part, place, scope_in(value) or scope, depth + 1)


def _parts(value: Any) -> list[Any]:
    if isinstance(value, list | tuple | set | frozenset | deque):
        return list(value)
    if type(value).__name__ in _LRU:
        return gc.get_referents(value)
    told = value if isinstance(value, type | FunctionType) else type(value)
    if str(told.__module__).partition(".")[0] not in (*_OURS, "streamlit"):
        return []
    if isinstance(value, FunctionType):
        return [*vars(value).values(), *(value.__defaults__ or ()), *map(_within, value.__closure__ or ())]
    return list(vars(value).values()) if hasattr(value, "__dict__") else []


def _within(cell: CellType) -> Any:
    try:
        return cell.cell_contents
    except ValueError:  # not filled yet
        return None


def scope_in(key: Any) -> str:
    """The units of the scope that stands in a key; empty where none does."""
    found = next((one for one in key if isinstance(one, Scope)), None) if isinstance(key, tuple) else None
    return " ".join(found.roots) if found else ""
