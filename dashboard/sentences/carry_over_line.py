"""One line of the carry-over case in words: what is left, which rule decided, and what people have changed."""

from __future__ import annotations

from decimal import Decimal

from dashboard.decisions.carry_over_case import Line
from dashboard.sentences.words import ROLES
from dashboard.store.carry_over import Change
from dashboard.texts import NO_BREAK, Texts, mark

CLASS_WORDS = {
    "service": mark("Service expenditure"),
    "transfers": mark("Transfers"),
    "user_financed": mark("User-financed"),
    "activity_based": mark("Activity-based co-financing"),
    "other": mark("Outside the frames"),
}
BUDGET_TYPES = {
    "4": mark("Interest"),
    "5": mark("Balance movements"),
    "6": mark("Loan repayments"),
    "7": mark("Financing"),
}

# (left over, overspent) where a rule decides something else for the two.
_REASONS = {
    "within_limit": (
        mark("That is within the rule's limit of {limit}, so all of it follows."),
        mark("That is within the rule's limit of {limit}, so all of it follows."),
    ),
    "share": (
        mark("The rule lets {share} of the budget follow, {limit}; {lapsed} lapses."),
        mark("The rule lets {share} of the budget follow, {limit}; the treasury covers {lapsed}."),
    ),
    "cap": (
        mark("The rule lets {limit} follow at most; {lapsed} lapses."),
        mark("The rule lets {limit} follow at most; the treasury covers {lapsed}."),
    ),
    "free": (
        mark("The rule sets no limit, so all of it follows."),
        mark("The rule sets no limit, so all of it follows."),
    ),
    "overspend_follows": ("", mark("An overspend always follows.")),
    "no_transfer": (
        mark("The rule carries nothing, so it lapses."),
        mark("The rule carries nothing, so the treasury covers it."),
    ),
    "no_purpose": (mark("No purpose is named for it this year, so it lapses."), ""),
    "named_purpose": (mark("{limit} follows for: {purpose}. The rest, {lapsed}, lapses."), ""),
    "no_rule": (
        mark("No rule is about this line, so nothing is proposed."),
        mark("No rule is about this line, so nothing is proposed."),
    ),
}
# By what the budget is: money to spend, money to come in, none, or (a project) below zero.
_LEFT = {
    ("spend", "outturn"): (mark("{amount} of {revised} was not spent."), mark("{amount} was spent beyond {revised}.")),
    ("spend", "expected"): (
        mark("{amount} of {revised} is expected not to be spent."),
        mark("{amount} is expected to be spent beyond {revised}."),
    ),
    ("income", "outturn"): (
        mark("{amount} more came in than the {revised} of the budget."),
        mark("{amount} less came in than the {revised} of the budget."),
    ),
    ("income", "expected"): (
        mark("{amount} more is expected to come in than the {revised} of the budget."),
        mark("{amount} less is expected to come in than the {revised} of the budget."),
    ),
    ("none", "outturn"): (
        mark("{amount} came in without a budget."),
        mark("{amount} was spent without a budget."),
    ),
    ("none", "expected"): (
        mark("{amount} is expected to come in without a budget."),
        mark("{amount} is expected to be spent without a budget."),
    ),
    ("none", "booked"): (
        mark("{amount} has come in without a budget or a forecast."),
        mark("{amount} has been spent without a budget or a forecast."),
    ),
    ("below", "outturn"): (
        mark("The budget is {revised} below zero; {amount} is left over."),
        mark("The budget is {revised} below zero; {amount} is missing."),
    ),
    ("below", "expected"): (
        mark("The budget is {revised} below zero; {amount} is expected to be left over."),
        mark("The budget is {revised} below zero; {amount} is expected to be missing."),
    ),
}


def name(texts: Texts, line: Line) -> str:
    """What the line is about: a unit, a project, a financial item."""
    row = line.figures
    if row["part"] == "capital":
        return str(row["project_name"])
    if row["part"] == "financial":
        return row["function_name"] or place(texts, line)
    return str(row["unit_name"])


def place(texts: Texts, line: Line) -> str:
    """The quieter words below the name: class and centre, project number and unit, budget type."""
    row = line.figures
    if row["part"] == "capital":
        return " · ".join(filter(None, (row["project_id"], row["unit_name"])))
    if row["part"] == "financial":
        return texts.say(BUDGET_TYPES[row["budget_type"]])
    return " · ".join(filter(None, (texts.say(CLASS_WORDS[row["expenditure_class"]]), row["centre_name"])))


def rule_title(texts: Texts, line: Line) -> str:
    """What the rule that decided the line says; empty where none did."""
    return str(line.figures[f"rule_title_{texts.language}"] or "")


