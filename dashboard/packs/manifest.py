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
from dashboard.store.pack_editions import Key
from dashboard.texts import Language
from pipelines.home import Home
from pipelines.problems import Problem

MANIFEST = "manifest.json"
DRAFT = "."
DIRECTORS, _FACTS = "directors", "facts-"
_PLAIN = re.compile(r"[a-z0-9_]")
_CAPITAL = re.compile(r"[A-Z]")
# Names that a folder cannot have everywhere, and the one that is ours.
_TAKEN = re.compile(rf"{DIRECTORS}|con|prn|aux|nul|(com|lpt)[0-9]")


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
    the pack says. `made_at` is the newest of what it tells: decisions and answers are those that stood then, and the
    next edition tells what was entered later. `changes` are the codes of what differs from the edition before,
    `changed` their sentence, `words` what somebody said of it. `written_at` is when the files were written. `made_by`
    names the versions: another one may set the same content with other bytes.
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

    @property
    def key(self) -> Key:
        """What the store knows the edition by."""
        return Key(self.sort, self.span, self.subject_id, self.edition, self.language)

    def file(self, ending: str) -> PackFile | None:
        """The file with an ending (`pdf`); None where there is none."""
        return next((file for file in self.files if file.ending == ending), None)


@dataclass(frozen=True)
class Made:
    """A pack that lies in its folder."""

    folder: Path
    manifest: PackManifest

    @property
    def subject(self) -> str:
        """What its subject is called in an address: a centre's id, or a name that no centre's pack has."""
        told = self.manifest
        is_plain = told.sort == "centre" and told.subject_id != DIRECTORS and not told.subject_id.startswith(_FACTS)
        return told.subject_id if is_plain else self.folder.parent.parent.name

    def path(self, ending: str) -> Path | None:
        """Where the file with an ending lies; None where the pack has none."""
        file = self.manifest.file(ending)
        return self.folder / file.name if file and is_plain_name(file.name) else None


def packs_of(home: Home) -> Path:
    """The folder of all packs."""
    return home.folder / "packs"


def make_packs_folder(packs: Path) -> None:
    """The folder of all packs, into which nobody but the server's user looks: what is in it is not for everybody."""
    packs.mkdir(mode=0o700, parents=True, exist_ok=True)


def folder_name(name: str) -> str:
    """A code of the municipality's as the name of a folder or a file, which is no way out of the folder.

    Other letters stand as `%` and their bytes, so that two codes never have one name.
    """
    return "".join(letter if _CAPITAL.match(letter) else _letter(letter) for letter in name) or "%"


def _letter(letter: str) -> str:
    return letter if _PLAIN.match(letter) else "".join(f"%{byte:02X}" for byte in letter.encode())


def _subject_name(subject_id: str) -> str:
    """A unit's code as the name of its folder, also where folders' names know no capitals: each stands behind a `+`."""
    name = "".join(f"+{letter}" if _CAPITAL.match(letter) else _letter(letter) for letter in subject_id) or "%"
    return f"%{ord(name[0]):02X}{name[1:]}" if _TAKEN.fullmatch(name) else name


def subject_folder(packs: Path, sort: Sort, span: str, subject_id: str) -> Path:
    """The folder of all editions of one pack."""
    subject = DIRECTORS if sort == "directors" else _subject_name(subject_id)
    return packs / folder_name(span) / (f"{_FACTS}{subject}" if sort == "facts" else subject)


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


def manifest_sum(folder: Path) -> str:
    """The sha256 of the manifest of the pack in a folder. Raises OSError."""
    return hashlib.sha256((folder / MANIFEST).read_bytes()).hexdigest()


def made_packs(packs: Path, span: str | None = None) -> list[Made]:
    """Every pack that can be read, by span and subject, the newest edition first. What cannot be read is left out."""
    found = []
    for folder in pack_folders(packs / folder_name(span) if span else packs):
        try:
            found.append(read_pack(folder))
        except Problem:
            continue
    return sorted(found, key=_order)


def _order(made: Made) -> tuple[str, str, str, int, str]:
    told = made.manifest
    return (told.span, told.sort, told.subject_id, -told.edition, told.language)


def pack_folders(folder: Path) -> Iterator[Path]:
    """The folders with a manifest at or below one; drafts are none."""
    if (folder / MANIFEST).is_file():
        yield folder
        return
    below = sorted(folder.iterdir()) if folder.is_dir() else []
    for one in below:
        if one.is_dir() and not one.name.startswith(DRAFT):
            yield from pack_folders(one)
