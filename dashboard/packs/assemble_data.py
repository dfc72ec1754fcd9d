"""What belongs to the figures: the managers' own words, what is not in the figures, and how they are made."""

from __future__ import annotations

from datetime import date
from typing import Any

from dashboard.decisions.explanation import explained
from dashboard.packs.asked import Asked
from dashboard.packs.assemble_numbers import Writing
from dashboard.packs.content import Cell, Column, Said, Section, Table
from dashboard.queries import budget_followup, data_quality
from dashboard.sentences import explanation as words
from dashboard.sentences.pack_words import NOT_IN_ORDER
from dashboard.store.at_hand import AtHand
from dashboard.store.explanations import Explanation
from dashboard.store.journal import NotKept
from pipelines.figures import Figure as Card
from pipelines.figures import meaning

# The figures that stand in a pack, in the order in which they are met.
DEFINED = (
    ("budget_followup__unit_period", "revised_dkk"),
    ("budget_followup__unit_period", "phased_dkk"),
    ("budget_followup__unit_period", "forecast_dkk"),
    ("budget_followup__unit_period", "forecast_variance_dkk"),
    ("capital_carry_overs__unit_year", "revised_allotment_dkk"),
    ("capital_carry_overs__unit_year", "unused_dkk"),
    ("capital_projects__project", "schedule_slip_months"),
    ("staff__unit_month", "sickness_12_months_share"),
    ("staff__unit_month", "fte"),
    ("savings__unit_year", "gap_dkk"),
    ("focus_areas__candidate", "score"),
)


def explanations(asked: Asked) -> tuple[Section | None, tuple[Explanation, ...]]:
    """What managers have written of the span's last month, and the explanations themselves.

    Raises NotKept where the store does not answer: a pack without what people wrote would pass for a whole one.
    """
    found = explained(asked.door, AtHand("", asked.store, None), asked.cut)
    if not found.is_read:
        raise NotKept("what managers have written cannot be read", where="store", trouble="gone")
    units = {
        row["unit_id"]: row["unit_name"]
        for row in budget_followup.units(asked.door, asked.cut).to_dicts()
        if asked.unit_id in row["unit_path"]
    }
    said = tuple(one for unit_id in units for one in found.of(unit_id))
    if not said:
        return None, ()
    section = Section(
        "explanations",
        asked.say("Your own explanations"),
        asked.say("The words are the managers'. Nothing in them was changed."),
        said=tuple(_explanation(asked, one, units[one.unit_id]) for one in said),
    )
    return section, said


def _explanation(asked: Asked, said: Explanation, unit_name: str) -> Said:
    texts = asked.texts
    value = said.variance_to_date_dkk if said.forecast_variance_dkk is None else said.forecast_variance_dkk
    parts = (
        unit_name,
        words.group_name(texts, said.account_group),
        words.variance(texts, value, said.account_group) if value is not None else "",
        f"{words.who(texts, said)}, {texts.day_of(said.entered_at)}",
    )
    told = (
        f"{words.cause_name(texts, said)}: {said.words}",
        words.action(texts, said),
        words.outcome(texts, said).strip(),
    )
    text = " ".join(part if part.endswith((".", "!", "?")) else f"{part}." for part in told if part)
    return Said(" · ".join(part for part in parts if part), text)


def not_in_the_figures(asked: Asked, not_in_order: tuple[str, ...] = ()) -> Section:
    """What the sources of the release hold back and whether they add up.

    In kroner for whoever sees the whole municipality; a centre is told the lines, because a source can be one small
    delivery and its amount would tell of others.
    """
    say, texts = asked.say, asked.texts
    sources = data_quality.sources(asked.door, _data_day(asked)).to_dicts()
    amounts = {row["source"]: row for row in data_quality.source_amounts(asked.door).to_dicts()}
    held = [row for row in sources if row["quarantined"] or row["reconciles"] is False or row["missing_periods"]]
    lines = sum(row["quarantined"] for row in held)
    apart = [row for row in held if row["reconciles"] is False]
    if not held:
        finding = say("Every line that was delivered is in the figures, and every source adds up.")
    else:
        finding = texts.say_many(
            "{count} line that was delivered is not in the figures.",
            "{count} lines that were delivered are not in the figures.",
            lines,
        ) + " " + _adds_up(asked, len(apart))  # fmt: skip
    notes = [say(NOT_IN_ORDER[must]) for must in not_in_order if must in NOT_IN_ORDER]
    if not amounts:
        notes.append(say("The data unit sees which lines they are, and their amounts, on the page Data quality."))
    name = say("Not in the figures")
    table = _held(asked, held, amounts) if held else None
    return Section("not_in_the_figures", name, finding, tuple(notes), table=table)


def _adds_up(asked: Asked, apart: int) -> str:
    if not apart:
        return asked.say("Every source adds up to its own control total.")
    return asked.texts.say_many(
        "{count} source does not add up to its own control total.",
        "{count} sources do not add up to their own control totals.",
        apart,
    )


def _held(asked: Asked, held: list[dict[str, Any]], amounts: dict[str, dict[str, Any]]) -> Table:
    texts, say = asked.texts, asked.say
    kroner = Writing(texts, "dkk", texts.unit("dkk"), places=2)
    count = Writing(texts, "count", "")
    in_kroner = (
        kroner.column(say("Held back, {unit}", unit=texts.unit("dkk"))),
        kroner.column(say("Missing of the control total, {unit}", unit=texts.unit("dkk"))),
    )
    columns = (
        Column(say("Source"), width=2.4),
        Column(say("Owner"), width=1.5),
        count.column(say("Lines held back")),
        *(in_kroner if amounts else ()),
        Column(say("Adds up"), width=1.0),
    )

    def line(row: dict[str, Any]) -> tuple[Cell, ...]:
        of = amounts.get(row["source"], {})
        money = (
            kroner.cell(of.get("quarantined_amount_dkk")),
            kroner.cell(of.get("difference_dkk"), signed=True),
        )
        return (
            Cell(row["title"]),
            Cell(row["owner"] or "–"),
            count.cell(row["quarantined"]),
            *(money if amounts else ()),
            Cell(_reconciles(asked, row)),
        )

    name = say("Not in the figures")
    note = ""
    if amounts and any(row["unreadable_amounts"] for row in held):
        note = say("Where the amount itself could not be read, it is in none of the columns.")
    return Table(name, name, columns, tuple(line(row) for row in held), note=note)


def _reconciles(asked: Asked, row: dict[str, Any]) -> str:
    if row["missing_periods"]:
        return asked.say("months missing: {months}", months=", ".join(row["missing_periods"]))
    if row["reconciles"] is None:
        return asked.say("states no total")
    return asked.say("yes") if row["reconciles"] else asked.say("no")


def _data_day(asked: Asked) -> date:
    """Lateness is judged on the release's own day: a pack that is made again says the same."""
    release = asked.door.release
    return (release.published_at or release.built_at).date()


def definitions(asked: Asked) -> Section:
    """The cards of the figures that the pack shows, with who owns them."""
    language = asked.texts.language
    told = []
    for table, column in DEFINED:
        card = meaning(table, column)
        owner = asked.say("Owner: {owner}.", owner=card.owner) if isinstance(card, Card) else ""
        help_text = getattr(card.help, language)
        told.append(Said(getattr(card.name, language), f"{help_text} {owner}".strip()))
    signs = asked.say("Costs are positive, income negative; a positive variance is overspend.")
    return Section("definitions", asked.say("How the figures are made"), signs, said=tuple(told))
