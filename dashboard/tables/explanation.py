"""Explanations in tables: the column of the follow-up's tree, and the deviations of a unit one by one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dashboard.addresses import Opened
from dashboard.components.table import Cell, Column, Row, Table
from dashboard.decisions.explanation import Deviation, Explained
from dashboard.sentences import explanation as words
from dashboard.sentences.words import STATUS_TONES, STATUS_WORDS, UNIT_KINDS, direction, status_mark, variance_word
from dashboard.store.explanations import Explanation
from dashboard.texts import Texts

ACT = "explain"


@dataclass(frozen=True)
class Explanations:
    """The cells of a tree's column “Explanation”."""

    texts: Texts
    found: Explained
    may_explain: bool

    def unit(self, figures: Mapping[str, Any]) -> Cell:
        """What stands of a unit, how much of what is below it is explained, or that it is to be explained."""
        unit_id = figures["unit_id"]
        said, below = self.found.of(unit_id), self.found.below(unit_id)
        is_own = [one.unit_id for one in below] == [unit_id]
        is_begun = is_own and 0 < below[0].explained_count < len(below[0].owing)
        counted = words.counted_shortly(self.texts, below) if below and (not is_own or is_begun) else ""
        if said:
            return self._said(said, counted)
        if counted:
            return self._button(counted, "")
        if is_own:
            earlier = self.found.earlier(unit_id)
            note = self._from_before(earlier) if earlier else ""
            text = self.texts.say("Explain") if self.may_explain else self.texts.say("not explained")
            return Cell(text, note, tone="watch", left=True, wrap=True, act=ACT)
        return Cell(self.texts.say("Explain"), tone="quiet", left=True, act=ACT) if self.may_explain else Cell()

    def group(self, figures: Mapping[str, Any]) -> Cell:
        """What stands of an account group of a unit."""
        key = (self.found.cut.period, figures["unit_id"], figures["account_group"])
        said = self.found.standing.get(key)
        if said is None or said.is_withdrawn:
            return Cell()
        return Cell(words.first_words(said.words), words.cause_name(self.texts, said), left=True, wrap=True)

    def _said(self, said: tuple[Explanation, ...], counted: str) -> Cell:
        note = " · ".join(
            f"{words.group_name(self.texts, one.account_group)}: {words.cause_name(self.texts, one).lower()}"
            for one in said
        )
        return self._button(words.first_words(said[0].words), " · ".join(filter(None, (note, counted))))

    def _from_before(self, said: Explanation) -> str:
        month = self.texts.month(said.fiscal_year, said.period)
        return self.texts.say("{month}: {words}", month=month, words=words.first_words(said.words))

    def _button(self, text: str, note: str) -> Cell:
        return Cell(text, note, left=True, wrap=True, act=ACT)


def deviations(texts: Texts, found: Explained, unit: Mapping[str, Any]) -> Table:
    """The deviations that a unit's own is made of, the largest first, each with all that is said of it."""
    below = sorted(found.below(unit["unit_id"]), key=lambda one: -abs(one.figures["forecast_variance_dkk"]))
    return Table(
        title=texts.say("The deviations of {unit}: {counted}", unit=unit["unit_name"], counted=_end(texts, below)),
        columns=(
            Column(texts.say("Unit")),
            Column(texts.say("Expected variance")),
            Column(texts.say("Status"), left=True),
            Column(texts.say("Explanation"), left=True),
        ),
        rows=tuple(_row(texts, one) for one in below),
        empty=texts.say("No unit deviates so much that it must be explained."),
        unit=texts.unit("thousand"),
    )


def _end(texts: Texts, below: list[Deviation]) -> str:
    return words.counted_shortly(texts, below)


def _row(texts: Texts, one: Deviation) -> Row:
    figures, status = one.figures, one.figures["status"]
    variance = figures["forecast_variance_dkk"]
    kind = UNIT_KINDS.get(figures["unit_kind"])
    tone = direction(variance)
    said = " ".join(f"{words.group_name(texts, each.account_group)}. {words.whole(texts, each)}" for each in one.said)
    return Row(
        id=str(Opened(one.unit_id)),
        label=figures["unit_name"],
        note=texts.say(kind) if kind else "",
        cells=(
            Cell(texts.amount(variance, signed=True), variance_word(texts, variance), tone, tone),
            Cell(texts.say(STATUS_WORDS[status]), tone=STATUS_TONES[status], mark=status_mark(status)),
            Cell(said, left=True, wrap=True) if said
            else Cell(texts.say("not explained"), tone="watch", left=True, act=ACT),
        ),
        goes_to=texts.say("Show this unit by itself"),
    )  # fmt: skip
