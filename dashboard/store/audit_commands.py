"""`pejling audit`: the audit log read, taken out and held against its seals.

What the commands need is loaded when one of them runs: the others start without a database.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.commands.screen import HomeOption, SettingsOption, count, home_of
from pipelines.problems import Problem, WrongUse

if TYPE_CHECKING:
    from dashboard.store.audit import Only

commands = typer.Typer(help="Who did what: the audit log.", no_args_is_help=True)

KindOption = Annotated[list[str] | None, typer.Option("--kind", help="Only lines of this kind; may be said again.")]
PersonOption = Annotated[list[str] | None, typer.Option("--person", help="Only of this person: the claim that names.")]
UnitOption = Annotated[list[str] | None, typer.Option("--unit", help="Only about this unit.")]
FromOption = Annotated[datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="The first day, in UTC.")]
ToOption = Annotated[datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], help="The last day, in UTC.")]


@commands.command("list")
def list_command(  # noqa: PLR0913, PLR0917 -- each is an option of the command line
    kinds: KindOption = None,
    people: PersonOption = None,
    units: UnitOption = None,
    begins: FromOption = None,
    ends: ToOption = None,
    most: Annotated[int, typer.Option(min=1, help="So many lines at most.")] = 50,
    home: HomeOption = None,
    settings: SettingsOption = None,
) -> None:
    """The newest lines, the newest first."""
    from dashboard.store.audit import entries  # noqa: PLC0415
    from dashboard.store.database import open_store  # noqa: PLC0415

    for one in entries(open_store(home_of(home, settings)), _only(kinds, people, units, begins, ends), most=most):
        said = (f"{one.at:%Y-%m-%d %H:%M:%S}", one.kind, one.person, one.person_role, one.thing, one.unit_id, one.words)
        typer.echo(f"{one.number}: {' · '.join(filter(None, said))}")


@commands.command("export")
def export_command(  # noqa: PLR0913, PLR0917 -- each is an option of the command line
    file: Annotated[Path, typer.Argument(help="The file to write: .csv for Excel, .jsonl with the seals.")],
    kinds: KindOption = None,
    people: PersonOption = None,
    units: UnitOption = None,
    begins: FromOption = None,
    ends: ToOption = None,
    home: HomeOption = None,
    settings: SettingsOption = None,
) -> None:
    """Write lines into a file. That this was done is a line as well."""
    from dashboard.store.audit import Deed, each_entry, record_deed, who_runs  # noqa: PLC0415
    from dashboard.store.audit_file import write_entries  # noqa: PLC0415
    from dashboard.store.database import open_store  # noqa: PLC0415

    store, only = open_store(home_of(home, settings)), _only(kinds, people, units, begins, ends)
    record_deed(store, Deed(kind="download", person=who_runs(), person_role="administrator", thing="audit_log"))
    typer.echo(f"{file}: {count(write_entries(file, each_entry(store, only)))} lines.")


@commands.command("verify")
def verify_command(
    heads: Annotated[
        Path | None, typer.Option(help="A copy of audit/heads.jsonl that was kept elsewhere; held against as well.")
    ] = None,
    home: HomeOption = None,
    settings: SettingsOption = None,
) -> None:
    """Show that no line was changed, put in or taken out since it was written; exit code 1 where one was."""
    from dashboard.store.audit_heads import read_heads, verify_log  # noqa: PLC0415
    from dashboard.store.database import open_store  # noqa: PLC0415

    if heads and not heads.exists():
        raise WrongUse("there is no such file", where=str(heads), remedy="name a copy of audit/heads.jsonl")
    opened = home_of(home, settings)
    found = verify_log(opened, open_store(opened), read_heads(heads) if heads else ())
    for line in (*found.told, *found.wrong):
        typer.echo(line)
    if found.wrong:
        raise Problem(
            f"{len(found.wrong)} things do not hold" if len(found.wrong) > 1 else "something does not hold",
            where="audit log",
            remedy="hold it against a backup, and find out who could write to the database",
        )
    typer.echo(f"The audit log is whole: {count(found.lines)} lines.")


def _only(
    kinds: list[str] | None,
    people: list[str] | None,
    units: list[str] | None,
    begins: datetime | None,
    ends: datetime | None,
) -> Only:
    from dashboard.store.audit import KINDS, Only  # noqa: PLC0415

    for kind in kinds or ():
        if kind not in KINDS:
            raise WrongUse(f"{kind} is no kind", where="pejling audit", remedy=f"use one of {', '.join(KINDS)}")
    return Only(
        kinds=kinds,
        people=people,
        units=units,
        since=begins.replace(tzinfo=UTC) if begins else None,
        until=ends.replace(tzinfo=UTC) + timedelta(days=1) if ends else None,
    )
