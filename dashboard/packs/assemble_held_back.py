"""What is not in the figures: the lines that are held back, whose they are, and whether the sources add up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from dashboard.packs.asked import Asked
from dashboard.packs.assemble_numbers import Writing
from dashboard.packs.content import Cell, Column, Section, Table
from dashboard.queries import data_quality
from dashboard.sentences.pack_words import NOT_IN_ORDER
from dashboard.texts import mark

Source = Mapping[str, Any]


@dataclass(frozen=True)
class HeldBack:
    """Sources with something missing. `amounts` are theirs, for whoever sees the whole; `own` the unit's, by source.

    `own` is None where the release was made before lines were told by unit.
    """

    sources: tuple[Source, ...]
    amounts: Mapping[str, Source]
    own: Mapping[str, Source] | None

    @property
    def is_of_a_part(self) -> bool:
        """Whether the reader sees a part of the municipality, and is told what of it is theirs."""
        return not self.amounts and self.own is not None

    @property
    def has_own(self) -> bool:
        return self.is_of_a_part and bool(self.own)


def not_in_the_figures(asked: Asked, not_in_order: tuple[str, ...] = ()) -> Section:
    """What the sources of the release hold back and whether they add up.

    In kroner for whoever sees the whole municipality. A centre is told all lines, and in kroner those that are its own:
    a source can be one small delivery, and its amount would tell of others.
    """
    say, held = asked.say, _held_back(asked)
    if not held.sources:
        finding = say("Every line that was delivered is in the figures, and every source adds up.")
    else:
        finding = f"{_all_lines(asked, held)} {_adds_up(asked, held)}"
    notes = [_own_lines(asked, held), say(_NOT_BY_CENTRE)] if held.sources and held.is_of_a_part else []
    notes += [say(NOT_IN_ORDER[must]) for must in not_in_order if must in NOT_IN_ORDER]
    if held.sources and not held.amounts:
        notes.append(say("The data unit sees which lines they are, and their amounts, on the page Data quality."))
    name = say("Not in the figures")
    table = _table(asked, name, held) if held.sources else None
    return Section("not_in_the_figures", name, finding, tuple(notes), table=table)


_NOT_BY_CENTRE = mark(
    "A line that does not itself say whose it is, is counted for the whole municipality only. What a source is off "
    "its control total is of a whole file: nobody can say which centre it belongs to."
)


def _held_back(asked: Asked) -> HeldBack:
    # Lateness is judged on the release's own day: a pack that is made again says the same.
    release = asked.door.release
    day: date = (release.published_at or release.built_at).date()
    sources = data_quality.sources(asked.door, day).to_dicts()
    amounts = data_quality.source_amounts(asked.door).to_dicts()
    own = None
    if data_quality.tells_held_back_by_unit(asked.door):
        own = _by_source(data_quality.held_back(asked.door, asked.unit_id).to_dicts())
    missing = tuple(
        row for row in sources if row["quarantined"] or row["reconciles"] is False or row["missing_periods"]
    )
    return HeldBack(missing, _by_source(amounts), own)


def _by_source(rows: list[dict[str, Any]]) -> dict[str, Source]:
    return {row["source"]: row for row in rows}


def _all_lines(asked: Asked, held: HeldBack) -> str:
    return asked.texts.say_many(
        "{count} line that was delivered is not in the figures.",
        "{count} lines that were delivered are not in the figures.",
        sum(row["quarantined"] for row in held.sources),
    )


def _adds_up(asked: Asked, held: HeldBack) -> str:
    apart = sum(row["reconciles"] is False for row in held.sources)
    if not apart:
        return asked.say("Every source adds up to its own control total.")
    return asked.texts.say_many(
        "{count} source does not add up to its own control total.",
        "{count} sources do not add up to their own control totals.",
        apart,
    )


def _own_lines(asked: Asked, held: HeldBack) -> str:
    """How many of the lines are the unit's, for how much, and how many of them have no amount."""
    texts, own = asked.texts, (held.own or {}).values()
    lines = sum(row["held_back_lines"] for row in own)
    silent = sum(row["lines_without_amount"] for row in own)
    if not lines:
        return asked.say("None of the lines says that it belongs to {unit}.", unit=asked.unit_name)
    amount = sum((row["held_back_dkk"] or Decimal(0) for row in own), Decimal(0))
    told = texts.say_many(
        "{count} of the lines belongs to {unit}: {amount} {dkk} is missing from its figures.",
        "{count} of the lines belong to {unit}: {amount} {dkk} is missing from its figures.",
        lines,
        unit=asked.unit_name,
        amount=texts.amount(amount, "dkk"),
        dkk=texts.unit("dkk"),
    )
    if not silent:
        return told
    more = texts.say_many(
        "The amount of {count} of them cannot be read.", "The amounts of {count} of them cannot be read.", silent
    )
    return f"{told} {more}"


def _table(asked: Asked, name: str, held: HeldBack) -> Table:
    texts, say = asked.texts, asked.say
    kroner, count = Writing(texts, "dkk", texts.unit("dkk"), places=2), Writing(texts, "count", "")
    unit = texts.unit("dkk")
    columns = [Column(say("Source"), width=2.0), Column(say("Owner"), width=2.0), count.column(say("Lines held back"))]
    if held.amounts:
        columns.append(kroner.column(say("Held back, {unit}", unit=unit)))
        columns.append(kroner.column(say("Difference from the control total, {unit}", unit=unit)))
    elif held.has_own:
        columns.append(count.column(say("Own lines")))
        columns.append(kroner.column(say("Own lines, {unit}", unit=unit)))
    columns.append(Column(say("Adds up"), width=1.0))

    def line(row: Source) -> tuple[Cell, ...]:
        cells = [Cell(row["title"]), Cell(row["owner"] or "–"), count.cell(row["quarantined"])]
        if held.amounts:
            of = held.amounts.get(row["source"], {})
            cells.append(kroner.cell(of.get("quarantined_amount_dkk")))
            cells.append(kroner.cell(of.get("difference_dkk"), signed=True))
        elif held.has_own:
            own = (held.own or {}).get(row["source"], {})
            cells.append(count.cell(own.get("held_back_lines", 0)))
            cells.append(kroner.cell(own.get("held_back_dkk")))
        return (*cells, Cell(_reconciles(asked, row)))

    note = ""
    if any(row["unreadable_amounts"] for row in held.sources) and len(columns) > 4:
        note = say("Where the amount itself could not be read, it is in none of the columns.")
    return Table(name, name, tuple(columns), tuple(line(row) for row in held.sources), note=note)


def _reconciles(asked: Asked, row: Source) -> str:
    if row["missing_periods"]:
        return asked.say("months missing: {months}", months=", ".join(row["missing_periods"]))
    if row["reconciles"] is None:
        return asked.say("states no total")
    return asked.say("yes") if row["reconciles"] else asked.say("no")
