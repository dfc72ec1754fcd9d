"""How commands speak: progress on the error stream, results on the output, numbers with a point and two decimals."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table
from rich.text import Text

from pipelines.home import Home, open_home
from pipelines.manifest import Manifest
from pipelines.problems import printable

_WIDTH_OF_A_FILE = 200

output = Console(soft_wrap=True, highlight=False, width=None if sys.stdout.isatty() else _WIDTH_OF_A_FILE)
notices = Console(stderr=True, soft_wrap=True, highlight=False)

HomeOption = Annotated[
    Path | None, typer.Option("--home", envvar="PEJLING_HOME", help="The installation's folder; ./var without it.")
]
SettingsOption = Annotated[
    Path | None,
    typer.Option("--settings", envvar="PEJLING_SETTINGS", help="The municipality's settings file (municipality.toml)."),
]


def home_of(home: Path | None, settings: Path | None) -> Home:
    """The installation that the options name."""
    return open_home(home, settings)


def count(number: int) -> str:
    """A number with a blank between thousands."""
    return f"{number:,}".replace(",", " ")


def dkk(amount: Decimal | None) -> str:
    """An amount with a blank between thousands; empty when there is none."""
    return "" if amount is None else f"{amount:,.2f}".replace(",", " ")


def data_until(manifest: Manifest) -> str:
    """How far a release's postings go; it may have none."""
    return f"data until {manifest.data_until}" if manifest.data_until else "no postings"


def shown(text: str) -> Text:
    """What somebody else has written, as it stands: it is no markup either."""
    return Text(printable(text))


def table(*columns: str, right: tuple[str, ...] = ()) -> Table:
    """An empty table; the columns named in `right` are numbers."""
    drawn = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        drawn.add_column(column, justify="right" if column in right else "left", overflow="fold")
    return drawn


@contextmanager
def step_progress() -> Iterator[Callable[[str], None]]:
    """A line that names the step at work and its time; gone when all is done."""
    with _transient(SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn()) as progress:
        task = progress.add_task("starting", total=None)
        yield lambda step: progress.update(task, description=step)


class FileProgress:
    """A bar over the bytes of the file that is being read."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._task = progress.add_task("", total=None)

    def file(self, name: str) -> None:
        """Start over with the next file."""
        self._progress.reset(self._task, description=name, total=None)

    def bytes(self, done: int, total: int) -> None:
        """So many bytes of so many have been read."""
        self._progress.update(self._task, completed=done, total=total)


@contextmanager
def file_progress() -> Iterator[FileProgress]:
    """A bar for reading files; gone when all is done."""
    with _transient(TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeElapsedColumn()) as progress:
        yield FileProgress(progress)


def _transient(*columns: ProgressColumn) -> Progress:
    return Progress(*columns, console=notices, transient=True, disable=not notices.is_terminal)
