"""The sample's files for analysts, made once for all workers beside the release that the packs' tests publish."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from filelock import FileLock

from pipelines.analyst_file import DATABASE
from pipelines.analyst_files import facts_of, folder_of, keep_analyst_files
from tests.login.conftest import _one_provider, installation, login_home, provider
from tests.packs.conftest import sample
from tests.packs.sample import Sample
from tests.spine.conftest import march, march_once

__all__ = ["_one_provider", "installation", "login_home", "march", "march_once", "provider", "sample"]


@pytest.fixture(scope="session")
def files(sample: Sample) -> dict[str, Path]:
    """The folder of each scope's files; tests only read them."""
    home = sample.home
    with FileLock(f"{home.folder}.analysts.lock"):
        keep_analyst_files(home)
    return {scope: folder_of(home.analysts, sample.release, scope) for scope in facts_of(home.analysts, sample.release)}


@pytest.fixture
def whole(files: dict[str, Path]) -> Iterator[duckdb.DuckDBPyConnection]:
    """The whole municipality's file."""
    with duckdb.connect(str(files["municipality"] / DATABASE), read_only=True) as con:
        yield con
