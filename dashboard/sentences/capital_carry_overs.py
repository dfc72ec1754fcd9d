"""“How much do we push ahead of us, and since when?” in words."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from dashboard.components.headline import KeyFigure, Note, Sentence
from dashboard.components.masthead import Choice
from dashboard.sentences.capital_words import ended
from dashboard.sentences.words import unit_for
from dashboard.texts import Texts, mark

TITLE = mark("How much do we push ahead of us, and since when?")
LEVELS = {
    "carried_in_level_share": mark("carried in {share}"),
    "new_money_level_share": mark("new money {share}"),
    "virement_level_share": mark("virement {share}"),
    "price_adjustment_level_share": mark("price and wages {share}"),
    "rephased_level_share": mark("re-phased {share}"),
}

UnitYear = dict[str, Any]
"""A row of the mart capital_carry_overs__unit_year."""


def nothing_yet(texts: Texts, *, has_projects: bool) -> Sentence:
    """What is said before there is a year to look at."""
    if has_projects:
        return Sentence(
            texts.say("The projects have no years yet."),
            texts.say("What is carried over needs the projects' allotments or postings; neither has been delivered."),
        )
    return Sentence(
        texts.say("There are no capital projects to show here."),
        texts.say("None of your units has any in this release, or the list of projects has not been delivered."),
    )


def sentence(texts: Texts, unit: UnitYear) -> Sentence:
    """What is pushed on and how old it is; and why the year looks fine against the wrong budget."""
    carried, year = unit["carried_out_dkk"], unit["fiscal_year"]
    against = _against_both(texts, unit)
    if carried is None:
        lead = texts.say("Nobody has yet asked to carry anything out of {year}.", year=year)
        left = ended(
            texts.say("{amount} of the revised allotment is not spent", amount=texts.money(unit["unused_dkk"]))
        )
        return Sentence(lead, left, "", "", against)
    if carried <= 0:
        lead = texts.say("Nothing is pushed on from {year}.", year=year)
        more = texts.say("{amount} of overspending follows into {next}.", amount=texts.money(-carried), next=year + 1)
        return Sentence(lead, more if carried else "", "", "on_track", against)
    lead = texts.say(
        "{amount} is pushed from {year} into {next}: {share} of the revised allotment.",
        amount=texts.money(carried),
        year=year,
        next=year + 1,
        share=texts.share(unit["carry_over_rate_share"]),
    )
    return Sentence(lead, _age(texts, unit), "watch", "watch", against)


def key_figures(texts: Texts, unit: UnitYear, municipality: UnitYear | None) -> tuple[KeyFigure, ...]:
    """Carried out, its rates, its age, what made the budget larger, and the spending against both budgets.

    `municipality`: the year's rates of the whole, to hold a unit against; None for the whole itself.
    """
    carried = unit["carried_out_dkk"]
    scale = unit_for(carried)
    say, share = texts.say, texts.share
    not_yet = (Note(say("nothing is asked for yet")),)
    asked = Note(say("asked {amount}", amount=texts.money(unit["carried_out_requested_dkk"])))
    gross = Note(say("without signs {share}", share=share(unit["carry_over_gross_rate_share"])))
    whole = _whole(texts, municipality, "carry_over_rate_share")
    return (
        KeyFigure(
            say("Carried out"),
            texts.amount(carried, scale),
            texts.unit(scale) if carried is not None else "",
            notes=not_yet if carried is None else (asked, _of_projects(texts, unit)),
            card="capital_projects.carried_out_dkk",
        ),
        KeyFigure(
            say("Carry-over rate, net"),
            share(unit["carry_over_rate_share"]),
            notes=not_yet if carried is None else (gross, *_hidden(texts, unit), *whole),
            card="capital_projects.carry_over_rate_share",
        ),
        _old(texts, unit, not_yet),
        KeyFigure(
            say("The budget grew by"),
            share(unit["supplementary_level_share"]),
            notes=(Note(_levels(texts, unit)),),
            card="capital_projects.supplementary_level_share",
        ),
        KeyFigure(
            say("Spent of the revised"),
            share(unit["spent_of_revised_share"]),
            card="capital_carry_overs.spent_of_revised_share",
            notes=(Note(say("of the adopted {share}", share=share(unit["spent_of_adopted_share"]))),
                   Note(say("the year's precision {share}", share=share(unit["phasing_precision_share"]))),
                   *_whole(texts, municipality, "spent_of_revised_share")),
        ),
    )  # fmt: skip


def onward(texts: Texts, year: int) -> tuple[Choice, ...]:
    """Where to read on: the case that decides what is carried, and the projects as they stand."""
    case = Choice("carry_over_case", texts.say("The carry-over case out of {year} →", year=year))
    return (case, *to_projects(texts))


def to_projects(texts: Texts) -> tuple[Choice, ...]:
    """The way to the portfolio."""
    return (Choice("capital_projects", texts.say("The projects as they stand now →")),)


def notices(texts: Texts, unit: UnitYear) -> tuple[Note, ...]:
    """Links of the chain that do not close."""
    count = unit["chain_open_count"]
    if not count:
        return ()
    year = unit["fiscal_year"]
    told = texts.say_many(
        "{count} project did not get in {next} what was carried out of {year}; see the chain below.",
        "{count} projects did not get in {next} what was carried out of {year}; see the chain below.",
        count,
        year=year,
        next=year + 1,
    )
    return (Note(told, "over"),)


def _age(texts: Texts, unit: UnitYear) -> str:
    """How much has been carried before; first in, first out."""
    second, older = unit["carried_out_age_2_dkk"], unit["carried_out_age_3_dkk"]
    told = []
    if second:
        told.append(texts.say("{amount} was granted the year before", amount=texts.money(second)))
    if older:
        told.append(texts.say("{amount} is older still", amount=texts.money(older)))
    return (
        ended(f"{texts.say('Of the unspent money')} " + texts.say(" and ").join(told))
        if told
        else texts.say("All of it is new.")
    )


def _of_projects(texts: Texts, unit: UnitYear) -> Note:
    carried, total = unit["carried_project_count"], unit["project_count"]
    return Note(texts.say("{carried} of {total} projects", carried=texts.count(carried), total=texts.count(total)))


def _old(texts: Texts, unit: UnitYear, not_yet: tuple[Note, ...]) -> KeyFigure:
    oldest, count = unit["carried_out_age_3_dkk"], unit["repeater_count"]
    scale = unit_for(oldest)
    before = texts.money(unit["carried_out_age_2_dkk"])
    repeated = texts.say_many(
        "{count} project carries for the 2nd year or more",
        "{count} projects carry for the 2nd year or more",
        count or 0,
    )
    return KeyFigure(
        texts.say("Carried 3 years or more"),
        texts.amount(oldest, scale),
        "" if oldest is None else texts.unit(scale if oldest else "dkk"),
        "over" if oldest else "",
        not_yet if oldest is None else (Note(texts.say("2 years {amount}", amount=before)), Note(repeated)),
        card="capital_projects.carried_out_age_3_dkk",
    )


def _hidden(texts: Texts, unit: UnitYear) -> tuple[Note, ...]:
    """Overspent projects hide unspent ones in the net rate."""
    count = unit["overspend_carried_project_count"]
    if not count:
        return ()
    return (
        Note(
            texts.say_many(
                "{count} overspent project hides part of it", "{count} overspent projects hide part of it", count
            )
        ),
    )


def _whole(texts: Texts, municipality: UnitYear | None, name: str) -> tuple[Note, ...]:
    if municipality is None or municipality[name] is None:
        return ()
    return (Note(texts.say("the municipality {share}", share=texts.share(municipality[name]))),)


def _levels(texts: Texts, unit: UnitYear) -> str:
    told = [
        texts.say(words, share=texts.share(unit[name])) for name, words in LEVELS.items() if unit[name]
    ]  # fmt: skip
    return ", ".join(told)


def _against_both(texts: Texts, unit: UnitYear) -> str:
    """98 % of the adopted but 65 % of the revised: the same year, held against two budgets."""
    adopted, revised = unit["spent_of_adopted_share"], unit["spent_of_revised_share"]
    if adopted is None or revised is None or _near(adopted, revised):
        return ""
    return texts.say(
        "Held against the adopted budget {adopted} is spent; against the revised {revised}. "
        "The difference is what was added during the year, first of all money carried in.",
        adopted=texts.share(adopted), revised=texts.share(revised))  # fmt: skip


def _near(one: Decimal | float, other: Decimal | float) -> bool:
    return abs(float(one) - float(other)) < 0.02
