"""“Does this project keep money, time and appropriation?” in words."""

from __future__ import annotations

from dataclasses import replace

from dashboard.components.headline import KeyFigure, Note, Sentence
from dashboard.sentences.capital_words import (
    FEWEST_COMPARABLE,
    PHASES,
    Project,
    ended,
    final_cost,
    month_of,
    months,
    status_notes,
    this_year,
    worst,
)
from dashboard.sentences.words import STATUS_TONES, status_mark
from dashboard.texts import Texts, mark

TITLE = mark("{name}: does it keep money, time and appropriation?")


def sentence(texts: Texts, project: Project) -> Sentence:
    """One project: late or not, over or not, and what the year looks like."""
    status, parts = worst(project), _parts(texts, project)
    if project["is_completed"]:
        return Sentence(texts.say("The project is completed."), parts, "", "on_track", _carried(texts, project))
    lead = {
        "act": mark("The project needs action."),
        "watch": mark("The project is to be watched."),
        "on_track": mark("The project is on track."),
        "unknown": mark("How the project stands cannot be said."),
    }[status]
    tone = STATUS_TONES.get(status, "")
    return Sentence(texts.say(lead), parts, tone, status_mark(status), _carried(texts, project))


def context(texts: Texts, project: Project) -> tuple[str, ...]:
    """Whose it is, of what class, and how far it has come."""
    phase = PHASES.get(project["phase"] or "")
    who = texts.say("responsible {name}", name=project["responsible"]) if project["responsible"] else ""
    told = (project["unit_name"], project["project_class"], texts.say(phase) if phase else "", who)
    return tuple(filter(None, told))


def key_figures(texts: Texts, project: Project) -> tuple[KeyFigure, ...]:
    """One project's final cost, completion, year, supplementary appropriations and cost per unit."""
    say = texts.say
    first = month_of(texts, project["first_approved_completion_date"], short=True)
    return (
        final_cost(texts, project, status_notes(texts, project["money_status"])),
        KeyFigure(
            say("Completion") if project["is_completed"] else say("Expected completion"),
            month_of(texts, project["expected_completion_date"], short=True),
            notes=(
                Note(say("first approved {month}", month=first)),
                *_delay(texts, project),
            ),
        ),
        this_year(texts, project, status_notes(texts, project["phasing_status"])),
        KeyFigure(
            say("Supplementary appropriations"),
            texts.share(project["supplementary_appropriation_level_share"]),
            notes=(Note(say("of the original {amount}", amount=texts.money(project["original_appropriation_dkk"]))),),
            card="capital_projects.supplementary_appropriation_level_share",
        ),
        replace(_per_unit(texts, project), card="capital_projects.cost_per_unit_dkk"),
    )


def _delay(texts: Texts, project: Project) -> tuple[Note, ...]:
    slip = project["schedule_slip_months"]
    if slip is None:
        return (Note(texts.say("no approved plan to hold it against")),)
    told = texts.say("{months} late" if slip > 0 else "{months} early", months=months(texts, abs(slip))) if slip else ""
    return (*((Note(told),) if told else ()), *status_notes(texts, project["time_status"]))


def _per_unit(texts: Texts, project: Project) -> KeyFigure:
    """The cost per unit against the class, or why it cannot be held against it."""
    cost, measure = project["cost_per_unit_dkk"], project["quantity_unit"]
    label = texts.say("Cost per unit ({unit})", unit=measure) if measure else texts.say("Cost per unit")
    if cost is None:
        return KeyFigure(label, "–", notes=(Note(texts.say("how much is built is not given")),))
    count = project["comparable_project_count"] or 0
    if project["cost_efficiency_share"] is None:
        why = texts.say(
            "cannot be compared: {count} completed of the class, {fewest} are needed",
            count=texts.count(count), fewest=texts.count(FEWEST_COMPARABLE))  # fmt: skip
        return KeyFigure(label, texts.number(cost), texts.unit("dkk"), notes=(Note(why),))
    share = texts.share(project["cost_efficiency_share"], 0)
    middle = texts.number(project["class_median_cost_per_unit_dkk"])
    notes = (
        Note(texts.say("{share} of the class's middle {amount}", share=share, amount=middle)),
        Note(texts.say("{count} completed to compare with, fixed prices", count=texts.count(count))),
    )
    return KeyFigure(label, texts.number(cost), texts.unit("dkk"), notes=notes)


def _parts(texts: Texts, project: Project) -> str:
    """What is so about time and money, in one sentence each."""
    slip, over = project["schedule_slip_months"], project["appropriation_variance_dkk"]
    found = []
    if slip:
        later = mark("It is expected {months} later than first approved.")
        earlier = mark("It is expected {months} earlier than first approved.")
        if project["is_completed"]:
            later = mark("It came {months} later than first approved.")
            earlier = mark("It came {months} earlier than first approved.")
        found.append(texts.say(later if slip > 0 else earlier, months=months(texts, abs(slip))))
    if over:
        more = mark("It is expected to cost {amount} more than is granted")
        less = mark("It is expected to cost {amount} less than is granted")
        if project["is_completed"]:
            more, less = mark("It cost {amount} more than is granted"), mark("It cost {amount} less than is granted")
        found.append(ended(texts.say(more if over > 0 else less, amount=texts.money(abs(over)))))
    return " ".join(found)


def _carried(texts: Texts, project: Project) -> str:
    repeats, carried = project["repeat_carry_over_years"], project["carried_in_dkk"]
    if not repeats:
        return ""
    return ended(texts.say_many(
        "Money was carried on for {count} year; {amount} of it into this year",
        "Money was carried on {count} years in a row; {amount} of it into this year", repeats,
        amount=texts.money(carried)))  # fmt: skip
