"""The life of a made-up municipality in the demo: said once, the same each time, and never where people are real."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select
from typer.testing import CliRunner

from dashboard.people import read_people
from dashboard.sample_store import HasWords, fill_sample_store
from dashboard.scoped_views import WHOLE_MUNICIPALITY
from dashboard.store import audit
from dashboard.store.audit import Deed, Head, Only, each_entry, entries, record_deed
from dashboard.store.check import findings
from dashboard.store.commands import commands
from dashboard.store.data_orders import standing_orders
from dashboard.store.database import URL_SETTING, open_store
from dashboard.store.forecast_rounds import standing_entries, standing_rounds, standing_signs
from dashboard.store.models import Base
from dashboard.store.models.audit import AUDIT_KINDS
from pipelines.home import open_home
from pipelines.problems import WrongUse
from tests.processes import running
from tests.spine.small_municipality import SmallMunicipality, make_municipality, postings, update

SAMPLE = Path(__file__).parents[2] / "sample_data"
PEOPLE = """
[round]
name = "FO1"
opens = 2
closes = 9
day = 4
approved_day = 6
approved_below = ["200"]
[round.words]
wages = ["Vikarer"]
[[round.units]]
unit = "111"
state = "returned"
day = 5
words = "Se igen"
amounts = { wages = 900_000 }
comments = { wages = "To stillinger" }

[[explanations]]
unit = "111"
account_group = "wages"
day = 3
cause = "price"
words = "Dyrere vikarer"
outcome = "En aftale"
is_done = true
outcome_day = 6

[supervision]
day = -3
signed_day = 3

[[follow_ups]]
unit = "211"
why = "Store regninger"
who = "Tilsyn"
due = 20
day = 5

[[data_orders]]
role = "centre_manager"
unit = "100"
day = -9
title = "Vikarer pr. skole"
asked_by = "Skolechefen"
purpose = "Se, hvor de bruges"
decision = "Om skolerne deler"
needed_by = 4
steps = [{ act = "agree", day = -8, owner = "HR", validator = "Skolelederen" }]

[[rights]]
name = "Bo"
email = "bo@example.org"
day = -5

[[rights]]
name = "Ea"
email = "ea@example.org"
day = -9
role = "centre_manager"
unit = "100"
taken = 3
taken_words = "Nyt arbejde"

