"""Something said of everything that the store keeps: what the tests of the whole store fill it with."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from sqlalchemy import Engine

from dashboard.store import (
    attention,
    atypical,
    data_orders,
    explanations,
    focus_areas,
    follow_ups,
    forecast_rounds,
    grants,
    pack_editions,
    sessions,
    supervision,
    use,
)
from dashboard.store.carry_over import record_change
from dashboard.store.journal import Author
from dashboard.store.use_key import new_key
from tests.store.test_carry_over import WISH

ANN = Author("ann", "centre_manager", "2026-05-01")
BO = Author("bo", "controller", "2026-05-01")
NOW = datetime(2026, 5, 4, 9, 30, 0, 123456, tzinfo=UTC)

ROUND = forecast_rounds.RoundWish(
    fiscal_year=2026,
    round="FO1",
    round_date=date(2026, 3, 31),
    opens_on=date(2026, 4, 1),
    closes_on=date(2026, 4, 20),
    state="open",
)
ENTRY = forecast_rounds.EntryWish(
    fiscal_year=2026,
    round="FO1",
    unit_id="school",
    account_group="løn",
    amount_dkk=Decimal("1200000.05"),
    comment="To stillinger står tomme <b>til august</b>",
    run_rate_dkk=Decimal("1250000.00"),
    last_round_dkk=Decimal(-3),
)
FORECAST_SIGN = forecast_rounds.SignWish(fiscal_year=2026, round="FO1", unit_id="school", state="ready", words="Klar")
EXPLANATION = explanations.ExplanationWish(
    fiscal_year=2026,
    period=4,
    unit_id="school",
    account_group="løn",
    cause="volume",
    words="Flere elever end ventet",
    deadline=date(2026, 8, 1),
    is_done=False,
    forecast_variance_dkk=Decimal("-1200000.05"),
)
SAMPLE = supervision.SampleWish(
    fiscal_year=2026,
    period=4,
    unit_id="school",
    seed="2026-04:school",
    lines=(
        supervision.DrawnLine(
            posting=supervision.Posting("0007-posting", "april.csv", 12),
            voucher="B-1",
            amount_dkk=Decimal("-50000.00"),
            reasons=("round_amount", "weekend"),
        ),
        supervision.DrawnLine(
            posting=supervision.Posting("0007-posting", "april.csv", 9), voucher="B-2", amount_dkk=Decimal("0.01")
        ),
    ),
)
MARK = supervision.MarkWish(
    fiscal_year=2026,
    period=4,
    unit_id="school",
    delivery_id="0007-posting",
    file="april.csv",
    line=12,
    sample_version=1,
    mark="asked",
    words="Hvem har bestilt?",
)
SIGN = supervision.SignWish(fiscal_year=2026, period=4, unit_id="school", answers={"b": "no", "a": "yes"})
DISMISSAL = atypical.DismissalWish(
    delivery_id="0007-posting", file="april.csv", line=12, rule="weekend", reason="Vagtplan"
)
FOLLOW_UP = follow_ups.FollowUpWish(fiscal_year=2026, period=4, unit_id="school", why="Tre forkerte bilag", who="bo")
TEXT = focus_areas.TextWish(
    span="2026K1",
    centre_id="schools",
    area="expected_overspend:school",
    place=1,
    title_da="Skolen forventer et merforbrug på 1,2 mio. kr. #<b>",
    sees_da="Skolen forventer 33,1 mio. kr.; budgettet er 31,9.",
    owner="Budget",
)
VALIDATION = focus_areas.ValidationWish(
    span="2026K1", centre_id="schools", state="valid", representative="Skolechefen", texts="0" * 64
)
PUBLICATION = focus_areas.PublicationWish(span="2026K1", centre_id="schools", areas='[{"area": "æ"}]')
DECISION = focus_areas.DecisionWish(
    span="2026K1",
    centre_id="schools",
    area=TEXT.area,
    decision="act",
    action="Gennemgå vikarforbruget",
    responsible="Skolechefen",
    deadline=date(2026, 9, 1),
)
OUTCOME = focus_areas.OutcomeWish(span="2026K1", centre_id="schools", area=TEXT.area, is_done="partly", words="Halvt")
USES = [use.Used("page:staff", f"head {number}", "institution_head", "schools") for number in range(9)]
EDITION = pack_editions.Key("centre", "2026K1", "schools", 2, "da")
ORDER = data_orders.OrderWish(
    title="Vikarer pr. skole",
    unit_id="schools",
    asked_by="Skolechefen",
    purpose="Se, hvor vikarer bruges",
    decision="Om skolerne skal dele vikarer",
    needed_by=date(2026, 6, 1),
)
GRANT = grants.GrantWish(
    issuer="https://login.example",
    subject="ann",
    role="centre_manager",
    unit_id="schools",
    valid_from=date(2026, 5, 1),
)


def say_everything(store: Engine) -> None:
    """A row in every table, two in those of which somebody thinks again."""
    record_change(store, WISH)
    record_change(store, replace(WISH, seen_version=1, new_amount_dkk=None, reason="Fortrudt"))
    forecast_rounds.record_round(store, ROUND, BO, seen_version=0, now=NOW)
    forecast_rounds.record_entry(store, ENTRY, ANN, seen_version=0, now=NOW)
    forecast_rounds.record_entry(store, replace(ENTRY, amount_dkk=Decimal(7)), ANN, seen_version=1, now=NOW)
    forecast_rounds.record_sign(store, FORECAST_SIGN, ANN, seen_version=0, now=NOW)
    explanations.record_explanation(store, EXPLANATION, ANN, seen_version=0, now=NOW)
    supervision.record_sample(store, SAMPLE, ANN, seen_version=0, now=NOW)
    supervision.record_marks(store, [(MARK, 0)], ANN, now=NOW)
    supervision.record_sign(store, SIGN, ANN, seen_version=0, now=NOW)
    atypical.record_dismissal(store, DISMISSAL, BO, seen_version=0, now=NOW)
    follow_ups.record_follow_up(store, FOLLOW_UP, BO, seen_version=0, now=NOW)
    focus_areas.record_texts(store, [(TEXT, 0)], BO, now=NOW)
    focus_areas.record_validation(store, VALIDATION, BO, seen_version=0, now=NOW)
    focus_areas.record_publication(store, PUBLICATION, BO, seen_version=0, now=NOW)
    focus_areas.record_decision(store, DECISION, ANN, seen_version=0, now=NOW)
    focus_areas.record_outcome(store, OUTCOME, ANN, seen_version=0, now=NOW)
    pack_editions.record_edition(store, EDITION, "0" * 64, BO, now=NOW)
    data_orders.ask(store, ORDER, ANN, now=NOW)
    grants.give(store, GRANT, BO, now=NOW)
    ann = grants.Identity(GRANT.issuer, GRANT.subject)
    sessions.begin_session(store, ann, name="Ann", email="ann@example.org", now=NOW)
    claim = attention.claim_reminder(store, "round_opens", "2026:FO1", "ann@example.org", "<1@example.org>", now=NOW)
    assert claim
    attention.note_reminder_sent(store, claim, now=NOW)
    attention.look_in(store, "ann", "my_centre", "2026-05-01", now=NOW)
    for quarter in ("2026K1", "2026K2"):
        use.mark_use(store, new_key(quarter), USES)
    use.count_quarters(store, "2026K2", at=NOW)
