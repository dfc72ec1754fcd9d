"""A pack is made: assembled, written by four writers into a draft, and named when all of it is whole.

What there is already is never written again. The same content is not made twice; where it differs, an edition more is
made that says what has changed. A language that comes later belongs to the same edition, as long as it is made of the
same figures and words.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import Engine

from dashboard.packs.assemble import Edition, centre, published_centres
from dashboard.packs.assemble_directors import directors
from dashboard.packs.assemble_facts import facts
from dashboard.packs.content import Pack, Sort
from dashboard.packs.html_page import write_html
from dashboard.packs.manifest import (
    DRAFT,
    MANIFEST,
    Made,
    PackFile,
    PackManifest,
    folder_name,
    made_packs,
    packs_of,
    subject_folder,
)
from dashboard.packs.pdf import write_pdf
from dashboard.packs.pptx_slides import write_pptx
from dashboard.packs.xlsx_workbook import write_xlsx
from dashboard.scoped_views import WHOLE_MUNICIPALITY
from dashboard.sentences.pack_changes import sentence_of
from dashboard.texts import Texts
from dashboard.warehouse import Scope, Warehouse
from pipelines.durable import flush_folder, move_folder, write_text
from pipelines.home import Home
from pipelines.problems import Problem

WRITERS: dict[str, Callable[[Pack], bytes]] = {
    "pdf": write_pdf,
    "html": write_html,
    "pptx": write_pptx,
    "xlsx": write_xlsx,
}
_LIBRARIES = ("pejling", "typst", "python-pptx", "xlsxwriter")


@dataclass(frozen=True)
class Wanted:
    """A pack that somebody wants: of a centre, of all for the directors, or a fact sheet of a unit."""

    span: str
    sort: Sort = "centre"
    subject_id: str = WHOLE_MUNICIPALITY


@dataclass(frozen=True)
class Outcome:
    """What came of it: the pack, and whether it is new; or why there is none."""

    wanted: Wanted
    made: Made | None
    is_new: bool = False
    problem: Problem | None = None


@dataclass(frozen=True)
class Maker:
    """All that packs in one language are made from; `words` are somebody's own on what has changed."""

    home: Home
    warehouse: Warehouse
    store: Engine
    texts: Texts
    words: str = ""

    def make(self, wanted: Sequence[Wanted], tell: Callable[[Outcome], None] = lambda _: None) -> list[Outcome]:
        """Make the packs, one after another; whatever hinders one holds up no other.

        Raises Problem where another run makes packs. `tell` is given each as it is done.
        """
        outcomes = []
        with _alone(packs_of(self.home)):
            for one in wanted:
                try:
                    outcome = self._made(one)
                except Problem as problem:
                    outcome = Outcome(one, None, problem=problem)
                outcomes.append(outcome)
                tell(outcome)
        return outcomes

    def _made(self, wanted: Wanted) -> Outcome:
        packs = packs_of(self.home)
        folder = subject_folder(packs, wanted.sort, wanted.span, wanted.subject_id)
        before, taken = made_packs(folder), _last_number(folder)
        if not before:
            return self._written(wanted, folder, Edition(taken + 1), ())
        newest = max(one.manifest.edition for one in before)
        of_newest = [one for one in before if one.manifest.edition == newest]
        same = next((one for one in of_newest if one.manifest.language == self.texts.language), None)
        last = (same or of_newest[0]).manifest
        again = self._assembled(wanted, Edition(newest, last.changed))
        if same and content_sum(again) == last.content_sha256:
            return Outcome(wanted, same)
        changes = tuple(self._changes(again, last))
        if same is None and not changes and not (folder / str(newest) / self.texts.language).exists():
            told = self._changed(wanted, last.changes, self.words or last.words)
            return self._written(wanted, folder, Edition(newest, told), last.changes)
        told = self._changed(wanted, changes, self.words)
        return self._written(wanted, folder, Edition(taken + 1, told), changes)

    def _assembled(self, wanted: Wanted, edition: Edition) -> Pack:
        """Through the door with the recipient's scope. Raises NoPack, DoorProblem, NotRead."""
        if wanted.sort == "centre":
            return centre(self.warehouse, self.store, self.texts, wanted.span, wanted.subject_id, edition)
        if wanted.sort == "directors":
            return directors(self.warehouse, self.store, self.texts, wanted.span, edition)
        return facts(self.warehouse, self.store, self.texts, wanted.span, wanted.subject_id, edition)

    def _changes(self, pack: Pack, last: PackManifest) -> Iterator[str]:
        """What the pack is made of that the last edition was not made of."""
        if (pack.release, self._release_sum(pack)) != (last.release, last.release_sha256):
            yield "release"
        now = dict(pack.made_of)
        yield from (kind for kind in sorted({*now, *last.made_of}) if now.get(kind) != last.made_of.get(kind))

    def _changed(self, wanted: Wanted, changes: Sequence[str], words: str) -> str:
        """What has changed, in one sentence or two: somebody's own words where there are any."""
        if words:
            return words
        published = published_centres(self.store, wanted.span).get(wanted.subject_id)
        return sentence_of(self.texts, changes, published.what_changed if published else "")

    def _release_sum(self, pack: Pack) -> str:
        return self.warehouse.door(Scope(), pack.release).release.file_sha256

    def _written(self, wanted: Wanted, subject: Path, edition: Edition, changes: tuple[str, ...]) -> Outcome:
        pack = self._assembled(wanted, edition)
        # Beside all subjects, where no reader looks: a run that is killed leaves a draft and nothing else.
        draft = packs_of(self.home) / f"{DRAFT}making-{os.getpid()}"
        shutil.rmtree(draft, ignore_errors=True)
        try:
            draft.mkdir(parents=True)
            files = tuple(_write(draft, pack, ending) for ending in WRITERS)
            manifest = _manifest(pack, files, changes, edition.changed, self.words, self._release_sum(pack))
            write_text(draft / MANIFEST, manifest.model_dump_json(indent=2) + "\n")
            target = subject / str(pack.edition) / pack.language
            target.parent.mkdir(parents=True, exist_ok=True)
            flush_folder(subject)
            move_folder(draft, target)
        except OSError as error:
            raise Problem(
                f"the pack cannot be written ({error.strerror})",
                where=str(error.filename or packs_of(self.home)),
                remedy="make room, or see who owns the folder, and run it again: what is written stays",
            ) from error
        finally:
            shutil.rmtree(draft, ignore_errors=True)
        return Outcome(wanted, Made(target, manifest), is_new=True)