[[rights]]
name = "Ib"
email = "ib@example.org"
day = -7
role = "centre_manager"
unit = "200"
"""


def made_up(folder: Path) -> SmallMunicipality:
    """A municipality that says of itself that it is made up, with postings in both centres."""
    small = make_municipality(folder)
    settings = small.home.settings_file
    with settings.open("a", encoding="utf-8") as file:
        file.write('\n[demo]\ndays_after_data = 10\npeople = "people.toml"\n')
    (settings.parent / "people.toml").write_text(PEOPLE, encoding="utf-8")
    small = replace(small, home=open_home(small.home.folder, settings))
    small.put_masters()
    small.put("posteringer_2026_03.csv", postings(("A1", "10000001", "250000,00"), month="03"))
    update(small)
    return small


def everything(store: Engine) -> dict[str, list[tuple[Any, ...]]]:
    with store.connect() as connection:
        return {
            table.name: sorted(tuple(row) for row in connection.execute(select(table)))
            for table in Base.metadata.sorted_tables
        }


def test_the_life_is_written_once_through_the_rules_of_the_store(tmp_path: Path) -> None:
    small = made_up(tmp_path / "one")
    assert fill_sample_store(small.home) == 25
    store = open_store(small.home)
    assert findings(store) == []
    (round_,) = standing_rounds(store)
    assert (round_.round, f"{round_.opens_on} {round_.closes_on}") == ("FO1", "2026-04-02 2026-04-09")
    signs = standing_signs(store, 2026, "FO1")
    assert {unit: (sign.state, sign.words) for unit, sign in signs.items()} == {"111": ("returned", "Se igen")}
    before = everything(store)
    with pytest.raises(WrongUse, match="people have entered something already"):
        fill_sample_store(small.home)
    assert everything(store) == before
    entries = standing_entries(store, 2026, "FO1")
    (order,) = standing_orders(store)
    assert (order.state, order.owner, order.person, f"{order.needed_by}") == ("agreed", "HR", "data_unit", "2026-04-04")
    assert {key: entry.comment for key, entry in entries.items()} == {("111", "wages"): "To stillinger"}


def test_the_log_is_in_the_order_of_its_days(tmp_path: Path) -> None:
    small = made_up(tmp_path / "one")
    fill_sample_store(small.home)
    lines = list(each_entry(open_store(small.home), Only(kinds=AUDIT_KINDS)))
    assert [one.at for one in lines] == sorted(one.at for one in lines)
    assert [(one.kind, one.person) for one in lines if one.kind != "publication"] == [
        ("login", "ea"),
        ("grant", "administrator"),
        ("login", "ib"),
        ("staff_view", "ea"),
        ("grant", "administrator"),
        ("login", "bo"),
        ("download", "ea"),
        ("staff_view", "ib"),
        ("download", "ib"),
        ("grant", "administrator"),
    ]


def test_it_is_the_same_each_time(tmp_path: Path) -> None:
    found = []
    for name in ("one", "two"):
        small = made_up(tmp_path / name)
        fill_sample_store(small.home)
        found.append(everything(open_store(small.home)))
    assert found[0] == found[1]
    assert found[0]["explanation"], "something was said"


def fill(say: Callable[[object], None], folder: Path, settings: Path) -> None:
    say("begun")
    fill_sample_store(open_home(folder, settings))


@pytest.mark.timeout(300)  # each kill is of a process of its own
def test_a_run_that_is_killed_leaves_all_or_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small = made_up(tmp_path / "one")
    store = open_store(small.home)
    nothing, start = everything(store), time.perf_counter()
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv(URL_SETTING, f"sqlite:///{tmp_path / 'other.db'}")
        fill_sample_store(small.home)
        whole = everything(open_store(small.home))
    usual = time.perf_counter() - start
    for share in (0.2, 0.4, 0.6):
        with running(fill, small.home.folder, small.home.settings_file) as process:
            time.sleep(share * usual)
            process.kill()
        assert everything(store) in (nothing, whole)
    with running(fill, small.home.folder, small.home.settings_file) as process:
        # In the moment that the first row is there.
        while everything(store) == nothing and process.process.is_alive():
            time.sleep(0.002)
        process.kill()
    assert everything(store) == whole
    assert findings(store) == []


def test_the_demo_asks_each_time_and_leaves_what_is_there(tmp_path: Path) -> None:
    small = made_up(tmp_path / "one")
    place = ["--home", str(small.home.folder), "--settings", str(small.home.settings_file)]
    for said in ("25 rows of what people have said.", "What people have entered is there already."):
        assert said in CliRunner().invoke(commands, ["sample", "--if-empty", *place]).output
    assert isinstance(CliRunner().invoke(commands, ["sample", *place]).exception, HasWords)


def test_what_the_program_itself_has_written_down_stays_and_the_log_is_whole(tmp_path: Path) -> None:
    """A release is published before its people can have said anything, and that is in the log already."""
    small = made_up(tmp_path / "one")
    store = open_store(small.home)
    first = record_deed(store, Deed(kind="publication", person="root on the server", thing="release 2026-04-02"))
    assert fill_sample_store(small.home) == 26
    lines = entries(store)
    assert lines[-1] == first
    assert audit.findings(store, [Head(first.number, first.seal)]) == []


def test_real_people_are_not_made_up(march: SmallMunicipality) -> None:
    with pytest.raises(WrongUse, match="only a made-up municipality"):
        fill_sample_store(march.home)
    assert not (march.home.folder / "store" / "pejling.db").exists()


def test_what_the_samples_people_say_is_about_units_that_there_are() -> None:
    people = read_people(SAMPLE / "people.toml")
    units = next((SAMPLE / "extracts").glob("organisation_*.csv")).read_bytes().decode("cp1252")
    round_, supervision, focus = people.round, people.supervision, people.focus
    assert focus
    named = [
        *round_.approved_below,
        *(one.unit for one in round_.units),
        *(one.unit for one in people.explanations),
        *(one.unit for one in people.follow_ups),
        *(one.unit for one in supervision.marks),
        *(one.unit for one in people.data_orders if one.unit != WHOLE_MUNICIPALITY),
        *supervision.missing,
        *supervision.signed,
        *focus.asked,
        *focus.unasked,
        *focus.unanswered,
    ]
    assert [unit for unit in named if unit not in units] == []
