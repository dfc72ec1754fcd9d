"""The sample's files for analysts, made once for all workers beside the release that the packs' tests publish."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from pipelines.analyst_file import DATABASE
from pipelines.analyst_files import facts_of, folder_of
from tests.login.conftest import _one_provider, installation, login_home, provider
from tests.packs.conftest import sample
from tests.packs.sample import Sample, analyst_files_of
from tests.spine.conftest import march, march_once

__all__ = ["_one_provider", "installation", "login_home", "march", "march_once", "provider", "sample"]


@pytest.fixture(scope="session")
def files(sample: Sample) -> dict[str, Path]:
    """The folder of each scope's files; tests only read them."""
    made = analyst_files_of(sample.home)
    return {scope: folder_of(made, sample.release, scope) for scope in facts_of(made, sample.release)}


@pytest.fixture
def whole(files: dict[str, Path]) -> Iterator[duckdb.DuckDBPyConnection]:
    """The whole municipality's file."""
    with duckdb.connect(str(files["municipality"] / DATABASE), read_only=True) as con:
        yield con
