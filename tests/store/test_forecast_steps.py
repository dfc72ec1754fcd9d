"""From where a unit's forecast stands it goes only where it can, and what is signed is not changed."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from sqlalchemy import Engine

from dashboard.store.forecast_rounds import (
    record_entries,
    record_entry,
    record_round,
    record_sign,
    sign_history,
    standing_entries,
    standing_rounds,
    standing_signs,
)
from dashboard.store.forecast_steps import STEPS, Answered, NoStep, NotExplained, RoundClosed, Signed, SignState
from dashboard.store.journal import Outdated
from pipelines.home import Forecasts
from tests.store.said import ANN, BO, ENTRY, FORECAST_SIGN, ROUND

WAYS: dict[SignState | None, tuple[SignState, ...]] = {
    None: (),
    "draft": ("draft",),
    "ready": ("ready",),
    "returned": ("ready", "returned"),
    "approved": ("ready", "approved"),
}


def stand(store: Engine, state: SignState | None) -> int:
    """Bring the unit to a state; the version that says so."""
    record_round(store, ROUND, BO, seen_version=0)
    record_entry(store, ENTRY, ANN, seen_version=0)
    for version, step in enumerate(WAYS[state]):
        record_sign(store, replace(FORECAST_SIGN, state=step), ANN, seen_version=version)
    return len(WAYS[state])


@pytest.mark.parametrize("state", list(WAYS))
def test_only_the_steps_that_there_are(store: Engine, state: SignState | None) -> None:
    version = stand(store, state)
    for wanted in ("approved", "returned", "ready", "draft"):
        if wanted not in STEPS[state]:
            with pytest.raises(NoStep, match=f"cannot be {wanted}"):
                record_sign(store, replace(FORECAST_SIGN, state=wanted, words="!"), BO, seen_version=version)
    assert len(sign_history(store, 2026, "FO1", "school")) == version


@pytest.mark.parametrize("state", ["ready", "approved"])
def test_what_is_signed_is_not_changed_unless_it_is_sent_back(store: Engine, state: SignState) -> None:
    version = stand(store, state)
    other = replace(ENTRY, comment="Og dog")
    with pytest.raises(Signed, match=f"the forecast is {state}"):
        record_entry(store, other, ANN, seen_version=1)
    assert [entry.version for entry in standing_entries(store, 2026, "FO1").values()] == [1]
    record_sign(store, replace(FORECAST_SIGN, state="returned", words="Se igen"), BO, seen_version=version)
    assert record_entry(store, other, ANN, seen_version=1).version == 2


def test_who_saw_an_older_signature_is_shown_the_newer_one(store: Engine) -> None:
    stand(store, "ready")
    record_sign(store, replace(FORECAST_SIGN, state="draft"), ANN, seen_version=1)
    with pytest.raises(Outdated) as refused:
        record_sign(store, replace(FORECAST_SIGN, state="approved"), BO, seen_version=1)
    assert refused.value.theirs.state == "draft"
    assert standing_signs(store, 2026, "FO1")["school"].state == "draft"


def test_a_round_is_withdrawn_only_while_nobody_has_answered_and_may_be_opened_anew(store: Engine) -> None:
    record_round(store, ROUND, BO, seen_version=0)
    record_round(store, replace(ROUND, state="withdrawn"), BO, seen_version=1)
    with pytest.raises(RoundClosed, match="the round is withdrawn"):
        record_entry(store, ENTRY, ANN, seen_version=0)
    record_round(store, ROUND, BO, seen_version=2)
    record_entry(store, ENTRY, ANN, seen_version=0)
    with pytest.raises(Answered, match="somebody has answered in the round"):
        record_round(store, replace(ROUND, state="withdrawn"), BO, seen_version=3)
    assert [(one.state, one.version) for one in standing_rounds(store)] == [("open", 3)]


def test_a_signature_without_an_amount_is_an_answer_too(store: Engine) -> None:
    record_round(store, ROUND, BO, seen_version=0)
    record_sign(store, FORECAST_SIGN, ANN, seen_version=0)
    with pytest.raises(Answered):
        record_round(store, replace(ROUND, state="withdrawn"), BO, seen_version=1)


MILLION = Decimal(1_000_000)


@pytest.mark.parametrize(
    ("last_round", "revised", "amount", "needs_words"),
    [
        (MILLION, None, 1_100_001, True),
        (MILLION, None, 1_100_000, False),  # not above the amount
        (10 * MILLION, None, 9_800_000, False),  # at the share
        (10 * MILLION, None, 9_799_999, True),
        (None, -5 * MILLION, -5_100_001, True),  # held against the budget
        (Decimal(0), 5 * MILLION, 5_000_000, True),  # a last round of nothing is a last round
        (None, None, 100_001, True),
    ],
)
def test_a_large_change_needs_a_comment_whoever_asks(
    store: Engine, last_round: Decimal | None, revised: Decimal | None, amount: int, needs_words: bool
) -> None:
    record_round(store, ROUND, BO, seen_version=0)
    silent = replace(ENTRY, comment=" ", amount_dkk=Decimal(amount), last_round_dkk=last_round, revised_dkk=revised)
    small = replace(ENTRY, account_group="drift", comment="", amount_dkk=Decimal(1))
    if needs_words:
        with pytest.raises(NotExplained, match="needs a comment"):
            record_entries(store, [(small, 0), (silent, 0)], ANN)
        assert standing_entries(store, 2026, "FO1") == {}, "all or none"
        assert record_entry(store, silent, ANN, seen_version=0, limits=Forecasts(comment_dkk=Decimal(10**7)))
    else:
        assert record_entries(store, [(small, 0), (silent, 0)], ANN)
    assert record_entry(store, replace(silent, comment="Vikarer"), ANN, seen_version=1).comment == "Vikarer"
