"""The workbook of a forecast round: who has answered and who has not, every amount with its words, every signature."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import polars as pl

from dashboard.decisions.forecast_opening import rounds
from dashboard.decisions.forecast_round import Answers, answers
from dashboard.decisions.unit_forecast import UnitForecast
from dashboard.files.content import Filters, Made, Nothing, sheet
from dashboard.sentences.forecast_round import STATE_WORDS, moved, name
from dashboard.sentences.words import GROUP_WORDS, ROLES
from dashboard.store.at_hand import AtHand, at_hand
from dashboard.store.forecast_rounds import Round, sign_history
from dashboard.texts import Texts, mark
from dashboard.warehouse import Door
from dashboard.workbooks import Column

MART = "forecast_round__proposal"
UNIT = (
    Column("unit_id", mark("Unit no.")),
    Column("unit_name", mark("Unit"), width=36),
    Column("centre_name", mark("Centre"), width=32),
)
WHO = (
    Column("person_role", mark("Who"), words=ROLES),
    Column("entered_at", mark("When"), "moment"),
)
UNITS = (
    *UNIT,
    Column("state", mark("Answer"), words=STATE_WORDS, width=14),
    *WHO,
    Column("is_owed", mark("Owes an answer"), "yes_no", 14),
    Column("revised_dkk", mark("Revised budget"), "money"),
    Column("actual_dkk", mark("Actual to date"), "money"),
    Column("expected_dkk", mark("Expected"), "money"),
    Column("variance_dkk", mark("Variance"), "money"),
    Column("words", mark("Words"), width=60),
)
AMOUNTS = (
    *UNIT,
    Column("account_group", mark("Account group"), words=GROUP_WORDS, width=16),
    Column("revised_dkk", mark("Revised budget"), "money"),
    Column("actual_dkk", mark("Actual to date"), "money"),
    Column("run_rate_forecast_dkk", mark("Run rate"), "money"),
    Column("statistical_forecast_dkk", mark("Statistical forecast"), "money"),
    Column("last_forecast_dkk", mark("Last round"), "money"),
    Column("amount_dkk", mark("Given"), "money"),
    Column("change_dkk", mark("Change"), "money"),
    Column("comment", mark("Comment"), width=60),
    *WHO,
)
SIGNS = (
    *UNIT[:2],
    Column("state", mark("Answer"), words=STATE_WORDS, width=14),
    Column("words", mark("Words"), width=60),
    *WHO,
)


def page(door: Door, texts: Texts, filters: Filters) -> Made:
    """A round at a unit and below it. Raises Nothing."""
    store, unit_id = at_hand(), str(filters["unit"])
    wanted = (int(filters["year"]), str(filters["round"]))
    round_ = next((one for one in rounds(store) if (one.fiscal_year, one.round) == wanted), None)
    found = answers(door, store, round_) if round_ else None
    units = found.at(unit_id) if found else ()
    if round_ is None or found is None or not units:
        raise Nothing
    sheets = [
        sheet(door, texts, mark("Units"), MART, _frame(_units(texts, found, units), UNITS), UNITS, frozen=2),
        sheet(door, texts, mark("Amounts"), MART, _frame(_amounts(units), AMOUNTS), AMOUNTS, frozen=2),
        sheet(door, texts, mark("Signed"), MART, _frame(_signs(store, round_, units), SIGNS), SIGNS, frozen=2),
    ]
    at = found.organisation.filter(unit_id=unit_id)
    title = str(at["unit_name"][0]) if len(at) else unit_id
    lines = [
        (texts.say("Round"), name(round_)),
        (texts.say("Unit"), title),
        (texts.say("Opens"), texts.day(round_.opens_on)),
        (texts.say("Last day to answer"), texts.day(round_.closes_on)),
    ]
    return Made(f"{texts.say('Forecast round')} {name(round_)} {title}", sheets, lines)


def _frame(rows: Iterable[dict[str, Any]], columns: tuple[Column, ...]) -> pl.DataFrame:
    """The rows with all columns, also where there is no row."""
    return pl.DataFrame(list(rows), schema=[column.name for column in columns], infer_schema_length=None)


def _unit(unit: UnitForecast) -> dict[str, Any]:
    return {column.name: unit.figures[column.name] for column in UNIT}


def _units(texts: Texts, found: Answers, units: tuple[UnitForecast, ...]) -> Iterable[dict[str, Any]]:
    for unit in units:
        total, sign = found.total(unit.unit_id), unit.sign
        said = [sign.words] if sign and sign.words else []
        yield _unit(unit) | {
            "state": unit.state,
            "person_role": sign.person_role if sign else None,
            "entered_at": sign.entered_at if sign else None,
            "is_owed": unit.is_owed,
            "revised_dkk": total.revised_dkk,
            "actual_dkk": total.actual_dkk,
            "expected_dkk": total.expected_dkk,
            "variance_dkk": total.variance_dkk,
            "words": " ".join([*said, *moved(texts, unit, found.round)]),
        }


def _amounts(units: tuple[UnitForecast, ...]) -> Iterable[dict[str, Any]]:
    for unit in units:
        for part in unit.parts:
            entry = part.entry
            yield _unit(unit) | {
                "account_group": part.account_group,
                "revised_dkk": part.revised_dkk,
                "actual_dkk": part.actual_dkk,
                "run_rate_forecast_dkk": part.run_rate_dkk,
                "statistical_forecast_dkk": part.statistical_dkk,
                "last_forecast_dkk": part.last_round_dkk,
                "amount_dkk": entry.amount_dkk if entry else None,
                "change_dkk": part.change_dkk,
                "comment": entry.comment if entry else None,
                "person_role": entry.person_role if entry else None,
                "entered_at": entry.entered_at if entry else None,
            }


def _signs(store: AtHand, round_: Round, units: tuple[UnitForecast, ...]) -> Iterable[dict[str, Any]]:
    for unit in units:
        if unit.sign is None or unit.given_for is None:
            continue
        for sign in store.read([unit.sign], sign_history, round_.fiscal_year, round_.round, unit.given_for):
            yield _unit(unit) | {
                "state": sign.state,
                "words": sign.words,
                "person_role": sign.person_role,
                "entered_at": sign.entered_at,
            }
