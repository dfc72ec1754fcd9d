"""Reminders given to a real mail server: to whom, in which words, once, and what happens when it goes wrong."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from dashboard.reminders import post
from dashboard.reminders.command import remind
from dashboard.store.at_hand import at_hand, forget
from dashboard.store.attention import sent_reminders
from dashboard.store.database import close_stores, open_store
from dashboard.store.forecast_rounds import SignWish, record_round, record_sign
from dashboard.store.journal import Author
from dashboard.store.supervision import SignWish as SupervisionWish
from dashboard.store.supervision import record_sign as sign_supervision
from pipelines.home import Home
from pipelines.problems import Problem, WrongUse
from tests.pages.page_municipality import HOSTILE_NAME, YEAR
from tests.reminders.conftest import (
    BO,
    BOERN,
    CARE,
    CERTIFICATE,
    NOW,
    OWED,
    PASSWORD,
    ROUND,
    SETTINGS,
    UNGE,
    Running,
    texts_of,
)

ROOT = Path(__file__).parents[2]
OPENS, SUPERVISION = (
    "Pejling: BO4 er åben til 30. november 2026",
    "Pejling: ledelsestilsyn for september 2026 mangler underskrift",
)
ON_LOOPBACK = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")


def test_everybody_is_written_to_in_their_language_and_once(home: Home, server: Running) -> None:
    remind(home, now=NOW)
    assert server.mailbox.subjects == [
        (BOERN, OPENS),
        (UNGE, OPENS),
        (BOERN, SUPERVISION),
        (UNGE, SUPERVISION),
        (CARE, "Pejling: BO4 is open until 30 November 2026"),
        (CARE, "Pejling: supervision of September 2026 lacks a signature"),
    ]
    remind(home, now=NOW + timedelta(hours=3))
    assert len(server.mailbox.letters) == 6


def test_a_letter_says_who_and_where_and_no_amount(home: Home, server: Running) -> None:
    remind(home, now=NOW)
    plain, html = texts_of(server.mailbox.letters[0])
    assert plain == (
        "BO4 er åben til 30. november 2026. 3 enheder i Center for Børn og Unge skal give deres prognoser:\n\n"
        f"- Egeskolen\n- Elmeskolen\n- {HOSTILE_NAME}\n\n"
        f"Åbn det i Pejling: https://pejling.pejleby.example/prognoserunde?unit=north&round=BO4&year={YEAR}\n\n"
        "-- \nDu får dette brev, fordi du har ansvaret for Center for Børn og Unge i Pejling. "
        "Ingen læser svar på det.\n"
    )
    assert "<img" not in html
    assert "&lt;img src=x onerror=alert(1)&gt;" in html
    assert f'href="https://pejling.pejleby.example/prognoserunde?unit=north&amp;round=BO4&amp;year={YEAR}"' in html
    for message in server.mailbox.letters:
        for text in texts_of(message):
            assert not re.search(r"kr\.|DKK|\d\d[.,]\d\d\d", text)


def test_who_has_answered_is_not_reminded(home: Home, server: Running) -> None:
    store, ann = open_store(home), Author("ann", "institution_head", "2026-11-03.1")
    for unit_id in ("oak_school", "care_home"):
        wish = SignWish(fiscal_year=YEAR, round="BO4", unit_id=unit_id, state="ready")
        record_sign(store, wish, ann, seen_version=0)
        answers = {"budget": "yes", "cash": "yes"}
        signed = SupervisionWish(fiscal_year=YEAR, period=9, unit_id=unit_id, answers=answers)  # type: ignore[arg-type]
        sign_supervision(store, signed, ann, seen_version=0)
    remind(home, now=NOW)
    assert {to for to, _ in server.mailbox.subjects} == {BOERN, UNGE}
    assert all("Egeskolen" not in texts_of(message)[0] for message in server.mailbox.letters)


def test_what_was_not_signed_last_year_is_written_of_too(home: Home, server: Running) -> None:
    home.supervision_list.write_text(OWED.replace("2026-09-01", "2025-12-01"), encoding="utf-8")
    in_january = NOW.replace(year=YEAR, month=2, day=25)
    remind(home, now=in_january)
    letters = [one for one in server.mailbox.letters if str(one["To"]) == BOERN and "tilsyn" in str(one["Subject"])]
    assert str(letters[0]["Subject"]) == "Pejling: ledelsestilsyn for december 2025 mangler underskrift"
    plain, _ = texts_of(letters[0])
    assert f"ledelsestilsyn?unit=north&period={YEAR - 1}-12" in plain
    assert "- Egeskolen\n" in plain


def test_before_a_round_closes_there_is_one_more_and_with_new_dates_another(home: Home, server: Running) -> None:
    remind(home, now=NOW)
    server.mailbox.letters.clear()
    for days_before in (7, 6, 1, 0):
        remind(home, now=NOW + timedelta(days=20 - days_before))
    closing = [subject for to, subject in server.mailbox.subjects if to == BOERN and "lukker" in subject]
    assert closing == ["Pejling: BO4 lukker 30. november 2026"] * 2, "a week before and a day before"
    record_round(open_store(home), replace(ROUND, closes_on=ROUND.closes_on + timedelta(days=2)), BO, seen_version=1)
    remind(home, now=NOW + timedelta(days=21))
    assert server.mailbox.subjects[0][0]
    assert (BOERN, "Pejling: BO4 lukker 2. december 2026") in server.mailbox.subjects
    server.mailbox.letters.clear()
    remind(home, now=NOW + timedelta(days=30))
    assert not [subject for _, subject in server.mailbox.subjects if "BO4" in subject], "it should be closed"


def test_a_server_that_is_down_is_told_and_nothing_is_lost(
    home: Home, server: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = server.url
    monkeypatch.setenv(post.SETTING, "smtp://127.0.0.1:1")
    with pytest.raises(Problem, match=r"127\.0\.0\.1:1: the mail server does not answer") as refused:
        remind(home, now=NOW)
    assert refused.value.exit_code == 1
    assert sent_reminders(open_store(home), "round_opens") == {}
    monkeypatch.setenv(post.SETTING, url)
    remind(home, now=NOW)
    assert len(server.mailbox.letters) == 6


def test_an_address_that_is_refused_stops_no_other_and_is_tried_again(home: Home, server: Running) -> None:
    server.mailbox.refused.add(BOERN)
    with pytest.raises(Problem, match="2 of 6 reminders could not be sent"):
        remind(home, now=NOW)
    assert {to for to, _ in server.mailbox.subjects} == {UNGE, CARE}
    server.mailbox.refused.clear()
    remind(home, now=NOW)
    assert [to for to, _ in server.mailbox.subjects].count(BOERN) == 2
    assert len(server.mailbox.letters) == 6


def test_a_letter_that_is_refused_is_told_and_tried_again_by_the_next_run(
    home: Home, server: Running, capsys: pytest.CaptureFixture[str]
) -> None:
    server.mailbox.answer = "451 come back later"
    with pytest.raises(Problem, match="6 of 6"):
        remind(home, now=NOW)
    assert f"not sent to {BOERN}, the next run tries again: 451 come back later" in capsys.readouterr().err
    server.mailbox.answer = "250 OK"
    remind(home, now=NOW + timedelta(minutes=1))
    assert len(server.mailbox.letters) == len(set(server.mailbox.subjects)) == 6


def test_two_runs_at_once_send_each_letter_once(home: Home, server: Running) -> None:
    failures: list[BaseException] = []

    def run() -> None:
        try:
            remind(home, now=NOW)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(server.mailbox.letters) == len(set(server.mailbox.subjects)) == 6


def test_reminders_are_off_without_their_file(home: Home, server: Running, capsys: pytest.CaptureFixture[str]) -> None:
    home.reminders.unlink()
    remind(home, now=NOW)
    assert "Reminders are off" in capsys.readouterr().err
    assert server.mailbox.letters == []


def test_without_a_server_nothing_is_noted_and_a_dry_run_prints(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(WrongUse, match="there is no mail server"):
        remind(home, now=NOW)
    remind(home, is_dry_run=True, now=NOW)
    shown = capsys.readouterr().out
    assert f"To: {BOERN}\nSubject: {OPENS}\n" in shown
    assert shown.count("To: ") == 6
    assert sent_reminders(open_store(home), "round_opens") == {}


def test_a_unit_that_is_not_there_is_told(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    home.reminders.write_text(SETTINGS.replace('"care_home"', '"closed"'), encoding="utf-8")
    remind(home, is_dry_run=True, now=NOW)
    assert "there is no unit closed" in capsys.readouterr().err


@ON_LOOPBACK
def test_the_server_s_user_and_password_come_from_the_address(
    home: Home, server_with_users: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = server_with_users.controller.port
    with pytest.raises(Problem):  # nobody logged in
        remind(home, now=NOW)
    monkeypatch.setenv(post.SETTING, f"smtp://pejling%40kommune:wrong@127.0.0.1:{port}")
    with pytest.raises(Problem, match="does not know the user or the password") as refused:
        remind(home, now=NOW)
    assert "wrong@" not in str(refused.value)
    monkeypatch.setenv(post.SETTING, f"smtp://pejling%40kommune:a%2Fb%3Ac%25d@127.0.0.1:{port}")
    remind(home, now=NOW)
    assert len(server_with_users.mailbox.letters) == 6


@ON_LOOPBACK
def test_an_encrypted_server_is_believed_by_its_certificate(
    home: Home, encrypted_server: tuple[Running, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    running, url = encrypted_server
    monkeypatch.setenv(post.SETTING, url)
    with pytest.raises(Problem, match="CERTIFICATE_VERIFY_FAILED"):
        remind(home, now=NOW)
    assert running.mailbox.letters == []
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    remind(home, now=NOW)
    assert len(running.mailbox.letters) == 6


@ON_LOOPBACK
def test_a_server_without_encryption_gets_no_password_by_starttls(
    home: Home, server_with_users: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = server_with_users.controller.port
    monkeypatch.setenv(post.SETTING, f"starttls://pejling%40kommune:{PASSWORD.replace('/', '%2F')}@127.0.0.1:{port}")
    with pytest.raises((Problem, WrongUse)):
        remind(home, now=NOW)
    assert server_with_users.mailbox.letters == []


def test_a_store_that_is_gone_sends_nothing(home: Home, server: Running) -> None:
    assert at_hand(home).engine
    close_stores()
    for file in (home.folder / "store").iterdir():
        file.write_bytes(b"no database" * 1000)
    forget()
    with pytest.raises(Problem):
        remind(home, now=NOW)
    assert server.mailbox.letters == []


def test_the_command_says_what_it_did(home: Home) -> None:
    command = [sys.executable, "-c", "from dashboard.cli import main; main()", "remind", "--dry-run"]
    done = subprocess.run(
        [*command, "--home", str(home.folder)], cwd=ROOT, capture_output=True, text=True, check=True, timeout=120
    )
    assert "letters would be sent" in done.stderr
    assert "Subject: Pejling: " in done.stdout
