from pathlib import Path

import pytest

from pipelines.sample import Truth, write_sample

SAMPLE_DATA = Path(__file__).resolve().parents[2] / "sample_data"


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Truth]:
    """The sample as the generator writes it now, and its truth."""
    out = tmp_path_factory.mktemp("sample")
    return out, write_sample(out)


@pytest.fixture(scope="session")
def truth(written: tuple[Path, Truth]) -> Truth:
    return written[1]


@pytest.fixture(scope="session")
def folder(written: tuple[Path, Truth]) -> Path:
    return written[0]
