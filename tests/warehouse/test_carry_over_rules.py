"""The rules as data: what contradicts is set aside in one sentence with place and remedy, and the rest goes on."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from pipelines.carry_over_rules import read_carry_over_rules
from pipelines.problems import WrongUse

SAMPLE = Path(__file__).parents[2] / "sample_data"
TITLE = 'title = { da = "Regel", en = "Rule" }'
GOOD = f'[[rules]]\nname = "good"\npart = "operating"\n{TITLE}\nunits = ["100"]\nshare_up = 0.05\n'


def rule(*lines: str, name: str = "wrong", part: str = "operating") -> str:
    return "\n".join(["[[rules]]", f'name = "{name}"', f'part = "{part}"', TITLE, *lines, ""])


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (rule("share_up = 1.2"), "share_up: Input should be less than or equal to 1"),
        (rule("share_down = -0.1"), "share_down: Input should be greater than or equal to 0"),
        (rule("spread = [0.5, 0.4]"), "the shares of spread sum to 0.9, not to 1"),
        (rule("spread = [0.2, 0.2, 0.2, 0.2, 0.2]"), "spread: Tuple should have at most 4 items"),
        (rule("transfers = false", "cap_dkk = 1000"), "transfers = false carries nothing, so a share, a cap"),
        (rule("overspend_always_follows = true", "share_down = 0.02"), "so share_down contradicts it"),
        (rule('project_kinds = ["pool"]'), "project_kinds means nothing in the operating part"),
        (rule("is_frame_steered = true", part="capital"), "is_frame_steered means nothing in the capital part"),
        (rule('unit_kinds = ["school"]'), "unit_kinds.0: Input should be"),
        (rule('functions = ["skole"]'), "functions.0: String should match"),
        (rule("colour = 'blue'"), "colour: there is no such key"),
        (rule(name="Not a name"), "name: String should match"),
        (rule(part="loans"), "part: Input should be"),
        (rule('units = ["100"]', "share_up = 0.02"), "the same lines but gives other limits than good"),
        (rule('units = ["100"]', "share_up = 0.05"), "the rule says the same as good"),
        (rule('units = ["200"]', name="good"), "the name good is another rule's"),
        (
            rule("[[rules.purposes]]", "fiscal_year = 2025", 'unit = "1"', "amount_dkk = 5", 'text = {da="a", en="b"}'),
            "purposes are used where only_named_purposes = true",
        ),
        (
            rule("only_named_purposes = true", "[[rules.purposes]]", "fiscal_year = 2025", "amount_dkk = 5",
                 'text = {da="a", en="b"}'),
            "purposes.0: a purpose names either the unit or the project",
        ),
    ],
)  # fmt: skip
def test_a_wrong_rule_is_set_aside_and_the_rest_goes_on(tmp_path: Path, written: str, told: str) -> None:
    path = tmp_path / "carry_over_rules.toml"
    path.write_text(GOOD + written + rule('units = ["300"]', name="last"), encoding="utf-8")
    rules = read_carry_over_rules(path)
    assert [one.name for one in rules.rules] == ["good", "last"]
    (aside,) = rules.set_aside
    assert told in aside.what
    assert aside.place.startswith("carry_over_rules.toml, rule 2 (")
    assert aside.remedy
    assert "\n" not in aside.what


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (rule("share_up = 1.2"), "share_up: skal være højst 1"),
        (rule("share_down = -0.1"), "share_down: skal være mindst 0"),
        (rule("cap_dkk = 0"), "cap_dkk: skal være større end 0"),
        (rule("cap_dkk = 'million'"), "cap_dkk: er ikke et tal"),
        (rule("spread = [0.5, 0.4]"), "andelene i spread giver 0.9 i alt, ikke 1"),
        (rule("spread = [0.2, 0.2, 0.2, 0.2, 0.2]"), "spread: har flere end 4 led"),
        (rule("transfers = 7"), "transfers: skal være true eller false"),
        (rule("transfers = false", "cap_dkk = 1000"), "overfører intet, så en andel, et loft eller et formål"),
        (rule("units = '100'"), "units: skal være en liste i kantede parenteser"),
        (rule("units = [100]"), "units.0: skal være en tekst i citationstegn"),
        (rule('project_kinds = ["hal"]', part="capital"), "project_kinds.0: skal være 'project' eller 'pool'"),
        (rule('functions = ["skole"]'), "functions.0: er ikke skrevet efter mønstret"),
        (rule("colour = 'blue'"), "colour: den nøgle findes ikke"),
        (rule("[rules.text]", "da = 'a'"), "text: den nøgle findes ikke"),
        (rule('units = ["100"]', "share_up = 0.02"), "de samme linjer, men sætter andre grænser end good"),
        (rule('units = ["100"]', "share_up = 0.05"), "reglen siger det samme som good"),
        (rule('units = ["200"]', name="good"), "navnet good er en anden regels"),
    ],
)
def test_what_is_wrong_is_told_in_danish_too(tmp_path: Path, written: str, told: str) -> None:
    path = tmp_path / "carry_over_rules.toml"
    path.write_text(GOOD + written, encoding="utf-8")
    (aside,) = read_carry_over_rules(path).set_aside
    assert told in aside.what_da
    assert aside.place_da.startswith("carry_over_rules.toml, regel 2 (")
    assert aside.remedy_da != aside.remedy


def test_a_rule_behind_one_that_fits_everything_is_never_asked(tmp_path: Path) -> None:
    path = tmp_path / "carry_over_rules.toml"
    path.write_text(rule(name="everything") + GOOD + rule(name="projects", part="capital"), encoding="utf-8")
    rules = read_carry_over_rules(path)
    assert [one.name for one in rules.rules] == ["everything", "projects"]
    assert rules.set_aside[0].what == "it is never asked, because everything before it fits every line"
    assert rules.set_aside[0].remedy == "move it above that rule"


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("rules = [", r"carry_over_rules\.toml: .*mend the line"),
        ("weather = 'fine'", r"carry_over_rules\.toml: weather: there is no such key; mend that key"),
        ("round_to_dkk = 0", r"carry_over_rules\.toml: round_to_dkk: Input should be greater than 0"),
        ("frame_steered = ['roads']", r"carry_over_rules\.toml: frame_steered\.0: Input should be"),
        ("[[frames]]\nfiscal_year = 2026\n[[frames]]\nfiscal_year = 2026", r"a year stands twice; keep one"),
    ],
)
def test_a_file_that_cannot_be_understood_names_place_and_remedy(tmp_path: Path, written: str, told: str) -> None:
    path = tmp_path / "carry_over_rules.toml"
    path.write_text(written, encoding="utf-8")
    with pytest.raises(WrongUse, match=told):
        read_carry_over_rules(path)


def test_another_encoding_is_told(tmp_path: Path) -> None:
    path = tmp_path / "carry_over_rules.toml"
    path.write_bytes("# Vestvågen\nround_to_dkk = 1".encode("cp1252"))
    with pytest.raises(WrongUse, match="the file is TOML in UTF-8"):
        read_carry_over_rules(path)


def test_no_file_is_no_rules(tmp_path: Path) -> None:
    rules = read_carry_over_rules(tmp_path / "carry_over_rules.toml")
    assert rules.rules == rules.set_aside == ()


def test_the_sample_has_rules_of_every_part() -> None:
    rules = read_carry_over_rules(SAMPLE / "carry_over_rules.toml")
    assert rules.set_aside == ()
    assert {one.part for one in rules.rules} == {"operating", "capital", "financial"}
    assert rules.round_to_dkk == Decimal(1000)
