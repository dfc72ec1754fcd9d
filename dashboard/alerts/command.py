"""`pejling alert`, to be run every few minutes by the machine's own timetable."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from pipelines.commands.screen import HomeOption, SettingsOption, count, home_of, notices
from pipelines.environment import value_of
from pipelines.home import Home
from pipelines.problems import Problem, WrongUse


def alert_command(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print what is wrong; send and note nothing.")] = False,
    home: HomeOption = None,
    settings: SettingsOption = None,
) -> None:
    """Write to those who run Pejling: late deliveries, totals that are off, failed runs; once for each cause."""
    alert(home_of(home, settings), is_dry_run=dry_run)


def alert(home: Home, *, is_dry_run: bool = False, now: datetime | None = None) -> None:
    """Send what is new, or print all that is wrong. Raises Problem where a letter could not be sent."""
    # What a letter is made of is loaded when one is: the other commands do not wait for it.
    from dashboard.alerts.causes import causes  # noqa: PLC0415
    from dashboard.alerts.sending import send  # noqa: PLC0415
    from dashboard.alerts.settings import read_alerts  # noqa: PLC0415
    from dashboard.clock import local  # noqa: PLC0415
    from dashboard.reminders.post import SETTING, server_of  # noqa: PLC0415
    from dashboard.scoped_views import WHOLE_MUNICIPALITY  # noqa: PLC0415
    from dashboard.texts import Texts  # noqa: PLC0415
    from dashboard.warehouse import DoorProblem, Scope, Warehouse  # noqa: PLC0415
    from pipelines.last_update import read_last_update  # noqa: PLC0415

    chosen = read_alerts(home.alerts)
    if chosen is None:
        notices.print(f"Alerts are off: there is no {home.alerts}.", markup=False)
        return
    moment = now or datetime.now().astimezone()
    warehouse = Warehouse(home.releases)
    try:
        try:
            door = warehouse.door(Scope((WHOLE_MUNICIPALITY,)))
        except DoorProblem as problem:  # the last run says why, and the pages' own check that there is nothing to show
            notices.print(str(problem), markup=False)
            door = None
        today = local(moment, home.municipality.time_zone).date()
        found = causes(Texts(chosen.language), door, read_last_update(home), today)
    finally:
        warehouse.close()
    if is_dry_run:
        for cause in found:
            typer.echo(cause.words)
        return
    url = value_of(SETTING)
    if not url:
        raise WrongUse("there is no mail server to send by", where=SETTING, remedy="set it, or try --dry-run")
    sent, refused = send(home, server_of(url), chosen, found, moment)
    typer.echo(f"Alerts: {count(len(found))} things are wrong, {count(sent)} letters sent.")
    for address, answer in refused:
        notices.print(f"not sent to {address}, the next run tries again: {answer}", markup=False)
    if refused:
        raise Problem(
            f"{len(refused)} letters could not be sent",
            where="the mail server",
            remedy="see what it said of each above, mend what is wrong, and run it again: nothing is lost",
        )
