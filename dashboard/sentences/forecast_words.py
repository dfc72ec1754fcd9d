"""The words that forecasts are judged with."""

from __future__ import annotations

from typing import Any

from dashboard.texts import Texts, mark

LEVELS = {
    "centre": mark("centres"),
    "unit": mark("units"),
    "account_group": mark("account groups"),
}
CONVERGENCE = {
    "falls": mark("gets better"),
    "wavers": mark("wavers, ends better"),
    "does_not_fall": mark("does not get better"),
}

COUNTED = {
    "centre": (mark("over {count} centre"), mark("over {count} centres")),
    "unit": (mark("over {count} unit"), mark("over {count} units")),
    "account_group": (mark("over {count} account group"), mark("over {count} account groups")),
}


def bias_words(texts: Texts, share: float | None) -> str:
    """`0,3 % for højt`, or that they hit."""
    if share is None:
        return texts.say("nothing to hold it against")
    if texts.share(share) == texts.share(0):
        return texts.say("neither too high nor too low")
    return texts.say("{share} too high" if share > 0 else "{share} too low", share=texts.share(abs(share)))


def bias_word(texts: Texts, share: float | None) -> str:
    """Too high, too low, or nothing where neither shows."""
    if share is None or texts.share(share) == texts.share(0):
        return ""
    return texts.say("too high") if share > 0 else texts.say("too low")


def skill_words(texts: Texts, share: float | None, than: str) -> str:
    """`54 % mindre fejl end budgettet`; `than` names what it is held against."""
    if share is None:
        return ""
    part = texts.share(abs(share), 0)
    if part == texts.share(0, 0):
        return texts.say("the same error as {than}", than=than)
    return texts.say(
        "{share} less error than {than}" if share > 0 else "{share} more error than {than}", share=part, than=than
    )


def skill_word(texts: Texts, share: float | None) -> str:
    """Whether the forecast knew more than what it is held against."""
    if share is None:
        return ""
    return texts.say("added knowledge") if share > 0 else texts.say("added nothing")


def level_words(texts: Texts, row: dict[str, Any]) -> str:
    """`opgjort over 95 enheder`: the level changes the score, so it is said with it."""
    return texts.say_many(*COUNTED[row["item_level"]], row["item_count"])
