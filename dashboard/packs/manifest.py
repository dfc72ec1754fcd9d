"""The folder of a pack: which pack it is, what it was made of, and the sum of each of its files.

    <home>/packs/<span>/<centre or directors>/<edition>/<language>/pejling-….{pdf,html,pptx,xlsx} and manifest.json

A folder gets its name when all in it is whole, and nothing in it is written again. A name that begins with a full stop
is a draft's.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from dashboard.packs.content import Sort
from dashboard.texts import Language
from pipelines.home import Home
from pipelines.problems import Problem

MANIFEST = "manifest.json"
DRAFT = "."
DIRECTORS = "directors"
_PLAIN = re.compile(r"[A-Za-z0-9_]")


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PackFile(_Frozen):
    """A file of the pack."""

    name: str
    ending: str
    bytes: int = Field(ge=0)
    sha256: str


class PackManifest(_Frozen):
    """Which pack it is and what it was made of.

    `made_of` has the sha256 of what people had entered by its kind (focus areas, decisions, …), `content` that of all
    the pack says. `changes` are the codes of what differs from the edition before, `changed` their sentence, `words`
    what somebody said of it. `made_at` is the newest of what it tells, `written_at` when the files were written.
    `made_by` names the versions: another one may set the same content with other bytes.
    """

    sort: Sort
    span: str
    subject_id: str
    subject: str
    title: str
    period: str
    edition: int = Field(ge=1)
    language: Language
    changes: tuple[str, ...] = ()
    changed: str = ""
    words: str = ""
    made_at: datetime
    written_at: datetime
    release: str
    release_sha256: str
    made_of: dict[str, str]
    content_sha256: str
    made_by: dict[str, str]
    files: tuple[PackFile, ...]

    def file(self, ending: str) -> PackFile | None:
        """The file with an ending (`pdf`); None where there is none."""
        return next((file for file in self.files if file.ending == ending), None)


@dataclass(frozen=True)
class Made:
    """A pack that lies in its folder."""

    folder: Path
    manifest: PackManifest

    def path(self, ending: str) -> Path | None:
        """Where the file with an ending lies; None where the pack has none."""
        file = self.manifest.file(ending)
        return self.folder / file.name if file and is_plain_name(file.name) else None


@dataclass(frozen=True)
class Verdict:
    """Whether a file is what was published, in one sentence."""

    path: Path
    is_as_published: bool
    sentence: str


def packs_of(home: Home) -> Path:
    """The folder of all packs."""
    return home.folder / "packs"


def folder_name(name: str) -> str:
    """A code of the municipality's as the name of a folder or a file, which is no way out of the folder.

    Other letters stand as `%` and their bytes, so that two codes never have one name.
    """
    told = (letter if _PLAIN.match(letter) else "".join(f"%{byte:02X}" for byte in letter.encode()) for letter in name)
    return "".join(told) or "%"


def subject_folder(packs: Path, sort: Sort, span: str, subject_id: str) -> Path:
    """The folder of all editions of one pack."""
    subject = DIRECTORS if sort == "directors" else folder_name(subject_id)
    if sort != "directors" and subject.casefold() == DIRECTORS:
        subject = f"%{ord(subject[0]):02X}{subject[1:]}"
    return packs / folder_name(span) / (f"facts-{subject}" if sort == "facts" else subject)


def is_plain_name(name: str) -> bool:
    """Whether a manifest's file lies in the manifest's own folder."""
    return Path(name).name == name and "\\" not in name and name not in {"", ".", ".."}


def read_pack(folder: Path) -> Made:
    """The pack in a folder. Raises Problem where its manifest is missing or damaged."""
    path = folder / MANIFEST
    try:
        return Made(folder, PackManifest.model_validate_json(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, ValidationError) as error:
        raise Problem(
            "the manifest of this pack cannot be read",
            where=str(path),
            remedy="put the folder back from a backup; the other editions are not touched by it",
        ) from error


def made_packs(packs: Path, span: str | None = None) -> list[Made]:
    """Every pack that can be read, by span and subject, the newest edition first. What cannot be read is left out."""
    found = []
    for folder in _pack_folders(packs / folder_name(span) if span else packs):
        try:
            found.append(read_pack(folder))
        except Problem:
            continue
    return sorted(found, key=_order)


def _order(made: Made) -> tuple[str, str, str, int, str]:
    told = made.manifest
    return (told.span, told.sort, told.subject_id, -told.edition, told.language)


def _pack_folders(folder: Path) -> Iterator[Path]:
    """The folders with a manifest at or below one; drafts are none."""
    if (folder / MANIFEST).is_file():
        yield folder
        return
    below = sorted(folder.iterdir()) if folder.is_dir() else []
    for one in below:
        if one.is_dir() and not one.name.startswith(DRAFT):
            yield from _pack_folders(one)


def verified(folder: Path) -> list[Verdict]:
    """A sentence for each file of the packs at or below a folder. Raises Problem where there is no pack."""
    found = list(_pack_folders(folder))
    if not found:
        raise Problem("there is no pack here", where=str(folder), remedy="name the folder of a pack, or of packs")
    return [verdict for one in found for verdict in _verdicts(one)]


def _verdicts(folder: Path) -> Iterator[Verdict]:
    try:
        made = read_pack(folder)
    except Problem as problem:
        yield Verdict(folder / MANIFEST, is_as_published=False, sentence=f"{problem.what}, so nothing is known of it")
        return
    for file in made.manifest.files:
        yield _verdict(folder, file)
    known = {MANIFEST, *(file.name for file in made.manifest.files)}
    for path in sorted(folder.iterdir()):
        if path.name not in known:
            yield Verdict(path, is_as_published=False, sentence="was not published with this pack")


def _verdict(folder: Path, file: PackFile) -> Verdict:
    path = folder / file.name
    if not is_plain_name(file.name):
        return Verdict(path, is_as_published=False, sentence="lies outside the pack's folder and is not looked at")
    try:
        found = hashlib.sha256(path.read_bytes()).hexdigest()
    except FileNotFoundError:
        return Verdict(path, is_as_published=False, sentence="is missing")
    except OSError as error:
        return Verdict(path, is_as_published=False, sentence=f"cannot be read ({error.strerror})")
    if found != file.sha256:
        return Verdict(path, is_as_published=False, sentence="has been changed since it was published")
    return Verdict(path, is_as_published=True, sentence="is what was published")
