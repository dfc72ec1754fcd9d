"""What has changed in a new edition of a pack, in words."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.texts import Texts, mark

_CHANGES = {
    "release": mark("The figures come from a newer release."),
    "focus_areas": mark("The focus areas have a new edition."),
    "decisions": mark("Decisions have been taken or changed."),
    "outcomes": mark("It has been said what came of decisions."),
    "explanations": mark("Managers have explained variances."),
}
_MAKING = mark("The figures and the words are the same; they are told in another way.")


def sentence_of(texts: Texts, changes: Sequence[str], said_of_areas: str = "") -> str:
    """A sentence for each kind of change; `said_of_areas` is what the data unit said of the areas' new edition."""
    told = [
        said_of_areas if change == "focus_areas" and said_of_areas else texts.say(_CHANGES[change])
        for change in changes
        if change in _CHANGES
    ]
    return " ".join(one if one.endswith((".", "!", "?")) else f"{one}." for one in told or [texts.say(_MAKING)])
