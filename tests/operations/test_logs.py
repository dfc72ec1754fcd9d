"""The log: every line looked through for secrets and persons, one JSON object a line where programs read it."""

import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from dashboard.observing.logs import CarefulHandler, begin_logging, request_id, take_over
from dashboard.store.database import engine_of, store_url
from pipelines.environment import SETTINGS
from pipelines.home import Home, Municipality
from pipelines.problems import Problem, WrongUse

PASSWORD = 'hem"lig\\ord med æ'
SECRETS = {
    "PEJLING_STORE_URL": "postgresql://pejling:basens-kodeord@127.0.0.1:1/pejling",
    "PEJLING_LOGIN_SECRET": PASSWORD,
    "PEJLING_COOKIE_SECRET": "en-lang-hemmelighed-som-ingen-skal-kunne-gætte",
    "PEJLING_SMTP_URL": "starttls://post:postens%20kodeord@mail.example:587",
}
NOT_TO_BE_READ = [*SECRETS.values(), "basens-kodeord", "postens%20kodeord"]


@pytest.fixture
def stream(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)
    root = logging.getLogger()
    before, level, loggers = list(root.handlers), root.level, {}
    for name in ("pejling", "dashboard", "pipelines"):
        loggers[name] = logging.getLogger(name).level
    yield io.StringIO()
    root.handlers[:] = before
    root.setLevel(level)
    for name, was in loggers.items():
        logging.getLogger(name).setLevel(was)


@pytest.fixture
def said(stream: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """The log as programs read it."""
    monkeypatch.setenv("PEJLING_LOG", "json")
    begin_logging(lambda: "2026-11-14", stream=stream)
    return stream


def test_the_secrets_of_the_test_are_those_that_there_are() -> None:
    assert set(SECRETS) == {setting.name for setting in SETTINGS if setting.is_secret}


def test_a_record_is_one_line_of_json_with_its_request_and_release(said: io.StringIO) -> None:
    token = request_id.set("a1b2c3d4e5f6")
    try:
        logging.getLogger("pejling.server").warning("not ready: %s\nand %d", "to linjer – æøå", 2)
    finally:
        request_id.reset(token)
    (line,) = said.getvalue().splitlines()
    told = json.loads(line)

    assert told.pop("at").endswith("+00:00")
    assert told == {
        "level": "warning",
        "logger": "pejling.server",
        "message": "not ready: to linjer – æøå\nand 2",
        "request": "a1b2c3d4e5f6",
        "release": "2026-11-14",
    }


@pytest.mark.parametrize("form", ["json", "text"])
def test_no_secret_is_logged_however_it_comes(stream: io.StringIO, form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEJLING_LOG", form)
    begin_logging(stream=stream)
    log = logging.getLogger("pejling.test")
    for secret in NOT_TO_BE_READ:
        log.warning("the setting is %s", secret)
        log.error("the setting is " + secret)
        try:
            try:
                int(secret)
            except ValueError as error:
                raise Problem(f"cannot use {secret}", where=secret, remedy="x") from error
        except Problem:
            log.exception("incident %s", secret)
    lines = [json.loads(line)["message"] for line in stream.getvalue().splitlines()] if form == "json" else []

    assert stream.getvalue().count("incident …") == len(NOT_TO_BE_READ)
    assert [secret for secret in NOT_TO_BE_READ if secret in stream.getvalue() or secret in "\n".join(lines)] == []


def test_a_database_that_does_not_answer_is_told_without_its_password(said: io.StringIO, tmp_path: Path) -> None:
    engine = engine_of(store_url(Home(tmp_path, tmp_path / "municipality.toml", Municipality(name="Prøve"))))
    try:
        with engine.connect() as connection:
            connection.execute(text("select 1"))
    except SQLAlchemyError as error:
        logging.getLogger("pejling.store").warning("the store does not answer: %s", error, exc_info=error)
    engine.dispose()

    assert "OperationalError" in said.getvalue()
    assert "basens-kodeord" not in said.getvalue()


@pytest.mark.parametrize(
    ("message", "logged"),
    [
        ("line of 010170-1234 refused", "line of … refused"),
        ("0101701234", "…"),
        ("letter to Kirsten.Holm+x@havrevig.example: 550", "letter to …: 550"),
        ("GET /download/eyJwIjoi.abc-_", "GET /download/…"),
        ("/auth/callback?code=abc&state=x y", "/auth/callback?… y"),
        ("account 1234567890123, 91 030.00 DKK", "account 1234567890123, 91 030.00 DKK"),
        ("is it so? yes=no", "is it so? yes=no"),
    ],
)
def test_what_is_about_a_person_is_struck_out(said: io.StringIO, message: str, logged: str) -> None:
    logging.getLogger("pejling").warning(message)

    assert json.loads(said.getvalue())["message"] == logged


def test_an_error_of_a_library_is_told_without_its_words_and_one_of_ours_with_them(said: io.StringIO) -> None:
    try:
        try:
            int("Kirsten Holm")
        except ValueError as error:
            raise Problem("the row cannot be read", where="line 7", remedy="mend it") from error
    except Problem:
        logging.getLogger("pejling").exception("incident 12ab")
    told = json.loads(said.getvalue())

    assert "line 7: the row cannot be read; mend it." in told["error"]
    assert "builtins.ValueError\n" in told["error"]
    assert "test_logs.py:" in told["error"]
    assert "Kirsten" not in said.getvalue()


def test_a_library_s_own_stream_is_taken_over(said: io.StringIO, capsys: pytest.CaptureFixture[str]) -> None:
    library = logging.getLogger("a_library.of_others")
    library.propagate = False
    library.addHandler(own := logging.StreamHandler(io.StringIO()))
    before = {name: (list(logging.getLogger(name).handlers), logging.getLogger(name).propagate)
              for name in list(logging.root.manager.loggerDict)}  # fmt: skip
    try:
        take_over()
        library.warning("about 010170-1234")
    finally:
        for name, (handlers, propagate) in before.items():
            logging.getLogger(name).handlers[:], logging.getLogger(name).propagate = handlers, propagate

    assert json.loads(said.getvalue())["message"] == "about …"
    assert own.stream.getvalue() == ""


def test_beginning_anew_leaves_one_handler(said: io.StringIO) -> None:
    begin_logging(stream=said)

    assert len([one for one in logging.getLogger().handlers if isinstance(one, CarefulHandler)]) == 1


@pytest.mark.parametrize(("setting", "value"), [("PEJLING_LOG", "xml"), ("PEJLING_LOG_LEVEL", "debug")])
def test_a_setting_that_is_none_stops_the_start(
    stream: io.StringIO, monkeypatch: pytest.MonkeyPatch, setting: str, value: str
) -> None:
    monkeypatch.setenv(setting, value)

    with pytest.raises(WrongUse, match=f"{setting}: it is '{value}'"):
        begin_logging(stream=stream)


def test_requests_are_logged_where_that_is_wanted_and_others_words_are_not(
    stream: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PEJLING_LOG_LEVEL", "info")
    begin_logging(stream=stream)
    logging.getLogger("pejling.requests").info("GET / 200 12 ms")
    library = logging.getLogger("httpx")
    library.setLevel(logging.INFO)
    library.info("HTTP Request: GET https://provider.example")
    library.setLevel(logging.NOTSET)

    assert "GET / 200 12 ms" in stream.getvalue()
    assert "provider.example" not in stream.getvalue()
