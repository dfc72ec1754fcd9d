"""pejling deliver, build, publish, update, check: from the inbox to the release that is served."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from pipelines.allocations import read_allocations
from pipelines.analyst_files import keep_analyst_files
from pipelines.candidates import build, finished_candidate, offending_rows
from pipelines.carry_over_rules import read_carry_over_rules
from pipelines.commands.forecast import freeze, print_frozen
from pipelines.commands.screen import (
    HomeOption,
    SettingsOption,
    count,
    data_until,
    dkk,
    file_progress,
    home_of,
    notices,
    output,
    shown,
    step_progress,
    table,
)
from pipelines.deliveries import Outcome, deliver
from pipelines.home import Home
from pipelines.last_update import noted
from pipelines.lock import writing
from pipelines.manifest import Manifest
from pipelines.problems import Problem, WrongUse
from pipelines.publish import publish
from pipelines.releases import current_release, manifest_of
from pipelines.statistical_forecasts import is_forecast_due, spec_of_forecasts
from pipelines.supervision_list import read_supervision_list

commands = typer.Typer()

FilesArgument = Annotated[
    list[Path] | None,
    typer.Argument(help="Files or folders to take in; they stay where they are. Without any: everything in the inbox."),
]

# Who has something to put into the inbox before it is emptied; what fails is told and holds nothing else back.
into_inbox: list[Callable[[Home], None]] = []
# Who notes which release is served; it is asked again at the next run where it fails.
when_published: list[Callable[[Home, str], None]] = []

_NOT_TAKEN = {"refused", "unknown"}
# In the order in which a person wants to hear of them.
_STATES = ("accepted", "read again", "duplicate", "refused", "unknown")


@commands.command("deliver")
def deliver_command(
    files: FilesArgument = None,
    again: Annotated[
        bool,
        typer.Option("--again", help="Go back to content that a later delivery replaced, or that was drawn before it."),
    ] = False,
    home: HomeOption = None,
    settings: SettingsOption = None,
) -> None:
    """Take extracts in: read each by its spec, archive it, and give it a receipt."""
    _end(_deliver(home_of(home, settings), files, again=again))


@commands.command("build")
def build_command(home: HomeOption = None, settings: SettingsOption = None) -> None:
    """Build a candidate from everything that is in force, and run every check on it."""
    _build(home_of(home, settings))


@commands.command("publish")
def publish_command(home: HomeOption = None, settings: SettingsOption = None) -> None:
    """Make the built candidate the release that is served."""
    _publish(home_of(home, settings))


@commands.command("update")
def update_command(files: FilesArgument = None, home: HomeOption = None, settings: SettingsOption = None) -> None:
    """Deliver, forecast, build and publish; a refused file is told and holds nothing else back."""
    place = home_of(home, settings)
    with noted(place) as refused, writing(place):
        tell_settings(place)
        outcomes = _deliver(place, files)
        refused([outcome.file for outcome in outcomes if outcome.state in _NOT_TAKEN])
        if spec_of_forecasts(place) and is_forecast_due(place) and (frozen := freeze(place)):
            print_frozen(frozen)
        _build(place)
        _publish(place)
    _end(outcomes)


@commands.command("check")
def check_command(
    name: Annotated[str | None, typer.Argument(help="One check, to see the rows it finds.")] = None,
    home: HomeOption = None,
    settings: SettingsOption = None,
) -> None:
    """Show what the checks say of the waiting candidate, else of the release that is served."""
    place = home_of(home, settings)
    if name is not None:
        _print_offending(place, name)
        return
    manifest = _checked(place)
    drawn = table("check", "severity", "rows", "what it means", right=("rows",))
    for check in sorted(manifest.checks, key=lambda check: (-check.rows, check.name)):
        drawn.add_row(check.name, check.severity, str(check.rows), Text(check.sentence))
    output.print(drawn)
    if manifest.failed_checks:
        raise typer.Exit(1)


def tell_settings(home: Home) -> None:
    """Say what of the municipality's own rules is set aside, and that the list of supervisions cannot be understood.

    Neither holds anything else back. Raises WrongUse for a file of rules that cannot be understood as a whole.
    """
    rules, allocations = read_carry_over_rules(home.carry_over_rules), read_allocations(home.allocations)
    told = [f"{one.place}: {one.what}; {one.remedy}." for one in rules.set_aside]
    told += [f"{one.place}: {one.what}; {one.remedy}." for one in allocations.set_aside]
    try:
        read_supervision_list(home.supervision_list)
    except WrongUse as fault:
        told.append(f"{fault} No supervision is owed until then.")
    for sentence in told:
        notices.print(Text(f"warning: {sentence}", style="yellow"))


def _deliver(home: Home, files: list[Path] | None, *, again: bool = False) -> list[Outcome]:
    if files is None:
        _fill_inbox(home)
    with file_progress() as progress:
        chosen = None if files is None else [file for named in files for file in _files_of(named)]
        outcomes = deliver(home, chosen, progress.file, progress.bytes, again=again)
    drawn = table(
        "source", "file", "accepted", "quarantined", "left out", "control total", "difference", right=_NUMBERS
    )
    for outcome in outcomes:
        if outcome.state in {"accepted", "read again"} and outcome.receipt:
            read = outcome.receipt.reading
            counts = (count(lines) for lines in (read.accepted, read.quarantined, read.left_out))
            names = (Text(outcome.source), Text(outcome.file))
            drawn.add_row(*names, *counts, dkk(read.control_total), dkk(read.difference))
    if drawn.row_count:
        output.print(drawn)
    for outcome in outcomes:
        _tell(outcome)
    counts_by_state: Counter[str] = Counter(outcome.state for outcome in outcomes)
    summary = ", ".join(f"{counts_by_state[state]} {state}" for state in _STATES if counts_by_state[state])
    output.print(f"Deliveries: {summary or 'nothing in the inbox'}.")
    return outcomes


_NUMBERS = ("accepted", "quarantined", "left out", "control total", "difference")


def _fill_inbox(home: Home) -> None:
    for fill in into_inbox:
        try:
            fill(home)
        except Problem as problem:
            notices.print(Text(f"warning: {problem}", style="yellow"))


def _files_of(named: Path) -> list[Path]:
    """A folder stands for the files directly in it."""
    if named.is_dir():
        return sorted(file for file in named.iterdir() if file.is_file() and not file.name.startswith("."))
    return [named]


def _tell(outcome: Outcome) -> None:
    if outcome.state in _NOT_TAKEN:
        notices.print(Text(f"{outcome.state}: {outcome.sentence}", style="red"))
    elif outcome.state == "duplicate":
        notices.print(Text(f"duplicate: {outcome.file} ({outcome.sentence}); nothing was changed.", style="dim"))
    elif outcome.receipt:
        read = outcome.receipt.reading
        told = [*read.warnings]
        if read.quarantined:
            lines = f"{count(read.quarantined)} lines could not be read and are"
            lines = "1 line could not be read and is" if read.quarantined == 1 else lines
            told.append(f"{lines} not in the figures (pejling quarantine list)")
        for warning in told:
            notices.print(Text(f"warning: {outcome.file}: {warning}.", style="yellow"))


def _build(home: Home) -> None:
    with step_progress() as on_step:
        candidate = build(home, on_step)
    manifest = candidate.manifest
    if candidate.folder is None:
        output.print(f"Build: nothing new since release {manifest.release}.")
        return
    rows = sum(facts.rows for facts in manifest.tables.values())
    warnings = [check for check in manifest.checks if check.rows]
    told = f"{len(warnings)} of {len(manifest.checks)} checks warn" if warnings else "all checks well"
    output.print(f"Build: {len(manifest.tables)} tables, {count(rows)} rows; {told}.")
    for check in warnings:
        notices.print(Text(f"check {check.name}: {check.sentence} ({count(check.rows)})", style="yellow"))


def _publish(home: Home) -> None:
    published = publish(home)
    manifest = published.manifest
    if published.is_new:
        output.print(f"Published: release {manifest.release}, {data_until(manifest)}.")
    else:
        output.print(f"Published: release {manifest.release} is served already.")
    for note in when_published:
        try:
            note(home, manifest.release)
        except Problem as problem:
            notices.print(Text(f"warning: {problem}", style="yellow"))
    if published.removed:
        output.print(f"Removed by the keep rule: {', '.join(published.removed)}.")
    if made := keep_analyst_files(home):
        megabytes = sum(file.bytes for scope in made for file in scope.files.values()) / 1e6
        output.print(f"Files for analysts: {count(len(made))} scopes, {megabytes:.0f} MB.")


def _checked(home: Home) -> Manifest:
    candidate = finished_candidate(home)
    if candidate:
        output.print("Checks of the candidate that waits to be published:")
        return candidate.manifest
    release = current_release(home)
    if release is None:
        raise Problem("nothing has been built yet", where=str(home.folder), remedy="run pejling update first")
    output.print(f"Checks of release {release}:")
    return manifest_of(home, release)


def _print_offending(home: Home, name: str) -> None:
    columns, rows = offending_rows(home, name)
    drawn = table(*columns)
    for row in rows:
        drawn.add_row(*(shown("" if cell is None else str(cell)) for cell in row))
    output.print(drawn if rows else "The check finds nothing.")


def _end(outcomes: list[Outcome]) -> None:
    """Exit code 1 when a file was refused, for scripts."""
    if any(outcome.state in _NOT_TAKEN for outcome in outcomes):
        raise typer.Exit(1)
