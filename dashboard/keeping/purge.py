"""`pejling purge`: what is kept of persons goes when the time that the municipality has set for it is over."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from pipelines.commands.screen import HomeOption, SettingsOption, count, home_of, notices
from pipelines.home import Home
from pipelines.lock import writing
from pipelines.problems import Problem
from pipelines.purging import deliveries_over, purge_delivery


def purge_command(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would go; change nothing.")] = False,
    home: HomeOption = None,
    settings: SettingsOption = None,
) -> None:
    """Remove what is kept of persons and whose time is over, as [retention] in the settings says."""
    purge(home_of(home, settings), is_dry_run=dry_run)


def purge(home: Home, *, is_dry_run: bool = False, now: datetime | None = None) -> None:
    """Purge, or say what would go. Raises Problem where the store or a file refuses; what has gone is told first."""
    from dashboard.store.database import open_store  # noqa: PLC0415
    from dashboard.store.purging import counted, over, purge_store  # noqa: PLC0415

    chosen = home.municipality.retention
    if not chosen.model_fields_set:
        notices.print(f"Nothing is purged: {home.settings_file} sets no time under [retention].", markup=False)
        return
    moment, store = now or datetime.now(UTC), open_store(home)
    with writing(home):
        folders = deliveries_over(home, chosen.deliveries_months, moment)
        found = over(store, chosen, moment)
        if is_dry_run:
            _tell("would go", counted(store, found), len(folders))
            return
        also = f"deliveries {', '.join(folder.name for folder in folders)}" if folders else ""
        # The log first: whatever goes has been told, also where a file refuses.
        went = purge_store(store, found, also=also, now=moment)
        for folder in folders:
            try:
                purge_delivery(folder)
            except OSError as error:
                raise Problem(
                    f"its content cannot be removed ({error.strerror})",
                    where=str(folder),
                    remedy="see who holds it, and run it again",
                ) from error
    _tell("gone", went, len(folders))


def _tell(what: str, rows: dict[str, int], folders: int) -> None:
    for table, number in rows.items():
        typer.echo(f"{table}: {count(number)} rows {what}.")
    typer.echo(f"deliveries: the content of {count(folders)} {what}.")
