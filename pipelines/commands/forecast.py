"""pejling forecast: the statistical forecast of every round that has begun, made once and frozen."""

from __future__ import annotations

import typer

from pipelines.commands.screen import HomeOption, SettingsOption, count, dkk, home_of, output, table
from pipelines.home import Home
from pipelines.lock import writing
from pipelines.statistical_forecasts import Frozen, freeze_due_forecasts

commands = typer.Typer()


@commands.command("forecast")
def forecast_command(home: HomeOption = None, settings: SettingsOption = None) -> None:
    """Make the statistical forecast of every round that has none, from the postings of its time; it is then frozen."""
    place = home_of(home, settings)
    with writing(place):
        print_frozen(freeze(place))


def freeze(home: Home) -> list[Frozen]:
    """Make what is due, and say which round is at work: loading the library alone takes seconds."""
    return freeze_due_forecasts(home, lambda name: output.print(f"Statistical forecast of {name} …"))


def print_frozen(frozen: list[Frozen]) -> None:
    """Each round with its method, how many forecasts it has and what they come to."""
    drawn = table("round", "method", "data until", "forecasts", "amount", "", right=("forecasts", "amount"))
    for made in frozen:
        receipt = made.outcome.receipt
        drawn.add_row(
            made.due.name,
            made.method,
            f"{made.due.data_until:%Y-%m}",
            count(made.count),
            dkk(receipt.reading.accepted_amount if receipt else None),
            "made afterwards" if made.due.is_backtest else "",
        )
    if frozen:
        output.print(drawn)
    output.print(f"Statistical forecasts: made and frozen, {count(len(frozen))} in all." if frozen else _NOTHING)


_NOTHING = "Statistical forecasts: no round is due."
