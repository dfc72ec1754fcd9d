"""Whether a pack is what was published: each way in which it is not is told, also where its manifest fits it."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.packs.command import verify_command
from dashboard.packs.manifest import MANIFEST, made_packs, packs_of, read_pack
from dashboard.packs.verifying import verified
from dashboard.store.at_hand import forget
from dashboard.store.database import close_stores, store_url
from dashboard.store.pack_editions import published_sums
from pipelines.problems import Problem
from tests.packs.making import one, verdicts
from tests.packs.sample import Sample


def wrong(at: Sample, folder: Path) -> list[tuple[str, str]]:
    return [(one.path.name, one.sentence) for one in verdicts(at, folder) if not one.is_as_published]


def rewritten(folder: Path) -> Path:
    """The page with other words, and its manifest made to fit it; the page."""
    page = next(folder.glob("*.html"))
    page.write_bytes(page.read_bytes().replace(b"mio.", b"mia."))
    told = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    file = next(one for one in told["files"] if one["name"] == page.name)
    file |= {"sha256": hashlib.sha256(page.read_bytes()).hexdigest(), "bytes": page.stat().st_size}
    (folder / MANIFEST).write_text(json.dumps(told), encoding="utf-8")
    return page


def spoilt(folder: Path) -> Iterator[tuple[str, str]]:
    """Each way in which a folder is not what was published, done to it."""
    pdf, html = next(folder.glob("*.pdf")), next(folder.glob("*.html"))
    html.write_bytes(html.read_bytes().replace(b"mio.", b"mia.", 1) + b" ")
    yield html.name, "has been changed since it was published"
    pdf.unlink()
    yield pdf.name, "is missing"
    (folder / "extra.pdf").write_bytes(b"%PDF")
    yield "extra.pdf", "was not published with this pack"


def test_each_file_is_told_of(at: Sample, capsys: pytest.CaptureFixture[str]) -> None:
    folder = one(at).folder
    assert [(one.path.suffix, one.is_as_published) for one in verdicts(at, folder)] == [
        (suffix, True) for suffix in (".json", ".pdf", ".html", ".pptx", ".xlsx")
    ]
    verify_command(folder, at.home.folder, at.home.settings_file)
    assert "not at hand" not in capsys.readouterr().err
    verify_command(None, at.home.folder, at.home.settings_file)
    assert str(folder / MANIFEST) in capsys.readouterr().out, "without a folder, every pack there is"
    for file in spoilt(folder):
        assert file in wrong(at, folder)
    assert len(wrong(at, folder)) == 3
    with pytest.raises(Problem, match="3 of 6 files are not what was published") as refused:
        verify_command(folder, at.home.folder, at.home.settings_file)
    assert refused.value.exit_code == 1
    with pytest.raises(Problem):
        verified(at.home.folder / "nothing", None)


def test_who_changes_a_file_and_its_manifest_is_found_by_the_store(
    at: Sample, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = one(at).folder
    taken_home = shutil.copytree(folder, tmp_path / "taken home")
    assert wrong(at, taken_home) == []
    assert rewritten(taken_home).name not in [name for name, _ in wrong(at, taken_home)]
    assert wrong(at, taken_home) == [(MANIFEST, "is not the one that was published with this edition")]
    with pytest.raises(Problem, match="1 of 5"):
        verify_command(taken_home, at.home.folder, at.home.settings_file)
    # Without the store the files fit their manifest, and it is said that no more is known.
    capsys.readouterr()
    at.store.dispose()
    close_stores()
    Path(store_url(at.home).database or "").unlink()
    forget()
    verify_command(taken_home, at.home.folder, at.home.settings_file)
    shown = capsys.readouterr()
    assert "The store is not at hand" in " ".join(shown.err.split())
    assert MANIFEST not in shown.out
    assert not Path(store_url(at.home).database or "").exists(), "no store is made by looking"


def test_an_edition_that_never_came_out_is_told(at: Sample) -> None:
    folder = one(at).folder
    told = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    (folder / MANIFEST).write_text(json.dumps({**told, "edition": 7}), encoding="utf-8")
    assert wrong(at, folder) == [(MANIFEST, "is of an edition that the store knows nothing of")]


def test_a_manifest_that_cannot_be_read_is_told_and_its_number_is_not_used_again(at: Sample) -> None:
    made = one(at)
    (made.folder / MANIFEST).write_text("{", encoding="utf-8")
    ((name, sentence),) = wrong(at, made.folder)
    assert name == MANIFEST
    assert "cannot be read" in sentence
    assert made_packs(packs_of(at.home)) == []
    assert one(at).manifest.edition == 2
    assert {key.edition for key in published_sums(at.store)} == {1, 2}


def test_a_manifest_does_not_lead_out_of_its_folder(at: Sample) -> None:
    made = one(at)
    (made.folder.parent / "secret.pdf").write_bytes(b"secret")
    told = json.loads((made.folder / MANIFEST).read_text(encoding="utf-8"))
    for name in ("../secret.pdf", "..", "/etc/hostname", "..\\secret.pdf", ""):
        told["files"][0]["name"] = name
        (made.folder / MANIFEST).write_text(json.dumps(told), encoding="utf-8")
        assert read_pack(made.folder).path("pdf") is None
        assert any("outside" in sentence for _, sentence in wrong(at, made.folder))
