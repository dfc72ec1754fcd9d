"""The units and the containers' files: what they name is there, what they may do is little, and systemd takes them."""

import platform
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.main import get_command

from dashboard.cli import app
from pipelines.environment import SETTINGS, refuse_unknown_settings
from pipelines.lock import Busy

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "operations"
UNITS = sorted((FOLDER / "systemd").iterdir())
SERVICES = ("pejling@.service", "pejling-job@.service")
COMMANDS = set(get_command(app).commands)  # type: ignore[attr-defined]
SECRETS = {setting.name for setting in SETTINGS if setting.is_secret}
PROGRAM = "/opt/pejling/.venv/bin/pejling"
# Without these somebody who takes over the server takes over more than it.
HARDENING = {
    "NoNewPrivileges=true", "ProtectSystem=strict", "ProtectHome=true", "PrivateTmp=true", "PrivateDevices=true",
    "CapabilityBoundingSet=", "RestrictNamespaces=true", "User=pejling", "UMask=0077",
    "SystemCallFilter=@system-service", "ReadWritePaths=/var/lib/pejling",
}  # fmt: skip


def lines(name: str) -> list[str]:
    text = (FOLDER / "systemd" / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if "=" in line and not line.startswith("#")]


def environment_file() -> dict[str, str]:
    text = (FOLDER / "pejling.env").read_text(encoding="utf-8")
    return dict(line.split("=", 1) for line in text.splitlines() if line and not line.startswith("#"))  # type: ignore[misc]


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_may_do_little_and_gets_its_secrets_as_files(name: str) -> None:
    said = lines(name)
    variables = dict(line.split("=", 2)[1:] for line in said if line.startswith("Environment=PEJLING"))
    given = {line.partition("=")[2].partition(":")[0] for line in said if line.startswith("LoadCredential=")}

    assert set(said) >= HARDENING
    refuse_unknown_settings(variables | environment_file())
    assert {variable.removesuffix("_FILE") for variable in variables} <= SECRETS
    assert {value.removeprefix("%d/") for value in variables.values()} == given
    assert not SECRETS & environment_file().keys(), "no secret stands in the settings that all may read"


def test_the_server_and_each_timer_run_a_command_that_there_is() -> None:
    assert f"ExecStart={PROGRAM} serve --port %i" in lines("pejling@.service")
    assert f"ExecStart={PROGRAM} %i" in lines("pejling-job@.service")
    assert f"SuccessExitStatus={Busy.exit_code}" in lines("pejling-job@.service")
    timers = [unit for unit in UNITS if unit.suffix == ".timer"]
    run = {re.sub(r"Unit=pejling-job@(.*)\.service", r"\1", line)
           for timer in timers for line in lines(timer.name) if line.startswith("Unit=")}  # fmt: skip

    assert run == {timer.stem.removeprefix("pejling-") for timer in timers}
    assert run == {"update", "remind", "alert", "backup", "purge"}
    assert run <= COMMANDS


def test_systemd_takes_the_units_and_finds_little_that_they_may_do(tmp_path: Path) -> None:
    for unit in UNITS:
        text = unit.read_text(encoding="utf-8").replace(PROGRAM, sys.executable)
        (tmp_path / unit.name).write_text(text, encoding="utf-8")
        assert len(text.splitlines()) < 90
    if platform.system() != "Linux":
        return  # there is no systemd elsewhere, neither to run these nor to check them
    analyze = shutil.which("systemd-analyze")
    assert analyze, "systemd-analyze was not found: run script/test, which finds or installs it"
    named = [str(tmp_path / f"pejling-{name}.timer") for name in ("update", "remind", "alert", "backup", "purge")]
    named += [str(tmp_path / "pejling@8501.service"), str(tmp_path / "pejling-job@update.service")]
    verified = subprocess.run([analyze, "verify", "--man=no", *named], capture_output=True, text=True, check=False)
    assert (verified.returncode, [line for line in verified.stderr.splitlines() if "pejling" in line]) == (0, [])
    for name in SERVICES:
        command = [analyze, "security", "--offline=yes", "--threshold=20", "--no-pager", str(tmp_path / name)]
        judged = subprocess.run(command, capture_output=True, text=True, check=False)
        assert judged.returncode == 0, judged.stdout[-2000:]


def compose() -> dict[str, Any]:
    said: dict[str, Any] = yaml.safe_load((FOLDER / "compose.yaml").read_text(encoding="utf-8"))
    return said


@pytest.mark.parametrize("name", ["app-1", "app-2", "job"])
def test_a_container_of_ours_may_write_its_home_alone(name: str) -> None:
    service = compose()["services"][name]
    refuse_unknown_settings(service["environment"])
    files = {
        value.removeprefix("/run/secrets/") for key, value in service["environment"].items() if key.endswith("_FILE")
    }

    assert files == set(service["secrets"])
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "ports" not in service
    assert not SECRETS & service["environment"].keys()


def test_only_the_proxy_is_reached_from_outside_and_is_believed() -> None:
    said = compose()
    (network,) = said["networks"]["inside"]["ipam"]["config"]

    assert {name for name, service in said["services"].items() if "ports" in service} == {"nginx"}
    assert said["services"]["app-1"]["environment"]["PEJLING_PROXY"] == network["subnet"]
    for service in said["services"].values():
        assert set(service.get("secrets", ())) <= said["secrets"].keys()
        assert set(service["networks"]) <= said["networks"].keys()
        assert set(service.get("depends_on", ())) <= said["services"].keys()
    assert {name for name, service in said["services"].items() if "healthcheck" in service} == {"postgresql", "nginx"}
    assert "HEALTHCHECK" in (FOLDER / "Dockerfile").read_text(encoding="utf-8")


def test_what_the_proxy_s_container_changes_in_the_configuration_stands_there() -> None:
    (command,) = [line for line in compose()["services"]["nginx"]["command"] if "sed" in line]
    changed = re.findall(r"s/([^/]+)/([^/]+)/", command)
    configuration = (FOLDER / "nginx.conf").read_text(encoding="utf-8")

    assert [before for before, _ in changed] == re.findall(r"server (127\.0\.0\.1:\d+)", configuration)
    assert {after.partition(":")[0] for _, after in changed} == {"app-1", "app-2"}
    assert {after.partition(":")[2] for _, after in changed} == {"8501"}


def test_the_image_holds_what_the_program_needs_from_the_lock_and_is_nobody_s_root() -> None:
    said = (FOLDER / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    copied = [word for line in re.findall(r"^COPY (?!--from)(.*)$", said, re.MULTILINE) for word in line.split()[:-1]]
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["requires-python"]

    assert all((ROOT / path).exists() for path in copied)
    assert {"requirements.lock", "pyproject.toml", "sql", "dashboard", "pipelines", ".streamlit"} <= set(copied)
    assert "--require-hashes -r requirements.lock" in said
    assert re.findall(r"^USER (.*)$", said, re.MULTILINE) == ["10001"]
    (version,) = set(re.findall(r"^FROM python:3\.(\d+)-", said, re.MULTILINE))
    oldest, newest = (int(minor) for minor in re.findall(r"3\.(\d+)", wanted))
    assert oldest <= int(version) < newest
    assert '\nENTRYPOINT ["pejling"]\n' in said
