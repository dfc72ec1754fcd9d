"""What the log has written down once is read in two languages, by names and not by keys."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from sqlalchemy import Engine

from dashboard import rules
from dashboard.sentences import audit_words
from dashboard.sentences.audit_log import who
from dashboard.store.audit import Deed, Entry, entries, record_deed
from dashboard.store.grants import GrantWish, give, take
from dashboard.store.journal import Author
from dashboard.texts import Texts

NAMES = {"birk": "Birk Engmark", "dines": "Dines Krog"}


def test_a_right_is_told_with_names_and_days(store: Engine) -> None:
    wish = GrantWish(
        issuer="x", subject="dines", role="centre_manager", unit_id="1", valid_from=date(2026, 10, 21),
        valid_to=date(2026, 11, 30), deputy_for="birk", words="Orlov.\nTo linjer.",
    )  # fmt: skip
    by = Author("dines", "administrator", "")
    take(store, give(store, wish, by), "", by)
    taken, given = entries(store, most=2)
    texts = Texts("da")
    assert audit_words.thing(texts, given.thing) == "rettighed 1"
    assert audit_words.known(texts, given.words, NAMES) == (
        "Dines Krog fik: Centerchef, fra 21.10.2026, til og med 30.11.2026, for Birk Engmark. "
        "Det er deres egen rettighed. Orlov. To linjer."
    )
    assert audit_words.known(Texts("en"), taken.words, {}).startswith("dines has no longer: Centre manager, from 21/10")


@pytest.mark.parametrize(
    ("written", "danish"),
    [
        ("staff", "Personale"),
        ("postings", "Posteringer"),
        ("release 2026-11-22.1", "udgivelse 2026-11-22.1"),
        ("focus areas 2026K3, edition 2", "fokusområder 3. kvartal 2026, udgave 2"),
        ("pack centre 2026K3, edition 1, da", "pakke 3. kvartal 2026, udgave 1"),
        ("grant drop table", "grant drop table"),
    ],
)
def test_what_it_was_done_with_has_its_name(written: str, danish: str) -> None:
    assert audit_words.thing(Texts("da"), written) == danish


def test_every_kind_of_file_has_a_name() -> None:
    assert {thing for kind, thing in rules.RULES if kind == "file"} <= set(audit_words.THINGS)


@pytest.mark.parametrize(
    "words", ["", "given somebody a hand", "given x: king from 2026-01-01.", "=1+1", "fiscal_year 2026"]
)
def test_what_has_none_of_the_forms_stands_as_it_is(words: str) -> None:
    assert audit_words.known(Texts("da"), words, NAMES) == words
    assert audit_words.known(Texts("da"), "9999 more like it in the minute after", {}).startswith("9.999 flere")


@pytest.mark.parametrize(
    ("person", "role", "told"),
    [
        ("birk", "centre_manager", ("Birk Engmark", "Centerchef")),
        ("centre_manager:1", "centre_manager", ("Centerchef", "")),
        ("root on the server", "administrator", ("root på serveren", "Administrator")),
        ("nobody", "", ("ingen kendt", "")),
    ],
)
def test_who_did_it_is_a_name(store: Engine, person: str, role: str, told: tuple[str, str]) -> None:
    line: Entry = record_deed(
        store, Deed(kind="login", person=person, person_role=role), now=datetime.now().astimezone()
    )
    assert who(Texts("da"), line, NAMES) == told
