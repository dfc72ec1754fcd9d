"""Where the real files are, if they are: the directory that PEJLING_REAL_DATA names."""

from __future__ import annotations

import os
from pathlib import Path

SPECS = Path(__file__).resolve().parents[2] / "sample_data" / "specs" / "real"
VARIABLE = "PEJLING_REAL_DATA"


def real_data() -> Path | None:
    """The directory with the folders leeds-spend, aragon-budget, bonn-sap, nyc-capital-projects and the like."""
    named = os.environ.get(VARIABLE)
    return Path(named) if named else None