def _last_number(subject: Path) -> int:
    """The highest edition that has a folder with something in it, also one whose manifest cannot be read."""
    folders = list(subject.iterdir()) if subject.is_dir() else []
    return max((int(one.name) for one in folders if one.name.isdecimal() and any(one.iterdir())), default=0)


def content_sum(pack: Pack) -> str:
    """The sha256 of all that a pack says."""
    told = json.dumps(asdict(pack), ensure_ascii=False, default=str, sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()


def _write(draft: Path, pack: Pack, ending: str) -> PackFile:
    content = WRITERS[ending](pack)
    # The name is made of codes that people have given: `-` and what it is made of is all that a file's name may hold.
    name = f"{'-'.join(map(folder_name, pack.file_name.split('-')))}.{ending}"
    (draft / name).write_bytes(content)
    return PackFile(name=name, ending=ending, bytes=len(content), sha256=hashlib.sha256(content).hexdigest())


def _manifest(
    pack: Pack, files: tuple[PackFile, ...], changes: tuple[str, ...], changed: str, words: str, release_sum: str
) -> PackManifest:
    return PackManifest(
        sort=pack.sort,
        span=pack.span,
        subject_id=pack.subject_id,
        subject=pack.subject,
        title=pack.title,
        period=pack.period,
        edition=pack.edition,
        language=pack.language,
        changes=changes,
        changed=changed,
        words=words,
        made_at=pack.made_at,
        written_at=datetime.now(UTC),
        release=pack.release,
        release_sha256=release_sum,
        made_of=dict(pack.made_of),
        content_sha256=content_sum(pack),
        made_by={library: version(library) for library in _LIBRARIES},
        files=files,
    )


@contextmanager
def _alone(packs: Path) -> Iterator[None]:
    """Only one run makes packs at a time; drafts that a killed one left behind are thrown away."""
    try:
        packs.mkdir(parents=True, exist_ok=True)
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
