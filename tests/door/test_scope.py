"""The door serves a scope: whatever is asked, nothing else comes through."""

from decimal import Decimal

import pytest

from dashboard.queries import budget_followup, budget_followup__posting, data_quality
from dashboard.queries.budget_followup import Cut
from dashboard.warehouse import Door, DoorProblem, Scope, Warehouse
from tests.door.small_release import LAST_PERIOD, LEAVES, NAMES, YEAR, actual_of, places

CENTRES = ("north", "south")
EVERY_TABLE_OF_UNITS = [
    "organisation__unit_period",
    "budget_followup__unit_period",
    "budget_followup__unit_period_month",
    "budget_followup__unit_account_period",
    "budget_followup__posting",
    "budget_followup__budget_line",
]


def door(warehouse: Warehouse, *units: str) -> Door:
    return warehouse.door(Scope.of(units))


def units_seen(door: Door, table: str) -> set[str]:
    return set(door.rows(f"select unit_id from {table}")["unit_id"])


@pytest.mark.parametrize("table", EVERY_TABLE_OF_UNITS)
def test_a_query_that_forgets_every_filter_gives_only_the_rows_of_the_scope(warehouse, table):
    assert units_seen(door(warehouse, "hall"), table) == {"hall"}
    assert units_seen(door(warehouse, "school_a", "nursery"), table) == {"school_a", "nursery"}
    assert not {"nursery", "south", "municipality"} & units_seen(door(warehouse, "north"), table)
    assert units_seen(door(warehouse, "municipality"), table) >= set(LEAVES)


@pytest.mark.parametrize("table", EVERY_TABLE_OF_UNITS)
@pytest.mark.parametrize("units", [(), ("nobody",), ("",), ("MUNICIPALITY",), ("north' or true --",)])
def test_no_scope_or_an_unknown_one_gives_nothing(warehouse, table, units):
    assert units_seen(door(warehouse, *units), table) == set()


def test_every_row_that_a_scope_lets_through_lies_below_it_and_every_other_does_not(warehouse):
    for centre in CENTRES:
        sql = "select organisation_view, period, unit_id, actual_dkk from budget_followup__unit_period"
        seen = set(door(warehouse, centre).rows(sql).iter_rows())
        expected = {(p.view, p.period, p.unit_id, actual_of(p)) for p in places() if centre in p.path}
        assert seen == expected


def test_the_centre_that_had_a_unit_sees_its_rows_of_that_time_only(warehouse):
    south, then = door(warehouse, "south"), "then"
    assert budget_followup.unit(south, Cut(YEAR, 3, then), "hall") is not None
    assert budget_followup.unit(south, Cut(YEAR, 4, then), "hall") is None
    assert budget_followup.unit(south, Cut(YEAR, 3, "today"), "hall") is None
    postings = budget_followup__posting.of_account(south, Cut(YEAR, LAST_PERIOD), "hall", "4100").rows
    assert postings["period"].to_list() == [3, 2, 1]


def test_todays_owner_sees_the_whole_history_of_a_unit_that_came(warehouse):
    north = door(warehouse, "north")
    assert budget_followup.unit(north, Cut(YEAR, 2, "today"), "hall") is not None
    assert budget_followup.unit(north, Cut(YEAR, 2, "then"), "hall") is None
    assert len(budget_followup.accounts(north, Cut(YEAR, 2), "hall")) == 2
    assert len(budget_followup__posting.of_account(north, Cut(YEAR, LAST_PERIOD), "hall", "4100").rows) == LAST_PERIOD


@pytest.mark.parametrize("centre", CENTRES)
def test_a_total_less_its_children_leaves_nothing_unseen(warehouse, centre):
    """What is left of a total when all that is visible below it is taken away must be nothing."""
    its = door(warehouse, centre)
    for view in ("then", "today"):
        for period in range(1, LAST_PERIOD + 1):
            cut = Cut(YEAR, period, view)
            total = budget_followup.unit(its, cut, centre)
            below = budget_followup.children(its, cut, centre)
            assert total is not None
            assert total["actual_dkk"] - sum(below["actual_dkk"], Decimal(0)) == 0
            assert set(below["parent_unit_id"]) == {centre}


def test_the_two_views_of_a_total_differ_by_what_is_visible_in_one_of_them(warehouse):
    """South saw the hall in period 2, so the difference of its two totals tells it nothing new."""
    south = door(warehouse, "south")
    then = budget_followup.unit(south, Cut(YEAR, 2, "then"), "south")
    today = budget_followup.unit(south, Cut(YEAR, 2, "today"), "south")
    hall = budget_followup.unit(south, Cut(YEAR, 2, "then"), "hall")
    assert then is not None
    assert today is not None
    assert hall is not None
    assert then["actual_dkk"] - today["actual_dkk"] == hall["actual_dkk"]


@pytest.mark.parametrize(
    "question", [data_quality.quarantined_lines, data_quality.deliveries, data_quality.source_amounts]
)
def test_quarantine_deliveries_and_their_amounts_are_for_those_who_see_the_whole_municipality(warehouse, question):
    assert len(question(door(warehouse, "municipality"))) == 1
    assert len(question(door(warehouse, *[unit for unit in NAMES if unit != "municipality"]))) == 0


def test_a_unit_that_the_organisation_has_lost_is_seen_by_those_who_see_the_whole_municipality(warehouse):
    def seen(*units: str) -> list[str]:
        return data_quality.changed_figures(door(warehouse, *units)).rows["unit_id"].to_list()

    assert seen("municipality") == seen("municipality", "north") == ["closed_school", "school_a"]
    assert seen("north") == ["school_a"]
    assert seen("south") == seen("closed_school") == []


def test_account_figures_that_changed_are_seen_by_who_sees_their_unit(warehouse):
    for units, count in ((("municipality",), 1), (("north",), 1), (("south",), 0)):
        sees = door(warehouse, *units)
        assert len(data_quality.changed_units(sees).rows) == count
        assert len(data_quality.changed_accounts(sees, YEAR, 2, "school_a").rows) == count


def test_who_sees_the_whole_municipality_sees_every_row_once(warehouse):
    sees = door(warehouse, "municipality", "north")
    for table in EVERY_TABLE_OF_UNITS:
        rows = sees.rows(f"select * from {table}")
        assert len(rows) == len(rows.unique()) > 0


def test_what_is_for_everybody_is_seen_without_a_scope(warehouse):
    assert len(budget_followup.periods(door(warehouse))) == LAST_PERIOD
    assert len(data_quality.sources(door(warehouse))) == 1


def test_a_table_whose_scope_the_door_does_not_know_is_not_served(warehouse):
    with pytest.raises(DoorProblem, match="secret__salary is not served"):
        door(warehouse, "municipality").rows("select * from secret__salary")


def test_equal_scopes_are_equal_keys():
    assert Scope.of(["b", "a", "b"]) == Scope.of(("a", "b"))
    assert hash(Scope.of(["b", "a"])) == hash(Scope.of(["a", "b"]))
