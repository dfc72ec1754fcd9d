"""The SQL of the views that cut every published table to a scope: the door's and the files for analysts' one rule.

The scope is the variable `scope` on the cursor: a list of unit ids. Unset, it lets no unit through.
"""

from __future__ import annotations

import re

WHOLE_MUNICIPALITY = "municipality"  # the unit id of the organisation's root
CARRIER = "organisation__unit_period"  # says which units lie below which, in both views of the organisation
PROJECTS = "capital_projects__project"  # says where a project belongs in today's organisation
_NAME = re.compile(r"[a-z][a-z0-9_]*\Z")
_SCOPE = "getvariable('scope')::varchar[]"


def view_sql(table: str, scope_kind: str, columns: frozenset[str], catalog: str) -> str | None:
    """`create view` for a table of the attached `catalog`; None for one that cannot be cut, so that it is not served.

    unit_period   seen where the unit lay below a granted unit in that period (and in that view of the organisation)
    unit          the same for rows that no view of the organisation tells apart: either view grants them
    unit_today    seen where the row's own unit_path, in today's organisation, passes a granted unit
    project       the same by the unit_path of the row's project
    municipality  seen by those who see the whole municipality
    everybody     seen by all

    Who sees the whole municipality sees every row of every kind: also that of a unit which the organisation has lost.
    """
    if not _NAME.match(table):
        return None
    # Names cannot be bound as parameters: `table` is matched above, the rest are this module's own words.
    view = f"create view {table} as select seen_row.* from {catalog}.main.{table} as seen_row"  # noqa: S608
    if scope_kind == "everybody":
        return view
    whole = f"list_contains({_SCOPE}, '{WHOLE_MUNICIPALITY}')"
    if scope_kind == "municipality":
        return f"{view} where {whole}"
    if scope_kind == "unit_today":
        return f"{view} where {whole} or list_has_any(seen_row.unit_path, {_SCOPE})" if "unit_path" in columns else None
    keys = ", ".join(_keys(scope_kind, columns))
    if not keys:
        return None
    carrier = PROJECTS if scope_kind == "project" else CARRIER
    granted = f"select {keys} from {catalog}.main.{carrier} where list_has_any(unit_path, {_SCOPE})"  # noqa: S608
    part = f"select seen_row.* from {catalog}.main.{table} as seen_row semi join ({granted}) as granted using ({keys})"  # noqa: S608
    # The scope is known when a question is planned, so one of the two halves is gone before anything is read.
    return f"{view} where {whole} union all {part} where not {whole}"


def _keys(scope_kind: str, columns: frozenset[str]) -> list[str]:
    """The columns by which a row's unit_path is looked up; none when the table cannot be cut."""
    if scope_kind == "project":
        return ["project_id"] if "project_id" in columns else []
    wanted = ["organisation_view", "fiscal_year", "period", "unit_id"]
    keys = [column for column in wanted if column in columns]
    needed = {"unit_period": set(wanted[1:]), "unit": {"unit_id"}}.get(scope_kind)
    return keys if needed is not None and needed <= set(keys) else []
