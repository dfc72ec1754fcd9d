"""A pack that is out, told by a letter: to those whose it is, once an edition, with a link and never the file."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from dashboard.reminders.command import remind
from dashboard.reminders.settings import read_reminders
from pipelines.home import Home
from tests.pages.packs_made import put_pack
from tests.reminders.conftest import BOERN, CARE, SETTINGS, UNGE, Running, texts_of

NORTH, SOUTH = "Center for Børn og Unge", "Center for Kultur"
WHOLE = "direktion@pejleby.example"
MADE = datetime(2026, 11, 13, 9, tzinfo=UTC)
ASKED_FOR = SETTINGS.replace("[[", 'kinds = ["pack_out"]\n\n[[', 1) + (
    f'\n[[recipients]]\nunit = "municipality"\naddresses = ["{WHOLE}"]\n'
)


@pytest.fixture
def shelf(home: Home) -> Home:
    """Packs of two centres, a fact sheet and the directors' pack, for an installation that tells of packs."""
    home.reminders.write_text(ASKED_FOR, encoding="utf-8")
    put_pack(home.folder, "north", NORTH)
    put_pack(home.folder, "south", SOUTH)
    put_pack(home.folder, "north", NORTH, sort="facts")
    put_pack(home.folder, "municipality", "Pejleby Kommune", sort="directors")
    return home


def test_whose_pack_it_is_gets_one_letter_and_nobody_else(shelf: Home, server: Running) -> None:
    """The care home is no whole centre, and nobody is written to of the south."""
    remind(shelf, now=MADE)
    told = "Pejling: fokuspakken for {} for 3. kvartal 2026 er klar"
    assert server.mailbox.subjects == [
        (BOERN, told.format(NORTH)),
        (UNGE, told.format(NORTH)),
        (WHOLE, told.format("Pejleby Kommune")),
    ]
    plain, html = texts_of(server.mailbox.letters[0])
    link = "https://pejling.pejleby.example/fokuspakker?unit=north&span=2026K3"
    assert plain == (
        f"Fokuspakken for {NORTH} for 3. kvartal 2026 er klar. Den er lavet 13. november 2026.\n\n"
        f"Åbn det i Pejling: {link}\n\n"
        f"-- \nDu får dette brev, fordi du har ansvaret for {NORTH} i Pejling. Ingen læser svar på det.\n"
    )
    assert f'href="{link.replace("&", "&amp;")}"' in html
    assert all(not list(letter.iter_attachments()) for letter in server.mailbox.letters)
    assert SOUTH not in "".join(text for letter in server.mailbox.letters for text in texts_of(letter))
    for later in (timedelta(hours=2), timedelta(days=1), timedelta(days=13)):
        remind(shelf, now=MADE + later)
    assert len(server.mailbox.letters) == 3


def test_a_new_edition_is_told_once_more_and_an_old_one_never(shelf: Home, server: Running) -> None:
    put_pack(shelf.folder, "north", NORTH, edition=2, changed="Der mangler 1.234.567 kr.")
    remind(shelf, now=MADE + timedelta(days=1))
    (first, *_), plain = server.mailbox.subjects, texts_of(server.mailbox.letters[0])[0]
    assert first[0] == BOERN
    assert " ".join(plain.split()).startswith(
        f"2. udgave af fokuspakken for {NORTH} for 3. kvartal 2026 er klar. Den er lavet 14. november 2026 "
        "og siger selv, hvad der er ændret."
    )
    assert "1.234.567" not in plain, "a letter holds no amount"
    assert [to for to, _ in server.mailbox.subjects].count(BOERN) == 1, "the edition before is not news any more"
    put_pack(shelf.folder, "north", NORTH, edition=3)
    remind(shelf, now=MADE + timedelta(days=2))
    assert [to for to, _ in server.mailbox.subjects].count(BOERN) == 2
    put_pack(shelf.folder, "north", NORTH, span="2026K2")
    remind(shelf, now=MADE + timedelta(days=16))
    assert [to for to, _ in server.mailbox.subjects].count(BOERN) == 2, "it is older than a fortnight"


def test_each_is_told_in_their_language_of_the_pack_in_theirs(shelf: Home, server: Running) -> None:
    shelf.reminders.write_text(ASKED_FOR.replace('"care_home"', '"south"'), encoding="utf-8")
    put_pack(shelf.folder, "south", SOUTH, language="en")
    remind(shelf, now=MADE)
    letter = next(one for one in server.mailbox.letters if str(one["To"]) == CARE)
    assert str(letter["Subject"]) == f"Pejling: the focus pack of {SOUTH} for Q3 2026 is out"
    plain, _ = texts_of(letter)
    assert " ".join(plain.split()).startswith(
        f"The focus pack of {SOUTH} for Q3 2026 is out, made on 13 November 2026. Open it in Pejling: "
        "https://pejling.pejleby.example/fokuspakker?lang=en&unit=south&span=2026K3"
    )


def test_packs_are_told_of_only_where_it_is_asked_for(shelf: Home, server: Running) -> None:
    shelf.reminders.write_text(SETTINGS, encoding="utf-8")
    chosen = read_reminders(shelf.reminders)
    assert chosen
    assert "pack_out" not in chosen.kinds
    remind(shelf, now=MADE)
    assert not [subject for _, subject in server.mailbox.subjects if "pakken" in subject]
