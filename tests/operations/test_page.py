"""The page that an IT department follows: its examples are understood, what it names is there, its commands exist."""

import os
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from typer.main import get_command

from dashboard.alerts.settings import Alerts
from dashboard.cli import app
from pipelines.home import Retention
from tests.operations.test_settings import PAGE

RUN = "from dashboard.cli import main; main()"
TEXT = PAGE.read_text(encoding="utf-8")


def test_each_time_of_keeping_is_told_with_the_least_that_may_be_set() -> None:
    told = dict(re.findall(r"^\| `(\w+_(?:days|months|years))` \|.*\| (\d+) \|$", TEXT, re.MULTILINE))
    least = {name: str(field.metadata[0].ge) for name, field in Retention.model_fields.items()}

    assert told == least


def test_the_example_of_alerts_is_understood() -> None:
    (example,) = re.findall(r"```toml\n(sender.*?)```", TEXT, re.DOTALL)

    assert Alerts.model_validate(tomllib.loads(example)).language == "da"


def test_every_command_that_it_names_is_there() -> None:
    root = get_command(app)
    named = re.findall(r"(?:^|[`&] ?|/bin/)pejling ([a-z]+)(?: ([a-z]+))?\b", TEXT, re.MULTILINE)
    assert len(named) > 10
    for name, inner in named:
        command = root.commands.get(name)  # type: ignore[attr-defined]
        assert command, f"pejling {name}"
        if inner and hasattr(command, "commands"):
            assert inner in command.commands, f"pejling {name} {inner}"


def commands_to_type() -> list[list[str]]:
    """What stands in the examples of this page and of that about rights to be typed as it is, without `pejling`."""
    texts = [TEXT, PAGE.with_name("login.md").read_text(encoding="utf-8")]
    examples = [block for text in texts for block in re.findall(r"```\w*\n(.*?)```", text, re.DOTALL)]
    lines = [part.split("#")[0].strip() for block in examples for part in re.split(r"&&|\n", block)]
    return [shlex.split(line)[1:] for line in lines if line.startswith("pejling ")]


@pytest.mark.parametrize("typed", commands_to_type(), ids=" ".join)
def test_what_is_to_be_typed_is_understood_as_it_stands(typed: list[str]) -> None:
    """Every argument that is needed is there, and every option."""
    command, given = get_command(app), list(typed)
    while hasattr(command, "commands"):
        command = command.commands[given.pop(0)]
    assert command.make_context("pejling", given).params


def test_by_its_script_a_command_finds_the_installation_and_its_secrets(tmp_path: Path) -> None:
    """As a test's own user, which it is already."""
    script = (PAGE.parent / "operations" / "pejling").read_text(encoding="utf-8")
    (tmp_path / "secrets").mkdir()
    (tmp_path / "home").mkdir()
    (tmp_path / "pejling.env").write_text(f"PEJLING_HOME={tmp_path / 'home'}\n", encoding="utf-8")
    (tmp_path / "municipality.toml").write_text('name = "Pejleby"\n', encoding="utf-8")
    (tmp_path / "secrets" / "store").write_text(f"sqlite:///{tmp_path / 'elsewhere.db'}\n", encoding="utf-8")
    (tmp_path / "secrets" / "smtp").write_text("", encoding="utf-8")
    changes = {"/etc/pejling": str(tmp_path), "/opt/pejling/.venv/bin/pejling": f"{sys.executable} -c {RUN!r}"}
    as_user = "setpriv --reuid=pejling --regid=pejling --init-groups --no-new-privs "
    for before, after in (*changes.items(), (as_user, "")):
        assert before in script
        script = script.replace(before, after)
    known = {"PATH": os.environ["PATH"], "PYTHONPATH": str(PAGE.parents[1])}
    command = ["sh", "-c", script, "pejling", "store", "migrate", "--settings", str(tmp_path / "municipality.toml")]
    ran = subprocess.run(command, env=known, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert (tmp_path / "elsewhere.db").exists()
    assert not list((tmp_path / "home").rglob("*.db")), "no store is made where none is meant"


def test_every_file_that_it_links_to_is_there() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", TEXT):
        assert (Path(PAGE).parent / target).exists(), target
