"""Focus areas and data orders: nobody's word is lost, an edition says what changed, an order goes step by step."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, replace

import pytest
from sqlalchemy import Engine

from dashboard.store import data_orders, focus_areas
from dashboard.store.journal import Kept, Outdated
from dashboard.store.usable import Unusable
from tests.store.said import ANN, BO, DECISION, NOW, ORDER, OUTCOME, PUBLICATION, TEXT, VALIDATION, say_everything

KEPT = set(Kept.__dataclass_fields__)


def content(said: Kept) -> dict[str, object]:
    return {name: value for name, value in asdict(said).items() if name not in KEPT}


def test_what_was_said_of_an_area_comes_back(store: Engine) -> None:
    say_everything(store)
    key = ("2026K1", "schools", TEXT.area)
    assert content(focus_areas.standing_texts(store, "2026K1")[key[1:]]) == asdict(TEXT)
    assert content(focus_areas.standing_validations(store, "2026K1")["schools"]) == asdict(VALIDATION)
    assert content(focus_areas.standing_publications(store)[key[:2]]) == asdict(PUBLICATION)
    assert content(focus_areas.standing_decisions(store)[key]) == asdict(DECISION)
    assert content(focus_areas.standing_outcomes(store)[key]) == asdict(OUTCOME)
    assert focus_areas.standing_texts(store, "2026K2") == {}
    assert focus_areas.standing_publications(store, centre_id="another") == {}


def test_texts_are_edited_together_or_not_at_all(store: Engine) -> None:
    other = replace(TEXT, area="own:1", place=2, title_da="Mere luft i planen")
    first, second = focus_areas.record_texts(store, [(TEXT, 0), (other, 0)], BO, now=NOW)
    with pytest.raises(Outdated):
        focus_areas.record_texts(store, [(replace(TEXT, place=2), first.version), (replace(other, place=1), 0)], ANN)
    assert focus_areas.standing_texts(store, "2026K1") == {
        ("schools", TEXT.area): first,
        ("schools", "own:1"): second,
    }


def test_an_area_is_left_out_with_a_reason(store: Engine) -> None:
    with pytest.raises(Unusable) as refused:
        focus_areas.record_texts(store, [(replace(TEXT, place=None, drop_reason="  "), 0)], BO)
    assert (refused.value.field, refused.value.fault) == ("drop_reason", "missing")
    (dropped,) = focus_areas.record_texts(store, [(replace(TEXT, place=None, drop_reason="Er rettet i maj"), 0)], BO)
    assert focus_areas.text_history(store, "2026K1", "schools", TEXT.area) == [dropped]


def test_a_validation_that_refuses_says_what_is_wrong(store: Engine) -> None:
    with pytest.raises(Unusable):
        focus_areas.record_validation(store, replace(VALIDATION, state="not_valid"), BO, seen_version=0)


def test_a_new_edition_says_what_changed_and_the_old_one_stays(store: Engine) -> None:
    first = focus_areas.record_publication(store, PUBLICATION, BO, seen_version=0, now=NOW)
    corrected = replace(PUBLICATION, areas="[]")
    with pytest.raises(Unusable) as refused:
        focus_areas.record_publication(store, corrected, BO, seen_version=1, now=NOW)
    assert refused.value.field == "what_changed"
    second = focus_areas.record_publication(
        store, replace(corrected, what_changed="Beløbet var for højt"), BO, seen_version=1, now=NOW
    )
    assert focus_areas.editions(store, "2026K1", "schools") == [second, first]
    assert focus_areas.standing_publications(store, "2026K1") == {("2026K1", "schools"): second}


def test_of_two_who_publish_at_once_the_second_is_told(store: Engine) -> None:
    def publish(areas: str) -> str:
        try:
            focus_areas.record_publication(store, replace(PUBLICATION, areas=areas), BO, seen_version=0)
        except Outdated:
            return "told"
        return "published"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(publish, ["[1]", "[2]"])) == ["published", "told"]


@pytest.mark.parametrize("missing", ["action", "responsible"])
def test_to_act_says_what_and_who(store: Engine, missing: str) -> None:
    with pytest.raises(Unusable) as refused:
        focus_areas.record_decision(store, replace(DECISION, **{missing: " "}), ANN, seen_version=0)  # type: ignore[arg-type]
    assert refused.value.field == missing
    watched = replace(DECISION, decision="watch", action="", responsible="", deadline=None)
    assert focus_areas.record_decision(store, watched, ANN, seen_version=0).decision == "watch"


def test_orders_are_numbered_one_by_one_however_many_ask(store: Engine) -> None:
    wishes = [replace(ORDER, title=f"Bestilling {number}") for number in range(12)]
    with ThreadPoolExecutor(6) as pool:
        asked = list(pool.map(lambda wish: data_orders.ask(store, wish, ANN), wishes))
    assert sorted(order.number for order in asked) == list(range(1, 13))
    assert {order.title for order in data_orders.standing_orders(store)} == {wish.title for wish in wishes}


def test_the_same_order_asked_twice_is_one(store: Engine) -> None:
    first = data_orders.ask(store, ORDER, ANN, now=NOW)
    assert data_orders.ask(store, ORDER, ANN) == first
    assert data_orders.ask(store, ORDER, BO).number == 2


def test_an_order_goes_from_asked_to_closed(store: Engine) -> None:
    order = data_orders.ask(store, ORDER, ANN, now=NOW)
    with pytest.raises(Unusable, match="cannot become delivered"):
        data_orders.record_order(store, order, replace(ORDER, state="delivered"), BO)
    with pytest.raises(Unusable, match="who owns the data"):
        data_orders.record_order(store, order, replace(ORDER, state="agreed"), BO)
    agreed = replace(ORDER, state="agreed", owner="Budget", validator="Skolechefen")
    seen = data_orders.record_order(store, order, agreed, BO, now=NOW)
    with pytest.raises(Outdated):
        data_orders.record_order(store, order, replace(ORDER, words="Haster"), ANN)
    seen = data_orders.record_order(store, seen, replace(agreed, state="delivered"), BO, now=NOW)
    seen = data_orders.record_order(store, seen, replace(agreed, state="closed", words="Brugt i maj"), ANN, now=NOW)
    assert [step.state for step in data_orders.order_history(store, order.number)] == [
        "closed", "delivered", "agreed", "asked",
    ]  # fmt: skip
