"""The process that makes packs which somebody has asked for on the page: typesetting and slides are loaded here alone.

    python -m dashboard.pack_worker HOME SETTINGS SPAN LANGUAGE [SUBJECT …]

A subject is a centre's id, or `directors`.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from filelock import FileLock

from dashboard.observing.logs import begin_logging
from dashboard.pack_making import LOCK, Progress, note
from dashboard.packs.manifest import DIRECTORS, make_packs_folder, packs_of
from dashboard.packs.wanted import NotMade
from dashboard.packs.writing import Maker, Outcome, Wanted, texts_of
from dashboard.store.database import open_store
from dashboard.texts import Language, Texts, language_of
from dashboard.warehouse import Warehouse
from pipelines.home import Home, open_home
from pipelines.problems import Problem

_WAIT_SECONDS = 10.0  # somebody who looks whether the lock is held has it for a moment
_log = logging.getLogger(__name__)


def make(home: Home, span: str, language: Language, subjects: Sequence[str]) -> Progress:
    """Make the packs, and note each as it is done."""
    so_far = Progress(span, len(subjects), has_begun=True)
    wanted = [
        Wanted(span, "directors") if subject == DIRECTORS else Wanted(span, "centre", subject) for subject in subjects
    ]

    def tell(outcome: Outcome) -> None:
        nonlocal so_far
        subject = outcome.wanted.subject_id
        hindered = ((subject, _why(language, outcome.problem, subject)),) if outcome.problem else ()
        failed = (*so_far.failed, *hindered)
        so_far = replace(so_far, done=so_far.done + 1, new=so_far.new + outcome.is_new, failed=failed)
        note(home, so_far)

    make_packs_folder(packs_of(home))
    with FileLock(packs_of(home) / LOCK, timeout=_WAIT_SECONDS):
        note(home, so_far)
        warehouse = Warehouse(home.releases)
        try:
            Maker(home, warehouse, open_store(home), texts_of(warehouse, language)).make(wanted, tell)
        except Problem as problem:
            so_far = replace(so_far, failed=(*so_far.failed, ("", _why(language, problem))))
        finally:
            warehouse.close()
            so_far = replace(so_far, has_ended=True)
            note(home, so_far)
    return so_far


def _why(language: Language, problem: Problem, subject: str = "packs") -> str:
    """Why a pack was not made, for the one who looks; the log has the rest."""
    _log.warning("%s: %s", subject, problem)
    told = problem.sentence if isinstance(problem, NotMade) else ""
    return told or Texts(language).say("It could not be made just now; the log beside the packs says why.")


def main(arguments: Sequence[str]) -> None:
    """The process: see the top of this file."""
    begin_logging()
    folder, settings, span, language, *subjects = arguments
    make(open_home(Path(folder), Path(settings)), span, language_of(language), subjects)


if __name__ == "__main__":
    main(sys.argv[1:])
