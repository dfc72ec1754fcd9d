"""Access in the demo: who of a made-up municipality has logged in, who was given what, and what was written down."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import partial

from sqlalchemy import Engine

from dashboard.decisions.rights import DEMO_ISSUER
from dashboard.people import RightLife
from dashboard.store.audit import Deed, record_deed
from dashboard.store.grants import GrantWish, Identity, give, standing_grants, take
from dashboard.store.journal import Author
from dashboard.store.sessions import know

Act = tuple[datetime, Callable[[], object]]
"""Something that somebody does, and when."""


def acts_with_rights(
    store: Engine, life: Sequence[RightLife], day: Callable[[int], date], at: Callable[[int], datetime], by: Author
) -> Iterator[Act]:
    """Everybody who logs in, the rights that the administrator gives them, and what they do that the log tells of."""
    for one in life:
        subject = one.email.partition("@")[0]
        yield at(one.day), partial(_log_in, store, one, subject, at(one.day))
        if one.role is None:
            continue
        begins = one.day + 1 if one.begins is None else one.begins
        wish = GrantWish(
            issuer=DEMO_ISSUER,
            subject=subject,
            role=one.role,
            unit_id=one.unit,
            valid_from=day(begins),
            valid_to=None if one.ends is None else day(one.ends),
            deputy_for=one.deputy_for,
            words=one.words,
        )
        yield at(one.day + 1), partial(give, store, wish, by, now=at(one.day + 1))
        if one.role in {"centre_manager", "institution_head"}:
            seen = Deed(kind="staff_view", person=subject, person_role=one.role, thing="staff", unit_id=one.unit)
            yield at(begins + 2), partial(record_deed, store, seen, now=at(begins + 2))
            taken = replace(seen, kind="download", thing="budget_followup")
            yield at(begins + 4), partial(record_deed, store, taken, now=at(begins + 4))
        if one.taken is not None:
            yield at(one.taken), partial(_take, store, subject, one.taken_words, by, at(one.taken))


def _log_in(store: Engine, one: RightLife, subject: str, moment: datetime) -> None:
    know(store, Identity(DEMO_ISSUER, subject), name=one.name, email=one.email, now=moment)
    record_deed(store, Deed(kind="login", person=subject), now=moment)


def _take(store: Engine, subject: str, words: str, by: Author, moment: datetime) -> None:
    given = next(grant for grant in standing_grants(store) if grant.subject == subject)
    take(store, given, words, by, now=moment)
