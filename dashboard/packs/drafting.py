"""A pack is drafted: assembled, compared with what was made before, and written by four writers where nobody reads.

A draft becomes a pack when it gets its name (writing.py). Whatever a writer meets is told with the centre and the piece
that it was at, and holds up no other pack.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from sqlalchemy import Engine

from dashboard.packs.assemble import Edition, centre, published_centres
from dashboard.packs.assemble_directors import directors
from dashboard.packs.assemble_facts import facts
from dashboard.packs.content import Pack
from dashboard.packs.html_page import write_html
from dashboard.packs.manifest import (
    MANIFEST,
    PackFile,
    PackManifest,
    folder_name,
    made_packs,
    subject_folder,
)
from dashboard.packs.pdf import write_pdf
from dashboard.packs.pptx_slides import write_pptx
from dashboard.packs.wanted import Drafted, NotMade, Wanted, not_written
from dashboard.packs.xlsx_workbook import write_xlsx
from dashboard.sentences.pack_changes import sentence_of
from dashboard.texts import Texts
from dashboard.warehouse import Scope, Warehouse
from pipelines.durable import write_text
from pipelines.problems import Problem

WRITERS: dict[str, Callable[[Pack], bytes]] = {
    "pdf": write_pdf,
    "html": write_html,
    "pptx": write_pptx,
    "xlsx": write_xlsx,
}
_LIBRARIES = ("pejling", "typst", "python-pptx", "xlsxwriter")
_MOST_OF_AN_ERROR = 300  # letters; the rest of what a library says is for its own people


@dataclass(frozen=True)
class Drafter:
    """All that packs in one language are drafted from; `packs` is the folder of those that were made before.

    `words` are somebody's own on what has changed.
    """

    packs: Path
    warehouse: Warehouse
    store: Engine
    texts: Texts
    words: str = ""

    def draft(self, wanted: Wanted, draft: Path) -> Drafted:
        """Write the pack into the folder `draft`, where it differs from the last; whatever hinders it is told."""
        try:
            return self._drafted(wanted, draft)
        except Problem as problem:
            shutil.rmtree(draft, ignore_errors=True)
            return Drafted(draft, None, problem=problem)
        except OSError as error:
            shutil.rmtree(draft, ignore_errors=True)
            return Drafted(draft, None, problem=not_written(error, self.packs))

    def _drafted(self, wanted: Wanted, draft: Path) -> Drafted:
        folder = subject_folder(self.packs, wanted.sort, wanted.span, wanted.subject_id)
        before, taken = made_packs(folder), _last_number(folder)
        if not before:
            return self._written(self._assembled(wanted, Edition(taken + 1)), folder, draft)
        newest = max(one.manifest.edition for one in before)
        of_newest = [one for one in before if one.manifest.edition == newest]
        same = next((one for one in of_newest if one.manifest.language == self.texts.language), None)
        last = (same or of_newest[0]).manifest
        again = self._assembled(wanted, Edition(newest, last.changed))
        if same and content_sum(again) == last.content_sha256:
            return Drafted(draft, same.folder)
        changes = tuple(self._changes(again, last))
        if same is None and not changes and not (folder / str(newest) / self.texts.language).exists():
            # The first edition, in another language, has nothing that it differs from.
            is_first = not (last.changed or self.words)
            told = "" if is_first else self._changed(wanted, last.changes, self.words or last.words)
            return self._written(self._assembled(wanted, Edition(newest, told)), folder, draft, last.changes, told)
        told = self._changed(wanted, changes, self.words)
        return self._written(self._assembled(wanted, Edition(taken + 1, told)), folder, draft, changes, told)

    def _assembled(self, wanted: Wanted, edition: Edition) -> Pack:
        """Through the door with the recipient's scope. Raises NoPack, DoorProblem, NotRead."""
        try:
            if wanted.sort == "centre":
                return centre(self.warehouse, self.store, self.texts, wanted.span, wanted.subject_id, edition)
            if wanted.sort == "directors":
                return directors(self.warehouse, self.store, self.texts, wanted.span, edition)
            return facts(self.warehouse, self.store, self.texts, wanted.span, wanted.subject_id, edition)
        except (Problem, OSError):
            raise
        except Exception as error:
            raise NotMade(
                f"what it says cannot be put together ({_short(error)})",
                where=f"pack {wanted.span}",
                remedy="tell those who look after Pejling, with this line",
            ) from error

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

    def _written(
        self, pack: Pack, subject: Path, draft: Path, changes: tuple[str, ...] = (), changed: str = ""
    ) -> Drafted:
        draft.mkdir(parents=True)
        files = tuple(_write(draft, pack, ending, self.texts) for ending in WRITERS)
        manifest = _manifest(pack, files, changes, changed, self.words, self._release_sum(pack))
        write_text(draft / MANIFEST, manifest.model_dump_json(indent=2) + "\n")
        return Drafted(draft, subject / str(pack.edition) / pack.language, is_new=True)


def content_sum(pack: Pack) -> str:
    """The sha256 of all that a pack says."""
    told = json.dumps(asdict(pack), ensure_ascii=False, default=str, sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()


def _last_number(subject: Path) -> int:
    """The highest edition that has a folder with something in it, also one whose manifest cannot be read."""
    folders = list(subject.iterdir()) if subject.is_dir() else []
    return max((int(one.name) for one in folders if one.name.isdecimal() and any(one.iterdir())), default=0)


def _write(draft: Path, pack: Pack, ending: str, texts: Texts) -> PackFile:
    try:
        content = WRITERS[ending](pack)
    except Exception as error:  # each library has its own; none of them may stop the other packs
        raise _not_set(pack, ending, error, texts) from error
    # The name is made of codes that people have given: `-` and what it is made of is all that a file's name may hold.
    name = f"{'-'.join(map(folder_name, pack.file_name.split('-')))}.{ending}"
    (draft / name).write_bytes(content)
    return PackFile(name=name, ending=ending, bytes=len(content), sha256=hashlib.sha256(content).hexdigest())


def _not_set(pack: Pack, ending: str, error: Exception, texts: Texts) -> NotMade:
    """That a file cannot be written, with the centre and the piece that it is about."""
    piece = _piece(pack, ending) or texts.say("the cover")
    said = texts.say(
        "“{piece}” cannot be written as {kind}; the log beside the packs says why.", piece=piece, kind=ending
    )
    return NotMade(
        f"{ending.upper()}: “{piece}” cannot be written ({_short(error)})",
        where=pack.subject,
        remedy="write it in other words where it was entered, or tell those who look after Pejling",
        sentence=said,
    )


def _piece(pack: Pack, ending: str) -> str:
    """The heading of the first chapter, or of the area in it, that cannot be written alone; empty where each can."""
    for section in pack.sections:
        if not _is_written(replace(pack, sections=(section,)), ending):
            return next((name for name, part in _parts(pack, section.name) if not _is_written(part, ending)), "") or (
                section.heading
            )
    return ""


def _parts(pack: Pack, name: str) -> Iterator[tuple[str, Pack]]:
    """A chapter's areas, each alone."""
    for section in pack.sections:
        if section.name == name:
            for area in section.areas:
                yield area.title, replace(pack, sections=(replace(section, areas=(area,)),))


def _is_written(pack: Pack, ending: str) -> bool:
    try:
        WRITERS[ending](pack)
    except Exception:
        return False
    return True


def _short(error: Exception) -> str:
    told = " ".join(str(error).split())[:_MOST_OF_AN_ERROR]
    return f"{type(error).__name__}: {told}" if told else type(error).__name__


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
