"""The sample is the same on every machine, and what is kept in git is what the generator writes."""

import zipfile
from pathlib import Path

import pytest

from pipelines.problems import WrongUse
from pipelines.sample import Truth, write_sample
from tests.sample.conftest import SAMPLE_DATA
from tests.sample.plain_reading import texts

LIMIT_BYTES = 5_000_000


def contents(path: Path) -> object:
    """What a file holds. Archives by member: how hard they are pressed is the machine's zlib's choice."""
    if path.suffix == ".csv":
        return path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        return [(info.filename, info.date_time, archive.read(info)) for info in archive.infolist()]


def test_the_same_seed_writes_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    write_sample(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(path.name for path in folder.iterdir())
    for path in folder.iterdir():
        assert (tmp_path / path.name).read_bytes() == path.read_bytes(), path.name


def test_another_seed_writes_other_amounts(folder: Path, tmp_path: Path) -> None:
    write_sample(tmp_path, seed=4711)
    name = "posteringer_2026_10.csv"
    assert (tmp_path / name).read_bytes() != (folder / name).read_bytes()


def test_git_holds_what_the_generator_writes(folder: Path) -> None:
    kept = SAMPLE_DATA / "extracts"
    assert sorted(path.name for path in kept.iterdir()) == sorted(path.name for path in folder.iterdir())
    for path in folder.iterdir():
        message = f"{path.name} differs: write the sample again with `pejling sample --out sample_data/extracts`"
        assert contents(kept / path.name) == contents(path), message
    assert sum(path.stat().st_size for path in kept.iterdir()) < LIMIT_BYTES


def test_postings_scale_and_sums_stay(truth: Truth, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    large = write_sample(tmp_path, postings=200_000, on_progress=lambda done, wanted: seen.append((done, wanted)))
    assert large.postings == pytest.approx(200_000, rel=0.01)
    assert large.posted == truth.posted
    assert large.budgeted == truth.budgeted
    assert seen[-1] == (large.postings, 200_000)
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    lines = sum(
        text.count("\r\n") for path in tmp_path.glob("posteringer_20*") if "_rettet" not in path.name
        for _, text in texts(path) if "_kopi" not in path.name
    )  # fmt: skip
    assert lines == pytest.approx(200_000, rel=0.01)


def test_too_few_postings_are_refused_with_the_least_number(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match=r"--postings: 500 postings are too few; give at least \d+"):
        write_sample(tmp_path, postings=500)
