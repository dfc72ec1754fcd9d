from __future__ import annotations

from pathlib import Path

import pytest

from tests.spine.small_municipality import MARCH, SmallMunicipality, make_municipality, update


@pytest.fixture
def small(tmp_path: Path) -> SmallMunicipality:
    return make_municipality(tmp_path / "municipality")


@pytest.fixture
def march(small: SmallMunicipality) -> SmallMunicipality:
    """March is delivered and published."""
    small.put_masters()
    small.put("posteringer_2026_03.csv", MARCH)
    update(small)
    return small
