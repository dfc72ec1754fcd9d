"""The sums of supervision, by hand: coverage, what a posting weighs, and the points of a unit."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from dashboard.decisions.supervision import Atypical, Coverage, Owed, Risk, below, coverage
from dashboard.decisions.supervision_signing import Drawn, Missing, Signing, missing
from dashboard.sentences.supervision import key_figures_of_release
from dashboard.store.atypical import Dismissal
from dashboard.store.supervision import DrawnLine, Posting, Sign
from dashboard.texts import NO_BREAK, Texts
from pipelines.carry_over_faults import Words
from pipelines.supervision_list import CheckList, Item

TODAY = date(2026, 11, 21)
LIST = CheckList(
    name="all", unit_kinds=("institution",), items=(Item(name="cash", text=Words(da="Kassen", en="The cash")),)
)
SAID: dict[str, Any] = {
    "version": 1, "person": "x", "person_role": "controller", "entered_at": datetime(2026, 11, 1, tzinfo=UTC),
    "release": "r",
}  # fmt: skip


def owed(unit_id: str, due_on: date, state: str = "") -> Owed:
    unit = {"unit_id": unit_id, "unit_path": ["municipality", "north", unit_id]}
    sign = Sign(fiscal_year=2026, period=10, unit_id=unit_id, answers={}, state=state, **SAID) if state else None  # type: ignore[arg-type]  # one of two words
    return Owed(unit, LIST, 2026, 10, due_on, sign)


def test_coverage_is_signed_of_owed_and_a_signature_taken_back_is_none() -> None:
    late, early = date(2026, 11, 20), date(2026, 12, 20)
    every = [owed("a", late, "signed"), owed("b", late), owed("c", late, "withdrawn"), owed("d", early)]
    assert coverage(every, TODAY) == Coverage(owed_count=4, signed_count=1, overdue_count=2)
    assert coverage(every, TODAY).share == Decimal("0.25")
    assert coverage([], TODAY).share is None
    assert [one.days_late(TODAY) for one in every] == [0, 1, 1, 0]
    assert [one.unit_id for one in below(every, "c")] == ["c"]


def test_the_deadline_itself_is_in_time() -> None:
    assert owed("a", TODAY).days_late(TODAY) == 0


def test_a_reason_that_is_set_aside_weighs_nothing() -> None:
    reasons = [{"rule": "same_person", "weight": Decimal(4)}, {"rule": "round_amount", "weight": Decimal("2.5")}]
    row = {"delivery_id": "d1", "file": "f", "line": 2, "reasons": reasons}

    def said(rule: str, *, is_dismissed: bool) -> Dismissal:
        return Dismissal(delivery_id="d1", file="f", line=2, rule=rule, reason="x", is_dismissed=is_dismissed, **SAID)

    aside = {"same_person": said("same_person", is_dismissed=True)}
    taken_up = {"same_person": said("same_person", is_dismissed=False)}
    assert [Atypical(row, found).weight for found in ({}, aside, taken_up)] == [
        Decimal("6.5"), Decimal("2.5"), Decimal("6.5"),
    ]  # fmt: skip


def test_the_points_of_a_unit_are_its_weights_and_what_its_leader_has_said_and_not_said() -> None:
    risk = Risk({}, Decimal("6.5"), 2, overdue_count=1, wrong_count=2, asked_count=3, follow_up=None)
    assert risk.points == Decimal("17.5")  # 6.5 + 2 x 1 + 3 x 2 + 1 x 3


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"mark_0": "seen", "answer_cash": "yes"}, {}),
        ({"mark_0": "asked", "words_0": "Anna", "answer_cash": "not_relevant"}, {}),
        ({"mark_0": "asked", "words_0": "  ", "answer_cash": "yes"}, {"words_0": "words"}),
        ({"mark_0": "fine", "answer_cash": "maybe"}, {"mark_0": "mark", "answer_cash": "answer"}),
        ({"mark_0": "seen", "answer_cash": "no"}, {"words": "no_words"}),
        ({"mark_0": "seen", "answer_cash": "no", "words": "Afstemmes fredag"}, {}),
    ],
)
def test_what_keeps_a_supervision_from_being_signed(typed: dict[str, str], told: dict[str, Missing]) -> None:
    line = DrawnLine(posting=Posting("d1", "f", 2), voucher="1", amount_dkk=Decimal(1))
    assert missing(Signing(owed("a", TODAY), None, (Drawn(line, None),), ()), typed) == told


def test_a_plus_and_a_minus_that_are_both_atypical_do_not_make_nothing() -> None:
    found = [Atypical({"amount_dkk": Decimal(amount)}) for amount in ("80000.00", "-80000.00")]
    (figure,) = key_figures_of_release(Texts("da"), found)
    assert (figure.value, figure.notes[0].text) == ("2", f"i år, 160{NO_BREAK}t.kr. uden fortegn")
