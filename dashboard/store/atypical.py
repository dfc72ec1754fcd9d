"""Atypical postings that somebody has looked at: a rule's reason set aside, with words, until it is taken up again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Engine

from dashboard.store.journal import Author, Journal, Kept, plain
from dashboard.store.models import AtypicalDismissal
from dashboard.store.models.base import table_of
from dashboard.store.supervision import Posting


@dataclass(frozen=True, kw_only=True)
class DismissalWish:
    """What is said of one rule's reason for one posting; `is_dismissed` False takes it up again."""

    delivery_id: str
    file: str
    line: int
    rule: str
    reason: str
    is_dismissed: bool = True


@dataclass(frozen=True, kw_only=True)
class Dismissal(DismissalWish, Kept):
    """A dismissal as it stands in the store."""

    @property
    def posting(self) -> Posting:
        return Posting(self.delivery_id, self.file, self.line)


def record_dismissal(
    store: Engine, wish: DismissalWish, author: Author, *, seen_version: int, now: datetime | None = None
) -> Dismissal:
    """Set a reason aside or take it up again. Raises Outdated, Unusable, NotKept."""
    return _DISMISSALS.append(store, asdict(wish), author, seen_version=seen_version, now=now)


def record_dismissals(
    store: Engine, wishes: Sequence[tuple[DismissalWish, int]], author: Author, *, now: datetime | None = None
) -> list[Dismissal]:
    """Several reasons at once, each with the version that was seen; all or none. Raises Outdated, Unusable, NotKept."""
    return _DISMISSALS.append_all(store, [(asdict(wish), seen) for wish, seen in wishes], author, now=now)


def standing_dismissals(store: Engine) -> dict[tuple[Posting, str], Dismissal]:
    """What was last said of each posting and rule, those taken up again among them. Raises NotRead."""
    return {(said.posting, said.rule): said for said in _DISMISSALS.standing(store)}


def dismissal_history(store: Engine, posting: Posting) -> list[Dismissal]:
    """All that was said of a posting, by rule, the newest first. Raises NotRead."""
    return _DISMISSALS.history(store, *(_TABLE.c[name] == value for name, value in posting._asdict().items()))


_TABLE = table_of(AtypicalDismissal)
_DISMISSALS = Journal(AtypicalDismissal, plain(Dismissal))
