"""The drill: a backup while people write, the disk lost, all of it put back elsewhere, the same figures and words."""

import json
import shutil
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import select

from dashboard.keeping.backup import MANIFEST, read_backup, take_backup, whole_backups
from dashboard.keeping.restore import restore_backup, wrong
from dashboard.store import audit
from dashboard.store.audit import Deed, record_deed
from dashboard.store.audit_heads import keep_head, verify_log
from dashboard.store.backup import read_contents
from dashboard.store.carry_over import history, record_change, standing_changes
from dashboard.store.database import close_stores, engine_of, migrate, open_store, store_url
from dashboard.store.grants import GrantWish, give, standing_grants
from dashboard.store.models import Base
from dashboard.store.schema import upgrade, versions
from dashboard.store.writing import writing
from pipelines.home import Home, open_home
from pipelines.problems import Problem
from pipelines.releases import current_release, release_folder
from tests.processes import running
from tests.spine.small_municipality import APRIL, SmallMunicipality, update
from tests.store.said import ANN, say_everything
from tests.store.test_carry_over import WISH
from tests.store.writers import write_on

VOUCHERS = {"B1": Decimal("1200.50"), "B2": Decimal("300.25"), "B3": Decimal("-100.75")}


def said(home: Home) -> dict[str, list[tuple[object, ...]]]:
    with open_store(home).connect() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))]
            for table in Base.metadata.sorted_tables
        }


def elsewhere(folder: Path) -> Home:
    folder.mkdir()
    (folder / "municipality.toml").write_text('name = "Lille Kommune"\n', encoding="utf-8")
    return open_home(folder / "home", folder / "municipality.toml")


