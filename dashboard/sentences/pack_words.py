"""What a pack says of itself and of a focus area's figure: the finding, the stake, the score, what came of the last."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from dashboard.decisions.published_areas import AreaFigure, PublishedArea
from dashboard.sentences.capital_words import ended
from dashboard.sentences.carry_over_line import ended_once
from dashboard.sentences.focus_words import DOMAINS, REFERENCES, ROLES, difference, figure, span_name
from dashboard.store.focus_areas import Decision, Outcome
from dashboard.texts import Texts, mark

KINDS = {
    "centre": mark("Focus pack"),
    "directors": mark("Focus pack for the directors"),
    "facts": mark("Fact sheet"),
}
DECISIONS = {"act": mark("act"), "watch": mark("keep an eye on it"), "not_relevant": mark("not relevant")}
OUTCOMES = {"done": mark("Done"), "partly": mark("Partly done"), "not_done": mark("Not done")}
LAST = {"quarter": mark("Last quarter"), "half_year": mark("Last half-year"), "year": mark("Last year")}
FOUR = {4: mark("Four focus areas"), 5: mark("Five focus areas"), 6: mark("Six focus areas")}
NOT_IN_ORDER = {
    "data_complete": mark("When the areas were published, a source was late or did not reconcile."),
    "last_span_answered": mark("When the areas were published, not all of the last ones had been answered."),
}
REASONS = {
    "not_over": mark("{span} is not over, or its figures are not in a release yet: there is no pack of it."),
    "not_published": mark("The focus areas of {centre} for {span} have not been published: there is no pack yet."),
    "no_centre": mark("There is no centre {centre} in {span}: choose one that is there."),
    "none_published": mark("No centre's focus areas for {span} have been published: there is no pack yet."),
    "no_release": mark("The release {release}, on which the focus areas rest, is not kept any more: there is no pack."),
    "other_version": mark(
        "The release {release} was made by another version of Pejling, "
        "without some of today's figures: there is no pack."
    ),
    "no_money": mark("{unit} has neither budget nor spending in {span}: there is nothing to tell of."),
}
_SHORT_SPANS = {"K": mark("Q{part}"), "H": mark("H{part}")}


def short_span(texts: Texts, span: str) -> tuple[str, str]:
    """`2026K3` as `K3` and `2026`; a year is its own name and belongs to none."""
    year, kind, part = span[:4], span[4:5], span[5:]
    return (texts.say(_SHORT_SPANS[kind], part=part), year) if kind in _SHORT_SPANS else (year, "")


def months_of(texts: Texts, span: dict[str, Any]) -> str:
    """`juli – september 2026`: what the span covers."""
    first = texts.month_name(span["first_period"])
    return f"{first} – {texts.month(span['fiscal_year'], span['last_period'])}"


def subject(texts: Texts, found: AreaFigure, centre_name: str) -> str:
    """What a line of the chart is called: the unit or project, and the centre by one word."""
    name = found.subject_name
    return texts.say("the centre") if not name or name == centre_name else name


def finding(texts: Texts, found: AreaFigure) -> str:
    """How far the figure is from what it is held against, and whether that has grown since the span before."""
    against = texts.say(REFERENCES.get(found.reference_kind, found.reference_kind))
    gap = found.value - found.reference
    apart = difference(texts, gap, found.unit)
    if not gap:
        told = texts.say("As {reference}", reference=against)
    elif gap > 0:
        told = texts.say("{difference} above {reference}", difference=apart, reference=against)
    else:
        told = texts.say("{difference} below {reference}", difference=apart, reference=against)
    return told + _moved(texts, found, gap)


def _moved(texts: Texts, found: AreaFigure, gap: Decimal) -> str:
    if len(found.series) < 2:
        return ""
    span, value, reference = found.series[-2]
    before = value - reference
    if difference(texts, before, found.unit) == difference(texts, gap, found.unit) and (before > 0) == (gap > 0):
        return texts.say(", unchanged since {span}", span=span_name(texts, span))
    if abs(gap) > abs(before):
        return texts.say(", more than in {span}", span=span_name(texts, span))
    return texts.say(", less than in {span}", span=span_name(texts, span))


def at_stake(texts: Texts, found: AreaFigure | None) -> str:
    """`1,3 mio. kr. på spil`; empty where it is not about money."""
    if found is None or not found.money_dkk:
        return ""
    return texts.say("{amount} at stake", amount=texts.money(abs(found.money_dkk)))


def domain(texts: Texts, found: AreaFigure | None) -> str:
    """The field that the area is of, and that it goes well where it does."""
    if found is None:
        return texts.say("chosen by hand")
    name = texts.say(DOMAINS.get(found.domain, found.domain))
    return f"{name} · {texts.say(ROLES['strength'])}" if found.role == "strength" else name


def score(texts: Texts, found: AreaFigure | None) -> str:
    """The score with its pieces, as they are multiplied."""
    if found is None:
        return ""
    pieces = {
        name: texts.number(getattr(found, name), 2)
        for name in ("score", "severity", "materiality", "persistence", "freshness", "confidence")
    }
    said = mark(
        "Score {score} = severity {severity} × materiality {materiality} × persistence {persistence} × "
        "freshness {freshness} × confidence {confidence}"
    )
    return texts.say(said, **pieces)


def what_came_of_it(
    texts: Texts, area: PublishedArea, decision: Decision | None, outcome: Outcome | None, now: AreaFigure | None
) -> str:
    """What was decided about an area last time, whether it was done, and the figure then and now."""
    is_owed = outcome is not None or (decision is not None and decision.decision == "act")
    parts = [
        decided(texts, decision),
        came(texts, outcome) if is_owed else "",
        then_and_now(texts, area.figure, now),
    ]
    return " ".join(part for part in parts if part)


def decided(texts: Texts, decision: Decision | None) -> str:
    """The decision in a sentence, with the action and who answers for it."""
    if decision is None:
        return texts.say("It was not answered.")
    if decision.decision != "act":
        said = texts.say("Decision: {decision}.", decision=texts.say(DECISIONS[decision.decision]))
        return f"{said} {ended(decision.words)}" if decision.words else said
    who = ", ".join(
        filter(None, (decision.responsible, texts.long_day(decision.deadline) if decision.deadline else ""))
    )
    return texts.say("“{action}” ({who}).", action=decision.action.rstrip("."), who=who)


def came(texts: Texts, outcome: Outcome | None) -> str:
    """Whether it was done, with the words about it."""
    if outcome is None:
        return texts.say("What came of it has not been said.")
    done = texts.say(OUTCOMES[outcome.is_done]).lower()
    said = texts.say("What came of it: {done}.", done=done)
    return f"{said} {ended(outcome.words)}" if outcome.words else said


def then_and_now(texts: Texts, then: AreaFigure | None, now: AreaFigure | None) -> str:
    """An area's figure when it was published, and now; nothing where one of them is not known."""
    if then is None or now is None:
        return ""
    was, is_now = figure(texts, then.value, then.unit), figure(texts, now.value, now.unit)
    if was == is_now:
        return ended_once(texts.say("The figure is still {now}.", now=is_now))
    return ended_once(texts.say("The figure was {then} then and is {now} now.", then=was, now=is_now))
