"""Two real municipalities' ways of carrying over, as they are told in public papers, written as rules."""

from __future__ import annotations

from pathlib import Path

from duckdb import DuckDBPyConnection

from pipelines.build import build_warehouse
from pipelines.carry_over_rules import read_carry_over_rules
from pipelines.load_carry_over_rules import load_carry_over_rules
from tests.warehouse.drawn import raw_database

# 5 % up and 2 % down, and for a special area at most a million either way.
REBILD_LIKE = """
[[rules]]
name = "special_area"
part = "operating"
title = { da = "Specialområdet", en = "Special area" }
units = ["300", "131000"]
share_up = 0.05
share_down = 0.02
cap_dkk = 1_000_000

[[rules]]
name = "units"
part = "operating"
title = { da = "5 % op og 2 % ned", en = "5 % up and 2 % down" }
share_up = 0.05
share_down = 0.02

[[rules]]
name = "projects"
part = "capital"
title = { da = "Anlæg følger", en = "Capital follows" }
"""

# Decentral units and externally financed projects free, an overspend always follows, central pools only for named
# purposes, some of it further out in the years, nothing outside frame steering.
HERNING_LIKE = """
frame_steered = ["service"]
round_to_dkk = 1_000

[[frames]]
fiscal_year = 2026
service_dkk = 100_000_000
capital_dkk = 30_000_000

[[rules]]
name = "outside_frames"
part = "operating"
title = { da = "Uden for rammerne", en = "Outside the frames" }
is_frame_steered = false
transfers = false

[[rules]]
name = "central_pools"
part = "operating"
title = { da = "Centrale puljer", en = "Central pools" }
units = ["400", "411030"]
only_named_purposes = true
overspend_always_follows = true
spread = [0.5, 0.3, 0.2]

[[rules.purposes]]
fiscal_year = 2025
unit = "411"
amount_dkk = 700_000
text = { da = "Ny telefoni", en = "New telephony" }

[[rules]]
name = "decentral"
part = "operating"
title = { da = "Decentrale enheder", en = "Decentral units" }

[[rules]]
name = "externally_financed"
part = "capital"
title = { da = "Eksternt finansierede projekter", en = "Externally financed projects" }
projects = ["A1"]

[[rules]]
name = "capital_pools"
part = "capital"
title = { da = "Puljer", en = "Pools" }
project_kinds = ["pool"]
share_up = 0.10
overspend_always_follows = true

[[rules]]
name = "projects"
part = "capital"
title = { da = "Projekter", en = "Projects" }
overspend_always_follows = true
cap_dkk = 5_000_000

[[rules]]
name = "loans"
part = "financial"
title = { da = "Lån", en = "Loans" }
budget_types = ["6"]

[[rules]]
name = "financial"
part = "financial"
title = { da = "Øvrig finansiering", en = "Other financing" }
transfers = false
"""


def case_of(drawing: str, rules: str, folder: Path) -> DuckDBPyConnection:
    """The drawn municipality with the given rules, built into marts."""
    path = folder / "carry_over_rules.toml"
    path.write_text(rules, encoding="utf-8")
    con = raw_database(drawing)
    load_carry_over_rules(con, read_carry_over_rules(path))
    build_warehouse(con)
    return con
