"""`pejling pack` killed at any moment, and two at once: what is listed is whole, the next run makes what is missing."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager

from dashboard.packs.assemble import published_centres
from dashboard.packs.manifest import MANIFEST, made_packs, packs_of
from dashboard.packs.writing import Wanted
from dashboard.store.pack_editions import published_sums
from tests.packs.making import files_in, make, maker, verdicts
from tests.packs.sample import SCHOOLS, SMALL, SPAN, Sample
from tests.processes import Running, pejling_at_work

Moment = Callable[[Sample], bool]


def drafted(files: int) -> Moment:
    """So many files lie in the draft."""
    return lambda at: any(len(list(draft.iterdir())) >= files for draft in packs_of(at.home).glob(".making-*"))


def noted(at: Sample) -> bool:
    """The store knows of the edition, and its folder is about to get its name."""
    return bool(published_sums(at.store))


def named(at: Sample) -> bool:
    return (packs_of(at.home) / SPAN / SMALL / "1" / "da" / MANIFEST).exists()


MOMENTS: list[Moment] = [drafted(1), drafted(5), noted, named]


def at_work(at: Sample, *centres: str) -> AbstractContextManager[Running]:
    named_centres = [word for centre in centres for word in ("--centre", centre)]
    homes = ("--home", str(at.home.folder), "--settings", str(at.home.settings_file))
    return pejling_at_work("pack", SPAN, *named_centres, *homes)


def killed(at: Sample, moment: Moment, *centres: str) -> None:
    with at_work(at, *centres) as command:
        while not moment(at) and command.process.is_alive():
            time.sleep(0.0005)
        command.kill()


def test_a_run_that_is_killed_leaves_no_half_edition_and_the_next_makes_what_is_missing(at: Sample) -> None:
    packs, told = packs_of(at.home), dict[str, bytes]()
    for moment in MOMENTS:
        killed(at, moment, SMALL, SCHOOLS)
        listed = {str(one.folder.relative_to(packs)): one.folder for one in made_packs(packs)}
        assert all(verdict.is_as_published for folder in listed.values() for verdict in verdicts(at, folder))
        lying = {str(path.parent.relative_to(packs)) for path in (packs / SPAN).rglob("*") if path.is_file()}
        assert lying == set(listed), "nothing half lies where a pack should be"
        now = files_in(packs / SPAN) if listed else {}
        assert {name: now[name] for name in told} == told, "what is out is never written again"
        told = now
    outcomes = make(at, Wanted(SPAN, "centre", SMALL), Wanted(SPAN, "centre", SCHOOLS))
    assert [one.made.manifest.edition for one in outcomes if one.made] == [1, 1]
    assert [one.is_new for one in outcomes] == [False, True]
    assert all(verdict.is_as_published for verdict in verdicts(at))
    assert not list(packs.glob(".making-*"))


def test_what_drafts_for_a_run_that_is_killed_gives_nothing_a_name(at: Sample) -> None:
    """Four packs are drafted by processes of their own, which nobody kills."""
    centres = sorted(published_centres(at.store, SPAN))[:4]
    killed(at, drafted(2), *centres)
    assert made_packs(packs_of(at.home)) == []
    assert [one.is_new for one in make(at, *(Wanted(SPAN, "centre", one) for one in centres[:2]))] == [True, True]
    assert [one.manifest.edition for one in made_packs(packs_of(at.home))] == [1, 1]
    assert all(verdict.is_as_published for verdict in verdicts(at))


def test_a_process_ends_where_nobody_hears_it_any_more(at: Sample) -> None:
    """As it is when the one that began it was killed: nobody reads its answer, and nothing more is asked."""
    process = subprocess.Popen(
        [sys.executable, "-m", "dashboard.packs.drafting_process"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdin
    assert process.stdout
    assert process.stderr
    process.stdout.close()
    asked = {"span": SPAN, "sort": "centre", "subject_id": "nowhere", "draft": str(at.home.folder / "draft")}
    process.stdin.write(b"".join(json.dumps(line).encode() + b"\n" for line in (maker(at)._made_from(), asked)))
    process.stdin.close()
    assert process.wait(120) == 0
    assert process.stderr.read() == b""
    process.stderr.close()


def test_of_two_runs_at_once_one_makes_an_edition(at: Sample) -> None:
    with at_work(at, SMALL) as first, at_work(at, SMALL) as second:
        for one in (first, second):
            one.process.join()
        assert [first.process.exitcode, second.process.exitcode] in ([0, 0], [0, 1], [1, 0])
    assert [one.manifest.edition for one in made_packs(packs_of(at.home))] == [1]
    assert len(published_sums(at.store)) == 1
    assert all(verdict.is_as_published for verdict in verdicts(at))
