"""Packs are made: drafted (drafting.py), noted in the store, and then given their name.

What there is already is never written again. The same content is not made twice; where it differs, an edition more is
made that says what has changed. A language that comes later belongs to the same edition, as long as it is made of the
same figures and words. Only the process that holds the lock gives names, so two runs never make one edition.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import Engine

from dashboard.packs.drafters import Drafters, at_once
from dashboard.packs.manifest import DRAFT, Made, make_packs_folder, manifest_sum, packs_of, read_pack
from dashboard.packs.wanted import Drafted, Outcome, Wanted, not_written
from dashboard.store.journal import Author
from dashboard.store.pack_editions import record_edition
from dashboard.texts import Language, Texts
from dashboard.warehouse import Scope, Warehouse
from pipelines.durable import flush_folder, move_folder
from pipelines.home import Home
from pipelines.problems import Problem

__all__ = ["Maker", "Outcome", "Wanted", "texts_of"]

_ROLE = "program"


def texts_of(warehouse: Warehouse, language: Language) -> Texts:
    """The language with the municipality's currency and time zone, as packs are written in it. Raises DoorProblem."""
    told = warehouse.door(Scope()).release
    return Texts(language, told.currency, told.time_zone)


@dataclass(frozen=True)
class Maker:
    """All that packs in one language are made from; `words` are somebody's own on what has changed.

    `processes` is how many draft packs; None: as many as the machine and the number of packs are worth.
    """

    home: Home
    warehouse: Warehouse
    store: Engine
    texts: Texts
    words: str = ""
    processes: int | None = None

    def make(self, wanted: Sequence[Wanted], tell: Callable[[Outcome], None] = lambda _: None) -> list[Outcome]:
        """Make the packs, each once; whatever hinders one holds up no other.

        Raises Problem where another run makes packs. `tell` is given each as it is done, in the order asked for.
        """
        every, outcomes = list(dict.fromkeys(wanted)), []
        with _alone(packs_of(self.home)), closing(self._drafts(every)) as drafts:
            for one, drafted in zip(every, drafts, strict=True):
                outcomes.append(self._published(one, drafted))
                tell(outcomes[-1])
        return outcomes

    def _drafts(self, wanted: list[Wanted]) -> Generator[Drafted, None, None]:
        # Beside all subjects, where no reader looks: a run that is killed leaves drafts and nothing else.
        packs = packs_of(self.home)
        jobs = [(one, packs / f"{DRAFT}making-{os.getpid()}-{number}") for number, one in enumerate(wanted)]
        count = self.processes or at_once(len(jobs))
        if count > 1:
            with Drafters(count, self._made_from(), self.texts) as drafters:
                yield from drafters.drafts(jobs)
            return
        # The writers are loaded by whoever writes: with other processes this one does not.
        from dashboard.packs.drafting import Drafter  # noqa: PLC0415

        drafter = Drafter(packs, self.warehouse, self.store, self.texts, self.words)
        for job in jobs:
            yield drafter.draft(*job)

    def _made_from(self) -> dict[str, str | None]:
        """What another process needs to draft the same; by its pipe and not its arguments, which others can read."""
        return {
            "packs": str(packs_of(self.home)),
            "releases": str(self.warehouse.releases),
            "store": self.store.url.render_as_string(hide_password=False),
            "language": self.texts.language,
            "currency": self.texts.currency,
            "time_zone": self.texts.time_zone,
            "words": self.words,
        }

    def _published(self, wanted: Wanted, drafted: Drafted) -> Outcome:
        try:
            if drafted.target is None:
                return Outcome(wanted, None, problem=drafted.problem)
            if not drafted.is_new:
                return Outcome(wanted, read_pack(drafted.target))
            return Outcome(wanted, self._named(drafted.draft, drafted.target), is_new=True)
        except Problem as problem:
            return Outcome(wanted, None, problem=problem)
        except OSError as error:
            return Outcome(wanted, None, problem=not_written(error, packs_of(self.home)))
        finally:
            shutil.rmtree(drafted.draft, ignore_errors=True)

    def _named(self, draft: Path, target: Path) -> Made:
        """The draft as a pack. Noted before it is named: no edition is out that the store knows nothing of."""
        manifest = read_pack(draft).manifest
        author = Author("pejling", _ROLE, manifest.release)
        record_edition(self.store, manifest.key, manifest_sum(draft), author, now=manifest.written_at)
        target.parent.mkdir(parents=True, exist_ok=True)
        flush_folder(target.parent.parent)
        move_folder(draft, target)
        return Made(target, manifest)


@contextmanager
def _alone(packs: Path) -> Iterator[None]:
    """Only one run makes packs at a time; drafts that a killed one left behind are thrown away."""
    try:
        make_packs_folder(packs)
        lock = FileLock(packs / f"{DRAFT}lock")
        lock.acquire(timeout=0)
    except Timeout as error:
        raise Problem(
            "another run makes packs", where=str(packs), remedy="wait until it has ended, and run it again"
        ) from error
    except OSError as error:
        raise Problem(
            f"packs cannot be written here ({error.strerror})", where=str(packs), remedy="see who owns the folder"
        ) from error
    try:
        for left in packs.glob(f"{DRAFT}making-*"):
            shutil.rmtree(left, ignore_errors=True)
        yield
    finally:
        lock.release()
