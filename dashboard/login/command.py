"""`pejling grant`: rights given, taken and listed by whoever runs the installation; the first administrator's too.

What the commands need is loaded when one of them runs: the others start without a database.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from dashboard.roles import ROLES, Role
from pipelines.commands.screen import HomeOption, SettingsOption, home_of
from pipelines.home import Home
from pipelines.problems import Problem, WrongUse

if TYPE_CHECKING:
    from dashboard.store.journal import Author

commands = typer.Typer(help="Who may see what.", no_args_is_help=True)


@commands.command("give")
def give_command(  # noqa: PLR0913, PLR0917 -- each is an option of the command line
    subject: Annotated[str, typer.Argument(help="Who: the value of the claim that names people.")],
    role: Annotated[str, typer.Argument(help=f"One of {', '.join(ROLES)}.")],
    unit: Annotated[
        str, typer.Option(help="The unit's id, all below it is meant too; whom a unit is not named for, see the whole.")
    ] = "",
    begins: Annotated[datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="Today without it.")] = None,
    ends: Annotated[datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], help="The last day.")] = None,
    deputy_for: Annotated[str, typer.Option(help="Whom they stand in for; --to is needed then.")] = "",
    words: Annotated[str, typer.Option(help="Why.")] = "",
    home: HomeOption = None,
    settings: SettingsOption = None,
) -> None:
    """Give somebody a role for a unit and all below it. It holds at once."""
    from dashboard import clock  # noqa: PLC0415
    from dashboard.decisions.rights import is_of_no_use  # noqa: PLC0415
    from dashboard.login.settings import OF_ONE_UNIT  # noqa: PLC0415
    from dashboard.scoped_views import WHOLE_MUNICIPALITY  # noqa: PLC0415
    from dashboard.store.database import open_store  # noqa: PLC0415
    from dashboard.store.grants import GrantWish, give  # noqa: PLC0415

    opened = home_of(home, settings)
    if is_of_no_use(role, unit):
        raise WrongUse(
            "an administrator of a part gives no rights and reads no log", where="--unit", remedy="leave it out"
        )
    if not unit and _role(role) in OF_ONE_UNIT:
        # Forgotten, it would be the whole municipality.
        raise WrongUse(f"a {role} is of a unit", where="--unit", remedy="name it; `municipality` is the whole")
    wish = GrantWish(
        issuer=_issuer(opened),
        subject=subject,
        role=_role(role),
        unit_id=unit or WHOLE_MUNICIPALITY,
        valid_from=_day(begins) or clock.today(opened.municipality.time_zone),
        valid_to=_day(ends),
        deputy_for=deputy_for,
        words=words,
    )
    grant = give(open_store(opened), wish, _author())
    typer.echo(f"{grant.number}: {grant.subject} is {grant.role} of {grant.unit_id} from {grant.valid_from}.")


@commands.command("take")
def take_command(
    number: Annotated[int, typer.Argument(help="The right's number; see `pejling grant list`.")],
    words: Annotated[str, typer.Option(help="Why.")] = "",
    home: HomeOption = None,
    settings: SettingsOption = None,
) -> None:
    """Take a right. It ends at once."""
    from dashboard.store.database import open_store  # noqa: PLC0415
    from dashboard.store.grants import standing_grants, take  # noqa: PLC0415

    store = open_store(home_of(home, settings))
    found = next((one for one in standing_grants(store) if one.number == number and one.state == "given"), None)
    if found is None:
        raise Problem("there is no such right", where=str(number), remedy="see pejling grant list")
    take(store, found, words, _author())
    typer.echo(f"{number}: taken.")


@commands.command("list")
def list_command(home: HomeOption = None, settings: SettingsOption = None) -> None:
    """Every right that stands, and everybody who has logged in without one."""
    from dashboard.store.database import open_store  # noqa: PLC0415
    from dashboard.store.grants import standing_grants  # noqa: PLC0415
    from dashboard.store.sessions import known_people  # noqa: PLC0415

    store = open_store(home_of(home, settings))
    held = [one for one in standing_grants(store) if one.state == "given"]
    for one in held:
        until = f" to {one.valid_to}" if one.valid_to else ""
        deputy = f" for {one.deputy_for}" if one.deputy_for else ""
        typer.echo(f"{one.number}: {one.subject} is {one.role} of {one.unit_id} from {one.valid_from}{until}{deputy}")
    with_right = {one.subject for one in held}
    for person in known_people(store):
        if person.identity.subject not in with_right:
            typer.echo(f"–: {person.identity.subject} ({person.name}) has logged in and has no right")


def _issuer(home: Home) -> str:
    from dashboard.login.settings import FILE_NAME, read_login  # noqa: PLC0415

    settings = read_login(home.settings_file.with_name(FILE_NAME))
    if settings is None:
        raise WrongUse("nobody can log in yet", where=FILE_NAME, remedy="write how people log in first")
    return settings.issuer


def _role(name: str) -> Role:
    found = next((role for role in ROLES if role == name), None)
    if found is None:
        raise WrongUse(f"{name} is no role", where="pejling grant", remedy=f"use one of {', '.join(ROLES)}")
    return found


def _author() -> Author:
    from dashboard.store.audit import who_runs  # noqa: PLC0415
    from dashboard.store.journal import Author  # noqa: PLC0415

    return Author(who_runs(), "administrator", "")


def _day(given: datetime | None) -> date | None:
    return given.date() if given else None