def explanation(texts: Texts, line: Line) -> str:
    """The sentences that explain the proposal: what is left, why so much of it follows, and into which years."""
    row = line.figures
    if row["left_dkk"] == 0:
        if row["outturn_basis"] == "budget":
            return texts.say("There is no forecast, so the budget is expected to hold.")
        return texts.say("The budget was spent to the øre.")
    is_over = row["left_dkk"] < 0
    left = texts.say(
        _LEFT[_budget_of(line), _BASES.get(row["outturn_basis"], "expected")][is_over],
        amount=money(texts, abs(row["left_dkk"])),
        revised=money(texts, abs(row["revised_dkk"])),
    )
    because = texts.say(
        _REASONS[row["decided_by"]][is_over],
        limit=money(texts, row["limit_dkk"] or Decimal(0)),
        share=texts.share(row["share_down"] if is_over else row["share_up"]),
        lapsed=money(texts, abs(row["lapsed_dkk"])),
        purpose=row[f"purpose_{texts.language}"] or "",
    )
    said = (left, because, _stepped(texts, line), spreading(texts, line), _requested(texts, line))
    return " ".join(map(ended_once, filter(None, said)))


_BASES = {"outturn": "outturn", "booked": "booked"}


def is_income(line: Line) -> bool:
    """Whether a line's budget is money to come in. A project's is not: below zero it has spent of a later year."""
    return bool(line.figures["part"] != "capital" and line.figures["revised_dkk"] < 0)


def _budget_of(line: Line) -> str:
    revised = line.figures["revised_dkk"]
    if revised == 0:
        return "none"
    return "spend" if revised > 0 else "income" if is_income(line) else "below"


def _stepped(texts: Texts, line: Line) -> str:
    """What follows in whole steps, where that is less than the rule lets through."""
    row = line.figures
    allowed, proposed = abs(row["left_dkk"]), abs(row["proposed_dkk"])
    if row["limit_dkk"] is not None:
        allowed = min(allowed, row["limit_dkk"])
    return (
        "" if proposed in (0, allowed) else texts.say("In whole steps that is {amount}.", amount=money(texts, proposed))
    )


def _requested(texts: Texts, line: Line) -> str:
    """What a project has asked for itself, where the rule proposes another amount."""
    asked = line.figures["requested_dkk"]
    if asked is None or asked == line.figures["proposed_dkk"]:
        return ""
    if asked == 0:
        return texts.say("The project itself has asked for nothing.")
    return texts.say("The project itself asks for {amount}.", amount=money(texts, asked))


def spreading(texts: Texts, line: Line) -> str:
    """How an amount is laid over more years than one; empty for the coming year alone."""
    amounts = line.into_years_dkk
    if not any(amounts[1:]):
        return ""
    first = line.figures["into_fiscal_year"]
    parts = [
        texts.say("{amount} in {year}", amount=money(texts, amount), year=first + number)
        for number, amount in enumerate(amounts)
        if amount
    ]
    return texts.say("It is spread: {parts}.", parts=", ".join(parts))


def changed(texts: Texts, change: Change) -> str:
    """Who set which amount instead, when and why."""
    who = texts.say(ROLES[change.person_role]) if change.person_role in ROLES else change.person
    said = (
        texts.say("Back to the proposal from {old} by {who} on {day}: {reason}")
        if change.new_amount_dkk is None
        else texts.say("Changed from {old} to {new} by {who} on {day}: {reason}")
    )
    return said.format(
        old=money(texts, change.old_amount_dkk),
        new=money(texts, change.new_amount_dkk or Decimal(0)),
        who=who,
        day=texts.day_of(change.entered_at),
        reason=change.reason,
    )


def moved(texts: Texts, line: Line) -> str:
    """That the release says something else than when the amount was set; empty where it does not."""
    if not line.is_moved or line.change is None:
        return ""
    before, now = line.change.basis, line.basis
    return ended_once(
        texts.say(
            "The basis has moved since: {before} was left then, {now} is now, and the rule would carry {proposed}.",
            before=money(texts, before.revised_dkk - before.outturn_dkk),
            now=money(texts, now.revised_dkk - now.outturn_dkk),
            proposed=money(texts, now.proposed_dkk),
        )
    )


def money(texts: Texts, value: Decimal) -> str:
    """An amount in whole kroner: an agenda is read beside the rules' own numbers, so nothing is shortened."""
    whole = texts.amount(value * 1000, "thousand")  # thousands are written without decimals
    return f"{whole}{NO_BREAK}{texts.unit('dkk')}"


def ended_once(text: str) -> str:
    """“… 500 kr..” is “… 500 kr.”: an abbreviation's point also ends the sentence."""
    return text[:-1] if text.endswith("..") else text
