"""What is set and what is written: settings and servers' addresses that are refused, names that would be headers."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest

from dashboard.pages import PAGES
from dashboard.reminders import post
from dashboard.reminders.due import PATHS, Reminder
from dashboard.reminders.letters import letter, new_message_id
from dashboard.reminders.settings import Kind, Reminders, read_reminders
from pipelines.home import Home
from pipelines.problems import WrongUse
from tests.reminders.conftest import BOERN, NOW, ROUND, SETTINGS, USER, texts_of

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://mail.example", post.Server("smtp", "mail.example", 25)),
        ("smtps://a%40b:p%3Aq@mail.example", post.Server("smtps", "mail.example", 465, "a@b", "p:q")),
        ("starttls://a:b@mail.example:2525", post.Server("starttls", "mail.example", 2525, "a", "b")),
        (f"smtp://{USER.replace('@', '%40')}:x@localhost:25", post.Server("smtp", "localhost", 25, USER, "x")),
    ],
)
def test_addresses_of_servers(url: str, server: post.Server) -> None:
    assert post.server_of(url) == server
    assert "p:q" not in repr(post.server_of(url))


@pytest.mark.parametrize(
    "url", ["mail.example", "http://mail.example", "smtp://", "smtp://a:70000", "smtp://a/b", "smtp://a:b@mail.example"]
)
def test_an_address_that_is_none_or_would_show_the_password_is_refused(url: str) -> None:
    with pytest.raises(WrongUse, match="PEJLING_SMTP_URL"):
        post.server_of(url)


def reminder(unit_name: str, round_name: str = "BO4") -> Reminder:
    return Reminder(
        kind="round_opens", subject="key", address=BOERN, language="da", unit_name=unit_name, units=(unit_name,) * 30,
        what=round_name, day=ROUND.closes_on, days_left=20, path="/prognoserunde",
    )  # fmt: skip


NAMES = pytest.mark.parametrize(
    "name",
    [
        "Skole\r\nBcc: alle@pejleby.example",
        "Skole\n\n<script>x</script>",
        "Skole\u2028Bcc: x",
        "S\x00\x1b[2J",
        "S" * 5000,
    ],
)


@NAMES
def test_no_name_becomes_a_header_or_markup(settings: Reminders, name: str) -> None:
    made = letter(reminder(name, name), settings, NOW, new_message_id(settings.sender))
    assert str(made["Message-ID"]).endswith("@pejleby.example>")
    assert not [header for header, value in made.items() if "\n" in str(value)]
    assert made["Bcc"] is None
    plain, html = texts_of(made)
    assert "<script" not in html
    assert "\nBcc" not in plain
    assert all(sign.isprintable() or sign == "\n" for sign in plain)
    assert len(str(made["Subject"])) < 250
    assert "og 10 mere" in plain
    head = made.as_bytes().split(b"\r\n\r\n")[0]
    assert not re.search(rb"^bcc", head, re.IGNORECASE | re.MULTILINE)


@NAMES
def test_who_answers_for_one_unit_gets_no_list(settings: Reminders, name: str) -> None:
    made = letter(replace(reminder(name, name), units=(name,)), settings, NOW, new_message_id(settings.sender))
    plain, html = texts_of(made)
    assert "<script" not in html
    assert "\nBcc" not in plain
    assert ("\n- " in plain, "<ul>" in html) == (False, False)


@pytest.mark.parametrize(
    ("kind", "what", "told"),
    [
        ("round_opens", "BO4", "BO4 er åben til 30. november 2026; inden da skal Egeskolen give sin prognose."),
        ("round_closes", "BO4", "BO4 lukker 30. november 2026, og Egeskolen har ikke givet sin prognose."),
        (
            "supervision_overdue",
            (2026, 9),
            "Egeskolen har ikke skrevet under på ledelsestilsyn for september 2026; fristen var 30. november 2026.",
        ),
    ],
)
def test_one_unit_is_told_in_a_sentence(
    settings: Reminders, kind: Kind, what: str | tuple[int, int], told: str
) -> None:
    one = replace(reminder("Egeskolen"), kind=kind, what=what, units=("Egeskolen",))
    plain, _ = texts_of(letter(one, settings, NOW, new_message_id(settings.sender)))
    assert " ".join(plain.split()).startswith(told)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (SETTINGS.replace("boern@pejleby.example", "boern"), "recipients.0.addresses.0"),
        (SETTINGS.replace("boern@pejleby.example", "a@b\\r\\nBcc: c@d"), "recipients.0.addresses.0"),
        (SETTINGS.replace("https://pejling", "javascript:pejling"), "dashboard"),
        (SETTINGS + '\nlanguages = "da"\n', "languages"),
        (SETTINGS.split("[[")[0], "recipients"),
        ("sender = ", "TOML"),
    ],
)
def test_settings_that_cannot_be_understood_name_the_key(home: Home, wrong: str, told: str) -> None:
    home.reminders.write_text(wrong, encoding="utf-8")
    with pytest.raises(WrongUse, match=r"reminders\.toml") as refused:
        read_reminders(home.reminders)
    assert told in str(refused.value)


def test_the_documented_settings_are_understood(home: Home) -> None:
    example = (ROOT / "docs" / "reminders.md").read_text(encoding="utf-8").split("```toml\n")[1].split("```")[0]
    home.reminders.write_text(example, encoding="utf-8")
    found = read_reminders(home.reminders)
    assert found
    assert found.days_before_close == (1, 7)


def test_letters_lead_to_pages_that_are_there() -> None:
    assert set(PATHS) == set(get_args(Kind))
    assert set(PATHS.values()) <= {page.path for page in PAGES}
