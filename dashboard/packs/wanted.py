"""What is asked for when packs are made, and what comes of it: light to load, for whoever only asks and is told."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from dashboard.packs.content import Sort
from dashboard.packs.manifest import Made
from dashboard.scoped_views import WHOLE_MUNICIPALITY
from pipelines.problems import Problem


class NotMade(Problem):
    """A pack that was not made. `sentence` says why to whoever asked for it, in the pack's language."""

    def __init__(self, what: str, *, where: str, remedy: str, sentence: str = "") -> None:
        self.sentence = sentence
        super().__init__(what, where=where, remedy=remedy)


def not_written(error: OSError, packs: Path) -> NotMade:
    """A disk that refuses, in a sentence."""
    return NotMade(
        f"the pack cannot be written ({error.strerror})",
        where=str(error.filename or packs),
        remedy="make room, or see who owns the folder, and run it again: what is written stays",
    )


@dataclass(frozen=True)
class Wanted:
    """A pack that somebody wants: of a centre, of all for the directors, or a fact sheet of a unit."""

    span: str
    sort: Sort = "centre"
    subject_id: str = WHOLE_MUNICIPALITY


@dataclass(frozen=True)
class Drafted:
    """What a draft came to: the folder that the pack belongs in, and whether it lies there already.

    `target` is None where there is a `problem`, and then the draft is empty.
    """

    draft: Path
    target: Path | None
    is_new: bool = False
    problem: Problem | None = None


@dataclass(frozen=True)
class Outcome:
    """What came of it: the pack, and whether it is new; or why there is none."""

    wanted: Wanted
    made: Made | None
    is_new: bool = False
    problem: Problem | None = None
