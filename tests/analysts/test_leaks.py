"""A centre's files hold nothing that is another's, and all centres' together what the whole's hold."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from pipelines import scoped_rows
from pipelines.analyst_file import DATABASE, PARQUET_ZIP, AnalystScope, cut_release, write_scope
from pipelines.manifest import RELEASE_FILE, read_manifest
from tests.analysts.leaks import Foreign, foreign_to, found_in_bytes, found_in_cells, text_of
from tests.packs.sample import SCHOOLS, SMALL, Sample


@pytest.fixture
def release(sample: Sample) -> Iterator[duckdb.DuckDBPyConnection]:
    path = sample.home.releases / sample.release / RELEASE_FILE
    with duckdb.connect(str(path), read_only=True) as con:
        yield con


def unpacked(files: Path, to: Path) -> list[Path]:
    """The database as it lies there, and the Parquet files."""
    with zipfile.ZipFile(files / PARQUET_ZIP) as packed:
        packed.extractall(to)
    return [files / DATABASE, *sorted(to.glob("parquet/*.parquet"))]


def test_no_centre_s_file_has_a_cell_that_is_another_s(
    files: dict[str, Path], release: duckdb.DuckDBPyConnection
) -> None:
    centres = [scope for scope in files if scope != "municipality"]
    assert len(centres) == 11
    for centre in centres:
        foreign = foreign_to(release, centre)
        assert len(foreign.words) > 100
        assert len(foreign.amounts) > 1_000
        assert list(found_in_cells(files[centre] / DATABASE, foreign)) == [], centre


@pytest.mark.parametrize("centre", [SCHOOLS, SMALL])
def test_nothing_lies_in_the_bytes_that_no_cell_says(
    files: dict[str, Path], release: duckdb.DuckDBPyConnection, centre: str, tmp_path: Path
) -> None:
    bytes_of, foreign = unpacked(files[centre], tmp_path), foreign_to(release, centre)
    assert list(found_in_bytes(bytes_of, foreign, text_of(files[centre] / DATABASE))) == []


def test_a_cut_that_is_switched_off_is_found(
    sample: Sample, release: duckdb.DuckDBPyConnection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scoped_rows, "cut_sql", lambda table, *_: f"from release.main.{table}")
    folder = sample.home.releases / sample.release
    manifest = read_manifest(folder)
    with cut_release(folder, manifest, tmp_path / "spill") as (con, views):
        views.enter(con, [SMALL])
        write_scope(con, manifest, AnalystScope(SMALL, "Center"), tmp_path / "files")
    foreign = foreign_to(release, SMALL)
    cells = list(found_in_cells(tmp_path / "files" / DATABASE, foreign))
    assert len(cells) > 1_000
    assert any("dkk: " in cell for cell in cells)
    bytes_of = unpacked(tmp_path / "files", tmp_path)
    assert len(list(found_in_bytes(bytes_of, foreign, said=""))) > 50
    assert list(found_in_cells(tmp_path / "files" / DATABASE, Foreign(frozenset(), frozenset()))) == []


@pytest.mark.parametrize(
    ("table", "key", "amount"),
    [
        ("budget_followup__posting", "delivery_id, file, line", "amount_dkk"),
        ("budget_followup__unit_account_period", "budget_basis, fiscal_year, period, unit_id, account, function_code",
         "actual_dkk"),
        ("capital_projects__project_year", "project_id, fiscal_year", "revised_allotment_dkk"),
        ("purchases__unit_supplier", "supplier_list, fiscal_year, period, unit_id, supplier_rank", "amount_dkk"),
    ],
)  # fmt: skip
def test_the_centres_and_what_is_no_centre_s_make_the_whole_to_the_oere(
    files: dict[str, Path], table: str, key: str, amount: str
) -> None:
    with duckdb.connect() as con:
        for scope, folder in files.items():
            con.execute(f"attach '{folder / DATABASE}' as \"{scope}\" (read_only)")
        centres = [scope for scope in files if scope != "municipality"]
        parts = " union ".join(f'select {key}, {amount} from "{centre}".{table}' for centre in centres)
        con.execute(f"create table owned as {parts}")
        (whole, rows) = con.execute(f"select sum({amount}), count(*) from municipality.{table}").fetchone() or (0, 0)
        (owned, count) = con.execute(f"select sum({amount}), count(*) from owned").fetchone() or (0, 0)
        none = con.execute(f"""
            select coalesce(sum({amount}), 0), count(*) from municipality.{table} anti join owned using ({key})
        """).fetchone() or (0, 0)
        assert (owned + none[0], count + none[1]) == (whole, rows)
        assert count > 0.5 * rows
        assert none[1] < 0.5 * rows
