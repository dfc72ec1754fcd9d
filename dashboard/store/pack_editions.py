"""Editions of packs that came out, each with the sum of its manifest: what a pack's folder is held against."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Engine

from dashboard.store.audit import tells
from dashboard.store.journal import Author, Journal, Kept, plain
from dashboard.store.models import PackEdition
from dashboard.store.models.base import table_of


class Key(NamedTuple):
    """An edition of a pack in a language."""

    sort: str
    span: str
    subject_id: str
    edition: int
    language: str


@dataclass(frozen=True, kw_only=True)
class Edition(Kept):
    """An edition that came out."""

    sort: str
    span: str
    subject_id: str
    edition: int
    language: str
    manifest_sha256: str

    @property
    def key(self) -> Key:
        return Key(self.sort, self.span, self.subject_id, self.edition, self.language)


def record_edition(
    store: Engine, key: Key, manifest_sha256: str, author: Author, *, now: datetime | None = None
) -> Edition:
    """Note an edition that is about to come out; anew where an earlier run was cut off before it did.

    Raises Outdated, Unusable, NotKept, NotRead.
    """
    table = table_of(PackEdition)
    said = {**key._asdict(), "manifest_sha256": manifest_sha256}
    found = _EDITIONS.history(store, *(table.c[name] == value for name, value in key._asdict().items()))
    seen = found[0].version if found else 0
    return _EDITIONS.append_all(store, [(said, seen)], author, now=now, also=_TELL_EDITION)[0]


def published_sums(store: Engine) -> dict[Key, str]:
    """The sum of the manifest of every edition that is out. Raises NotRead."""
    return {one.key: one.manifest_sha256 for one in _EDITIONS.standing(store)}


_TELL_EDITION = tells(
    "publication",
    lambda row: f"pack {row['sort']} {row['span']}, edition {row['edition']}, {row['language']}",
    "subject_id",
)
_EDITIONS = Journal(PackEdition, plain(Edition))
