"""The commands of the store. What they need is loaded when one of them runs: the others start without a database."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from pipelines.commands.screen import HomeOption, SettingsOption, count, home_of
from pipelines.problems import Problem

commands = typer.Typer(help="What people enter in the dashboard.", no_args_is_help=True)

_FIRST = "run pejling store migrate, or name the database that holds it with PEJLING_STORE_URL"

BackupFile = Annotated[Path, typer.Argument(help="The zip that a backup wrote.")]


@commands.callback()
def _store() -> None:
    """What people enter in the dashboard."""


@commands.command("migrate")
def migrate_command(home: HomeOption = None, settings: SettingsOption = None) -> None:
    """Bring the store's tables up to date. The server does so too when it starts."""
    from dashboard.store.database import migrate  # noqa: PLC0415

    typer.echo(f"The store is at version {migrate(home_of(home, settings))}.")


@commands.command("backup")
def backup_command(
    file: Annotated[
        Path | None, typer.Argument(help="The zip to write; store/backups/<moment>.zip in the home without it.")
    ] = None,
    home: HomeOption = None,
    settings: SettingsOption = None,
) -> None:
    """Write all that people have entered into one zip, while the server goes on."""
    from dashboard.store.audit_heads import keep_head  # noqa: PLC0415
    from dashboard.store.backup import back_up  # noqa: PLC0415
    from dashboard.store.database import open_store  # noqa: PLC0415

    opened, now = home_of(home, settings), datetime.now(UTC)
    target = file or opened.folder / "store" / "backups" / f"{now:%Y-%m-%dT%H-%M-%SZ}.zip"
    keep_head(opened, open_store(opened), "backup", now=now)
    contents = back_up(open_store(opened), target, now=now)
    typer.echo(f"{target}: {count(sum(contents.rows.values()))} rows of {len(contents.rows)} tables.")


@commands.command("restore")
def restore_command(
    file: BackupFile,
    replace: Annotated[bool, typer.Option("--replace", help="Throw away what the store holds.")] = False,
    home: HomeOption = None,
    settings: SettingsOption = None,
) -> None:
    """Fill an empty store from a backup, of whichever database it was taken."""
    from dashboard.store.audit_heads import record_restore  # noqa: PLC0415
    from dashboard.store.backup import restore  # noqa: PLC0415
    from dashboard.store.database import close_stores, open_store, store_to_restore  # noqa: PLC0415

    opened = home_of(home, settings)
    contents = restore(store_to_restore(opened), file, is_replacing=replace)
    close_stores()
    record_restore(opened, open_store(opened), datetime.fromisoformat(contents.taken_at))
    typer.echo(f"{count(sum(contents.rows.values()))} rows as they were at {contents.taken_at}.")


@commands.command("check")
def check_command(home: HomeOption = None, settings: SettingsOption = None) -> None:
    """See whether the store is whole: tables, references, and every version of every word."""
    from dashboard.store.check import findings, is_there  # noqa: PLC0415
    from dashboard.store.database import store_to_restore, store_url  # noqa: PLC0415

    opened = home_of(home, settings)
    store = store_to_restore(opened)
    if not is_there(store):
        raise Problem("there is no store yet", where=store_url(opened).render_as_string(), remedy=_FIRST)
    found = findings(store)
    for line in found:
        typer.echo(line)
    if found:
        raise Problem(
            f"{len(found)} things do not hold" if len(found) > 1 else "something does not hold",
            where=store_url(opened).render_as_string(),
            remedy="take a copy, then restore the newest backup with `pejling store restore`",
        )
    typer.echo("The store is whole.")


@commands.command("sample")
def sample_command(
    if_empty: Annotated[bool, typer.Option("--if-empty", help="Leave a store that holds something as it is.")] = False,
    home: HomeOption = None,
    settings: SettingsOption = None,
) -> None:
    """Fill the empty store of a made-up municipality with what its people have said; for the demo alone."""
    from dashboard.sample_store import HasWords, fill_sample_store  # noqa: PLC0415

    try:
        typer.echo(f"{count(fill_sample_store(home_of(home, settings)))} rows of what people have said.")
    except HasWords:
        if not if_empty:
            raise
        typer.echo("What people have entered is there already.")
