from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.warehouse import Warehouse
from tests.door.small_release import publish_small_release


@pytest.fixture
def releases(tmp_path: Path) -> Path:
    publish_small_release(tmp_path / "releases")
    return tmp_path / "releases"


@pytest.fixture
def warehouse(releases: Path) -> Iterator[Warehouse]:
    warehouse = Warehouse(releases)
    yield warehouse
    warehouse.close()
