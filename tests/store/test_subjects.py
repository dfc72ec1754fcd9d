"""What is said of each subject comes back as it was said, in one question; what cannot be is refused at the door."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Engine, event

from dashboard.store import attention, atypical, explanations, follow_ups, forecast_rounds, supervision
from dashboard.store.forecast_steps import RoundClosed
from dashboard.store.journal import NotKept, Outdated
from dashboard.store.supervision import Posting
from dashboard.store.usable import Unusable
from tests.store.said import (
    ANN,
    BO,
    DISMISSAL,
    ENTRY,
    EXPLANATION,
    FOLLOW_UP,
    FORECAST_SIGN,
    MARK,
    NOW,
    ROUND,
    SAMPLE,
    SIGN,
    say_everything,
)

POSTING = Posting("0007-posting", "april.csv", 12)


@pytest.fixture
def asked(store: Engine) -> Iterator[list[str]]:
    """The questions that the database was asked."""
    statements: list[str] = []

    def listen(*arguments: Any) -> None:
        statements.append(arguments[2])

    event.listen(store, "before_cursor_execute", listen)
    yield statements
    event.remove(store, "before_cursor_execute", listen)


def test_what_was_said_comes_back_each_in_one_question(store: Engine, asked: list[str]) -> None:
    say_everything(store)
    reads: dict[str, Callable[[], Any]] = {
        "rounds": lambda: forecast_rounds.standing_rounds(store),
        "entries": lambda: forecast_rounds.standing_entries(store, 2026, "FO1"),
        "forecast signs": lambda: forecast_rounds.standing_signs(store, 2026, "FO1"),
        "explanations": lambda: explanations.standing_explanations(store, 2026),
        "samples": lambda: supervision.standing_samples(store, 2026, 4),
        "marks": lambda: supervision.standing_marks(store, 2026, 4, "school"),
        "signs": lambda: supervision.standing_signs(store, 2026),
        "dismissals": lambda: atypical.standing_dismissals(store),
        "follow-ups": lambda: follow_ups.standing_follow_ups(store, 2026, 4),
        "reminders": lambda: attention.sent_reminders(store, "round_opens"),
    }
    found = {}
    for name, read in reads.items():
        asked.clear()
        found[name] = read()
        assert len([one for one in asked if one.lower().startswith("select")]) == 1, name

    def by(said: Any, version: int, author: Any, wish: Any) -> bool:
        told = (said.version, said.person, said.person_role, said.entered_at, said.release)
        return told == (version, author.person, author.role, NOW, author.release) and all(
            getattr(said, name) == value for name, value in vars(wish).items()
        )

    assert by(found["rounds"][0], 1, BO, ROUND)
    assert by(found["entries"]["school", "løn"], 2, ANN, replace(ENTRY, amount_dkk=Decimal("7.00")))
    assert by(found["forecast signs"]["school"], 1, ANN, FORECAST_SIGN)
    assert by(found["explanations"][4, "school", "løn"], 1, ANN, EXPLANATION)
    lines = tuple(sorted(SAMPLE.lines, key=lambda line: line.posting))
    assert by(found["samples"]["school"], 1, ANN, replace(SAMPLE, lines=lines))
    assert by(found["marks"]["school", POSTING], 1, ANN, MARK)
    assert by(found["signs"][4, "school"], 1, ANN, SIGN)
    assert by(found["dismissals"][POSTING, "weekend"], 1, BO, DISMISSAL)
    assert by(found["follow-ups"][4, "school"], 1, BO, FOLLOW_UP)
    assert found["reminders"] == {("2026:FO1", "ann@example.org"): NOW}


def test_other_years_periods_and_units_are_left_out(store: Engine) -> None:
    say_everything(store)
    assert forecast_rounds.standing_rounds(store, 2025) == []
    assert forecast_rounds.standing_entries(store, 2026, "FO2") == {}
    assert explanations.standing_explanations(store, 2026, 5) == {}
    assert supervision.standing_samples(store, 2026, 4, "another") == {}
    assert supervision.standing_marks(store, 2026, 5) == {}
    assert supervision.standing_signs(store, 2026, 5) == {}
    assert follow_ups.standing_follow_ups(store, 2026, 5) == {}


def test_a_new_drawing_takes_the_place_of_the_old_and_marks_stay(store: Engine) -> None:
    say_everything(store)
    drawn = supervision.record_sample(store, replace(SAMPLE, seed="again", lines=()), ANN, seen_version=1)
    assert supervision.standing_samples(store, 2026, 4) == {"school": drawn}
    assert drawn.lines == ()
    assert supervision.standing_marks(store, 2026, 4)["school", POSTING].sample_version == 1


def test_only_drawn_postings_are_marked(store: Engine) -> None:
    say_everything(store)
    with pytest.raises(NotKept):
        supervision.record_marks(store, [(replace(MARK, line=13), 0)], ANN)
    assert set(supervision.standing_marks(store, 2026, 4)) == {("school", POSTING)}


def test_several_reasons_are_set_aside_together_or_none_is(store: Engine) -> None:
    say_everything(store)
    more = replace(DISMISSAL, rule="round_amount")
    with pytest.raises(Outdated):
        atypical.record_dismissals(store, [(more, 0), (replace(DISMISSAL, reason="Again"), 0)], BO)
    assert set(atypical.standing_dismissals(store)) == {(POSTING, DISMISSAL.rule)}
    both = [(more, 0), (replace(DISMISSAL, reason="Again"), 1)]
    assert [said.version for said in atypical.record_dismissals(store, both, BO)] == [1, 2]


def test_the_marks_of_a_year_are_those_of_all_its_periods(store: Engine) -> None:
    say_everything(store)
    drawn = replace(SAMPLE, period=5)
    supervision.record_sample(store, drawn, ANN, seen_version=0)
    supervision.record_marks(store, [(replace(MARK, period=5), 0)], ANN)
    assert [mark.period for mark in supervision.marks_of_year(store, 2026)] == [4, 5]
    assert supervision.marks_of_year(store, 2025) == []


def test_a_closed_round_takes_nothing_and_opens_again(store: Engine) -> None:
    with pytest.raises(RoundClosed, match="there is no such round"):
        forecast_rounds.record_entry(store, ENTRY, ANN, seen_version=0)
    say_everything(store)
    forecast_rounds.record_round(store, replace(ROUND, state="closed"), BO, seen_version=1)
    for late in (
        lambda: forecast_rounds.record_entry(store, ENTRY, ANN, seen_version=2),
        lambda: forecast_rounds.record_sign(store, replace(FORECAST_SIGN, state="approved"), ANN, seen_version=1),
    ):
        with pytest.raises(RoundClosed, match="the round is closed"):
            late()
    with pytest.raises(Unusable, match="opened again only with a reason"):
        forecast_rounds.record_round(store, replace(ROUND, words=" "), BO, seen_version=2)
    forecast_rounds.record_round(store, replace(ROUND, words="Vikarerne var glemt"), BO, seen_version=2)
    forecast_rounds.record_sign(store, replace(FORECAST_SIGN, state="draft"), ANN, seen_version=1)
    assert forecast_rounds.record_entry(store, ENTRY, ANN, seen_version=2).version == 3
    assert [round_.state for round_ in forecast_rounds.round_history(store, 2026, "FO1")] == ["open", "closed", "open"]


def claimed(store: Engine, message_id: str, minutes: float) -> attention.Claim | None:
    now = NOW + timedelta(minutes=minutes)
    return attention.claim_reminder(store, "overdue", "2026-04:school", "ann@example.org", message_id, now=now)


def test_a_reminder_is_one_run_s_until_it_is_sent_or_its_claim_is_old(store: Engine) -> None:
    claims = [claimed(store, f"<{minutes}@x>", minutes) for minutes in (0, 1, 29, 30, 31)]
    assert [claim and (claim.step, claim.message_id) for claim in claims] == [
        (1, "<0@x>"), None, None, (2, "<0@x>"), None,
    ], "taken up once, under the Message-ID of the first"  # fmt: skip
    assert attention.begun_reminders(store, "overdue") == {("2026-04:school", "ann@example.org")}
    assert claims[3]
    assert attention.let_go_reminder(store, claims[3], now=NOW + timedelta(minutes=32))
    again = claimed(store, "<new@x>", 33)
    assert again
    assert (again.step, again.message_id) == (4, "<0@x>"), "what was refused is free at once"
    assert attention.note_reminder_sent(store, again)
    assert claimed(store, "<late@x>", 9_999) is None


def test_of_many_who_claim_at_once_one_has_it(store: Engine) -> None:
    for minutes in (0, 60):  # the first time, and when the claim is old
        with ThreadPoolExecutor(8) as threads:
            found = list(threads.map(lambda number: claimed(store, f"<{number}@x>", minutes), range(8)))  # noqa: B023
        assert sum(claim is not None for claim in found) == 1


def test_a_visit_is_noted_once_a_day(store: Engine) -> None:
    looks = [
        attention.look_in(store, "ann", "my_centre", release, now=NOW + timedelta(hours=hours))
        for release, hours in (("r1", 0), ("r1", 5), ("r2", 24), ("r2", 25), ("r3", 72))
    ]
    assert [look and (look.release, look.day) for look in looks] == [
        None,
        None,
        ("r1", date(2026, 5, 4)),
        ("r1", date(2026, 5, 4)),
        ("r2", date(2026, 5, 5)),
    ]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("wish", "field", "fault"),
    [
        (replace(EXPLANATION, cause="weather"), "cause", "not_a_choice"),
        (replace(EXPLANATION, words=" \n"), "words", "missing"),
        (replace(EXPLANATION, words="x" * 2001), "words", "too_long"),
        (replace(EXPLANATION, words="\x00"), "words", "no_text"),
        (replace(EXPLANATION, words="\ud800"), "words", "no_text"),
        (replace(EXPLANATION, responsible="x" * 201), "responsible", "too_long"),
        (replace(EXPLANATION, unit_id=""), "unit_id", "missing"),
        (replace(EXPLANATION, period=2**31), "period", "no_number"),
        (replace(EXPLANATION, period=True), "period", "no_number"),
        (replace(EXPLANATION, deadline="1. maj"), "deadline", "no_day"),  # type: ignore[arg-type]
        (replace(EXPLANATION, deadline=NOW), "deadline", "no_day"),
        (replace(EXPLANATION, is_withdrawn=1), "is_withdrawn", "not_a_choice"),  # type: ignore[arg-type]
        (replace(EXPLANATION, words=None), "words", "missing"),  # type: ignore[arg-type]
    ],
)
def test_what_no_explanation_can_be_is_refused_with_its_field(
    store: Engine, wish: explanations.ExplanationWish, field: str, fault: str
) -> None:
    with pytest.raises(Unusable) as told:
        explanations.record_explanation(store, wish, ANN, seen_version=0)
    assert (told.value.field, told.value.fault) == (field, fault)
    assert explanations.standing_explanations(store, 2026) == {}


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("amount", [Decimal("1e15"), Decimal("0.001"), Decimal("NaN"), Decimal("Infinity"), 7, 7.5])
def test_what_no_amount_can_be_is_refused(store: Engine, amount: Any) -> None:
    forecast_rounds.record_round(store, ROUND, BO, seen_version=0)
    with pytest.raises(Unusable) as told:
        forecast_rounds.record_entry(store, replace(ENTRY, amount_dkk=amount), ANN, seen_version=0)
    assert (told.value.field, told.value.fault) == ("amount_dkk", "no_amount")


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_contradictions_are_refused(store: Engine) -> None:
    with pytest.raises(Unusable, match="cannot close before it opens"):
        forecast_rounds.record_round(store, replace(ROUND, closes_on=date(2026, 3, 1)), BO, seen_version=0)
    with pytest.raises(Unusable, match="an answer is none of"):
        supervision.record_sign(store, replace(SIGN, answers={"a": "maybe"}), ANN, seen_version=0)  # type: ignore[dict-item]
