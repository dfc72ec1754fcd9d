"""The sample municipality, published once for all workers; a store of one's own for what enters something."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from filelock import FileLock

from dashboard.store.database import open_store
from dashboard.warehouse import Warehouse
from tests.packs.making import installed
from tests.packs.sample import Sample, home_in, own_copy, publish_sample


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Sample]:
    """The release and the store that all tests only read."""
    base = tmp_path_factory.getbasetemp()
    shared = base if worker_id == "master" else base.parent
    folder = shared / "sample-of-packs"
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("PEJLING_STORE_URL", raising=False)
        with FileLock(f"{folder}.lock"):
            publish_sample(folder)
        home = home_in(folder)
        warehouse, store = Warehouse(home.releases), open_store(home)
        yield Sample(home, warehouse, store)
        warehouse.close()
        store.dispose()


@pytest.fixture
def own(sample: Sample, tmp_path: Path) -> Iterator[Sample]:
    """The same release with a store of the test's own."""
    copied = own_copy(sample, tmp_path / "store")
    yield copied
    copied.store.dispose()


@pytest.fixture
def at(sample: Sample, tmp_path: Path) -> Iterator[Sample]:
    """An installation of the test's own, with the same release, a copy of the store, and no packs."""
    whole = installed(sample, tmp_path / "home")
    yield whole
    whole.store.dispose()
