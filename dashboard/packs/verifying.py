"""Whether packs are what was published: the files what their manifest says, the manifest what the store noted of it.

Somebody who changes a file and the manifest beside it is found by the store, which nothing in a pack's folder reaches.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from dashboard.packs.manifest import MANIFEST, Made, PackFile, is_plain_name, manifest_sum, pack_folders, read_pack
from dashboard.store.pack_editions import Key
from pipelines.problems import Problem


@dataclass(frozen=True)
class Verdict:
    """Whether a file is what was published, in one sentence."""

    path: Path
    is_as_published: bool
    sentence: str


def verified(folder: Path, published: Mapping[Key, str] | None) -> list[Verdict]:
    """A sentence for each file of the packs at or below a folder. Raises Problem where there is no pack.

    `published` are the sums of the manifests by the store; None where it is not at hand, and then a manifest is
    believed and no sentence is said of it.
    """
    found = list(pack_folders(folder))
    if not found:
        raise Problem("there is no pack here", where=str(folder), remedy="name the folder of a pack, or of packs")
    return [verdict for one in found for verdict in _verdicts(one, published)]


def _verdicts(folder: Path, published: Mapping[Key, str] | None) -> Iterator[Verdict]:
    try:
        made = read_pack(folder)
    except Problem as problem:
        yield Verdict(folder / MANIFEST, is_as_published=False, sentence=f"{problem.what}, so nothing is known of it")
        return
    if published is not None:
        yield _of_manifest(made, published)
    for file in made.manifest.files:
        yield _of_file(folder, file)
    known = {MANIFEST, *(file.name for file in made.manifest.files)}
    for path in sorted(folder.iterdir()):
        if path.name not in known:
            yield Verdict(path, is_as_published=False, sentence="was not published with this pack")


def _of_manifest(made: Made, published: Mapping[Key, str]) -> Verdict:
    path, noted = made.folder / MANIFEST, published.get(made.manifest.key)
    if noted is None:
        return Verdict(path, is_as_published=False, sentence="is of an edition that the store knows nothing of")
    if manifest_sum(made.folder) != noted:
        return Verdict(path, is_as_published=False, sentence="is not the one that was published with this edition")
    return Verdict(path, is_as_published=True, sentence="is what was published")


def _of_file(folder: Path, file: PackFile) -> Verdict:
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
    return Verdict(path, is_as_published=True, sentence="is what its manifest says")
