"""What the door cuts tables by; the rule itself is the pipelines', which cut the files for analysts by the same one."""

from __future__ import annotations

from pipelines.scoped_rows import CARRIER, WHOLE_MUNICIPALITY, view_sql

__all__ = ["CARRIER", "WHOLE_MUNICIPALITY", "view_sql"]
