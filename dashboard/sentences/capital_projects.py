"""“Do the capital projects keep money, time and appropriation?” in words."""

from __future__ import annotations

from typing import Any

import polars as pl

from dashboard.addresses import Address
from dashboard.components.headline import KeyFigure, Note, Sentence
from dashboard.components.masthead import Choice
from dashboard.sentences.capital_words import (
    Project,
    ended,
    final_cost,
    has_grants,
    has_year,
    months,
    needs,
    this_year,
    warnings,
    worst,
)
from dashboard.sentences.words import variance_word
from dashboard.texts import Texts, mark

TITLE = mark("Do the capital projects keep money, time and appropriation?")
MOST_WARNINGS = 4

Total = dict[str, Any]
"""A row of the mart capital_projects__unit_total."""


def nothing_yet(texts: Texts) -> Sentence:
    """What is said before there is a project to look at."""
    return Sentence(
        texts.say("There are no capital projects to show here."),
        texts.say("None of your units has any in this release, or the list of projects has not been delivered."),
    )


def sentence(texts: Texts, projects: pl.DataFrame, total: Total) -> Sentence:
    """How many need action, which ones most, and what all will cost. `projects` are those that are not completed."""
    rows = projects.to_dicts()
    acting = [row for row in rows if needs(row, "act")]
    watching = [row for row in rows if worst(row) == "watch"]
    of = {"count": texts.count(len(acting)), "total": texts.count(len(rows))}
    more = _together(texts, total)
    if not rows:
        return Sentence(texts.say("No project fits this choice."), "", "", "", more)
    if acting:
        lead = texts.say("{count} of {total} ongoing projects need action.", **of)
        return Sentence(lead, _reasons(texts, acting), "over", "act", more)
    if watching:
        of["count"] = texts.count(len(watching))
        lead = texts.say("No project needs action; {count} of {total} are to be watched.", **of)
        return Sentence(lead, _reasons(texts, watching), "watch", "watch", more)
    return Sentence(texts.say("No ongoing project needs action or watching."), "", "", "on_track", more)


def key_figures(texts: Texts, total: Total) -> tuple[KeyFigure, ...]:
    """Projects, final cost against what is granted, supplementary appropriations, delay and this year's spending."""
    say = texts.say
    gross = texts.share(total["supplementary_appropriation_level_gross_share"])
    finished = total["completed_count"]
    completed = (Note(say("{count} completed besides", count=texts.count(finished))),) if finished else ()
    to_act = say("to act on: money {money}, phasing {phasing}, time {time}", **{
        name: texts.count(total[f"{name}_act_count"]) for name in ("money", "phasing", "time")})  # fmt: skip
    supplementary = KeyFigure(
        say("Supplementary appropriations"),
        texts.share(total["supplementary_appropriation_level_share"]),
        notes=(Note(say("of the original appropriations")), Note(say("without signs {share}", share=gross))),
        card="capital_projects.supplementary_appropriation_level_share",
    )
    return (
        KeyFigure(say("Ongoing projects"), texts.count(total["project_count"]), notes=(Note(to_act), *completed)),
        final_cost(texts, total),
        *((supplementary,) if has_grants(total) else ()),
        KeyFigure(
            say("Delay, the middle project"),
            months(texts, total["median_schedule_slip_months"]),
            notes=(Note(say("since the first approved plan")),),
            card="capital_projects.median_schedule_slip_months",
        ),
        *((this_year(texts, total),) if has_year(total) else ()),
    )


def not_there(texts: Texts, address: Address) -> tuple[Note, ...]:
    """That the project asked for is not there: it does not exist, or it is not the reader's to see."""
    if not address.project:
        return ()
    return (Note(texts.say("The project that was asked for is not there to be seen; here are the others."), "watch"),)


def onward(texts: Texts) -> tuple[Choice, ...]:
    """Where to read on."""
    return (Choice("capital_carry_overs", texts.say("What is carried from year to year →")),)


def _cannot_be_said(texts: Texts, total: Total) -> tuple[Note, ...]:
    """What the projects cannot be judged by, because no list with it has been delivered."""
    if has_grants(total) and has_year(total):
        return ()
    if has_grants(total):
        told = texts.say("No allotments have been delivered: the phasing of the year cannot be judged.")
    elif has_year(total):
        told = texts.say("No appropriations have been delivered: whether the projects keep them cannot be judged.")
    else:
        told = texts.say("Neither appropriations nor allotments have been delivered: only time can be judged.")
    return (Note(told, "watch"),)


def notices(texts: Texts, projects: pl.DataFrame, total: Total) -> tuple[Note, ...]:
    """What cannot be judged, and the first few that are not as they must be; completed projects too."""
    missing = _cannot_be_said(texts, total)
    found = [note for row in projects.iter_rows(named=True) for note in warnings(texts, row)]
    left = len(found) - MOST_WARNINGS
    if left <= 0:
        return (*missing, *found)
    more = texts.say("{count} more are marked in the table.", count=texts.count(left))
    return (*missing, *found[:MOST_WARNINGS], Note(more, "watch"))


def _reasons(texts: Texts, rows: list[Project]) -> str:
    """The latest one and the one furthest over, by name; once where it is the same."""
    latest = max(rows, key=lambda row: row["schedule_slip_months"] or 0)
    dearest = max(rows, key=lambda row: row["appropriation_variance_dkk"] or 0)
    is_late, is_over = (latest["schedule_slip_months"] or 0) > 0, (dearest["appropriation_variance_dkk"] or 0) > 0
    late, over = months(texts, latest["schedule_slip_months"]), texts.money(dearest["appropriation_variance_dkk"])
    if is_late and is_over and latest["project_id"] == dearest["project_id"]:
        both = mark("{name} is {months} late and expected {amount} over its appropriation")
        return ended(texts.say(both, name=latest["project_name"], months=late, amount=over))
    found = []
    if is_late:
        found.append(texts.say("{name} is {months} late", name=latest["project_name"], months=late))
    if is_over:
        name = dearest["project_name"]
        found.append(texts.say("{name} is expected {amount} over its appropriation", name=name, amount=over))
    return ended(texts.say(" and ").join(found)) if found else ""


def _together(texts: Texts, total: Total) -> str:
    """What all will cost beside what is granted; yearly pools have a grant and no final cost, so they are not in it."""
    variance = total["appropriation_variance_dkk"]
    if variance is None:
        return ""
    told = texts.say(
        "Where both the grant and the final cost are known, {amount} of {word} is expected in all",
        amount=texts.money(abs(variance)),
        word=variance_word(texts, variance),
    )
    return ended(told) if variance else texts.say("Together they are expected to cost what is granted.")
