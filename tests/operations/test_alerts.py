"""Letters to those who run Pejling, by a real mail server: each cause once, anew when it is back, never an amount."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from filelock import FileLock

from dashboard.alerts.causes import Cause
from dashboard.alerts.command import alert
from dashboard.alerts.sending import words_of
from dashboard.alerts.settings import Alerts
from pipelines.last_update import noted, read_last_update
from pipelines.lock import Busy
from pipelines.problems import Problem, WrongUse
from tests.reminders.conftest import Running, server, texts_of
from tests.spine.small_municipality import APRIL, SmallMunicipality, update

__all__ = ["server"]

ONE, TWO = "drift@pejleby.example", "data@pejleby.example"
SETTINGS = f"""
sender = "pejling@pejleby.example"
dashboard = "https://pejling.pejleby.example"
addresses = ["{ONE}", "{TWO}"]
"""
# March is in: April's postings are due eight days after April.
IN_TIME, LATE = datetime(2026, 5, 8, 12, tzinfo=UTC), datetime(2026, 5, 9, 12, tzinfo=UTC)


@pytest.fixture
def watched(march: SmallMunicipality) -> SmallMunicipality:
    """March is published and nothing is wrong; two addresses are to be told when something is."""
    march.home.alerts.write_text(SETTINGS, encoding="utf-8")
    return march


def run(watched: SmallMunicipality, now: datetime = IN_TIME) -> None:
    alert(watched.home, now=now)


def test_nobody_is_written_to_unless_the_municipality_says_so(
    march: SmallMunicipality, server: Running, capsys: pytest.CaptureFixture[str]
) -> None:
    alert(march.home, now=LATE)

    assert server.mailbox.letters == []
    assert "Alerts are off" in capsys.readouterr().err


def test_a_late_delivery_is_told_once_and_again_when_the_next_is_late(
    watched: SmallMunicipality, server: Running
) -> None:
    run(watched)
    assert server.mailbox.letters == []
    for _ in range(2):
        run(watched, LATE)
    assert server.mailbox.subjects == [(ONE, "Pejling: 1 ting er galt"), (TWO, "Pejling: 1 ting er galt")]
    plain, html = texts_of(server.mailbox.letters[0])
    assert "- Posteringer – ventet 08.05.2026, ikke kommet endnu\n" in plain
    assert "https://pejling.pejleby.example/datakvalitet" in plain
    assert "<li>Posteringer – ventet 08.05.2026, ikke kommet endnu</li>" in html
    # It comes, and a month later the next one is late.
    watched.put("posteringer_2026_04.csv", APRIL)
    update(watched)
    run(watched, LATE)
    assert len(server.mailbox.letters) == 2
    run(watched, datetime(2026, 6, 9, tzinfo=UTC))
    assert "ventet 08.06.2026" in texts_of(server.mailbox.letters[2])[0]


def test_what_does_not_reconcile_is_told_without_an_amount(watched: SmallMunicipality, server: Running) -> None:
    watched.put("posteringer_2026_04.csv", APRIL.replace("I alt;;;;;2.017,11", "I alt;;;;;9.876,54"))
    update(watched)
    run(watched)
    plain, html = texts_of(server.mailbox.letters[0])

    assert "- Posteringer – stemmer ikke med sin kontroltotal\n" in plain
    assert not any(amount in plain + html for amount in ("9876", "9.876", "2.017", "2017", "7.859", "7859"))


def test_a_refused_file_and_a_run_that_failed_are_told_by_the_command(
    watched: SmallMunicipality, server: Running
) -> None:
    watched.put("lønliste.csv", "navn;løn\nKirsten;1\n")
    assert watched.pejling("update").returncode == 1
    run(watched)
    assert "- lønliste.csv blev afvist og ligger i indbakken\n" in texts_of(server.mailbox.letters[0])[0]
    # The file is still there, and now nothing can be built.
    watched.home.corrections.write_text("- {", encoding="utf-8")
    assert watched.pejling("update").returncode == 2
    run(watched)
    run(watched)
    plain = texts_of(server.mailbox.letters[2])[0]
    assert "- Der kom ingen nye tal: den seneste kørsel fejlede." in plain
    assert "lønliste" not in plain
    assert len(server.mailbox.letters) == 4
    # Mended: it is forgotten, and told when it comes again.
    watched.home.corrections.unlink()
    (watched.home.inbox / "lønliste.csv").unlink()
    assert watched.pejling("update").returncode == 0
    run(watched)
    watched.home.corrections.write_text("- {", encoding="utf-8")
    watched.pejling("update")
    run(watched)
    assert len(server.mailbox.letters) == 6


def test_an_address_that_is_refused_is_tried_again_and_the_other_is_not(
    watched: SmallMunicipality, server: Running
) -> None:
    server.mailbox.refused = {ONE}
    with pytest.raises(Problem, match="1 letters could not be sent"):
        run(watched, LATE)
    server.mailbox.refused = set()
    run(watched, LATE)

    assert [to for to, _ in server.mailbox.subjects] == [TWO, ONE]


def test_a_server_that_is_gone_loses_nothing(
    watched: SmallMunicipality, server: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PEJLING_SMTP_URL", "smtp://127.0.0.1:9")
    with pytest.raises(Problem, match="the mail server does not answer"):
        run(watched, LATE)
    monkeypatch.setenv("PEJLING_SMTP_URL", server.url)
    run(watched, LATE)

    assert len(server.mailbox.letters) == 2


def test_it_says_what_is_wrong_without_sending_where_that_is_asked_for(
    watched: SmallMunicipality, server: Running, capsys: pytest.CaptureFixture[str]
) -> None:
    alert(watched.home, is_dry_run=True, now=LATE)

    assert capsys.readouterr().out == "Posteringer – ventet 08.05.2026, ikke kommet endnu\n"
    assert server.mailbox.letters == []


def test_without_a_release_or_a_mail_server_it_says_so(
    watched: SmallMunicipality, server: Running, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (watched.home.releases / "current").unlink()
    run(watched, LATE)
    assert server.mailbox.letters == []
    assert "releases" in capsys.readouterr().err
    monkeypatch.delenv("PEJLING_SMTP_URL")
    with pytest.raises(WrongUse, match="PEJLING_SMTP_URL: there is no mail server"):
        run(watched, LATE)


def test_two_at_once_send_one_letter(watched: SmallMunicipality, server: Running) -> None:
    with FileLock(watched.home.folder / "alerts.lock"), pytest.raises(Busy, match="another alert is at work"):
        run(watched, LATE)
    assert server.mailbox.letters == []


@pytest.mark.parametrize("damage", ["", "[]", '{"x": 1}', "{"])
def test_a_note_that_is_damaged_costs_a_second_letter_and_no_more(
    watched: SmallMunicipality, server: Running, damage: str
) -> None:
    (watched.home.folder / "alerts_told.json").write_text(damage, encoding="utf-8")
    run(watched, LATE)
    run(watched, LATE)

    assert len(server.mailbox.letters) == 2
    assert json.loads((watched.home.folder / "alerts_told.json").read_text(encoding="utf-8")).keys() == {ONE, TWO}


def test_no_name_of_a_file_ends_a_header_or_becomes_markup() -> None:
    settings = Alerts(sender="a@b.example", dashboard="https://p.example", addresses=(ONE,), language="en")
    words = words_of(settings, [Cause("refused", "<b>x</b> was refused, and waits in the inbox")] * 2)

    assert words.subject == "Pejling: 2 things are wrong"
    assert words.units == ("<b>x</b> was refused, and waits in the inbox",) * 2


def test_a_run_writes_down_how_it_ended(march: SmallMunicipality, tmp_path: Path) -> None:
    home = march.home
    assert read_last_update(home) is None
    with noted(home) as refused:
        refused(["a.csv"])
    assert (last := read_last_update(home))
    assert (last.failed, last.refused) == ("", ("a.csv",))
    with pytest.raises(ZeroDivisionError), noted(home):
        raise ZeroDivisionError("Kirsten Holm")
    assert (last := read_last_update(home))
    assert (last.failed, last.refused) == ("ZeroDivisionError", ())
    # One that found another at work says nothing: the other does.
    with pytest.raises(Busy), noted(home):
        raise Busy("x", where="y", remedy="z")
    assert read_last_update(home) == last


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('addresses = ["drift"]', "addresses"),
        ("addresses = []", "addresses"),
        ('language = "de"', "language"),
        ('dashbord = "https://x.example"', "dashbord"),
    ],
)
def test_wrong_settings_are_told_and_nothing_is_sent(
    watched: SmallMunicipality, server: Running, line: str, told: str
) -> None:
    key = line.partition(" ")[0]
    kept = "\n".join(one for one in SETTINGS.splitlines() if not one.startswith(f"{key} "))
    watched.home.alerts.write_text(f"{kept}\n{line}\n", encoding="utf-8")

    with pytest.raises(WrongUse, match=told):
        run(watched, LATE)
    assert server.mailbox.letters == []
