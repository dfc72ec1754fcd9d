"""The form of a unit's forecast: what was typed, what is understood of it, and what is said at each field."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import streamlit as st

from dashboard.amounts import Ambiguous, Understood, read_amount
from dashboard.calendar_day import today
from dashboard.components.forecast_form import ForecastField, ForecastForm, Typed
from dashboard.components.headline import Note
from dashboard.decisions.forecast_opening import limits
from dashboard.decisions.unit_forecast import Part, UnitForecast
from dashboard.looks.forecast_round import Chosen, may_answer
from dashboard.looks.look import Look
from dashboard.sentences import forecast_round as words
from dashboard.sentences.amounts import as_typed, exact, not_understood
from dashboard.tables.forecast_round import group_name
from dashboard.texts import mark

SHOWN = "forecast_shown"  # in the session: what was shown back last, and of which forecast
_WRITES = frozenset({"none", "draft", "returned"})

Understanding = Mapping[str, Decimal | None]


def can_write(look: Look, chosen: Chosen, unit: UnitForecast) -> bool:
    """Whether the form is there: one may, the round is open and has begun, and nothing is signed."""
    is_open = chosen.round.state == "open" and today(look.door) >= chosen.round.opens_on
    return is_open and unit.state in _WRITES and may_answer(look.person, unit)


def key_of(chosen: Chosen, unit: UnitForecast) -> str:
    """What is typed belongs to one unit's forecast of one round."""
    return f"{chosen.round.fiscal_year}:{chosen.round.round}:{unit.unit_id}"


def form_of(look: Look, chosen: Chosen, unit: UnitForecast) -> ForecastForm:
    """The form, with what was shown back of the last try."""
    say, typed = look.texts.say, shown(chosen, unit)
    found = understood(look, unit, typed) if typed else {}
    is_understood = bool(typed) and all(found.get(part.account_group) is not None for part in unit.parts)
    is_whole = is_understood and not any(lacks_comment(part, found, typed) for part in unit.parts)
    below: list[Note] = []
    if typed and is_whole:
        below = [Note(say("This is saved when you press one of the buttons:"))]
        below += [Note(_line(look, part, found[part.account_group])) for part in unit.parts]
    elif typed:
        below = [Note(say("Nothing is saved yet: see what is said at the fields."), "over", "act")]
    return ForecastForm(
        fields=tuple(_field(look, part, typed, found) for part in unit.parts),
        below=tuple(below),
        check=say("Show what is saved"),
        save=say("Save as a draft") if is_whole else "",
        ready=say("Save and say ready") if is_whole else "",
    )


def shown(chosen: Chosen, unit: UnitForecast) -> dict[str, Typed]:
    """What was typed for the unit when it was shown back last; nothing where it was not."""
    key, typed = st.session_state.get(SHOWN, ("", {}))
    return dict(typed) if key == key_of(chosen, unit) else {}


def understood(look: Look, unit: UnitForecast, typed: Mapping[str, Typed]) -> dict[str, Decimal | None]:
    """The amount of each account group; None where it is none, or where nobody said which of two."""
    return {part.account_group: _amount(look, typed.get(part.account_group)) for part in unit.parts}


def lacks_comment(part: Part, found: Understanding, typed: Mapping[str, Typed]) -> bool:
    """Whether an amount is understood that must be explained, and is not."""
    amount = found.get(part.account_group)
    if amount is None or typed[part.account_group].comment.strip():
        return False
    return part.needs_comment(amount, limits())


def _amount(look: Look, typed: Typed | None) -> Decimal | None:
    read = read_amount(typed.amount, look.texts.language, look.texts.currency) if typed else None
    if isinstance(read, Understood):
        return read.amount_dkk
    if typed and typed.reading is not None and isinstance(read, Ambiguous):
        return read.readings_dkk[typed.reading]
    return None


def _field(look: Look, part: Part, typed: Mapping[str, Typed], found: Understanding) -> ForecastField:
    texts, group = look.texts, part.account_group
    name = group_name(texts, group)
    said = typed.get(group)
    read = read_amount(said.amount, texts.language, texts.currency) if said else None
    readings = tuple(exact(texts, one) for one in read.readings_dkk) if isinstance(read, Ambiguous) else ()
    stands = part.entry
    return ForecastField(
        name=group,
        label=texts.say("{group}: expected for the year, {unit}", unit=texts.unit("dkk"), group=name),
        amount=as_typed(texts, stands.amount_dkk) if stands else "",
        comment_label=texts.say("Comment on {group}", group=name.lower()),
        comment=stands.comment if stands else "",
        beside=_beside(look, part, said, found),
        question=texts.say("Which of the two do you mean?"),
        readings=readings,
    )


def _beside(look: Look, part: Part, said: Typed | None, found: Understanding) -> tuple[Note, ...]:
    """What a field is told: the proposals, and once it was shown back what is understood or wrong."""
    texts = look.texts
    proposals = (
        (mark("run rate {amount}"), part.run_rate_dkk),
        (mark("statistical {amount}"), part.statistical_dkk),
        (mark("last round {amount}"), part.last_round_dkk),
    )
    offered = " · ".join(
        texts.say(text, amount=exact(texts, round(one, 0))) for text, one in proposals if one is not None
    )
    lines = [Note(texts.say("Proposals: {proposals}", proposals=offered), "quiet")] if offered else []
    amount = found.get(part.account_group)
    if said and amount is None:
        lines.append(Note(not_understood(texts, said.amount, can_choose=True), "over", "act"))
        return tuple(lines)
    if said and amount is not None and amount * part.revised_dkk < 0:
        lines.append(
            Note(
                texts.say(
                    "The budget is {budget}: do you mean {amount}? Costs are positive, income negative.",
                    budget=exact(texts, round(part.revised_dkk, 0)),
                    amount=exact(texts, -amount),
                ),
                "watch",
                "watch",
            )
        )
    if said and amount is not None and lacks_comment(part, found, {part.account_group: said}):
        settings = limits()
        lines.append(
            Note(
                texts.say(
                    "Write a comment: {change} {than} is more than {share} and {amount}.",
                    change=words.change(texts, amount - part.before_dkk),
                    than=texts.say(_than(part)),
                    share=texts.share(settings.comment_share, 0),
                    amount=texts.money(settings.comment_dkk),
                ),
                "over",
                "act",
            )
        )
    return tuple(lines)


def _line(look: Look, part: Part, amount: Decimal | None) -> str:
    """`Løn: 1.200.000 kr., +50 t.kr. fra sidste runde`."""
    texts, change = look.texts, (amount or Decimal(0)) - part.before_dkk
    return texts.say(
        "{group}: {amount}, {change} {than}",
        group=group_name(texts, part.account_group),
        amount=exact(texts, amount or Decimal(0)),
        change=words.change(texts, change),
        than=texts.say(_than(part)),
    )


def _than(part: Part) -> str:
    """What an amount is held against."""
    return mark("from the last round") if part.last_round_dkk is not None else mark("from the revised budget")
