"""When the server refuses to start: one sentence and an exit code, never a traceback."""

import socket
from pathlib import Path
from typing import Any

import pytest

from dashboard.required_settings import REQUIRED, flat_settings, refuse_unsafe_settings
from dashboard.server import refuse_open_demo, refuse_taken_port
from pipelines.problems import Problem, WrongUse
from tests.door.small_release import publish_small_release
from tests.server.conftest import free_port, make_home, start

SAFE = {option: allowed[0] for option, (allowed, _) in REQUIRED.items()}


def test_the_settings_of_the_product_are_safe():
    settings = flat_settings()
    refuse_unsafe_settings({option: settings.get(option, SAFE[option]) for option in REQUIRED})
    assert settings["server.address"] == "127.0.0.1"


@pytest.mark.parametrize("option", REQUIRED)
@pytest.mark.parametrize("value", ["full", "auto", None, 1, "x"])
def test_each_unsafe_setting_is_refused_by_its_name(option, value):
    if value in REQUIRED[option][0]:
        value = not value
    with pytest.raises(WrongUse, match=option):
        refuse_unsafe_settings({**SAFE, option: value})


def test_every_setting_has_its_reason_on_its_line():
    from dashboard.required_settings import CONFIG_FILE  # noqa: PLC0415

    ours = CONFIG_FILE.read_text(encoding="utf-8").split("# --- theme")[0]
    lines = [line for line in ours.splitlines() if "=" in line.split("#")[0]]
    assert len(lines) > 20
    assert [line for line in lines if "#" not in line] == []


@pytest.mark.parametrize("address", ["0.0.0.0", "", "::", "192.168.1.5", "pejling.example.dk", "127.0.0.1.example.dk"])
def test_the_demo_is_for_this_computer_alone(address):
    with pytest.raises(WrongUse, match="the demo would be open"):
        refuse_open_demo(address, is_demo=True)
    refuse_open_demo(address, is_demo=False)


@pytest.mark.parametrize("address", ["127.0.0.1", "localhost", "::1"])
def test_the_demo_on_this_computer_starts(address):
    refuse_open_demo(address, is_demo=True)


def test_a_port_that_is_taken_is_one_sentence():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(Problem, match="choose another with --port"):
            refuse_taken_port("127.0.0.1", taken.getsockname()[1])


@pytest.mark.parametrize(
    ("published", "demo", "code", "sentence"),
    [
        (True, False, 2, "nobody can log in yet"),
        (False, True, 1, "nothing has been published yet; run pejling update"),
    ],
)
def test_the_server_ends_with_one_sentence(tmp_path, published, demo, code, sentence):
    home, log = make_home(tmp_path / "home"), tmp_path / "log"
    if published:
        publish_small_release(home / "releases")
    assert ended(home, log, demo=demo) == code
    assert sentence in the_sentence(log)


def ended(home: Path, log: Path, **how: Any) -> int:
    """The exit code of a server that should not have started."""
    process = start(home, free_port(), log, **how)
    try:
        return process.wait(60)
    finally:
        process.kill()


def test_an_unsafe_setting_in_the_folder_that_it_is_started_from_stops_the_server(tmp_path):
    home, log = make_home(tmp_path / "home"), tmp_path / "log"
    publish_small_release(home / "releases")
    (tmp_path / ".streamlit").mkdir()
    (tmp_path / ".streamlit" / "config.toml").write_text(
        "[server]\nscriptHealthCheckEnabled = true\n", encoding="utf-8"
    )
    assert ended(home, log, folder=tmp_path) == 2
    assert "server.scriptHealthCheckEnabled is True, but anybody could run the pages" in the_sentence(log)


def the_sentence(log: Path) -> str:
    """What was said, which is one line without a traceback."""
    said = log.read_text(encoding="utf-8").strip()
    assert "Traceback" not in said
    assert len(said.splitlines()) == 1
    return said
