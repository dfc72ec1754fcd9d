"""Changes are kept: superseded, never overwritten, and two people at once are told of each other."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from dashboard.store.carry_over import Basis, Wish, history, record_change, standing_changes
from dashboard.store.journal import NotKept, Outdated
from dashboard.store.models import CarryOverChange, Overwritten
from pipelines.problems import WrongUse

WISH = Wish(
    fiscal_year=2025,
    line_id="operating:110:service",
    seen_version=0,
    person="controller",
    person_role="controller",
    release="2026-02-01",
    old_amount_dkk=Decimal("599000.00"),
    new_amount_dkk=Decimal("250000.10"),
    reason="Skolen lukker to klasser",
    basis=Basis(Decimal("10000000.00"), Decimal("9400000.40"), Decimal("599000.00")),
)


def test_a_change_comes_back_to_the_oere_with_who_when_and_why(store: Engine) -> None:
    now = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
    made = record_change(store, WISH, now=now)
    assert made.version == 1
    assert standing_changes(store, 2025) == {WISH.line_id: made}
    assert (made.new_amount_dkk, made.old_amount_dkk) == (Decimal("250000.10"), Decimal("599000.00"))
    assert (made.person, made.entered_at, made.release) == ("controller", now, "2026-02-01")
    assert made.basis == WISH.basis
    assert standing_changes(store, 2024) == {}


def test_a_later_change_supersedes_and_the_earlier_one_stays(store: Engine) -> None:
    first = record_change(store, WISH)
    later = replace(WISH, seen_version=1, old_amount_dkk=Decimal("250000.10"), new_amount_dkk=None, reason="Fortrudt")
    second = record_change(store, later)
    assert standing_changes(store, 2025)[WISH.line_id].new_amount_dkk is None
    assert history(store, 2025, WISH.line_id) == [second, first]


def test_the_second_of_two_is_told_what_the_first_set(store: Engine) -> None:
    first = record_change(store, WISH)
    with pytest.raises(Outdated) as told:
        record_change(store, replace(WISH, person="director", new_amount_dkk=Decimal(7)))
    assert told.value.theirs == first
    assert len(history(store, 2025, WISH.line_id)) == 1


def test_of_many_at_once_one_wins_and_all_others_are_told(store: Engine) -> None:
    outcomes: list[str] = []
    start = threading.Barrier(8)

    def try_it(number: int) -> None:
        start.wait()
        try:
            record_change(store, replace(WISH, new_amount_dkk=Decimal(number)))
            outcomes.append("kept")
        except Outdated:
            outcomes.append("told")

    threads = [threading.Thread(target=try_it, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["kept", *["told"] * 7]


@pytest.mark.parametrize(
    ("wish", "told"),
    [
        (replace(WISH, reason="  \n "), "a change needs a reason"),
        (replace(WISH, reason="x" * 2_001), "2001 letters"),
        (replace(WISH, new_amount_dkk=Decimal("0.001")), "no amount in kroner and øre"),
        (replace(WISH, new_amount_dkk=Decimal("1e15")), "no amount in kroner and øre"),
    ],
)
def test_what_cannot_be_a_change_is_refused_in_a_sentence(store: Engine, wish: Wish, told: str) -> None:
    with pytest.raises(WrongUse, match=told):
        record_change(store, wish)
    assert standing_changes(store, 2025) == {}


def test_a_database_that_refuses_is_told_in_a_sentence(store: Engine) -> None:
    with store.begin() as connection:
        connection.execute(text("drop table carry_over_change"))
    with pytest.raises(NotKept, match=r"the change could not be saved .*try again"):
        record_change(store, WISH)


def test_neither_our_code_nor_sql_overwrites(store: Engine) -> None:
    record_change(store, WISH)
    with Session(store) as session:
        row = session.get_one(CarryOverChange, 1)
        row.reason = "something else"
        with pytest.raises(Overwritten):
            session.flush()
    for statement in ("update carry_over_change set reason = ''", "delete from carry_over_change"):
        with pytest.raises(DatabaseError, match="superseded, never overwritten"), store.begin() as connection:
            connection.execute(text(statement))
    assert standing_changes(store, 2025)[WISH.line_id].reason == WISH.reason
