"""Packs that are out: the sum of each one's manifest, kept elsewhere than beside its files."""

from __future__ import annotations

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from dashboard.store.models.base import NEEDED, ONE_OF, UNIT, Versioned

SORTS = ("centre", "directors", "facts")


class PackEdition(Versioned):
    """An edition of a pack in a language, noted in the moment before its files get their name.

    A run that is cut off in between has noted what never came out; the next one makes that edition anew and notes it as
    the next version. The newest is the one that is out.
    """

    __tablename__ = "pack_edition"
    KEY = ("sort", "span", "subject_id", "edition", "language")

    sort: Mapped[str] = mapped_column(String(20), primary_key=True, info={ONE_OF: SORTS})
    span: Mapped[str] = mapped_column(String(10), primary_key=True)
    subject_id: Mapped[str] = mapped_column(UNIT, primary_key=True)
    edition: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    language: Mapped[str] = mapped_column(String(2), primary_key=True)
    manifest_sha256: Mapped[str] = mapped_column(String(64), info={NEEDED: "the sum of the manifest"})
