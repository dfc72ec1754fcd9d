"""What goes wrong around the command: one sentence with place and remedy, an exit code, and nothing half done."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from pipelines.lock import writing
from pipelines.releases import current_release
from tests.processes import Done
from tests.spine.small_municipality import APRIL, HEADER, SPECS, SmallMunicipality, postings


def told(done: Done, code: int, *words: str) -> None:
    """One sentence on the error stream that holds the words; the exit code; no traceback anywhere."""
    assert done.returncode == code, done.stderr + done.stdout
    assert "Traceback" not in done.stderr + done.stdout
    for word in words:
        assert word in done.stderr, done.stderr


@pytest.fixture
def served(march: SmallMunicipality) -> SmallMunicipality:
    return march


BROKEN = {
    "empty file": ("", "empty"),
    "only blank lines": ("\n\n\n", "posteringer_2026_04.csv"),
    "header missing": ("B1;01.04.2026;111;10000001;Løn;1,00\n", "header"),
    "needed column missing": (APRIL.replace("Sted", "Stedet"), "Sted"),
    "half a file": (APRIL[: len(APRIL) // 2], "posteringer_2026_04.csv"),
    "an image": ("\x89PNG\r\n\x1a\n\x00\x00", "posteringer_2026_04.csv"),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_a_broken_file_is_refused_and_the_rest_is_taken(served: SmallMunicipality, fault: str) -> None:
    text, word = BROKEN[fault]
    broken = served.put("posteringer_2026_04.csv", text, encoding="latin-1")
    whole = served.put("posteringer_2026_05.csv", postings(("B8", "10000001", "8,00"), month="05"))
    told(served.pejling("deliver"), 1, "posteringer_2026_04.csv", word)
    assert broken.exists()
    assert not whole.exists()


def test_whatever_is_broken_the_rest_is_published(served: SmallMunicipality) -> None:
    before = served.vouchers()
    names = [f"posteringer_2026_04_{number}.csv" for number in range(len(BROKEN))]
    paths = [served.put(name, text, encoding="latin-1") for name, (text, _) in zip(names, BROKEN.values(), strict=True)]
    served.put("posteringer_2026_05.csv", postings(("B8", "10000001", "8,00"), month="05"))
    told(served.pejling("update"), 1, *names)
    assert all(path.exists() for path in paths)
    assert set(served.vouchers()) == {*before, "B8"}


def test_a_wrong_spec_names_file_and_key(served: SmallMunicipality) -> None:
    served.write_spec("posting", SPECS["posting"].replace("thousands", "thousand"))
    told(served.pejling("update"), 2, "posting.toml", "thousand")


def test_a_missing_settings_file(small: SmallMunicipality) -> None:
    small.home.settings_file.unlink()
    told(small.pejling("update"), 2, "municipality.toml", "PEJLING_SETTINGS")


@pytest.mark.parametrize(
    ("setting", "key"),
    [
        ('time_zone = "Europe/Kobenhavn"', "time_zone"),
        ('currency = ""', "currency"),
        ("[thresholds]\nact_share = -1", "thresholds.act_share"),
        ("[capital]\ncomparable_projects = 2", "capital.comparable_projects"),
        ("[capital]\nphasing_act_share = 1.5", "capital.phasing_act_share"),
        ("[capital.price_index]\n2025 = 0", "capital.price_index.2025"),
    ],
)
def test_a_wrong_setting(small: SmallMunicipality, setting: str, key: str) -> None:
    small.home.settings_file.write_text(f'name = "Lille"\n{setting}\n', encoding="utf-8")
    told(small.pejling("update"), 2, key)


def test_an_unknown_command_and_an_unknown_release(served: SmallMunicipality) -> None:
    told(served.pejling("deliver", "--nonsense"), 2)
    told(served.pejling("release", "show", "2001-01-01"), 1, "2001-01-01", "release list")


def test_a_file_that_is_not_there(served: SmallMunicipality) -> None:
    told(served.pejling("deliver", "posteringer_2026_09.csv"), 1, "posteringer_2026_09.csv", "path")


def test_nothing_to_publish(small: SmallMunicipality) -> None:
    told(small.pejling("publish"), 1, "build")


def test_two_updates_at_once(served: SmallMunicipality) -> None:
    served.put("posteringer_2026_04.csv", APRIL)
    results: list[Done] = []
    threads = [threading.Thread(target=lambda: results.append(served.pejling("update"))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for done in results:
        told(done, done.returncode)
        assert done.returncode == 0 or "at work" in done.stderr
    assert any(done.returncode == 0 for done in results)
    told(served.pejling("update"), 0)
    assert "B4" in served.vouchers()


def test_a_held_lock_is_told(served: SmallMunicipality) -> None:
    with writing(served.home):
        told(served.pejling("update"), 75, "at work", "wait")


@pytest.mark.parametrize("folder", ["deliveries", "builds", "releases"])
def test_a_folder_that_is_a_file(small: SmallMunicipality, folder: str) -> None:
    small.put_masters()
    (small.home.folder / folder).write_text("in the way", encoding="utf-8")
    told(small.pejling("update"), 1, folder)


if sys.platform == "linux":

    def on_full_disk(size: str, *lines: str) -> subprocess.CompletedProcess[str]:
        """Run shell lines with $DISK, a real file system of that size, in a mount namespace of its own."""
        script = "\n".join(["set -e", "DISK=$(mktemp -d)", f"mount -t tmpfs -o size={size} tmpfs $DISK", *lines])
        unshare = ["unshare", "--mount"] if os.getuid() == 0 else ["unshare", "--user", "--map-root-user", "--mount"]
        return subprocess.run([*unshare, "sh", "-c", script], capture_output=True, text=True, check=False)

    @pytest.mark.parametrize("size", ["200k", "600k", "1m", "2m", "3m"])
    def test_a_full_disk_serves_the_last_release_on(served: SmallMunicipality, size: str, tmp_path: Path) -> None:
        """The whole installation is moved to a disk with so much room left; where it fails depends on the room."""
        rows = [(f"C{number}", "10000001", f"{number},00") for number in range(1, 20000)]
        big = tmp_path / "posteringer_2026_04.csv"
        big.write_text(postings(*rows, month="04"), encoding="cp1252")
        options = f"--home $DISK/home --settings {served.home.settings_file}"
        python = f'{sys.executable} -c "from dashboard.cli import main; main()"'
        done = on_full_disk(
            "64m",
            f"cp -r {served.home.folder} $DISK/home",
            "USED=$(df --output=used -k $DISK | tail -1)",
            f"mount -o remount,size=$(( USED + {_kilobytes(size)} ))k $DISK",
            f"{python} update {big} {options} || CODE=$?",
            "echo CODE=${CODE:-0}",
            "find $DISK/home -name '.incoming-*' -o -name '*.tmp'",
            f"{python} release show {options}",
            "mount -o remount,size=64m $DISK",
            f"{python} update {big} {options}",
        )
        assert "Traceback" not in done.stderr, done.stderr
        assert "CODE=1" in done.stdout, done.stdout + done.stderr
        assert "this should not happen" not in done.stderr, done.stderr
        assert f"Release {current_release(served.home)}" in done.stdout
        assert done.returncode == 0, done.stderr
        assert "Published: release" in done.stdout

    def _kilobytes(size: str) -> int:
        return int(size[:-1]) * (1024 if size.endswith("m") else 1)

    def test_an_inbox_that_may_not_be_written(served: SmallMunicipality) -> None:
        """Read-only by mount: root may write anywhere else."""
        options = f"--home {served.home.folder} --settings {served.home.settings_file}"
        served.put("posteringer_2026_04.csv", APRIL)
        done = on_full_disk(
            "1m",
            f"mount --bind {served.home.inbox} {served.home.inbox}",
            f"mount -o remount,bind,ro {served.home.inbox}",
            f'{sys.executable} -c "from dashboard.cli import main; main()" update {options}',
        )
        told(done, 1, "inbox", "right to write")


def test_quarantine_goes_back_in_the_form_it_came(served: SmallMunicipality, tmp_path: Path) -> None:
    bad = "B4;15.04.2026;111;10000001;Løn “æøå”;12.3\n"
    served.put("posteringer_2026_04.csv", HEADER + bad + "B5;15.04.2026;111;20000002;Papir;50,00\nI alt;;;;;62,30\n")
    told(served.pejling("update"), 0)
    listed = served.pejling("quarantine", "list")
    assert "posteringer_2026_04.csv" in listed.stdout
    assert "12.3" in listed.stdout
    exported = served.pejling("quarantine", "export", str(tmp_path / "back"))
    told(exported, 0)
    assert "corrections.yml" in exported.stdout
    (file,) = (tmp_path / "back").glob("*.csv")
    assert file.read_bytes().decode("cp1252").splitlines() == (HEADER + bad).splitlines()
    told(served.pejling("update", str(file)), 1, "would replace all its others")
    assert "B5" in served.vouchers()
    entry = {"source": "posting", "file": "posteringer_2026_04.csv", "line": 2, "action": "set", "column": "amount"}
    entry |= {"value": "12.30", "expect": {"amount": None}, "reason": "keyed with a point", "reported_to": "Opus"}
    served.correct({**entry, "date": "2026-05-04"})
    told(served.pejling("update"), 0)
    assert str(served.vouchers()["B4"]) == "12.30"
