from __future__ import annotations

from pathlib import Path

import pytest

from tests.spine.small_municipality import MARCH, SmallMunicipality, make_municipality, update


@pytest.fixture
def small(tmp_path: Path) -> SmallMunicipality:
    return make_municipality(tmp_path / "municipality")


@pytest.fixture(scope="session")
def march_once(tmp_path_factory: pytest.TempPathFactory) -> SmallMunicipality:
    """March is delivered and published; what a test changes, it changes in a copy."""
    small = make_municipality(tmp_path_factory.mktemp("march"))
    small.put_masters()
    small.put("posteringer_2026_03.csv", MARCH)
    update(small)
    return small


@pytest.fixture
def march(march_once: SmallMunicipality, tmp_path: Path) -> SmallMunicipality:
    """March is delivered and published."""
    return march_once.copied_to(tmp_path / "municipality")
