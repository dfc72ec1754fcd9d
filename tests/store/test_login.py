"""Who has which right on which day, and which browser is logged in as whom, on every database."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine, select, text

from dashboard.store.audit import entries
from dashboard.store.grants import GrantWish, Identity, give, grant_history, grants_of, standing_grants, take
from dashboard.store.journal import Author, Outdated
from dashboard.store.models import LoginSession
from dashboard.store.models.base import table_of
from dashboard.store.sessions import ClaimedRole, Limits, begin_session, end_session, session_of
from dashboard.store.usable import Unusable

ADMINISTRATOR = Author("boss", "administrator", "")
ANN = Identity("https://login.example", "ann")
NOW = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
TODAY = NOW.date()
WISH = GrantWish(
    issuer=ANN.issuer, subject=ANN.subject, role="centre_manager", unit_id="C1", valid_from=date(2026, 5, 1)
)


def test_a_right_holds_from_its_first_day_to_its_last(store: Engine) -> None:
    grant = give(store, replace(WISH, valid_to=date(2026, 5, 10)), ADMINISTRATOR, now=NOW)
    days = [date(2026, 4, 30), date(2026, 5, 1), date(2026, 5, 10), date(2026, 5, 11)]
    assert [grants_of(store, ANN, day) == [grant] for day in days] == [False, True, True, False]
    assert grants_of(store, Identity("https://another.example", "ann"), TODAY) == []
    assert grants_of(store, Identity(ANN.issuer, "bo"), TODAY) == []


def test_a_right_is_taken_at_once_and_its_history_stays(store: Engine) -> None:
    grant = give(store, WISH, ADMINISTRATOR, now=NOW)
    taken = take(store, grant, "Har skiftet arbejde", ADMINISTRATOR, now=NOW)
    assert grants_of(store, ANN, TODAY) == []
    assert [(one.state, one.words) for one in grant_history(store, grant.number)] == [
        ("taken", "Har skiftet arbejde"),
        ("given", ""),
    ]
    assert standing_grants(store) == [taken]
    with pytest.raises(Outdated):
        take(store, grant, "En gang til", ADMINISTRATOR)


def test_the_same_right_given_twice_is_one_and_two_given_at_once_are_two(store: Engine) -> None:
    assert give(store, WISH, ADMINISTRATOR) == give(store, WISH, ADMINISTRATOR)
    wishes = [replace(WISH, unit_id=f"U{number}") for number in range(10)]
    with ThreadPoolExecutor(10) as pool:
        given = list(pool.map(lambda wish: give(store, wish, ADMINISTRATOR), wishes))
    assert sorted(one.number for one in given) == list(range(2, 12))
    assert {one.unit_id for one in grants_of(store, ANN, TODAY)} == {"C1", *(wish.unit_id for wish in wishes)}


def test_each_right_given_and_taken_is_in_the_audit_log(store: Engine) -> None:
    deputy = replace(WISH, valid_to=date(2026, 6, 1), deputy_for="bo", words="Barsel")
    take(store, give(store, deputy, ADMINISTRATOR, now=NOW), "Tilbage", ADMINISTRATOR, now=NOW)
    told = "ann: centre_manager from 2026-05-01 to 2026-06-01, for bo."
    assert [(one.kind, one.person, one.thing, one.unit_id, one.words) for one in entries(store)] == [
        ("grant", "boss", "grant 1", "C1", f"taken {told} Tilbage"),
        ("grant", "boss", "grant 1", "C1", f"given {told} Barsel"),
    ]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"valid_to": date(2026, 4, 30)}, "valid_to"),
        ({"deputy_for": "bo"}, "valid_to"),
        ({"role": "king"}, "role"),
        ({"subject": " "}, "subject"),
        ({"unit_id": ""}, "unit_id"),
    ],
)
def test_a_right_that_makes_no_sense_is_refused_and_told_nowhere(
    store: Engine, change: dict[str, object], field: str
) -> None:
    with pytest.raises(Unusable) as refused:
        give(store, replace(WISH, **change), ADMINISTRATOR)  # type: ignore[arg-type]  # what nobody should send
    assert refused.value.field == field
    assert entries(store) == []


def _log_in(store: Engine, *, now: datetime = NOW) -> str:
    roles = (ClaimedRole("data_unit", "municipality"), ClaimedRole("centre_manager", "C1"))
    return begin_session(store, ANN, name="Ann", email="ann@example.dk", roles=roles, id_token="token", now=now)


def test_a_browser_with_the_key_is_who_logged_in(store: Engine) -> None:
    session = session_of(store, _log_in(store), now=NOW)
    assert session
    assert (session.identity, session.name, session.id_token, session.begun_at) == (ANN, "Ann", "token", NOW)
    assert session.roles == (ClaimedRole("data_unit", "municipality"), ClaimedRole("centre_manager", "C1"))
    for guess in ("", "x", "x" * 10_000, "' or 1 = 1 --", "\x00"):
        assert session_of(store, guess, now=NOW) is None


def test_the_store_does_not_hold_the_key(store: Engine) -> None:
    key = _log_in(store)
    with store.connect() as connection:
        rows = connection.execute(text("select * from login_session")).all()
    assert key not in str(rows)
    assert session_of(store, str(rows[0][0]), now=NOW) is None


def test_a_session_ends_with_its_limits(store: Engine) -> None:
    limits = Limits(longest=timedelta(hours=12), idle=timedelta(minutes=60))
    key = _log_in(store)
    moment = NOW
    while moment - NOW <= timedelta(hours=11):
        moment += timedelta(minutes=55)
        assert session_of(store, key, limits, now=moment)
    assert session_of(store, key, limits, now=NOW + timedelta(hours=12, seconds=1)) is None
    idle = _log_in(store)
    assert session_of(store, idle, limits, now=NOW + timedelta(minutes=60))
    assert session_of(store, idle, limits, now=NOW + timedelta(minutes=120, seconds=1)) is None


def test_who_has_logged_out_is_out_whatever_the_browser_still_holds(store: Engine) -> None:
    key, other = _log_in(store), _log_in(store)
    end_session(store, key, now=NOW)
    assert session_of(store, key, now=NOW) is None
    assert session_of(store, other, now=NOW)
    with store.connect() as connection:
        left = connection.execute(text("select id_token from login_session where ended_at is not null")).scalars().all()
    assert left == [""]


def test_what_the_provider_told_is_not_kept_longer_than_a_login(store: Engine) -> None:
    """Few log out: their tokens hold names and groups."""
    _log_in(store)
    _log_in(store, now=NOW + timedelta(hours=23))
    tokens = select(table_of(LoginSession).c.id_token).order_by(table_of(LoginSession).c.begun_at)
    with store.connect() as connection:
        assert connection.execute(tokens).scalars().all() == ["token", "token"]
    _log_in(store, now=NOW + timedelta(hours=25))
    with store.connect() as connection:
        assert connection.execute(tokens).scalars().all() == ["", "token", "token"]


def test_a_name_that_changed_is_the_newest(store: Engine) -> None:
    key = _log_in(store)
    begin_session(store, ANN, name="Ann Ny", email="", now=NOW + timedelta(minutes=1))
    session = session_of(store, key, now=NOW + timedelta(minutes=2))
    assert session
    assert session.name == "Ann Ny"
