"""Transfer rules on their way into a release: a wrong one is told and set aside, a changed one makes a new release."""

from __future__ import annotations

import pytest

from pipelines.candidates import build, offending_rows
from pipelines.problems import WrongUse
from pipelines.publish import publish
from tests.spine.small_municipality import MARCH, SmallMunicipality, update

RULE = """
[[rules]]
name = "{name}"
part = "operating"
title = {{ da = "Enheder", en = "Units" }}
{limit}
"""


@pytest.fixture
def closed(march: SmallMunicipality) -> SmallMunicipality:
    """The year before has postings too, so it is over and can be carried out of."""
    march.put("posteringer_2025_03.csv", MARCH.replace("2026", "2025").replace("\nB", "\nC"))
    update(march)
    return march


def write_rules(small: SmallMunicipality, *rules: str) -> None:
    small.home.carry_over_rules.write_text("".join(rules), encoding="utf-8")


def published(small: SmallMunicipality) -> str:
    build(small.home)
    return publish(small.home).manifest.release


def proposed(small: SmallMunicipality) -> list[object]:
    return [row[0] for row in small.ask("select distinct rule_name from carry_over_case__line order by 1")]


def test_a_changed_rule_makes_a_new_release(closed: SmallMunicipality) -> None:
    before = closed.current.release
    assert proposed(closed) == [None]
    write_rules(closed, RULE.format(name="units", limit="share_up = 0.05"))
    with_rules = published(closed)
    assert with_rules != before
    assert proposed(closed) == ["units"]
    assert published(closed) == with_rules, "nothing is new"
    write_rules(closed, RULE.format(name="units", limit="share_up = 0.02"))
    assert published(closed) != with_rules


def test_a_rule_that_contradicts_is_told_and_the_release_comes_out(closed: SmallMunicipality) -> None:
    good = RULE.format(name="units", limit='units = ["111"]')
    wrong = RULE.format(name="others", limit='units = ["111"]\nshare_up = 0.05')
    write_rules(closed, good, wrong)
    published(closed)
    assert {check.name: check.rows for check in closed.current.checks}["carry_over_rule__is_usable"] == 1
    _, rows = offending_rows(closed.home, "carry_over_rule__is_usable")
    assert rows == [
        (
            "carry_over_rules.toml, rule 2 (others)",
            "others",
            "the rule is about the same lines but gives other limits than units, which stands before it and counts",
            "keep one of the two",
        )
    ]
    assert "units" in proposed(closed)


def test_a_file_that_cannot_be_read_stops_the_build_and_the_last_release_is_served(closed: SmallMunicipality) -> None:
    before = closed.current.release
    write_rules(closed, "[[rules]\n")
    with pytest.raises(WrongUse, match=r"carry_over_rules\.toml: .*mend the line"):
        build(closed.home)
    assert closed.current.release == before
