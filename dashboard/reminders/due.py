"""What somebody is written to about today: open forecast rounds, supervisions that are late, packs that are out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dashboard.addresses import Address
from dashboard.decisions.supervision import Owed, owed_until
from dashboard.packs.manifest import Made
from dashboard.queries import budget_followup, forecast_round
from dashboard.queries.budget_followup import Cut
from dashboard.reminders.packs import made_on, packs_out
from dashboard.reminders.settings import Kind, Recipient, Reminders
from dashboard.store.at_hand import AtHand
from dashboard.store.open_rounds import OpenRound, open_rounds
from dashboard.texts import Language
from dashboard.warehouse import Door, Scope, Warehouse
from pipelines.supervision_list import SupervisionList

PATHS: dict[Kind, str] = {
    "round_opens": "prognoserunde",
    "round_closes": "prognoserunde",
    "supervision_overdue": "ledelsestilsyn",
    "pack_out": "fokuspakker",
}
"""The page that a reminder leads to."""


@dataclass(frozen=True)
class Reminder:
    """One letter to one address: about a unit, of which `units` are those that somebody waits for, by name.

    `kind`, `subject` and `address` are what it is known by, so that it is sent once. `what` is the round's name, the
    supervision's year and month, or the pack's span; `day` the last day of the round, the deadline, or the day on which
    the pack was made, of which it is the `edition`.
    """

    kind: Kind
    subject: str
    address: str
    language: Language
    unit_name: str
    units: tuple[str, ...]
    what: str | tuple[int, int]
    day: date
    days_left: int
    path: str
    edition: int = 1


def due_reminders(
    warehouse: Warehouse,
    store: AtHand,
    settings: Reminders,
    rules: SupervisionList,
    today: date,
    packs: Sequence[Made] = (),
) -> list[Reminder]:
    """What is to be sent today, sent before or not, in the order of the settings. Raises DoorProblem."""
    no_rounds: list[OpenRound] = []
    rounds = store.read(no_rounds, open_rounds, today)
    found: dict[tuple[str, str, str], Reminder] = {}
    for recipient in settings.recipients:
        # Through the door of their own unit: a letter names nothing that lies outside it.
        door = warehouse.door(Scope.of((recipient.unit,)))
        unit_name = _name(door, recipient.unit)
        if unit_name is None:
            continue
        made = [
            *_of_rounds(door, recipient, unit_name, rounds, settings, today),
            *_of_supervisions(door, store, recipient, unit_name, rules, today),
            *_of_packs(door, recipient, unit_name, packs, today),
        ]
        for one in made:
            if one.kind in settings.kinds:
                found.setdefault((one.kind, one.subject, one.address), one)
    return list(found.values())


def unknown_units(warehouse: Warehouse, settings: Reminders) -> list[str]:
    """The units of the settings that today's organisation does not have: nobody is reminded of anything there."""
    units = dict.fromkeys(recipient.unit for recipient in settings.recipients)
    return [unit for unit in units if _name(warehouse.door(Scope.of((unit,))), unit) is None]


def _name(door: Door, unit_id: str) -> str | None:
    """The unit's name today; None for one that is not there (any more)."""
    cut = _newest(door)
    if cut is None:
        return None
    names = budget_followup.units(door, cut).filter(unit_id=unit_id)["unit_name"].to_list()
    return str(names[0]) if names else None


def _newest(door: Door) -> Cut | None:
    periods = budget_followup.periods(door)
    newest = periods.filter(periods["is_latest"])
    return Cut(newest["fiscal_year"][0], newest["period"][0]) if len(newest) else None


def _of_rounds(
    door: Door, recipient: Recipient, unit_name: str, rounds: list[OpenRound], settings: Reminders, today: date
) -> Iterator[Reminder]:
    for one in rounds:
        missing = _missing(door, one)
        days = (one.closes_on - today).days
        if not missing or days < 0:
            continue
        about = {"unit_name": unit_name, "units": missing, "what": one.round, "day": one.closes_on, "days_left": days}
        key = f"{one.fiscal_year} {one.round} {recipient.unit}"
        link = {"round_name": one.round, "year": one.fiscal_year}
        step = next((step for step in settings.days_before_close if days <= step), None)
        if step is None or "round_closes" not in settings.kinds:
            yield from _letters("round_opens", key, recipient, about, link)
        else:
            # A round that is given more days is told anew.
            yield from _letters("round_closes", f"{key} {one.closes_on} {step}", recipient, about, link)


def _missing(door: Door, one: OpenRound) -> tuple[str, ...]:
    """The names of the units that owe a forecast and have not given it, in the order of the organisation."""
    rows = forecast_round.proposals(door, one.fiscal_year).iter_rows(named=True)
    owing = {row["unit_id"]: row for row in rows if row["given_for_unit_id"] and _has_money(row)}
    return tuple(row["unit_name"] for row in owing.values() if not one.is_given(row["given_for_unit_id"]))


def _has_money(row: dict[str, Any]) -> bool:
    return bool(row["revised_dkk"] or row["actual_dkk"])


def _of_supervisions(
    door: Door, store: AtHand, recipient: Recipient, unit_name: str, rules: SupervisionList, today: date
) -> Iterator[Reminder]:
    cut = _newest(door)
    if cut is None:
        return
    late: dict[tuple[int, int], list[Owed]] = {}
    for owed in owed_until(door, store, rules, cut.fiscal_year, cut.period, today):
        if owed.days_late(today):
            late.setdefault((owed.fiscal_year, owed.period), []).append(owed)
    for (fiscal_year, period), every in sorted(late.items()):
        about = {
            "unit_name": unit_name,
            "units": tuple(str(owed.unit["unit_name"]) for owed in every),
            "what": (fiscal_year, period),
            "day": every[0].due_on,
            "days_left": (every[0].due_on - today).days,
        }
        link = {"fiscal_year": fiscal_year, "period": period}
        key = f"{fiscal_year}-{period:02d} {recipient.unit}"
        yield from _letters("supervision_overdue", key, recipient, about, link)


def _of_packs(
    door: Door, recipient: Recipient, unit_name: str, packs: Sequence[Made], today: date
) -> Iterator[Reminder]:
    for made in packs_out(door, packs, recipient.language, today):
        told, day = made.manifest, made_on(door, made)
        about = {
            "unit_name": unit_name,
            "units": (told.subject,),
            "what": told.span,
            "day": day,
            "days_left": (today - day).days,
            "edition": told.edition,
        }
        link = {"span": told.span, "unit_id": made.subject}
        yield from _letters("pack_out", f"{told.span} {made.subject} {told.edition}", recipient, about, link)


def _letters(
    kind: Kind, subject: str, recipient: Recipient, about: dict[str, Any], link: dict[str, Any]
) -> Iterator[Reminder]:
    there = Address(**{"language": recipient.language, "unit_id": recipient.unit, **link})
    for address in dict.fromkeys(recipient.addresses):
        yield Reminder(
            kind, subject, address, recipient.language, path=there.link(PATHS[kind]), **about
        )  # fmt: skip
