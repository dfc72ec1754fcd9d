"""Packs drafted by several processes: the same files in the same order, and whatever hinders one holds up no other."""

from __future__ import annotations

import subprocess
import threading
import time
from dataclasses import replace
from typing import Any

import pytest

from dashboard.packs import drafting
from dashboard.packs.command import make as make_by_command
from dashboard.packs.content import Pack
from dashboard.packs.manifest import MANIFEST, made_packs, packs_of
from dashboard.packs.wanted import NotMade
from dashboard.packs.writing import Outcome, Wanted
from dashboard.scoped_views import WHOLE_MUNICIPALITY
from pipelines.problems import Problem
from tests.disks import no_room
from tests.packs.making import files_in, installed, make, maker, verdicts
from tests.packs.sample import SCHOOLS, SMALL, SPAN, Sample

THREE = [Wanted(SPAN, "centre", SCHOOLS), Wanted(SPAN, "centre", "nowhere"), Wanted(SPAN, "centre", SMALL)]


def without_manifests(at: Sample) -> dict[str, bytes]:
    return {name: told for name, told in files_in(packs_of(at.home) / SPAN).items() if not name.endswith(MANIFEST)}


def test_it_is_the_same_whatever_the_number_of_processes(
    at: Sample, sample: Sample, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other, told = installed(sample, tmp_path_factory.mktemp("other") / "home"), list[Outcome]()
    alone = maker(at, words="Æ'\"ø", processes=1).make(THREE)
    together = maker(other, words="Æ'\"ø", processes=2).make([*THREE, THREE[0]], told.append)
    assert [one.wanted for one in together] == [one.wanted for one in told] == THREE
    assert [(one.is_new, str(one.problem)) for one in together] == [(one.is_new, str(one.problem)) for one in alone]
    assert [(one.is_new, one.problem is None) for one in alone] == [(True, True), (False, False), (True, True)]
    refused = together[1].problem
    assert isinstance(refused, NotMade)
    assert refused.sentence.endswith("vælg et, der findes.")
    assert len(without_manifests(at)) == 8
    assert without_manifests(at) == without_manifests(other)
    assert all(verdict.is_as_published for verdict in verdicts(other))
    assert [one.is_new for one in maker(other, words="Æ'\"ø", processes=2).make(THREE)] == [False] * 3
    other.store.dispose()


def test_a_process_that_dies_is_told_with_the_centre_and_the_others_go_on(
    at: Sample, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    begun: list[subprocess.Popen[bytes]] = []

    def begin(*arguments: Any, **options: Any) -> subprocess.Popen[bytes]:
        begun.append(Popen(*arguments, **options))
        return begun[-1]

    def kill() -> None:
        while not list(packs_of(at.home).glob(".making-*-0/*.pdf")):
            time.sleep(0.001)
        for process in begun[:2]:
            process.kill()

    Popen = subprocess.Popen  # noqa: N806 -- a class
    monkeypatch.setattr(subprocess, "Popen", begin)
    monkeypatch.setattr("dashboard.packs.writing.at_once", lambda _: 2)
    killer = threading.Thread(target=kill)
    killer.start()
    wanted = [Wanted(SPAN, "centre", SCHOOLS), Wanted(SPAN, "centre", SMALL)]
    # The first process is at the first pack when it dies; the second may have come to any of the others.
    wanted += [Wanted(SPAN, "facts", SCHOOLS), Wanted(SPAN, "facts", WHOLE_MUNICIPALITY)]
    with pytest.raises(Problem, match="2 of 4 packs could not be made") as failed:
        make_by_command(at.home, SPAN, wanted, every=False, language="da", words="")
    killer.join()
    assert failed.value.exit_code == 1
    told = " ".join(capsys.readouterr().err.split())
    assert "Center for Skole: pack 2026K3: the process that made it ended before it was done (signal 9)" in told
    made = {(one.manifest.sort, one.manifest.subject_id) for one in made_packs(packs_of(at.home))}
    assert len(made) == 2
    assert ("centre", SCHOOLS) not in made
    assert all(verdict.is_as_published for verdict in verdicts(at))
    assert not list(packs_of(at.home).glob(".making-*"))
    assert all(process.poll() is not None for process in begun), "each has ended"


@pytest.mark.parametrize("ending", list(drafting.WRITERS))
def test_what_cannot_be_set_is_told_with_the_centre_and_the_piece(
    at: Sample, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    """A letter that no face has, past the cleaning: Typst refuses it by PDF/UA; in the others a fault of their own."""
    write = drafting.WRITERS[ending]

    def spoilt(pack: Pack) -> bytes:
        hit = [one for one in pack.sections for area in one.areas if area.number == 3 and pack.subject_id == SCHOOLS]
        if hit and ending != "pdf":
            raise ValueError("a fault of the library's")
        return write(replace(pack, sections=tuple(map(unset, pack.sections))) if hit else pack)

    def unset(section: Any) -> Any:
        areas = tuple(replace(one, owner="\u3042") if one.number == 3 else one for one in section.areas)
        return replace(section, areas=areas)

    monkeypatch.setitem(drafting.WRITERS, ending, spoilt)
    first, second = make(at, Wanted(SPAN, "centre", SCHOOLS), Wanted(SPAN, "centre", SMALL))
    assert isinstance(first.problem, NotMade)
    third = at_area(at, 3)
    assert first.problem.where == "Center for Skole"
    assert f"{ending.upper()}: “{third}” cannot be written (" in str(first.problem)
    assert f"“{third}”" in first.problem.sentence
    assert second.is_new
    assert [one.manifest.subject_id for one in made_packs(packs_of(at.home))] == [SMALL]


def at_area(at: Sample, number: int) -> str:
    from dashboard.packs.assemble import centre  # noqa: PLC0415
    from dashboard.texts import Texts  # noqa: PLC0415

    pack = centre(at.warehouse, at.store, Texts("da"), SPAN, SCHOOLS)
    return next(area.title for section in pack.sections for area in section.areas if area.number == number)


@pytest.mark.parametrize("processes", [1, 2])
def test_a_disk_that_is_full_is_told_and_what_was_made_stays(at: Sample, processes: int) -> None:
    """Room for one pack and a half."""
    packs = packs_of(at.home)
    packs.mkdir()
    with no_room(packs, "900k", 100_000) as is_limited:
        wanted = [Wanted(SPAN, "centre", SMALL), Wanted(SPAN, "centre", SCHOOLS), Wanted(SPAN, "directors")]
        outcomes = maker(at, processes=processes).make(wanted)
        problems = [one.problem for one in outcomes if one.problem]
        made = made_packs(packs)
        assert bool(problems) == is_limited
        assert all("the pack cannot be written (" in str(problem) for problem in problems)
        assert len(made) == 3 - len(problems)
        assert all(verdict.is_as_published for one in made for verdict in verdicts(at, one.folder))
        assert not list(packs.glob(".making-*"))
