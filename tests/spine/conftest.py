from __future__ import annotations

from pathlib import Path

import pytest

from tests.spine.small_municipality import SmallMunicipality, make_municipality


@pytest.fixture
def small(tmp_path: Path) -> SmallMunicipality:
    return make_municipality(tmp_path / "municipality")
