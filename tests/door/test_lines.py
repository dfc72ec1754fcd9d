"""The lines behind a figure are those that it is the sum of."""

from datetime import date
from decimal import Decimal

import pytest

from dashboard.queries import budget_followup, budget_followup__posting, data_quality
from dashboard.queries.budget_followup import Cut
from dashboard.warehouse import Door, Scope, Warehouse
from tests.door.small_release import LAST_PERIOD, LEAVES, YEAR, function_of


@pytest.fixture
def everything(warehouse: Warehouse) -> Door:
    return warehouse.door(Scope.of(["municipality"]))


@pytest.mark.parametrize("leaf", LEAVES)
def test_the_postings_of_an_account_add_up_to_it_with_and_without_a_function_code(everything, leaf):
    cut, function = Cut(YEAR, LAST_PERIOD), function_of(leaf) or ""
    for account in budget_followup.accounts(everything, cut, leaf).iter_rows(named=True):
        for wanted in (function, None):
            found = budget_followup__posting.of_account(
                everything, cut, leaf, account["account"], function_code=wanted
            ).rows
            assert sum(found["amount_dkk"], Decimal(0)) == account["actual_dkk"]
        other = budget_followup__posting.of_account(
            everything, cut, leaf, account["account"], function_code="9999"
        ).rows
        assert other.is_empty()


@pytest.mark.parametrize("leaf", LEAVES)
def test_the_budget_lines_are_those_of_the_budget_shown(everything, leaf):
    weight, function = LEAVES[leaf], function_of(leaf) or ""
    expected = {"with_carry_over": [weight, weight * 100], "without_carry_over": [weight]}
    for basis, amounts in expected.items():
        cut = Cut(YEAR, LAST_PERIOD, budget_basis=basis)
        for wanted in (function, None):
            lines = budget_followup.budget_lines(everything, cut, leaf, "4100", function_code=wanted)
            assert lines["amount_dkk"].to_list() == amounts
        assert budget_followup.budget_lines(everything, cut, leaf, "4100", function_code="9999").is_empty()


@pytest.mark.parametrize(("today", "is_late"), [(date(YEAR, 8, 8), False), (date(YEAR, 8, 9), True)])
def test_a_source_becomes_late_though_the_release_stands_still(everything, today, is_late):
    assert data_quality.sources(everything, today)["is_late"].to_list() == [is_late]


def test_a_list_of_changes_that_is_cut_says_so(everything):
    whole, cut = data_quality.changed_figures(everything, most=2), data_quality.changed_figures(everything, most=1)
    assert (len(whole.rows), whole.has_more) == (2, False)
    assert (len(cut.rows), cut.has_more) == (1, True)
