"""What belongs to the figures: the managers' own words, and how the figures are made."""

from __future__ import annotations

from dashboard.decisions.explanation import explained
from dashboard.packs.asked import Asked
from dashboard.packs.content import Said, Section
from dashboard.queries import budget_followup
from dashboard.sentences import explanation as words
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
