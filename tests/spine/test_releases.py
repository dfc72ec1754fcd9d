"""Releases never change, the pointer moves at once, and what changed between two is told."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from hashlib import file_digest
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner

from pipelines.candidates import build, offending_rows
from pipelines.commands.release import commands
from pipelines.deliveries import deliver
from pipelines.home import Keep, open_home
from pipelines.manifest import MANIFEST, RELEASE_FILE
from pipelines.problems import Problem
from pipelines.publish import publish
from pipelines.release_diff import compare
from pipelines.releases import (
    POINTER,
    SERVED,
    current_release,
    manifest_of,
    new_release_id,
    prune,
    release_folder,
    release_ids,
    release_order,
    serve,
)
from pipelines.verify import FOUND_WHOLE, differences, is_as_written, verify_in_new_process
from tests.spine.small_municipality import APRIL, MARCH, MARCH_CORRECTED, SmallMunicipality, postings


def update(small: SmallMunicipality) -> str:
    deliver(small.home)
    build(small.home)
    return publish(small.home).manifest.release


@pytest.fixture
def published(march: SmallMunicipality) -> SmallMunicipality:
    return march


def test_an_update_without_news_makes_no_release(published: SmallMunicipality) -> None:
    before = published.current
    assert build(published.home).folder is None
    assert not publish(published.home).is_new
    assert published.current == before
    assert release_ids(published.home) == [before.release]


def test_a_release_says_its_currency_and_where_its_clocks_are(published: SmallMunicipality) -> None:
    said = (published.current.currency, published.current.time_zone)
    assert said == (None, "Europe/Copenhagen")
    settings = 'name = "Lille"\ncurrency = "USD"\ntime_zone = "America/New_York"\n'
    published.home.settings_file.write_text(settings, encoding="utf-8")
    home = open_home(published.home.folder, published.home.settings_file)
    build(home)
    manifest = publish(home).manifest
    assert (manifest.currency, manifest.time_zone) == ("USD", "America/New_York")


def test_a_release_verifies_and_a_changed_byte_is_seen(published: SmallMunicipality) -> None:
    folder = published.home.releases / published.current.release
    verify_in_new_process(folder)
    with duckdb.connect(folder / RELEASE_FILE) as connection:
        connection.execute("update budget_followup__posting set amount_dkk = amount_dkk + 0.01 where voucher = 'B1'")
    assert differences(folder) == ["the file's bytes are not those that were written"]
    with (folder / RELEASE_FILE).open("rb") as file:
        with_these_bytes = published.current.model_copy(update={"file_sha256": file_digest(file, "sha256").hexdigest()})
    (folder / MANIFEST).write_text(with_these_bytes.model_dump_json(), encoding="utf-8")
    assert differences(folder) == ["table budget_followup__posting reads differently from what was built"]
    with pytest.raises(Problem, match="does not read back"):
        verify_in_new_process(folder)


def test_a_file_that_does_not_read_back_is_not_published(published: SmallMunicipality) -> None:
    served = published.current.release
    published.put("posteringer_2026_04.csv", APRIL)
    deliver(published.home)
    folder = build(published.home).folder
    assert folder is not None
    content = bytearray((folder / RELEASE_FILE).read_bytes())
    content[len(content) // 2] ^= 1
    (folder / RELEASE_FILE).write_bytes(content)
    with pytest.raises(Problem):
        publish(published.home)
    assert current_release(published.home) == served


def test_the_difference_of_two_releases_names_the_figures(published: SmallMunicipality) -> None:
    before = published.current.release
    published.put("posteringer_2026_03_rettet.csv", MARCH_CORRECTED)
    after = update(published)
    found = compare(published.home, before, after)
    by_figure = {(figure.unit_name, figure.figure): (figure.before, figure.after) for figure in found.figures}
    assert by_figure["Center for Skole", "actual"] == (Decimal("1400.00"), Decimal("1550.75"))
    assert by_figure["Lille Kommune", "actual"] == (Decimal("1400.00"), Decimal("1550.75"))
    assert {figure.figure for figure in found.figures} == {"actual"}
    posting = next(table for table in found.tables if table.table == "budget_followup__posting")
    assert (posting.only_before, posting.only_after) == (3, 2)
    told = published.ask(
        "select unit_name, before_dkk, after_dkk from data_quality__changed_figure where figure = 'actual' order by 1"
    )
    assert ("Center for Skole", Decimal("1400.00"), Decimal("1550.75")) in told


def test_a_posting_that_moves_inside_a_unit_is_told(published: SmallMunicipality) -> None:
    moved = MARCH.replace("B2;15.03.2026;111;20000002", "B2;15.03.2026;111;10000001")
    published.put("posteringer_2026_03_rettet.csv", moved)
    update(published)
    told = published.ask(
        "select account, before_dkk, after_dkk from data_quality__changed_figure where figure = 'actual' order by 1"
    )
    assert told == [
        ("10000001", Decimal("1200.50"), Decimal("1500.75")),
        ("20000002", Decimal("300.25"), None),
    ]
    assert published.ask("select unit_id, changed_accounts from data_quality__changed_unit") == [("111", 2)]


def _cut_short(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:20_000])


def _without_accounts(file: Path) -> None:
    with duckdb.connect(file) as connection:
        connection.execute("drop table budget_followup__unit_account_period")


def _of_text(file: Path) -> None:
    file.write_text("no database", encoding="utf-8")


@pytest.mark.parametrize("damage", [_cut_short, _without_accounts, _of_text, Path.unlink])
def test_a_damaged_release_holds_no_build_back(published: SmallMunicipality, damage: Callable[[Path], None]) -> None:
    file = published.home.releases / published.current.release / RELEASE_FILE
    damage(file)
    published.put("posteringer_2026_03_rettet.csv", MARCH_CORRECTED)
    update(published)
    assert published.vouchers()["B1"] == Decimal("1250.50")
    found = {check.name: check.rows for check in published.current.checks}
    assert found["data_quality__changed_figure__is_compared"] == 1
    assert published.ask("select count(*) from data_quality__changed_figure") == [(0,)]


def test_the_release_after_the_next_is_compared_again(published: SmallMunicipality) -> None:
    (published.home.releases / published.current.release / RELEASE_FILE).unlink()
    for name, text in {"posteringer_2026_03_rettet.csv": MARCH_CORRECTED, "posteringer_2026_04.csv": APRIL}.items():
        published.put(name, text)
        update(published)
    found = {check.name: check.rows for check in published.current.checks}
    assert found["data_quality__changed_figure__is_compared"] == 0


def test_the_check_names_the_damaged_file(published: SmallMunicipality) -> None:
    file = published.home.releases / published.current.release / RELEASE_FILE
    _cut_short(file)
    _, rows = offending_rows(published.home, "data_quality__changed_figure__is_compared")
    ((release, told),) = rows
    assert release == published.current.release
    assert str(told).startswith(str(file))
    assert "backup" in str(told)


@pytest.mark.parametrize("lost", [RELEASE_FILE, MANIFEST])
def test_a_release_that_is_not_whole_is_made_anew_from_the_same_inputs(published: SmallMunicipality, lost: str) -> None:
    damaged = published.current.release
    (published.home.releases / damaged / lost).unlink()
    assert update(published) != damaged
    assert published.vouchers()["B1"] == Decimal("1200.50")


def _one_byte(file: Path) -> None:
    """As a bad copy would have it: the same size, another byte."""
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


@pytest.mark.parametrize("damage", [_one_byte, _cut_short, _without_accounts, _of_text])
def test_a_damaged_release_is_made_anew_from_the_same_inputs(
    published: SmallMunicipality, damage: Callable[[Path], None]
) -> None:
    damaged = published.current.release
    assert build(published.home).folder is None, "it has been found whole"
    damage(published.home.releases / damaged / RELEASE_FILE)
    assert update(published) != damaged
    assert published.vouchers()["B1"] == Decimal("1200.50")
    assert build(published.home).folder is None


def test_a_whole_release_is_hashed_once_and_one_put_back_from_a_copy_again(published: SmallMunicipality) -> None:
    folder = published.home.releases / published.current.release
    note = published.home.releases / FOUND_WHOLE
    assert is_as_written(folder, published.current)
    noted = note.read_text(encoding="utf-8")
    content = (folder / RELEASE_FILE).read_bytes()
    (folder / RELEASE_FILE).write_bytes(content)
    os.utime(folder / RELEASE_FILE, ns=(1, 1))
    assert is_as_written(folder, published.current)
    assert note.read_text(encoding="utf-8") != noted
    # Nothing tells of a byte that rots on the disk; the check that reads everything finds it.
    _one_byte(folder / RELEASE_FILE)
    os.utime(folder / RELEASE_FILE, ns=(1, 1))
    assert is_as_written(folder, published.current)
    assert differences(folder) == ["the file's bytes are not those that were written"]
    note.write_text("[", encoding="utf-8")
    assert not is_as_written(folder, published.current), "without a note it is hashed"


def test_an_older_release_that_is_served_and_damaged_is_refused(published: SmallMunicipality) -> None:
    first = published.current.release
    published.put("posteringer_2026_04.csv", APRIL)
    update(published)
    serve(published.home, first)
    _one_byte(published.home.releases / first / RELEASE_FILE)
    with pytest.raises(Problem, match=r"pejling\.duckdb: the release that is served no longer has the bytes"):
        update(published)


def test_the_command_reads_every_release_through(published: SmallMunicipality) -> None:
    first = published.current.release
    published.put("posteringer_2026_04.csv", APRIL)
    second = update(published)
    (published.home.releases / first / RELEASE_FILE).unlink()
    place = ["--home", str(published.home.folder), "--settings", str(published.home.settings_file)]
    told = CliRunner().invoke(commands, ["check", *place])
    assert told.output.splitlines() == [f"{first}: the file is gone", f"{second}: whole"]
    assert isinstance(told.exception, Problem)
    assert first in str(told.exception)
    assert CliRunner().invoke(commands, ["check", second, *place]).exit_code == 0


def test_a_reader_holds_a_release_while_more_are_published(published: SmallMunicipality) -> None:
    first = published.home.releases / published.current.release / RELEASE_FILE
    with duckdb.connect(first, read_only=True) as reader:
        for number in range(4):
            text = postings(("B1", "10000001", f"{number + 1},00"))
            published.put(f"posteringer_2026_03_{number}.csv", text)
            update(published)
            query = "select sum(amount_dkk) from budget_followup__posting"
            assert reader.execute(query).fetchone() == (Decimal("1400.00"),)
    assert published.vouchers() == {"B1": Decimal("4.00")}
    assert len(release_ids(published.home)) == 5


def test_a_kill_between_naming_and_pointing_is_brought_to_its_end(published: SmallMunicipality) -> None:
    served = published.current.release
    published.put("posteringer_2026_04.csv", APRIL)
    newest = update(published)
    (published.home.releases / POINTER).write_text(served, encoding="utf-8")
    (published.home.releases / SERVED).write_text(f"{served}\n", encoding="utf-8")
    assert build(published.home).folder is None
    assert publish(published.home).is_new
    assert current_release(published.home) == newest


def test_going_back_to_an_earlier_release_is_left_alone(published: SmallMunicipality) -> None:
    served = published.current.release
    published.put("posteringer_2026_04.csv", APRIL)
    update(published)
    (published.home.releases / POINTER).write_text(served, encoding="utf-8")
    assert update(published) == served
    assert current_release(published.home) == served


def test_a_candidate_whose_inputs_were_taken_back_is_not_published(published: SmallMunicipality) -> None:
    served = published.current.release
    correction = {"source": "posting", "file": "posteringer_2026_03.csv", "line": 2, "action": "set"}
    correction |= {"column": "amount", "value": "9999.00", "expect": {"amount": "1200.50"}, "reason": "wrong"}
    published.correct({**correction, "reported_to": "nobody", "date": "2026-04-14"})
    assert build(published.home).folder is not None
    published.home.corrections.unlink()
    assert build(published.home).folder is None
    assert not publish(published.home).is_new
    assert current_release(published.home) == served
    assert published.vouchers()["B1"] == Decimal("1200.50")


def fake_release(small: SmallMunicipality, release: str) -> None:
    folder = small.home.releases / release
    folder.mkdir(parents=True)
    (folder / MANIFEST).write_text("{}", encoding="utf-8")


def test_the_last_of_a_quarter_is_kept_for_ever(small: SmallMunicipality) -> None:
    ids = ["2025-11-30", "2025-12-31", "2026-01-15", "2026-03-31", "2026-03-31.2", "2026-04-01", "2026-04-02"]
    ids += ["2026-04-03", "2026-04-03.2", "2026-04-03.10"]
    for release in ids:
        fake_release(small, release)
    (small.home.releases / POINTER).write_text("2026-01-15", encoding="utf-8")
    keep_four = small.home.municipality.model_copy(update={"keep": Keep(newest=4)})
    home = type(small.home)(small.home.folder, small.home.settings_file, keep_four)
    assert prune(home) == ["2025-11-30", "2026-03-31", "2026-04-01"]
    kept = ["2025-12-31", "2026-01-15", "2026-03-31.2", "2026-04-02", "2026-04-03", "2026-04-03.2", "2026-04-03.10"]
    assert release_ids(home) == kept


def test_ids_of_one_day_are_numbered(small: SmallMunicipality) -> None:
    day = date(2026, 11, 3)
    assert new_release_id(small.home, day) == "2026-11-03"
    for release in ("2026-11-03", "2026-11-03.2", "2026-11-03.10"):
        fake_release(small, release)
    assert new_release_id(small.home, day) == "2026-11-03.11"
    assert sorted(["2026-11-03.10", "2026-11-03.9", "2026-11-03"], key=release_order)[-1] == "2026-11-03.10"


@pytest.mark.parametrize("release", ["", "2020-01-01", "../../etc", "current"])
def test_a_release_that_is_not_there_is_told(published: SmallMunicipality, release: str) -> None:
    with pytest.raises(Problem, match="there is no release"):
        release_folder(published.home, release)


def test_a_damaged_manifest_is_told(published: SmallMunicipality) -> None:
    release = published.current.release
    path: Path = published.home.releases / release / MANIFEST
    path.write_text("{", encoding="utf-8")
    with pytest.raises(Problem, match="manifest"):
        manifest_of(published.home, release)
