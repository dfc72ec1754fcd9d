"""“What goes on into next year, and by which rule?” in words: the page's sentence, figures and notices."""

from __future__ import annotations

from decimal import Decimal

from dashboard.components.headline import KeyFigure, Note, Sentence
from dashboard.decisions.carry_over_case import ALL, PARTS, Case, Frame, Total
from dashboard.sentences.carry_over_line import money
from dashboard.sentences.words import data_of, unit_for
from dashboard.texts import NO_BREAK, Texts, mark
from dashboard.warehouse import Release

TITLE = mark("What goes on into next year, and by which rule?")

PART_WORDS = {
    "operating": mark("Operating"),
    "capital": mark("Capital"),
    "financial": mark("Financing"),
    ALL: mark("The whole case"),
}
FRAME_WORDS = {"service": mark("Service frame {year}"), "capital": mark("Capital frame {year}")}


def sentence(texts: Texts, case: Case) -> Sentence:
    """What is carried in all and by part, and how far people have changed it."""
    total, year = case.totals[ALL], case.year["fiscal_year"]
    into = case.year["into_fiscal_year"]
    if total.amount_dkk == 0:
        lead = texts.say("Nothing is carried from {year} into later years.", year=year)
    elif total.amount_dkk > 0:
        lead = texts.say("{amount} is carried from {year} into {into}.", **_named(texts, total, year, into))
    else:
        lead = texts.say("{amount} of {year} is taken off {into}.", **_named(texts, total, year, into))
    scale = unit_for(total.amount_dkk)
    parts = {part: case.totals[part].amount_dkk for part in PARTS if part in case.totals}
    # What would be told as nothing in the sentence's unit is told in a smaller one.
    nothing = texts.amount(Decimal(0), scale)
    small = [part for part, amount in parts.items() if amount and texts.amount(abs(amount), scale) == nothing]
    shared = [
        _named_part(texts, part, texts.amount(parts[part], scale, signed=True)) for part in parts if part not in small
    ]
    told = ", ".join(
        [f"{', '.join(shared)}{NO_BREAK}{texts.unit(scale).replace(' ', NO_BREAK)}"] * bool(shared)
        + [_named_part(texts, part, texts.money(parts[part], signed=True)) for part in small]
    )
    rest = f"{told[0].upper()}{told[1:].rstrip('.')}." if len(parts) > 1 else ""
    return Sentence(lead, rest, more=_by_people(texts, case))


def _named_part(texts: Texts, part: str, amount: str) -> str:
    return f"{texts.say(PART_WORDS[part]).lower()} {amount}"


def _named(texts: Texts, total: Total, year: int, into: int) -> dict[str, object]:
    later = any(total.into_years_dkk[1:])
    words = texts.say("{year} and later", year=into) if later else str(into)
    return {"amount": texts.money(abs(total.amount_dkk)), "year": year, "into": words}


def _by_people(texts: Texts, case: Case) -> str:
    count = len(case.changed)
    if not count:
        return texts.say("Every amount is as the rules propose it.")
    moved = case.totals[ALL].amount_dkk - case.totals[ALL].proposed_dkk
    return texts.say_many(
        "{count} line is changed by hand, {amount} against the proposal.",
        "{count} lines are changed by hand, {amount} against the proposal.",
        count,
        amount=texts.money(moved, signed=True),
    )


def context(texts: Texts, case: Case, release: Release) -> tuple[str, ...]:
    """From which year into which, and which release the case is made on."""
    years = texts.say("{year} into {into}", year=case.year["fiscal_year"], into=case.year["into_fiscal_year"])
    return (years, *data_of(texts, release))


def key_figures(texts: Texts, case: Case) -> tuple[KeyFigure, ...]:
    """What is carried by part, and what that does to the frames of the coming year."""
    parts = [_part(texts, case.totals[part]) for part in PARTS if part in case.totals]
    into = case.year["into_fiscal_year"]
    frames = [_frame(texts, frame) for frame in case.frames if frame.into_fiscal_year == into]
    return (*parts, *frames)


