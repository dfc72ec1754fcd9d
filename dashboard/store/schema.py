"""The version that a store's tables are at, and the way to the newest one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock
from sqlalchemy import Connection, Engine, inspect

from dashboard.store.writing import writing
from pipelines.problems import Problem

if TYPE_CHECKING:
    from alembic.config import Config

_MIGRATIONS = Path(__file__).parent / "migrations"
# One number for all who migrate one PostgreSQL: whoever holds it goes first.
_MIGRATION_LOCK = 0x50454A4C


def versions() -> list[str]:
    """Every version that this program knows, the newest last; read from the names of the migrations."""
    return sorted(file.name.partition("_")[0] for file in (_MIGRATIONS / "versions").glob("[0-9]*.py"))


def version_of(connection: Connection) -> str | None:
    """The version that the tables are at; None where there are none yet."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.exec_driver_sql("select version_num from alembic_version").scalar()
    return None if found is None else str(found)


def bring_up_to_date(engine: Engine, lock_file: Path) -> None:
    """Migrate where it is needed, all steps or none; a store that is up to date is only read.

    Raises Problem for a store of a newer program, SQLAlchemyError and OSError as they come.
    """
    with engine.connect() as connection:
        if _is_newest(version_of(connection)):
            return
    if engine.dialect.name == "sqlite":
        lock_file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with FileLock(lock_file), writing(engine) as connection:
            upgrade(connection)
        return
    with writing(engine) as connection:
        connection.exec_driver_sql(f"select pg_advisory_xact_lock({_MIGRATION_LOCK})")
        upgrade(connection)


def upgrade(connection: Connection, to: str = "head") -> None:
    """Make the tables of a version, or the newest, in the connection's transaction."""
    # Alembic is needed when a store is migrated, not when a page is drawn.
    from alembic import command  # noqa: PLC0415

    if not _is_newest(version_of(connection)):
        command.upgrade(alembic_config(connection), to)


def alembic_config(connection: Connection) -> Config:
    """What Alembic has to know to work in the connection's transaction."""
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _is_newest(version: str | None) -> bool:
    known = versions()
    if version is not None and version not in known:
        raise Problem(
            f"its tables are at version {version}, this program knows {known[-1]} at most",
            where="store",
            remedy="use the program that wrote it, or restore a backup from before",
        )
    return version == known[-1]
