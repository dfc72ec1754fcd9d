"""Whether a store is whole: its tables, what refers to what, and that no word of a thing is missing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Engine, Table, and_, func, inspect, or_, select
from sqlalchemy.exc import SQLAlchemyError

from dashboard.store.models import Base, CarryOverChange
from dashboard.store.models.base import ONE_OF, WithKey, table_of
from dashboard.store.reading import NotRead
from dashboard.store.schema import version_of, versions
from dashboard.store.sqlite_file import is_missing
from dashboard.store.troubles import told, trouble_of


def is_there(store: Engine) -> bool:
    """Whether somebody has made a store in the database; none is made by asking. Raises NotRead."""
    if is_missing(store.url):
        return False
    try:
        with store.connect() as connection:
            return bool(inspect(connection).get_table_names())
    except SQLAlchemyError as error:
        if trouble_of(error) == "damaged":
            return True  # and what is wrong with it is a finding
        raise NotRead(error) from error


def findings(store: Engine) -> list[str]:
    """What does not hold, a sentence each; empty for a store that is whole. Raises NotRead where it is not there."""
    try:
        with store.connect() as connection:
            return list(findings_of(connection))
    except SQLAlchemyError as error:
        if trouble_of(error) != "damaged":
            raise NotRead(error) from error
        return [f"the database cannot be read ({told(error)})"]


def findings_of(connection: Connection) -> Iterator[str]:
    """The same, as a transaction sees it; one that is not committed yet too. Raises SQLAlchemyError."""
    version = version_of(connection)
    if version != versions()[-1]:
        yield f"its tables are at version {version or 'none'}, the program's are at {versions()[-1]}"
        return
    if connection.dialect.name == "sqlite":
        for (line,) in connection.exec_driver_sql("pragma integrity_check(20)"):
            if line != "ok":
                yield f"the file is damaged: {line}"
    missing = list(_missing(connection))
    yield from missing
    if missing:
        return
    for table in Base.metadata.sorted_tables:
        yield from _without_parent(connection, table)
        yield from _unknown_words(connection, table)
    for model in _models():
        yield from _broken_chains(connection, table_of(model), model.KEY)
    yield from _wrongly_superseded(connection)


def _models() -> Iterator[type[WithKey]]:
    for mapper in Base.registry.mappers:
        if issubclass(mapper.class_, WithKey):
            yield mapper.class_


def _missing(connection: Connection) -> Iterator[str]:
    inspector = inspect(connection)
    for table in Base.metadata.sorted_tables:
        if not inspector.has_table(table.name):
            yield f"the table {table.name} is missing"
            continue
        there = {column["name"] for column in inspector.get_columns(table.name)}
        for name in sorted(set(table.columns.keys()) ^ there):
            yield f"the column {name} of {table.name} is {'unknown' if name in there else 'missing'}"


def _without_parent(connection: Connection, table: Table) -> Iterator[str]:
    for reference in table.foreign_key_constraints:
        parent = reference.referred_table.alias()
        there = and_(*(parent.c[part.column.name] == part.parent for part in reference.elements))
        given = [part.parent.is_not(None) for part in reference.elements]
        yield from _told(
            connection,
            select(func.count()).select_from(table).where(*given, ~select(parent).where(there).exists()),
            f"of {table.name} refer to nothing in {reference.referred_table.name}",
        )


def _unknown_words(connection: Connection, table: Table) -> Iterator[str]:
    for column in table.columns:
        if choices := column.info.get(ONE_OF):
            unknown = select(func.count()).select_from(table).where(column.not_in(choices))
            yield from _told(connection, unknown, f"of {table.name} have a {column.name} that is none")


def _broken_chains(connection: Connection, table: Table, key: tuple[str, ...]) -> Iterator[str]:
    last = func.max(table.c.version)
    holes = or_(func.min(table.c.version) != 1, last != func.count(), last != func.count(table.c.version.distinct()))
    broken = select(*(table.c[name] for name in key)).group_by(*(table.c[name] for name in key)).having(holes)
    yield from _told(
        connection,
        select(func.count()).select_from(broken.subquery()),
        f"things of {table.name} lack a version",
    )


def _wrongly_superseded(connection: Connection) -> Iterator[str]:
    table = table_of(CarryOverChange)
    before = table.alias()
    follows = and_(
        before.c.change_id == table.c.supersedes,
        *(before.c[name] == table.c[name] for name in CarryOverChange.KEY),
        before.c.version == table.c.version - 1,
    )
    right = or_(
        and_(table.c.version == 1, table.c.supersedes.is_(None)),
        and_(table.c.version > 1, select(before).where(follows).exists()),
    )
    yield from _told(
        connection,
        select(func.count()).select_from(table).where(~right),
        f"of {table.name} supersede another than the one before",
    )


def _told(connection: Connection, counted: Any, what: str) -> Iterator[str]:
    count = connection.scalar(counted)
    if count:
        yield f"{count} {what}"