def test_a_disk_is_lost_and_everything_comes_back(
    march: SmallMunicipality, database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = march.home
    say_everything(open_store(home))
    (home.folder / "use").mkdir()
    (home.folder / "use" / "2026-2.key").write_bytes(b"dies with its quarter")
    written = take_backup(home, tmp_path / "backups")
    before, release = said(home), current_release(home)
    close_stores()
    shutil.rmtree(home.folder)
    # Elsewhere, on the other kind of database.
    monkeypatch.delenv("PEJLING_STORE_URL", raising=False)
    there = elsewhere(tmp_path / "there")

    backup = restore_backup(there, written)

    assert backup.release == release == current_release(there)
    found = said(there)
    assert found["audit_entry"].pop()[2] == "restore", "that it was put back is told"
    assert found == before
    assert SmallMunicipality(there).vouchers() == VOUCHERS
    assert wrong(there) == []
    assert not (there.folder / "use").exists()
    assert sorted(file.name for file in (written / "settings").rglob("*.toml")) == [
        "account.toml", "late.toml", "municipality.toml", "organisation.toml", "posting.toml",
    ]  # fmt: skip
    close_stores()


def test_an_upgrade_keeps_all_and_the_backup_from_before_leads_back(
    march: SmallMunicipality, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A store whose tables an earlier program made, with the backup that it took before the upgrade."""
    home = march.home
    (home.folder / "store").mkdir()
    earlier = engine_of(store_url(home))
    with writing(earlier) as connection:
        upgrade(connection, "0008")
    kept = record_change(earlier, WISH)
    with monkeypatch.context() as before:
        before.setattr("dashboard.keeping.backup.open_store", lambda _: earlier)
        before.setattr("dashboard.keeping.backup.keep_head", lambda *_, **__: None)  # it knew no audit log
        written = take_backup(home, tmp_path / "backups")
    earlier.dispose()
    assert read_contents(written / "store.zip").version == "0008"

    assert migrate(home) == versions()[-1]
    store = open_store(home)
    assert standing_changes(store, WISH.fiscal_year) == {WISH.line_id: kept}
    wish = GrantWish(issuer="i", subject="ann", role="director", unit_id="municipality", valid_from=date(2026, 4, 1))
    give(store, wish, ANN)
    record_change(store, replace(WISH, seen_version=1))
    assert (wrong(home), audit.findings(store), march.vouchers()) == ([], [], VOUCHERS)
    with engine_of(store_url(home)).connect() as connection, pytest.MonkeyPatch.context() as patch:
        patch.setattr("dashboard.store.schema.versions", lambda: versions()[: versions().index("0008") + 1])
        with pytest.raises(Problem, match=f"at version {versions()[-1]}, this program knows 0008 at most"):
            upgrade(connection)
    close_stores()

    restore_backup(home, written, is_replacing=True)
    store = open_store(home)
    assert standing_changes(store, WISH.fiscal_year) == {WISH.line_id: kept}
    assert standing_grants(store) == []
    assert [entry.kind for entry in audit.entries(store)] == ["restore"]
    assert (wrong(home), march.vouchers()) == ([], VOUCHERS)
    close_stores()


def test_words_kept_while_it_is_taken_are_whole_in_it(march: SmallMunicipality, tmp_path: Path) -> None:
    """What was kept before it began is in it; of what came later no version without those before it."""
    folder = march.home.folder
    shutil.copy(march.home.settings_file, folder / "municipality.toml")
    with running(write_on, folder, WISH) as writer:
        first = writer.heard.recv()
        written = take_backup(march.home, tmp_path / "backups")
        writer.kill()
        last = max(writer.told()) + 1  # one may be kept and not told any more
    close_stores()
    there = elsewhere(tmp_path / "there")
    restore_backup(there, written)
    versions = [one.version for one in history(open_store(there), WISH.fiscal_year, WISH.line_id)]

    assert first <= versions[0] <= last
    assert versions == list(range(versions[0], 0, -1))
    close_stores()


def test_the_next_one_costs_what_is_new(march: SmallMunicipality, tmp_path: Path) -> None:
    first = take_backup(march.home, tmp_path / "backups")
    march.put("posteringer_2026_04.csv", APRIL)
    update(march)
    (march.home.inbox / "waits.csv").write_text("1", encoding="utf-8")
    second = take_backup(march.home, tmp_path / "backups", now=read_backup(first).taken_at.replace(year=2099))
    shared = {path for path in read_backup(first).files if path.startswith("home/deliveries/")}

    assert shared
    assert all((first / path).samefile(second / path) for path in shared)
    assert not any((first / path).samefile(second / path) for path in ("store.zip", "home/releases/current"))
    assert "home/inbox/waits.csv" in read_backup(second).files
    assert whole_backups(tmp_path / "backups") == [first, second]
    # The oldest goes, and what it shared with the newer stays whole.
    take_backup(march.home, tmp_path / "backups", keep=2, now=read_backup(first).taken_at.replace(year=2100))
    assert not first.exists()
    assert read_backup(second).release == march.current.release
    close_stores()


def test_a_backup_that_is_not_whole_is_refused_and_nothing_is_touched(march: SmallMunicipality, tmp_path: Path) -> None:
    written = take_backup(march.home, tmp_path / "backups")
    there = elsewhere(tmp_path / "there")
    for fault, damage in {
        "is not as it was written": lambda folder: _flip(next((folder / "home" / "releases").rglob("pejling.duckdb"))),
        "is missing": lambda folder: next((folder / "home" / "deliveries").rglob("receipt.json")).unlink(),
        "was put in": lambda folder: (folder / "home" / "more.txt").write_text("x", encoding="utf-8"),
        "its manifest cannot be read": lambda folder: (folder / MANIFEST).unlink(),
        "names a file that lies outside it": _name_outside,
    }.items():
        damaged = tmp_path / "damaged"
        shutil.rmtree(damaged, ignore_errors=True)
        shutil.copytree(written, damaged)
        damage(damaged)
        with pytest.raises(Problem, match=fault):
            restore_backup(there, damaged)
        assert not any((there.folder / name).exists() for name in ("deliveries", "releases", "store"))
    close_stores()


def _flip(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


def _name_outside(folder: Path) -> None:
    said = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    said["files"]["../../passwd"] = said["files"].pop("store.zip")
    (folder / MANIFEST).write_text(json.dumps(said), encoding="utf-8")


def test_an_installation_is_set_aside_not_thrown_away(march: SmallMunicipality, tmp_path: Path) -> None:
    written = take_backup(march.home, tmp_path / "backups")
    march.put("posteringer_2026_04.csv", APRIL)
    update(march)
    later = march.current.release

    with pytest.raises(Problem, match=r"there is an installation already \(deliveries, releases"):
        restore_backup(march.home, written)
    assert march.current.release == later
    restore_backup(march.home, written, is_replacing=True)

    assert march.vouchers() == VOUCHERS
    (aside,) = march.home.folder.glob("replaced-*")
    assert (aside / "releases" / later).is_dir()
    assert release_folder(march.home, march.current.release).is_dir()
    close_stores()


def test_lines_of_the_audit_log_that_the_backup_did_not_have_are_told_as_lost(
    march: SmallMunicipality, tmp_path: Path
) -> None:
    """Who puts back an older backup does not wipe out unseen what was written down since."""
    lines = verify_log(march.home, open_store(march.home)).lines
    written = take_backup(march.home, tmp_path / "backups")
    for number in range(3):
        record_deed(open_store(march.home), Deed(kind="download", person=f"somebody {number}"))
    keep_head(march.home, open_store(march.home), "day")
    restore_backup(march.home, written, is_replacing=True)

    found = verify_log(march.home, open_store(march.home))
    lost = f"lines {lines + 1} to {lines + 3} of before were lost when a backup was put back, as line {lines + 1} says"
    assert (found.wrong, found.told) == ((), (lost,))
    close_stores()


def test_by_command_with_the_backups_outside_the_home(march: SmallMunicipality, tmp_path: Path) -> None:
    inside = march.pejling("backup", str(march.home.folder / "backups"))
    nowhere = march.pejling("backup")
    taken = march.pejling("backup", PEJLING_BACKUPS=str(tmp_path / "backups"))
    (written,) = whole_backups(tmp_path / "backups")
    back = march.pejling("restore", str(written), "--replace")

    assert (inside.returncode, nowhere.returncode) == (2, 2)
    assert "the backups would be lost with the installation" in inside.stderr
    assert "there is no folder for backups" in nowhere.stderr
    assert (taken.returncode, taken.stderr) == (0, "")
    assert "read back and whole" in taken.stdout
    assert (back.returncode, back.stderr) == (0, "")
    assert f"release {march.current.release} is served" in back.stdout
