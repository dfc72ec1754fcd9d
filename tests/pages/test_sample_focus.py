"""The demo's focus areas: published where there are enough, asked about, answered in their domain, followed up."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from dashboard.decisions import focus_areas as decisions
from dashboard.people import FocusAnswer, FocusLife
from dashboard.sample_focus import acts_with_focus_areas
from dashboard.scoped_views import WHOLE_MUNICIPALITY
from dashboard.store.database import open_store
from dashboard.store.focus_areas import (
    standing_decisions,
    standing_outcomes,
    standing_publications,
    standing_validations,
)
from dashboard.store.journal import Author
from dashboard.warehouse import Scope, Warehouse
from pipelines.home import open_home
from tests.pages.page_release import publish_page_release

END = datetime(2026, 10, 31, 8, tzinfo=UTC)
LIFE = FocusLife(
    before_day=-103, day=-10, days_to_decide=6, representative="Økonomikonsulenten",
    answers=(
        FocusAnswer(about="finance", decision="act", action="Gennemgå", responsible="Lederen", days=60,
                    is_done="done", outcome="Gjort"),
        FocusAnswer(about="strength", decision="watch", words="Vi deler det"),
    ),
)  # fmt: skip


def lived(folder: Path, life: FocusLife) -> Engine:
    """The store in which it was lived on the hand-made release: in the newest quarter north has enough candidates."""
    (folder / "municipality.toml").write_text('name = "Pejleby Kommune"\n', encoding="utf-8")
    publish_page_release(folder / "releases")
    home = open_home(folder)
    store, warehouse = open_store(home), Warehouse(home.releases)
    try:
        door = warehouse.door(Scope((WHOLE_MUNICIPALITY,)))
        acts = acts_with_focus_areas(
            store, door, life, lambda days: END + timedelta(days=days),
            lambda role, unit: Author(f"{role}:{unit}", role, door.release.id),
        )  # fmt: skip
        for _, act in acts:
            act()
    finally:
        warehouse.close()
    return store


def test_areas_come_out_where_there_are_enough_and_are_answered_in_their_domain(tmp_path: Path) -> None:
    store = lived(tmp_path, LIFE)
    assert set(standing_publications(store)) == {("2026K3", "north")}
    said = standing_validations(store, "2026K3")["north"]
    assert (said.state, said.representative, said.person) == ("valid", "Økonomikonsulenten", "centre_manager:north")
    decided = {area: one for (_, _, area), one in standing_decisions(store).items()}
    assert {area: one.decision for area, one in decided.items()} == {
        "expected_overspend:oak_school": "act",
        "expected_overspend:foster": "act",
        "sickness:elm_school": "watch",
    }
    assert f"{decided['expected_overspend:foster'].deadline}" == "2026-12-20"
    assert decided["sickness:elm_school"].deadline is None
    assert standing_outcomes(store) == {}, "what came of the newest is not known yet"


@pytest.mark.parametrize(
    ("life", "out", "state"),
    [
        (LIFE.model_copy(update={"asked": ("north",)}), 0, "asked"),
        (LIFE.model_copy(update={"unasked": ("north",)}), 0, None),
        (LIFE.model_copy(update={"unanswered": ("north",)}), 1, "valid"),
    ],
    ids=["asked", "unasked", "unanswered"],
)
def test_some_centres_are_not_as_far(tmp_path: Path, life: FocusLife, out: int, state: str | None) -> None:
    store = lived(tmp_path, life)
    validations = standing_validations(store, "2026K3")
    assert len(standing_publications(store)) == out
    assert (validations["north"].state if validations else None) == state
    assert standing_decisions(store) == {}


def test_what_was_promised_the_quarter_before_is_followed_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decisions, "FEWEST", 1)
    store = lived(tmp_path, LIFE)
    assert {span for span, _ in standing_publications(store)} == {"2026K2", "2026K3"}
    (came,) = standing_outcomes(store).values()
    assert (came.span, came.area, came.is_done, came.words) == (
        "2026K2", "expected_overspend:oak_school", "done", "Gjort",
    )  # fmt: skip
