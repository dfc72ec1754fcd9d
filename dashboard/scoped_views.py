"""What the door cuts tables by; the rule itself is the pipelines', which cut the files for analysts by the same one."""

from __future__ import annotations

from pipelines.scoped_rows import WHOLE_MUNICIPALITY, ScopedViews

__all__ = ["WHOLE_MUNICIPALITY", "ScopedViews"]