_INCOME_WORDS = (mark("of {amount} less income"), mark("of {amount} more income"))
_LEFT_WORDS = (mark("of {amount} overspent"), mark("of {amount} left over"))


def _part(texts: Texts, total: Total) -> KeyFigure:
    scale = unit_for(total.amount_dkk)
    over, under = _INCOME_WORDS if total.is_income else _LEFT_WORDS
    left = texts.say(under if total.left_dkk >= 0 else over, amount=texts.money(abs(total.left_dkk)))
    lapsed = ""
    if total.lapsed_dkk:
        lapsed = texts.say("{amount} lapses" if total.lapsed_dkk > 0 else "the treasury covers {amount}",
                           amount=texts.money(abs(total.lapsed_dkk)))  # fmt: skip
    amount = texts.amount(total.amount_dkk, scale, signed=True)
    notes = tuple(Note(text) for text in (left, lapsed) if text)
    return KeyFigure(texts.say(PART_WORDS[total.part]), amount, texts.unit(scale), notes=notes)


def _frame(texts: Texts, frame: Frame) -> KeyFigure:
    label = texts.say(FRAME_WORDS[frame.name], year=frame.into_fiscal_year)
    scale = unit_for(frame.amount_dkk)
    amount = texts.amount(frame.amount_dkk, scale, signed=True)
    return KeyFigure(label, amount, texts.unit(scale), notes=(frame_note(texts, frame),))


def frame_note(texts: Texts, frame: Frame) -> Note:
    """Whether the frame holds if everything is spent."""
    if not frame.is_counted:
        return Note(texts.say("no frame is set for {year}", year=frame.into_fiscal_year))
    if frame.room_dkk is None:
        return Note(texts.say("no budget for {year} yet", year=frame.into_fiscal_year))
    if frame.room_dkk < 0:
        return Note(texts.say("{amount} above the frame", amount=texts.money(-frame.room_dkk)), "over", "up")
    return Note(texts.say("{amount} below the frame", amount=texts.money(frame.room_dkk)), "", "on_track")


def notices(texts: Texts, case: Case, rule_count: int, set_aside: list[dict[str, str]]) -> tuple[Note, ...]:
    """What one must know before the case is taken to a meeting."""
    said = []
    if not rule_count:
        said.append(texts.say("No rules are written yet: nothing is proposed. They stand in carry_over_rules.toml."))
    said += [
        texts.say(
            "{place}: the rule is not used ({problem}); {remedy}.",
            **{name: row[f"{name}_{texts.language}"] for name in ("place", "problem", "remedy")},
        )
        for row in set_aside
    ]
    if not case.year["is_year_over"]:
        said.append(texts.say("{year} is not over: the case is provisional and rests on the newest forecast.",
                              year=case.year["fiscal_year"]))  # fmt: skip
    if case.moved:
        said.append(texts.say_many(
            "{count} changed line rests on figures that this release has moved. The amount stands until it is changed.",
            "{count} changed lines rest on figures that this release has moved. The amounts stand until they are "
            "changed.", len(case.moved)))  # fmt: skip
    if case.without_line:
        amount = texts.money(sum((change.new_amount_dkk or Decimal(0) for change in case.without_line), Decimal(0)))
        said.append(texts.say_many(
            "{count} change of {amount} is about a line that this release does not have; it is not counted.",
            "{count} changes of {amount} are about lines that this release does not have; they are not counted.",
            len(case.without_line), amount=amount))  # fmt: skip
    return tuple(Note(text, "watch") for text in said)


def rounding(texts: Texts, case: Case) -> str:
    """In which steps amounts are carried, where the steps are larger than an øre; else empty."""
    step = case.year["round_to_dkk"]
    if step <= Decimal("0.01"):
        return ""
    return texts.say(
        "The rules carry whole steps of {step}; what is left below a step lapses.", step=money(texts, step)
    )


def nothing_yet(texts: Texts) -> Sentence:
    """What is said before there is a year to carry anything out of."""
    return Sentence(
        texts.say("There is no year to carry anything out of yet."),
        texts.say("It comes with the first release that holds postings, or when you are given a unit."),
    )
