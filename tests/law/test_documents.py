"""What the documents name is there: files, tests, commands, settings of the login."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import typer.main

from dashboard.cli import app
from dashboard.login.claims import claimed
from dashboard.login.settings import LoginSettings
from dashboard.roles import ROLES
from dashboard.store.models.audit import AUDIT_KINDS

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
# What was decided and what has changed speaks of its own time.
OF_TODAY = [one for one in DOCUMENTS if one.name not in {"DECISIONS.md", "CHANGELOG.md"}]
ROOMS = "bench|dashboard|docs|pipelines|sample_data|script|sql|tests"
every_document = pytest.mark.parametrize("document", [pytest.param(one, id=one.stem) for one in OF_TODAY])


@every_document
def test_every_link_leads_somewhere(document: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", document.read_text(encoding="utf-8"))
    inside = [link for link in links if "://" not in link and not link.startswith("mailto:")]
    assert [link for link in inside if not (document.parent / link).exists()] == []


@every_document
def test_every_file_that_is_named_is_there(document: Path) -> None:
    named = re.findall(rf"`((?:{ROOMS})/[\w./-]+)(?:::(\w+))?`", document.read_text(encoding="utf-8"))
    assert [path for path, _ in named if not (ROOT / path).exists()] == []
    for path, test in named:
        assert not test or f"def {test}(" in (ROOT / path).read_text(encoding="utf-8"), test


@every_document
def test_every_command_that_is_named_is_there(document: Path) -> None:
    told = re.findall(
        r"(?:^|[ `/])pejling ((?:[a-z]+)(?: [a-z]+)?)", document.read_text(encoding="utf-8"), re.MULTILINE
    )
    unknown = {words for words in told if words.split()[0] in _written_as_command(document) and not _is_command(words)}
    assert unknown == set()


def _written_as_command(document: Path) -> set[str]:
    """First words that follow `pejling` where it is certainly the command: within backticks or in a block of code."""
    text = document.read_text(encoding="utf-8")
    blocks = "\n".join(text.split("```")[1::2])
    found = re.findall(r"`pejling ([a-z]+)", text) + re.findall(r"(?:^|/)pejling ([a-z]+)", blocks, re.MULTILINE)
    return set(found)


@cache
def _commands() -> dict[str, dict[str, Any]]:
    """Every command, with those below it where it is a group."""
    return {name: getattr(one, "commands", {}) for name, one in typer.main.get_command(app).commands.items()}


def _is_command(words: str) -> bool:
    first, _, second = words.partition(" ")
    below = _commands().get(first)
    return below is not None and (not below or not second or second in below)


@pytest.mark.parametrize("room", ["dashboard", "pipelines", "sql", "tests"])
def test_every_module_and_room_stands_in_the_house(room: str) -> None:
    house = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8").split("## Rooms")[1].split("## On disk")[0]
    inside = [one for one in (ROOT / room).iterdir() if not one.name.startswith(("_", "."))]
    rooms = [one.name for one in inside if one.is_dir() or room != "tests"]
    assert [name for name in rooms if not re.search(rf"(?<!\w){re.escape(name)}(?!\w)", house)] == []


LOGIN = (ROOT / "docs" / "login.md").read_text(encoding="utf-8")
EXAMPLES = [tomllib.loads(block) for block in re.findall(r"```toml\n(.*?)```", LOGIN, re.DOTALL)]


def test_the_login_s_settings_and_roles_are_all_told() -> None:
    keys = LOGIN.split("## `login.toml`")[1].split("\n## ")[0]
    told = set(re.findall(r"^\| `(?:\[\[)?(\w+)(?:\]\])?` \|", keys, re.MULTILINE))
    assert told == LoginSettings.model_fields.keys()
    assert [role for role in ROLES if f"`{role}`" not in LOGIN] == []


def test_every_kind_of_line_in_the_audit_log_is_told() -> None:
    rows = LOGIN.split("## The audit log")[1].split("\n## ")[0].splitlines()
    told = {kind for row in rows if row.startswith("| `") for kind in re.findall(r"`(\w+)`", row.split("|")[1])}
    assert told == set(AUDIT_KINDS)


@pytest.mark.parametrize(
    ("provider", "claims", "role", "unit"),
    [
        ("adfs", {"groups": ["Domain Users", "pejling-centerchef-110000"]}, "centre_manager", "110000"),
        ("adfs", {"groups": "pejling-centerchef-110000"}, "centre_manager", "110000"),
        ("microsoftonline", {"roles": ["centre_manager.110000"]}, "centre_manager", "110000"),
        # Of somebody in too many groups Entra ID tells where to ask for them, and nobody guesses.
        ("microsoftonline", {"_claim_names": {"groups": "src1"}, "_claim_sources": {"src1": {}}}, None, None),
        ("realms", {"groups": ["pejling-centerchef-110000"]}, "centre_manager", "110000"),
        ("realms", {"groups": ["/kommune/pejling-centerchef-110000"]}, None, None),
    ],
)
def test_an_example_of_the_login_gives_the_role_that_it_says(
    provider: str, claims: dict[str, Any], role: str | None, unit: str | None
) -> None:
    (example,) = (one for one in EXAMPLES if provider in one.get("issuer", ""))
    settings = LoginSettings.model_validate(example)
    somebody = claimed({"iss": settings.issuer, settings.identity: "somebody", **claims}, settings)
    assert [(one.role, one.unit_id) for one in somebody.roles] == ([(role, unit)] if role else [])


def test_the_rules_that_the_login_s_page_shows_first_hold() -> None:
    rules, *_ = (one for one in EXAMPLES if "issuer" not in one)
    settings = LoginSettings.model_validate({**EXAMPLES[-1], **rules})
    groups = ["pejling-centerchef-110000", "pejling-controlling"]
    somebody = claimed({"iss": settings.issuer, "sub": "somebody", "groups": groups}, settings)
    assert {(one.role, one.unit_id) for one in somebody.roles} == {
        ("centre_manager", "110000"),
        ("controller", "municipality"),
    }
