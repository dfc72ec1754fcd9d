"""Every setting of the environment: known, written down, refused when misspelt, read from a file where it is secret."""

import re
from pathlib import Path

import pytest

from pipelines.environment import (
    FOR_THE_SCRIPTS,
    SETTINGS,
    Setting,
    refuse_unknown_settings,
    secrets_said,
    value_of,
)
from pipelines.problems import WrongUse
from tests.processes import pejling

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "operations.md"


def _named_in(*folders: str) -> set[str]:
    files = [file for folder in folders for file in (ROOT / folder).rglob("*") if file.suffix in {".py", ".md", ""}]
    text = "".join(file.read_text(encoding="utf-8") for file in files if file.is_file())
    return set(re.findall(r"\bPEJLING_[A-Z][A-Z_]*[A-Z]\b", text))


def test_what_the_program_reads_is_in_the_list_and_nothing_else_is() -> None:
    read = {name.removesuffix("_FILE") for name in _named_in("dashboard", "pipelines")}

    assert read - FOR_THE_SCRIPTS == {setting.name for setting in SETTINGS}


def test_what_scripts_say_to_tests_is_known_too() -> None:
    said = {name for name in _named_in("script") if not name.startswith("PEJLING_TEST_")}

    assert said <= {setting.name for setting in SETTINGS} | FOR_THE_SCRIPTS


def _line(setting: Setting) -> str:
    name = f"`{setting.name}`" + (" (or `…_FILE`)" if setting.is_secret else "")
    return f"| {name} | {setting.what} | {setting.without} |"


def test_the_page_has_every_setting_in_the_program_s_own_words() -> None:
    page = PAGE.read_text(encoding="utf-8")

    assert [line for line in page.splitlines() if line.startswith("| `PEJLING_")] == [_line(one) for one in SETTINGS]


@pytest.mark.parametrize(
    ("misspelt", "meant"),
    [("PEJLING_STORE_ULR", "PEJLING_STORE_URL"), ("PEJLING_LOG_FILE", "PEJLING_LOG"), ("PEJLING_METRICS", "nearest")],
)
def test_a_misspelt_setting_is_refused_and_the_nearest_is_named(misspelt: str, meant: str) -> None:
    with pytest.raises(WrongUse, match=rf"{misspelt}: there is no such setting.*{meant}"):
        refuse_unknown_settings({misspelt: "x", "PATH": "/bin", "PEJLING_HOME": "/srv"})


def test_every_setting_there_is_passes() -> None:
    names = {one.name for one in SETTINGS} | {f"{one.name}_FILE" for one in SETTINGS if one.is_secret}

    refuse_unknown_settings(dict.fromkeys([*names, "PEJLING_TEST_URL", *FOR_THE_SCRIPTS], "x"))


def test_every_command_refuses_it_before_it_does_anything(tmp_path: Path) -> None:
    said = pejling("--help", PEJLING_HOEM=str(tmp_path))

    assert (said.returncode, said.stdout) == (2, "")
    assert said.stderr.startswith("PEJLING_HOEM: there is no such setting; PEJLING_HOME is the nearest")


def test_a_secret_is_read_from_the_file_that_is_named(tmp_path: Path) -> None:
    (tmp_path / "store").write_text("postgresql://p:hemmelig@db/p\n", encoding="utf-8")
    said = {"PEJLING_STORE_URL_FILE": str(tmp_path / "store"), "PEJLING_STORE_URL": "sqlite://"}

    assert value_of("PEJLING_STORE_URL", said) == "postgresql://p:hemmelig@db/p"
    assert secrets_said(said) == {"postgresql://p:hemmelig@db/p", "hemmelig"}


def test_what_is_no_secret_has_no_file(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("/elsewhere", encoding="utf-8")

    assert value_of("PEJLING_HOME", {"PEJLING_HOME_FILE": str(tmp_path / "home")}) == ""


@pytest.mark.parametrize("content", [None, b"\xff\xfe"])
def test_a_secret_s_file_that_cannot_be_read_is_told_without_its_content(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "cookie"
    if content is not None:
        file.write_bytes(content)

    with pytest.raises(WrongUse, match=r"PEJLING_COOKIE_SECRET_FILE: the file cannot be read \("):
        value_of("PEJLING_COOKIE_SECRET", {"PEJLING_COOKIE_SECRET_FILE": str(file)})
