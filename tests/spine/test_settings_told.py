"""A fault in the municipality's own rules is told by the update in one sentence each, and holds nothing else back."""

from __future__ import annotations

from pipelines.candidates import build
from tests.spine.small_municipality import MARCH, SmallMunicipality

POOL = """
[[allocations]]
name = "pool"
title = { da = "Pulje", en = "Pool" }
programme = "P"
whole = { 2026 = 1000 }
key = "weather"
"""
NO_BEGINNING = """
[[lists]]
name = "all"
unit_kinds = ["centre"]
[[lists.items]]
name = "cash"
text = { da = "Kassen", en = "The cash" }
"""


def test_what_is_set_aside_and_what_cannot_be_understood(small: SmallMunicipality) -> None:
    home = small.home
    small.put_masters()
    small.put("posteringer_2026_03.csv", MARCH)
    home.allocations.write_text(POOL, encoding="utf-8")
    home.supervision_list.write_text(NO_BEGINNING, encoding="utf-8")
    ran = small.pejling("update")
    told = [" ".join(line.split()) for line in ran.stderr.replace("\n", " ").split("warning: ")]
    assert ran.returncode == 0, ran.stderr
    assert any(
        line.startswith("allocations.toml, allocation 1 (pool): key: Input should be")
        and "mend that key; the allocation is set aside until then." in line
        for line in told
    ), told
    assert any(
        line.startswith(str(home.supervision_list)) and "begins is missing" in line and "No supervision is owed" in line
        for line in told
    ), told
    assert "Published: release" in ran.stdout
    assert build(home).folder is None, "the release is made of what is right"
