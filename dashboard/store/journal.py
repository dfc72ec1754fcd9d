"""The one way in which the store keeps somebody's word: added beside what was said before, never over it.

Of each thing (the key) the words are numbered from 1. Whoever says something names the version that they had seen; when
another one has come since, nothing is saved and they are shown it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Connection, Engine, bindparam, func, select
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from dashboard.store.models.base import WithKey, table_of
from dashboard.store.reading import Question, named, rows_of
from dashboard.store.troubles import REMEDIES, Trouble, told, trouble_of
from dashboard.store.usable import usable
from dashboard.store.writing import writing
from pipelines.problems import Problem

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Author:
    """Who says something, in which role, and on which release's figures."""

    person: str
    role: str
    release: str


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What the store adds to what was said: the number of the word, and who said it when, looking at which release."""

    version: int
    person: str
    person_role: str
    entered_at: datetime
    release: str


KeptT = TypeVar("KeptT")


class Outdated(Exception, Generic[KeptT]):
    """Somebody else has said something since: `theirs` is what stands now. Nothing was saved."""

    def __init__(self, theirs: KeptT, where: str) -> None:
        self.theirs = theirs
        super().__init__(f"{where} has a newer version already")


class NotKept(Problem):
    """The database refuses: nothing was saved. `trouble` says of what kind it is."""

    def __init__(self, why: str, *, where: str, trouble: Trouble) -> None:
        self.trouble: Trouble = trouble
        super().__init__(f"the change could not be saved ({why})", where=where, remedy=REMEDIES[trouble])

    @classmethod
    def of(cls, error: BaseException, *, where: str) -> NotKept:
        """What an error of the database means for the one who saves."""
        return cls(told(error), where=where, trouble=trouble_of(error))


class Journal(Generic[KeptT]):
    """One table of words. `kept` makes what is handed out from a row's columns by name."""

    def __init__(self, model: type[WithKey], kept: Callable[[Row], KeptT]) -> None:
        self.table = table_of(model)
        self.key = model.KEY
        self._kept = kept
        # Made once: putting a statement together costs as much as running it.
        self._insert = self.table.insert()
        self._newest_of = (
            select(self.table)
            .where(*(self.table.c[name] == bindparam(name) for name in self.key))
            .order_by(self.table.c.version.desc())
            .limit(1)
        )

    def append(
        self, store: Engine, said: Row, author: Author, *, seen_version: int, now: datetime | None = None
    ) -> KeptT:
        """Add one word: key and content by column. Raises as `append_all`."""
        return self.append_all(store, [(said, seen_version)], author, now=now)[0]

    def append_all(
        self,
        store: Engine,
        wanted: Sequence[tuple[Row, int]],
        author: Author,
        *,
        now: datetime | None = None,
        first: Callable[[Connection], None] | None = None,
        also: Callable[[Connection, Row], None] | None = None,
    ) -> list[KeptT]:
        """Add words, each with the version that was seen of its thing (0: none); all of them or none.

        `first` may refuse once the transaction has begun, `also` adds what belongs to a row. The same word said again
        by the same person (a second click, a second try) is one word.

        Raises Outdated when a thing has a newer version than the one that was seen, Unusable for what no column takes,
        NotKept when the database refuses.
        """
        moment = now or datetime.now(UTC)
        signed = {
            "person": author.person, "person_role": author.role, "entered_at": moment, "release": author.release
        }  # fmt: skip
        rows = [({**usable(self.table, {**said, **signed})}, seen) for said, seen in wanted]
        # In one order whoever asks, so that two that write several at once never wait for each other.
        order = sorted(range(len(rows)), key=lambda place: self._where(rows[place][0]))
        kept: dict[int, KeptT] = {}
        try:
            with writing(store) as connection:
                if first:
                    first(connection)
                for place in order:
                    kept[place] = self._add(connection, *rows[place], also)
        except IntegrityError as error:
            # Another process was first, in a database that lets two write at once.
            self._raise_outdated(store, rows, error)
        except (SQLAlchemyError, OSError) as error:
            raise NotKept.of(error, where=self._where(rows[0][0])) from error
        return [kept[place] for place in range(len(rows))]

    def standing(self, store: Engine, *only: ColumnElement[bool]) -> list[KeptT]:
        """What stands of each thing: the newest words, in the order of their keys. Raises NotRead."""
        return self.question(*only).ask(store)

    def question(self, *only: ColumnElement[bool]) -> Question[list[KeptT]]:
        """The same as a question that can be asked with others."""
        newest = self.table.alias()
        of_the_same = [newest.c[name] == self.table.c[name] for name in self.key]
        last = select(func.max(newest.c.version)).where(*of_the_same).correlate(self.table).scalar_subquery()
        wanted = select(self.table).where(*only, self.table.c.version == last)
        return Question(wanted.order_by(*self._key_columns), lambda rows: [self._kept(row) for row in rows])

    def history(self, store: Engine, *only: ColumnElement[bool]) -> list[KeptT]:
        """Every word, the newest of each thing first. Raises NotRead."""
        wanted = select(self.table).where(*only).order_by(*self._key_columns, self.table.c.version.desc())
        return [self._kept(row) for row in rows_of(store, wanted)]

    @property
    def _key_columns(self) -> list[ColumnElement[Any]]:
        return [self.table.c[name] for name in self.key]

    def _of(self, row: Row) -> list[ColumnElement[bool]]:
        return [self.table.c[name] == row[name] for name in self.key]

    def _where(self, row: Row) -> str:
        return " · ".join(str(row[name]) for name in self.key)

    def _newest(self, connection: Connection, row: Row) -> Row | None:
        key = {name: row[name] for name in self.key}
        found = connection.execute(self._newest_of, key).mappings().first()
        return None if found is None else named(found)

    def _add(
        self, connection: Connection, row: dict[str, Any], seen: int, also: Callable[[Connection, Row], None] | None
    ) -> KeptT:
        before = self._newest(connection, row)
        if before and before["version"] != seen:
            if before["version"] == seen + 1 and self._is_the_same(before, row):
                return self._kept(before)
            raise Outdated(self._kept(before), self._where(row))
        row["version"] = before["version"] + 1 if before else 1
        if "supersedes" in self.table.c:
            row["supersedes"] = before["change_id"] if before else None
        connection.execute(self._insert, row)
        if also:
            also(connection, row)
        return self._kept(row)

    def _is_the_same(self, before: Row, row: Row) -> bool:
        return all(before[name] == value for name, value in row.items() if name != "entered_at")

    def _raise_outdated(self, store: Engine, rows: Sequence[tuple[Row, int]], error: IntegrityError) -> None:
        for row, seen in rows:
            theirs = self.history(store, *self._of(row))[:1]
            if theirs and getattr(theirs[0], "version", seen) != seen:
                raise Outdated(theirs[0], self._where(row)) from error
        raise NotKept.of(error, where=self._where(rows[0][0])) from error


def plain(kind: type[KeptT]) -> Callable[[Row], KeptT]:
    """Makes a dataclass whose fields are columns."""
    names = [field.name for field in fields(kind)]  # type: ignore[arg-type]  # every caller hands a dataclass
    return lambda row: kind(**{name: row[name] for name in names})
