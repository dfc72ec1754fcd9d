"""pejling release list, show, diff, check: what has been published, and whether it is still whole."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.text import Text

from pipelines.commands.screen import HomeOption, SettingsOption, count, data_until, dkk, home_of, output, shown, table
from pipelines.problems import Problem
from pipelines.release_diff import compare
from pipelines.releases import current_release, manifest_of, release_folder, release_ids
from pipelines.verify import differences

commands = typer.Typer(help="What has been published.", no_args_is_help=True)

_MOST_FIGURES = 40


@commands.command("list")
def list_command(home: HomeOption = None, settings: SettingsOption = None) -> None:
    """Every release, oldest first; the one that is served is marked."""
    place = home_of(home, settings)
    served = current_release(place)
    drawn = table("", "release", "published", "data until", "deliveries", "warnings", right=("deliveries", "warnings"))
    for release in release_ids(place):
        manifest = manifest_of(place, release)
        published = f"{manifest.published_at:%Y-%m-%d %H:%M} UTC" if manifest.published_at else ""
        warnings = sum(1 for check in manifest.checks if check.rows)
        mark = "served" if release == served else ""
        drawn.add_row(mark, release, published, manifest.data_until or "", str(len(manifest.deliveries)), str(warnings))
    output.print(drawn if drawn.row_count else "Nothing has been published yet.")


@commands.command("show")
def show_command(
    release: Annotated[str | None, typer.Argument(help="A release; the served one without it.")] = None,
    home: HomeOption = None,
    settings: SettingsOption = None,
) -> None:
    """What a release was made from and what is in it."""
    place = home_of(home, settings)
    manifest = manifest_of(place, release or current_release(place) or "")
    output.print(f"Release {manifest.release} of {manifest.municipality}, {data_until(manifest)}")
    output.print(f"Rules {manifest.rules[:12]}, DuckDB {manifest.duckdb}, storage {manifest.storage_version}")
    tables = table("table", "rows", "grain", right=("rows",))
    for name, facts in sorted(manifest.tables.items()):
        tables.add_row(name, count(facts.rows), facts.grain)
    output.print(tables)
    numbers = ("lines", "accepted", "quarantined", "left out", "control total", "difference")
    deliveries = table("delivery", "file", *numbers, right=numbers)
    for read in manifest.deliveries:
        counts = (count(lines) for lines in (read.lines, read.accepted, read.quarantined, read.left_out))
        names = (read.delivery_id, Text(read.file))
        deliveries.add_row(*names, *counts, dkk(read.control_total), dkk(read.difference))
    output.print(deliveries)


@commands.command("diff")
def diff_command(before: str, after: str, home: HomeOption = None, settings: SettingsOption = None) -> None:
    """What changed from one release to another: tables, and the figures of centres and the municipality."""
    difference = compare(home_of(home, settings), before, after)
    if difference.before.rules != difference.after.rules:
        output.print("The rules (SQL, cards) are not the same in the two releases.")
    tables = table("table", f"only in {before}", f"only in {after}", right=(f"only in {before}", f"only in {after}"))
    for changed in difference.tables:
        tables.add_row(
            changed.table, *("–" if n is None else str(n) for n in (changed.only_before, changed.only_after))
        )
    output.print(tables if tables.row_count else "No table differs.")
    figures = table("period", "unit", "figure", before, after, right=(before, after))
    for figure in difference.figures[:_MOST_FIGURES]:
        period = f"{figure.fiscal_year}-{figure.period:02}"
        figures.add_row(period, shown(figure.unit_name), figure.figure, dkk(figure.before), dkk(figure.after))
    if figures.row_count:
        output.print(figures)
    if (more := len(difference.figures) - _MOST_FIGURES) > 0:
        output.print(f"… and {more} more")


@commands.command("check")
def check_command(
    releases: Annotated[list[str] | None, typer.Argument(help="Releases; every one without it.")] = None,
    home: HomeOption = None,
    settings: SettingsOption = None,
) -> None:
    """Read releases through, byte by byte and row by row, and say which are no longer as they were published."""
    place = home_of(home, settings)
    damaged = []
    for release in releases or release_ids(place):
        wrong = differences(release_folder(place, release))
        output.print(f"{release}: {'; '.join(wrong) if wrong else 'whole'}")
        damaged += [release] if wrong else []
    if damaged:
        raise Problem(
            f"{', '.join(damaged)} cannot be trusted",
            where=str(place.releases),
            remedy="put the folder back from a backup; the newest release is made anew by pejling update",
        )
