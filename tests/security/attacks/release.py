"""The hand-made release as it would be if everybody who writes a text into the ERP meant harm."""

from __future__ import annotations

from pathlib import Path

import duckdb

from pipelines.manifest import RELEASE_FILE
from tests.pages.page_release import publish_page_release

SIGNS = ("=", "+", "-", "@", "\t=", "\r=", "{=")
"""With what a spreadsheet's formula begins."""
MARK = "<img src=x onerror=alert(1)>"
REST = (
    f"1+1{MARK}</script></style><script>alert(2)</script><svg onload=alert(3)><iframe src=javascript:alert(4)>"
    "<a href=javascript:alert(5)>x</a> [y](javascript:alert(6)) ![z](http://evil.example/z.png) **fed** :red[rød]"
    " {{7*7}} ${7*7} %s {0} $x^2$ 👩‍🏫 \u202eomvendt\u202c '; drop table x; --\" onmouseover=alert(7) "
)
# Codes that the pages know; all else is what somebody has written.
_CODES = (
    "_id", "_kind", "_basis", "_score", "_status", "_class", "_view", "_level", "_state", "_group", "_round",
    "account", "action", "actual_basis", "allocation", "convergence", "cost_centre", "decided_by", "domain", "figure",
    "frame", "function_code", "hidden_reason", "kind", "mode", "part", "phase", "role", "round", "rule", "severity",
    "signal", "source", "span", "status", "subject", "table_name", "unit", "column_name", "check_name", "budget_type",
    "cost_type", "latest_period", "statistical_data_until", "supplier_list", "key_kind", "absence_of",
    "after_value", "before_value", "rule_name", "version", "previous_release", "spells_hidden_reason", "reason",
)  # fmt: skip


def publish_hostile_release(home: Path) -> list[str]:
    """Publish it; the columns that hold texts."""
    release = publish_page_release(home / "releases")
    signs = ", ".join(f"'{sign}'" for sign in SIGNS)
    written = []
    with duckdb.connect(home / "releases" / release / RELEASE_FILE) as connection:
        columns = connection.execute(
            "select table_name, column_name from duckdb_columns() "
            "where data_type = 'VARCHAR' and schema_name = 'main' and not internal order by all"
        ).fetchall()
        for table, column in columns:
            if column.endswith(_CODES):
                continue
            # What is called the same everywhere stays so: a name's sign is chosen by the name.
            connection.execute(
                f'update {table} set "{column}" = list_extract([{signs}], 1 + (length("{column}") % {len(SIGNS)})::int)'
                f' || $rest || "{column}" where "{column}" is not null',
                {"rest": REST},
            )
            written.append(f"{table}.{column}")
    return written
