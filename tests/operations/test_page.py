"""The page that an IT department follows: its examples are understood, what it names is there, its commands exist."""

import re
import tomllib
from pathlib import Path

from typer.main import get_command

from dashboard.alerts.settings import Alerts
from dashboard.cli import app
from pipelines.home import Retention
from tests.operations.test_settings import PAGE

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


def test_every_file_that_it_links_to_is_there() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", TEXT):
        assert (Path(PAGE).parent / target).exists(), target
