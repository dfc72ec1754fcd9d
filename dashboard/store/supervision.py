"""Financial supervision: the postings that were drawn, what the manager says of each, and the signature."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from decimal import Decimal
from itertools import groupby
from typing import Literal, NamedTuple

from sqlalchemy import ColumnElement, Connection, Engine, Table, and_, func, select

from dashboard.store.journal import Author, Journal, Kept, Row, plain
from dashboard.store.models import SupervisionMark, SupervisionSample, SupervisionSampleLine, SupervisionSign
from dashboard.store.models.base import table_of
from dashboard.store.reading import rows_of
from dashboard.store.usable import Fault, Unusable, usable

MarkWord = Literal["seen", "asked", "wrong"]
SignState = Literal["signed", "withdrawn", "waived"]
Answer = Literal["yes", "no", "not_relevant"]
ANSWERS: tuple[Answer, ...] = ("yes", "no", "not_relevant")


class Posting(NamedTuple):
    """A posting by its line in the extract."""

    delivery_id: str
    file: str
    line: int


@dataclass(frozen=True, kw_only=True)
class DrawnLine:
    """A drawn posting as it was when it was drawn. `reasons` are the names of the rules that it met."""

    posting: Posting
    voucher: str
    amount_dkk: Decimal
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SampleWish:
    """A drawing for a unit's supervision of a period."""

    fiscal_year: int
    period: int
    unit_id: str
    seed: str
    lines: tuple[DrawnLine, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Sample(SampleWish, Kept):
    """A drawing as it stands in the store, its lines by delivery, file and line."""


@dataclass(frozen=True, kw_only=True)
class MarkWish:
    """What the manager says of a posting that was drawn in `sample_version`."""

    fiscal_year: int
    period: int
    unit_id: str
    delivery_id: str
    file: str
    line: int
    sample_version: int
    mark: MarkWord
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class Mark(MarkWish, Kept):
    """A mark as it stands in the store."""

    @property
    def posting(self) -> Posting:
        return Posting(self.delivery_id, self.file, self.line)


@dataclass(frozen=True, kw_only=True)
class SignWish:
    """A signature: item of the checklist to answer, and words. `withdrawn` and `waived` need words."""

    fiscal_year: int
    period: int
    unit_id: str
    answers: Mapping[str, Answer]
    words: str = ""
    state: SignState = "signed"


@dataclass(frozen=True, kw_only=True)
class Sign(SignWish, Kept):
    """A signature as it stands in the store."""


def record_sample(
    store: Engine, wish: SampleWish, author: Author, *, seen_version: int, now: datetime | None = None
) -> Sample:
    """Keep a drawing with its lines, all or nothing. Raises Outdated, Unusable, NotKept."""
    said = {name: getattr(wish, name) for name in ("fiscal_year", "period", "unit_id", "seed")}
    lines = [usable(_LINE, _line_row(line)) for line in wish.lines]

    def add_lines(connection: Connection, row: Row) -> None:
        drawn = {name: row[name] for name in ("fiscal_year", "period", "unit_id", "version")}
        if lines:
            connection.execute(_LINE.insert(), [{**drawn, **line} for line in lines])

    kept = _SAMPLES.append_all(store, [(said, seen_version)], author, now=now, also=add_lines)[0]
    return replace(kept, lines=tuple(sorted(wish.lines, key=lambda line: line.posting)))


def standing_samples(store: Engine, fiscal_year: int, period: int, unit_id: str | None = None) -> dict[str, Sample]:
    """The newest drawing of each unit in a period with its lines, by unit. Raises NotRead."""
    newest = _SAMPLE.alias()
    last = (
        select(func.max(newest.c.version))
        .where(*(newest.c[name] == _SAMPLE.c[name] for name in SupervisionSample.KEY))
        .correlate(_SAMPLE)
        .scalar_subquery()
    )
    same = and_(*(_LINE.c[name] == _SAMPLE.c[name] for name in (*SupervisionSample.KEY, "version")))
    lines = [_LINE.c[name] for name in ("delivery_id", "file", "line", "voucher", "amount_dkk", "reasons")]
    wanted = (
        select(_SAMPLE, *lines)
        .select_from(_SAMPLE.outerjoin(_LINE, same))
        .where(*_of(_SAMPLE, fiscal_year, period, unit_id), _SAMPLE.c.version == last)
        .order_by(_SAMPLE.c.unit_id, _LINE.c.delivery_id, _LINE.c.file, _LINE.c.line)
    )
    found = {}
    for unit, rows in groupby(rows_of(store, wanted), key=lambda row: str(row["unit_id"])):
        of_unit = list(rows)
        lines_of_unit = tuple(_drawn_line(row) for row in of_unit if row["delivery_id"] is not None)
        found[unit] = _sample(of_unit[0], lines_of_unit)
    return found


def record_marks(
    store: Engine, wishes: Sequence[tuple[MarkWish, int]], author: Author, *, now: datetime | None = None
) -> list[Mark]:
    """Mark drawn postings, each with the version that was seen; all or none. Raises Outdated, Unusable, NotKept."""
    return _MARKS.append_all(store, [(asdict(wish), seen_version) for wish, seen_version in wishes], author, now=now)


def standing_marks(
    store: Engine, fiscal_year: int, period: int, unit_id: str | None = None
) -> dict[tuple[str, Posting], Mark]:
    """What was said of each drawn posting of a period, by unit and posting. Raises NotRead."""
    rows = _MARKS.standing(store, *_of(_MARK, fiscal_year, period, unit_id))
    return {(mark.unit_id, mark.posting): mark for mark in rows}


def marks_of_year(store: Engine, fiscal_year: int) -> list[Mark]:
    """What was said of every drawn posting of a year. Raises NotRead."""
    return _MARKS.standing(store, *_of(_MARK, fiscal_year))


def record_sign(
    store: Engine, wish: SignWish, author: Author, *, seen_version: int, now: datetime | None = None
) -> Sign:
    """Sign a unit's supervision, take back what stands of it, or waive it. Raises Outdated, Unusable, NotKept."""
    if wish.state != "signed" and not wish.words.strip():
        raise _unusable(wish, "words", "missing", "a reason is missing", "write it")
    said = {**vars(wish), "answers": _answers_text(wish)}
    return _SIGNS.append(store, said, author, seen_version=seen_version, now=now)


def standing_signs(store: Engine, fiscal_year: int, period: int | None = None) -> dict[tuple[int, str], Sign]:
    """The newest signature of each unit in a period, or in all of a year, by period and unit. Raises NotRead.

    Withdrawn ones are among them: whoever signs anew must have seen their version.
    """
    return {(sign.period, sign.unit_id): sign for sign in _SIGNS.standing(store, *_of(_SIGN, fiscal_year, period))}


def signs_of_years(store: Engine, first: int, last: int) -> dict[tuple[int, int, str], Sign]:
    """The newest signature of each unit in the periods of some years, by year, period and unit. Raises NotRead."""
    found = _SIGNS.standing(store, _SIGN.c.fiscal_year.between(first, last))
    return {(sign.fiscal_year, sign.period, sign.unit_id): sign for sign in found}


def sign_history(store: Engine, fiscal_year: int, period: int, unit_id: str) -> list[Sign]:
    """Every signature of a unit's supervision, the newest first. Raises NotRead."""
    return _SIGNS.history(store, *_of(_SIGN, fiscal_year, period, unit_id))


def _of(
    table: Table, fiscal_year: int, period: int | None = None, unit_id: str | None = None
) -> list[ColumnElement[bool]]:
    only = {"fiscal_year": fiscal_year, "period": period, "unit_id": unit_id}
    return [table.c[name] == value for name, value in only.items() if value is not None]


def _line_row(line: DrawnLine) -> dict[str, object]:
    return {
        **line.posting._asdict(),
        "voucher": line.voucher,
        "amount_dkk": line.amount_dkk,
        "reasons": ",".join(line.reasons),
    }


def _drawn_line(row: Row) -> DrawnLine:
    return DrawnLine(
        posting=Posting(row["delivery_id"], row["file"], row["line"]),
        voucher=row["voucher"],
        amount_dkk=row["amount_dkk"],
        reasons=tuple(filter(None, row["reasons"].split(","))),
    )


def _answers_text(wish: SignWish) -> str:
    if set(wish.answers.values()) - set(ANSWERS):
        told = f"an answer is none of {', '.join(ANSWERS)}"
        raise _unusable(wish, "answers", "not_a_choice", told, "choose one of them")
    return json.dumps(dict(sorted(wish.answers.items())), ensure_ascii=False)


def _unusable(wish: SignWish, field: str, fault: Fault, what: str, remedy: str) -> Unusable:
    return Unusable(what, where=wish.unit_id, remedy=remedy, field=field, fault=fault)


def _sample(row: Row, lines: tuple[DrawnLine, ...] = ()) -> Sample:
    return Sample(**{column.name: row[column.name] for column in _SAMPLE.columns}, lines=lines)


def _sign(row: Row) -> Sign:
    said = {column.name: row[column.name] for column in _SIGN.columns}
    return Sign(**{**said, "answers": json.loads(row["answers"])})


_SAMPLE, _LINE = table_of(SupervisionSample), table_of(SupervisionSampleLine)
_MARK, _SIGN = table_of(SupervisionMark), table_of(SupervisionSign)
_SAMPLES = Journal(SupervisionSample, _sample)
_MARKS = Journal(SupervisionMark, plain(Mark))
_SIGNS = Journal(SupervisionSign, _sign)
