"""pejling quarantine list, export: the lines that could not be read, and a way to send them back."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from pipelines.commands.screen import HomeOption, SettingsOption, home_of, output, shown, table
from pipelines.problems import WrongUse
from pipelines.quarantine import RefusedLine, refused_lines, write_as_they_came, write_draft

commands = typer.Typer(help="Lines that could not be read.", no_args_is_help=True)

SourceOption = Annotated[str | None, typer.Option("--source", help="Only this source.")]


@commands.command("list")
def list_command(source: SourceOption = None, home: HomeOption = None, settings: SettingsOption = None) -> None:
    """Every line in quarantine of the deliveries in force, with the reason."""
    lines = _lines(home, settings, source)
    drawn = table("source", "file", "line", "column", "value", "reason", "amount", right=("line", "amount"))
    for line in lines:
        texts = (shown(text or "") for text in (line.column_name, line.value, line.reason, line.amount))
        drawn.add_row(line.source, shown(line.file), str(line.line), *texts)
    output.print(drawn if lines else "No line is in quarantine.")


@commands.command("export")
def export_command(
    folder: Annotated[Path, typer.Argument(help="A folder; one file per file of origin is written into it.")],
    source: SourceOption = None,
    home: HomeOption = None,
    settings: SettingsOption = None,
) -> None:
    """Write the lines in the form they came in, for the source's owner to mend, and a draft of their corrections."""
    lines = _lines(home, settings, source)
    if folder.exists() and any(folder.iterdir()):
        raise WrongUse(
            "the folder is not empty", where=str(folder), remedy="name a new folder, so that nothing is lost"
        )
    written = write_as_they_came(lines, folder)
    counts = Counter(line.file for line in lines)
    for file, path in written.items():
        output.print(f"{path}: {counts[file]} lines")
    if written:
        draft = write_draft(lines, folder, date.today())
        output.print(f"{draft}: an entry for corrections.yml per line, to be filled in")
    output.print(_WAY_BACK if written else "No line is in quarantine.")


_WAY_BACK = (
    "The way back: have the lines mended in the source and deliver its whole file again, which replaces the one they "
    "came in; or fill in the drafted entries, move them into corrections.yml and run pejling update. "
    "Do not deliver these files themselves: they lack the other lines of theirs."
)


def _lines(home: Path | None, settings: Path | None, source: str | None) -> list[RefusedLine]:
    lines = refused_lines(home_of(home, settings))
    return [line for line in lines if source in {None, line.source}]
