"""Access in the demo: who of a made-up municipality has logged in, who was given what, and what was written down."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import Engine

from dashboard.decisions.rights import DEMO_ISSUER
from dashboard.people import RightLife
from dashboard.store.audit import Deed, record_deed
from dashboard.store.grants import GrantWish, Identity, give, take
from dashboard.store.journal import Author
from dashboard.store.sessions import know


def live_rights(
    store: Engine, life: Sequence[RightLife], day: Callable[[int], date], at: Callable[[int], datetime], by: Author
) -> None:
    """Everybody who has logged in, in the order of their days, and the rights that the administrator gave them."""
    for one in sorted(life, key=lambda one: one.day):
        subject = one.email.partition("@")[0]
        know(store, Identity(DEMO_ISSUER, subject), name=one.name, email=one.email, now=at(one.day))
        record_deed(store, Deed(kind="login", person=subject), now=at(one.day))
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
        given = give(store, wish, by, now=at(one.day + 1))
        if one.role in {"centre_manager", "institution_head"}:
            seen = Deed(kind="staff_view", person=subject, person_role=one.role, thing="staff", unit_id=one.unit)
            record_deed(store, seen, now=at(begins + 2))
            record_deed(store, replace(seen, kind="download", thing="budget_followup"), now=at(begins + 4))
        if one.taken is not None:
            take(store, given, one.taken_words, by, now=at(one.taken))
