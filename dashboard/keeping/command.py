"""`pejling backup` and `pejling restore`: a whole installation, and the way back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipelines.commands.screen import HomeOption, SettingsOption, count, home_of
from pipelines.environment import value_of
from pipelines.problems import WrongUse

_SETTING = "PEJLING_BACKUPS"


def backup_command(
    folder: Annotated[
        Path | None, typer.Argument(help="Where backups lie, a folder each; PEJLING_BACKUPS without it.")
    ] = None,
    keep: Annotated[int, typer.Option(min=1, help="So many backups stay; the oldest go.")] = 30,
    home: HomeOption = None,
    settings: SettingsOption = None,
) -> None:
    """Write the whole installation, files and store as they belong together, while the pages are served."""
    from dashboard.keeping.backup import read_backup, take_backup  # noqa: PLC0415

    backups = folder or (Path(named) if (named := value_of(_SETTING)) else None)
    if backups is None:
        raise WrongUse("there is no folder for backups", where=_SETTING, remedy="set it, or name one")
    place = home_of(home, settings)
    if backups.resolve().is_relative_to(place.folder):
        raise WrongUse(
            "the backups would be lost with the installation", where=str(backups), remedy="name a folder elsewhere"
        )
    written = take_backup(place, backups, keep=keep)
    backup = read_backup(written)
    typer.echo(f"{written}: {count(len(backup.files))} files, {backup.bytes / 1_000_000:.1f} MB, read back and whole.")


def restore_command(
    folder: Annotated[Path, typer.Argument(help="A backup: the folder that pejling backup wrote.")],
    replace: Annotated[
        bool, typer.Option("--replace", help="Set aside the files that are there; throw away what the store holds.")
    ] = False,
    home: HomeOption = None,
    settings: SettingsOption = None,
) -> None:
    """Put a backup in the place of an installation, and see that it holds."""
    from dashboard.keeping.restore import restore_backup  # noqa: PLC0415

    place = home_of(home, settings)
    backup = restore_backup(place, folder, is_replacing=replace)
    release = f"release {backup.release} is served" if backup.release else "nothing was published"
    typer.echo(f"As it was at {backup.taken_at:%Y-%m-%d %H:%M} UTC: {release}; files and store are whole.")
    typer.echo(f"The settings of that time lie in {folder / 'settings'}; those in {place.settings_file.parent} hold.")
