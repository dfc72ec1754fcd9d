"""Packs made in an installation of a test's own."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from dashboard.packs.manifest import Made, packs_of
from dashboard.packs.verifying import Verdict, verified
from dashboard.packs.writing import Maker, Outcome, Wanted
from dashboard.store.database import engine_of, store_url
from dashboard.store.pack_editions import published_sums
from dashboard.texts import Language, Texts
from tests.packs.sample import SMALL, SPAN, Sample, home_in


def installed(sample: Sample, folder: Path) -> Sample:
    """A whole installation with the sample's release, and with a store of its own."""
    home = home_in(folder)
    shutil.copytree(sample.home.releases, home.releases, copy_function=os.link)
    database = Path(store_url(home).database or "")
    database.parent.mkdir()
    shutil.copy(store_url(sample.home).database or "", database)
    return Sample(home, sample.warehouse, engine_of(store_url(home)))


def maker(at: Sample, language: Language = "da", words: str = "", processes: int = 1) -> Maker:
    return Maker(at.home, at.warehouse, at.store, Texts(language), words, processes)


def make(at: Sample, *wanted: Wanted, language: Language = "da", words: str = "") -> list[Outcome]:
    return maker(at, language, words).make(wanted or [Wanted(SPAN, "centre", SMALL)])


def one(at: Sample, language: Language = "da", words: str = "") -> Made:
    (outcome,) = make(at, language=language, words=words)
    assert outcome.made is not None, outcome.problem
    return outcome.made


def files_in(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def verdicts(at: Sample, folder: Path | None = None) -> list[Verdict]:
    """What is said of every file, with what the store knows."""
    return verified(folder or packs_of(at.home), published_sums(at.store))
