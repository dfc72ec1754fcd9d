"""From where a unit's forecast stands it goes only where it can, and what is signed is not changed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import Engine

from dashboard.store.forecast_rounds import (
    STEPS,
    NoStep,
    Signed,
    SignState,
    record_entry,
    record_round,
    record_sign,
    sign_history,
    standing_entries,
    standing_signs,
)
from dashboard.store.journal import Outdated
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
