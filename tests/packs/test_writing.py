"""Packs in their folders: whole or not there, and never written again."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import stat
from pathlib import Path

import pytest
from filelock import FileLock

from dashboard.packs import drafting
from dashboard.packs.manifest import MANIFEST, made_packs, packs_of, read_pack
from dashboard.packs.writing import Wanted
from dashboard.store.focus_areas import DecisionWish, PublicationWish, record_decision, record_publication
from pipelines.manifest import RELEASE_FILE
from pipelines.problems import Problem
from tests.packs.making import files_in, make, one, verdicts
from tests.packs.sample import DECIDED_AT, PUBLISHED_AT, SCHOOLS, SMALL, SPAN, Sample, author, published
from tests.packs.test_assemble import republished

ENDINGS = ["html", "pdf", "pptx", "xlsx"]


def test_a_pack_is_four_files_and_a_manifest_that_names_what_it_is_made_of(at: Sample) -> None:
    made = one(at)
    assert made.folder == packs_of(at.home) / SPAN / SMALL / "1" / "da"
    names = sorted(path.name for path in made.folder.iterdir())
    assert names == [MANIFEST, *(f"pejling-centre-{SPAN}-{SMALL}-1-da.{ending}" for ending in ENDINGS)]
    told = read_pack(made.folder).manifest
    assert (told.span, told.subject_id, told.edition, told.language, told.changed) == (SPAN, SMALL, 1, "da", "")
    assert (told.release, told.release_sha256) == (at.release, at.door().release.file_sha256)
    assert set(told.made_of) == {"focus_areas", "decisions", "outcomes", "explanations"}
    assert set(told.made_by) == {"pejling", "typst", "python-pptx", "xlsxwriter"}
    assert [path is not None and path.is_file() for path in map(made.path, ENDINGS)] == [True] * 4
    assert made.path("docx") is None
    # Windows keeps rights in lists of its own, which the folder inherits.
    assert os.name == "nt" or stat.S_IMODE(packs_of(at.home).stat().st_mode) == 0o700


def test_the_release_file_is_the_one_that_is_named(at: Sample, sample: Sample) -> None:
    told = one(at).manifest
    file = sample.home.releases / told.release / RELEASE_FILE
    assert told.release_sha256 == hashlib.sha256(file.read_bytes()).hexdigest()


def test_what_is_unchanged_is_not_made_again(at: Sample) -> None:
    before = files_in(one(at).folder.parents[1])
    (outcome,) = make(at)
    assert not outcome.is_new
    assert files_in(packs_of(at.home) / SPAN / SMALL) == before


def test_the_same_is_written_in_the_same_bytes(at: Sample) -> None:
    first = one(at)
    before = files_in(first.folder)
    shutil.rmtree(first.folder)
    again = files_in(one(at).folder)
    assert {name: before[name] == again[name] for name in before if name != MANIFEST} == {
        name: True for name in before if name != MANIFEST
    }
    told, twice = (json.loads(content[MANIFEST]) for content in (before, again))
    assert {key for key in told if told[key] != twice[key]} == {"written_at"}


def test_a_new_edition_lies_beside_the_first_and_says_what_has_changed(at: Sample) -> None:
    first = one(at)
    before = files_in(first.folder)
    areas = published(at, SPAN, SMALL)
    republished(at, SMALL, areas.model_copy(update={"areas": areas.areas[:3]}))
    second = one(at)
    assert files_in(first.folder) == before
    assert (second.folder, second.manifest.edition) == (first.folder.parents[1] / "2" / "da", 2)
    assert (second.manifest.changes, second.manifest.changed) == (("focus_areas",), "Rettet.")
    page = (second.path("html") or Path()).read_text(encoding="utf-8")
    assert "Rettet." in page
    assert "2. udgave" in page
    assert [one.manifest.edition for one in made_packs(packs_of(at.home), SPAN)] == [2, 1]
    assert [verdict.is_as_published for verdict in verdicts(at)] == [True] * 10


def test_a_decision_makes_a_new_edition_in_ones_own_words(at: Sample) -> None:
    first = one(at)
    area = published(at, SPAN, SMALL).areas[0].area
    wish = DecisionWish(
        span=SPAN, centre_id=SMALL, area=area, decision="watch", words="", action="", responsible="", deadline=None
    )
    record_decision(at.store, wish, author(at), seen_version=0, now=DECIDED_AT)
    second = one(at, words="Centerchefen har besluttet")
    assert (first.manifest.made_at, second.manifest.made_at) == (PUBLISHED_AT, DECIDED_AT)
    covers = [(made.path("html") or Path()).read_text(encoding="utf-8") for made in (first, second)]
    for cover, as_of in zip(
        covers, ("1. udgave, pr. 12. november 2026", "2. udgave, pr. 14. november 2026"), strict=True
    ):
        assert as_of in cover, "what was entered later is no part of it"
    assert second.manifest.changes == ("decisions",)
    assert second.manifest.changed == "Centerchefen har besluttet"
    assert one(at).manifest.edition == 2


def test_another_language_belongs_to_the_same_edition(at: Sample) -> None:
    areas = published(at, SPAN, SMALL)
    one(at)
    english = one(at, "en")
    assert (english.manifest.edition, english.folder.name, english.manifest.changed) == (1, "en", "")
    republished(at, SMALL, areas.model_copy(update={"areas": areas.areas[:3]}))
    assert [one(at, language).manifest.edition for language in ("en", "da")] == [2, 2]
    assert [one(at, language).manifest.edition for language in ("en", "da")] == [2, 2]
    assert one(at, "da").manifest.changes == ("focus_areas",)


def test_one_that_cannot_be_made_holds_up_no_other(at: Sample) -> None:
    outcomes = make(
        at, Wanted("2026K4", "centre", SMALL), Wanted(SPAN, "centre", "nowhere"), Wanted(SPAN, "centre", SMALL)
    )
    assert [outcome.made is not None for outcome in outcomes] == [False, False, True]
    assert all(outcome.problem and str(outcome.problem) for outcome in outcomes[:2])
    assert [made.manifest.subject_id for made in made_packs(packs_of(at.home))] == [SMALL]


def test_the_directors_and_a_fact_sheet_have_folders_of_their_own(at: Sample) -> None:
    outcomes = make(at, Wanted(SPAN, "directors"), Wanted(SPAN, "facts"), Wanted(SPAN, "facts", SCHOOLS))
    folders = [outcome.made.folder.relative_to(packs_of(at.home)).as_posix() for outcome in outcomes if outcome.made]
    assert folders == [f"{SPAN}/directors/1/da", f"{SPAN}/facts-municipality/1/da", f"{SPAN}/facts-{SCHOOLS}/1/da"]


@pytest.mark.parametrize("written", ["pdf", "html", "pptx", "xlsx"])
def test_what_stops_in_between_leaves_nothing_half(at: Sample, monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    """Cut off in each writer as a kill does: nothing that comes after it is done."""

    def killed(_: object) -> bytes:
        raise KeyboardInterrupt

    before = files_in(one(at).folder)
    areas = published(at, SPAN, SMALL)
    republished(at, SMALL, areas.model_copy(update={"areas": areas.areas[:3]}))
    with monkeypatch.context() as patch:
        patch.setitem(drafting.WRITERS, written, killed)
        patch.setattr(shutil, "rmtree", lambda *_, **__: None)
        with pytest.raises(KeyboardInterrupt):
            make(at)
    packs = packs_of(at.home)
    assert [made.manifest.edition for made in made_packs(packs)] == [1]
    assert all(verdict.is_as_published for verdict in verdicts(at))
    assert files_in(packs / SPAN / SMALL / "1" / "da") == before
    assert list(packs.glob(".making-*"))
    assert one(at).manifest.edition == 2
    assert not list(packs.glob(".making-*"))


def test_two_runs_do_not_make_packs_at_once(at: Sample) -> None:
    one(at)
    with FileLock(packs_of(at.home) / ".lock"), pytest.raises(Problem) as refused:
        make(at)
    assert "another run makes packs" in str(refused.value)


def test_a_folder_that_cannot_be_written_is_told(at: Sample) -> None:
    packs_of(at.home).write_text("in the way", encoding="utf-8")
    with pytest.raises(Problem) as refused:
        make(at)
    assert "cannot be written" in str(refused.value)


def test_a_new_edition_of_the_areas_says_so_where_nobody_said_why(at: Sample) -> None:
    areas = published(at, SPAN, SMALL)
    wish = PublicationWish(span=SPAN, centre_id=SMALL, areas=areas.written(), what_changed="Nye tal!")
    one(at)
    record_publication(at.store, wish, author(at), seen_version=1)
    assert one(at, "en").manifest.changed == "Nye tal!"
