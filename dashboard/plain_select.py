"""What may be asked through the door: one SELECT over served names, judged by DuckDB's own parser."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Protocol

SOURCES = frozenset({"BASE_TABLE", "SUBQUERY", "JOIN", "EMPTY", "EXPRESSION_LIST"})
QUERIES = frozenset({"SELECT_NODE", "SET_OPERATION_NODE", "CTE_NODE"})
NEVER = frozenset({"TABLE_FUNCTION", "SHOW_REF", "PIVOT", "COLUMN_DATA", "DELIM_GET", "BOUND_TABLE_REF"})
PRIVATE_FUNCTIONS = frozenset({"getvariable", "getenv", "current_setting", "query", "query_table", "write_log"})


class Cursor(Protocol):
    """As much of a DuckDB cursor as parsing needs."""

    def execute(self, query: str, parameters: object = ...) -> Any: ...


def objection(cursor: Cursor, sql: str, served: frozenset[str]) -> str | None:
    """Why `sql` may not be asked where the names in `served` are; None when it may.

    The views of the door hold each table cut to the scope; a name with a schema or a table function would go round
    them, and a second statement could change the scope.
    """
    ((serialized,),) = cursor.execute("select json_serialize_sql(?::varchar)", [sql]).fetchall()
    parsed = json.loads(serialized)
    if parsed["error"]:
        return f"it is not a SELECT ({parsed['error_message']})"
    if len(parsed["statements"]) != 1:
        return "it is more than one statement"
    names = served | {entry["key"] for node in _nodes(parsed) for entry in node.get("cte_map", {}).get("map", [])}
    for node in _nodes(parsed):
        reason = _objection_to(node, names)
        if reason:
            return reason
    return None


def _objection_to(node: dict[str, Any], names: frozenset[str] | set[str]) -> str | None:
    kind = node.get("type")
    if not isinstance(kind, str):
        return None  # the type of a value, not the kind of a node
    if kind in NEVER or ("sample" in node and "class" not in node and kind not in SOURCES | QUERIES):
        return f"it reads from a {kind}"
    if kind == "BASE_TABLE" and (node.get("schema_name") or node.get("catalog_name")):
        return f"{node['table_name']} is named with its schema"
    if kind == "BASE_TABLE" and node["table_name"] not in names:
        return f"{node['table_name']} is not served"
    if kind == "FUNCTION" and node.get("function_name") in PRIVATE_FUNCTIONS:
        return f"{node['function_name']} is not for questions"
    return None


def _nodes(part: object) -> Iterator[dict[str, Any]]:
    """Every object in the parse, the outer ones first."""
    if isinstance(part, dict):
        yield part
        for value in part.values():
            yield from _nodes(value)
    elif isinstance(part, list):
        for value in part:
            yield from _nodes(value)
