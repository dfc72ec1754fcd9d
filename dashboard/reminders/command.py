"""`pejling remind`, to be run once a day by the machine's own timetable."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.commands.screen import HomeOption, SettingsOption, count, home_of, notices
from pipelines.environment import value_of
from pipelines.home import Home
from pipelines.problems import Problem, WrongUse

if TYPE_CHECKING:
    from dashboard.reminders.due import Reminder
    from dashboard.reminders.sending import Outcome
    from dashboard.reminders.settings import Reminders


def remind_command(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print the letters; send and note nothing.")] = False,
    home: HomeOption = None,
    settings: SettingsOption = None,
) -> None:
    """Write to people about open forecast rounds, overdue supervisions and packs that are out; each letter once."""
    remind(home_of(home, settings), is_dry_run=dry_run)


def remind(home: Home, *, is_dry_run: bool = False, now: datetime | None = None) -> None:
    """Send today's reminders, or print them. Raises Problem where any of them could not be sent."""
    # What a letter is made of is loaded when one is: the other commands do not wait for it.
    from dashboard.packs.manifest import made_packs, packs_of  # noqa: PLC0415
    from dashboard.reminders.due import due_reminders, unknown_units  # noqa: PLC0415
    from dashboard.reminders.post import SETTING, server_of  # noqa: PLC0415
    from dashboard.reminders.sending import send, unsent  # noqa: PLC0415
    from dashboard.reminders.settings import read_reminders  # noqa: PLC0415
    from dashboard.store.at_hand import at_hand  # noqa: PLC0415
    from dashboard.warehouse import Warehouse  # noqa: PLC0415
    from pipelines.supervision_list import read_supervision_list  # noqa: PLC0415

    chosen = read_reminders(home.reminders)
    if chosen is None:
        notices.print(f"Reminders are off: there is no {home.reminders}.", markup=False)
        return
    moment = now or datetime.now().astimezone()
    url = value_of(SETTING)
    if not url and not is_dry_run:
        raise WrongUse("there is no mail server to send by", where=SETTING, remedy="set it, or try --dry-run")
    server, store = (None if is_dry_run else server_of(url)), at_hand(home)
    if store.engine is None:
        raise Problem("what people have entered cannot be read", where="store", remedy="see pejling store check")
    warehouse, rules = Warehouse(home.releases), read_supervision_list(home.supervision_list)
    try:
        for unit in unknown_units(warehouse, chosen):
            notices.print(f"{home.reminders}: there is no unit {unit}; nobody is reminded of it.", markup=False)
        packs = made_packs(packs_of(home)) if "pack_out" in chosen.kinds else []
        due = unsent(store, due_reminders(warehouse, store, chosen, rules, moment.date(), packs))
    finally:
        warehouse.close()
    if server is None:
        _show(due, chosen)
        return
    _tell(send(store, server, chosen, due, moment))


def _show(due: list[Reminder], chosen: Reminders) -> None:
    from dashboard.reminders.letters import as_text, words_of  # noqa: PLC0415

    for one in due:
        words = words_of(one, chosen)
        typer.echo(f"To: {one.address}\nSubject: {words.subject}\n\n{as_text(words)}")
    notices.print(f"{count(len(due))} letters would be sent.", markup=False)


def _tell(outcome: Outcome) -> None:
    from dashboard.store.attention import HELD_FOR  # noqa: PLC0415

    typer.echo(f"Reminders: {count(len(outcome.sent))} sent.")
    if outcome.held:
        minutes = int(HELD_FOR.total_seconds() // 60)
        told = (
            "is another run's, under way or cut off"
            if len(outcome.held) == 1
            else "are another run's, under way or cut off"
        )
        notices.print(f"{count(len(outcome.held))} {told}: a run in {minutes} minutes sends what is not sent by then.")
    for address, answer in outcome.refused:
        notices.print(f"not sent to {address}, the next run tries again: {answer}", markup=False)
    for address, answer in outcome.unheard:
        notices.print(f"the server has not said whether it has the letter to {address}: {answer}", markup=False)
    if outcome.stopped:
        raise outcome.stopped
    failed = len(outcome.refused) + len(outcome.unheard) + outcome.untried
    if failed:
        raise Problem(
            f"{failed} of {failed + len(outcome.sent)} reminders could not be sent",
            where="the mail server",
            remedy="see what it said of each above, mend what is wrong, and run it again: nothing is lost",
        )
