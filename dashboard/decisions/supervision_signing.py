"""A supervision as its leader signs it: the postings that were drawn for it, what was said of them, what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, cast

import polars as pl

from dashboard.decisions.supervision import Figures, Owed
from dashboard.decisions.supervision_sample import draw_sample, key_of
from dashboard.queries import budget_followup__posting
from dashboard.queries import supervision as queries
from dashboard.store.at_hand import AtHand
from dashboard.store.journal import Author, NotKept, Outdated
from dashboard.store.supervision import (
    ANSWERS,
    Answer,
    DrawnLine,
    Mark,
    MarkWish,
    MarkWord,
    Posting,
    Sample,
    SampleWish,
    Sign,
    SignWish,
    record_sample,
    sign_history,
    standing_marks,
    standing_samples,
    standing_signs,
)
from dashboard.store.usable import Unusable
from dashboard.warehouse import Door

MARKS: tuple[MarkWord, ...] = ("seen", "asked", "wrong")
Missing = Literal["mark", "words", "answer", "no_words"]


@dataclass(frozen=True)
class Drawn:
    """A posting of the sample: as it was drawn, as the release has it now (None: not any more), and what was said."""

    line: DrawnLine
    figures: Figures | None
    mark: Mark | None = None


@dataclass(frozen=True)
class Signing:
    """What stands of one supervision. `sample` None: nobody who may sign has looked at it yet."""

    owed: Owed
    sample: Sample | None
    drawn: tuple[Drawn, ...]
    history: tuple[Sign, ...]

    @property
    def version(self) -> int:
        """The number of the newest signature."""
        return self.owed.sign.version if self.owed.sign else 0


def read_signing(door: Door, store: AtHand, owed: Owed, author: Author | None) -> Signing:
    """The supervision as it stands. An `author` is one who may sign: the sample is drawn when they look first.

    Where the store cannot keep the drawing it is not shown either: nobody signs for what may change.
    """
    sample = _sample(store, owed)
    if sample is None and author and not store.trouble:
        sample = _drawn_now(door, store, owed, author)
    marks: dict[tuple[str, Posting], Mark] = {}
    if sample:
        marks = store.read(marks, standing_marks, owed.fiscal_year, owed.period, owed.unit_id)
    known = _known(door, owed, sample) if sample else {}
    no_history: list[Sign] = []
    return Signing(
        owed=owed,
        sample=sample,
        drawn=tuple(
            Drawn(
                line,
                known.get((line.posting.delivery_id, line.posting.file, line.posting.line)),
                marks.get((owed.unit_id, line.posting)),
            )
            for line in (sample.lines if sample else ())
        ),
        history=tuple(store.read(no_history, sign_history, owed.fiscal_year, owed.period, owed.unit_id)),
    )


def owed_now(door: Door, store: AtHand, owed: Owed) -> Owed | None:
    """The same supervision with the signature that stands at this moment; None where its unit is not seen any more."""
    units = _units(door, owed).filter(unit_id=owed.unit_id)
    no_signs: dict[tuple[int, str], Sign] = {}
    signs = store.read(no_signs, standing_signs, owed.fiscal_year, owed.period)
    return replace(owed, sign=signs.get((owed.period, owed.unit_id))) if len(units) else None


def missing(signing: Signing, typed: Mapping[str, str]) -> dict[str, Missing]:
    """What keeps the supervision from being signed, by the name of the field. See `field_names`."""
    found: dict[str, Missing] = {}
    for number in range(len(signing.drawn)):
        mark, words = mark_fields(number)
        if typed.get(mark) not in MARKS:
            found[mark] = "mark"
        elif typed[mark] != "seen" and not typed.get(words, "").strip():
            found[words] = "words"
    answers = {item.name: typed.get(answer_field(item.name)) for item in signing.owed.checklist.items}
    found |= {answer_field(name): "answer" for name, answer in answers.items() if answer not in ANSWERS}
    if "no" in answers.values() and not typed.get(WORDS, "").strip():
        found[WORDS] = "no_words"
    return found


WORDS = "words"


def mark_fields(number: int) -> tuple[str, str]:
    """The names of the fields of the posting with that number: the mark and the words."""
    return f"mark_{number}", f"words_{number}"


def answer_field(item: str) -> str:
    """The name of the field of an item of the checklist."""
    return f"answer_{item}"


def mark_wishes(signing: Signing, typed: Mapping[str, str]) -> list[tuple[MarkWish, int]]:
    """What was said anew of the drawn postings, each with the version that was seen."""
    wishes = []
    for number, one in enumerate(signing.drawn):
        mark, words = (typed.get(name, "").strip() for name in mark_fields(number))
        stands = (one.mark.mark, one.mark.words) if one.mark else None
        if mark in MARKS and (mark, words) != stands and signing.sample:
            wish = MarkWish(
                fiscal_year=signing.owed.fiscal_year,
                period=signing.owed.period,
                unit_id=signing.owed.unit_id,
                **one.line.posting._asdict(),
                sample_version=signing.sample.version,
                mark=mark,
                words=words,
            )
            wishes.append((wish, one.mark.version if one.mark else 0))
    return wishes


def sign_wish(signing: Signing, typed: Mapping[str, str]) -> SignWish:
    """The signature with every answer."""
    names = [item.name for item in signing.owed.checklist.items]
    answers = {name: cast("Answer", typed[answer_field(name)]) for name in names}
    return SignWish(**_key(signing.owed), answers=answers, words=typed.get(WORDS, ""))


def withdrawal(signing: Signing, words: str) -> SignWish:
    """The signature taken back: its answers stay in the history."""
    answers = signing.owed.sign.answers if signing.owed.sign else {}
    return SignWish(**_key(signing.owed), answers=answers, words=words, state="withdrawn")


def waiver(signing: Signing, words: str) -> SignWish:
    """The supervision waived: nobody signs it any more."""
    answers = signing.owed.sign.answers if signing.owed.sign else {}
    return SignWish(**_key(signing.owed), answers=answers, words=words, state="waived")


def _key(owed: Owed) -> dict[str, Any]:
    return {"fiscal_year": owed.fiscal_year, "period": owed.period, "unit_id": owed.unit_id}


def _sample(store: AtHand, owed: Owed) -> Sample | None:
    nothing: dict[str, Sample] = {}
    return store.read(nothing, standing_samples, owed.fiscal_year, owed.period, owed.unit_id).get(owed.unit_id)


def _drawn_now(door: Door, store: AtHand, owed: Owed, author: Author) -> Sample | None:
    try:
        return store.save(record_sample, drawing(door, owed), author, seen_version=0)
    except Outdated:
        return _sample(store, owed)  # somebody else looked at the same moment: theirs is the sample
    except (NotKept, Unusable):
        return None


def drawing(door: Door, owed: Owed) -> SampleWish:
    """The sample as it is drawn from the release now."""
    first, last = owed.checklist.months(owed.period)
    leaves = _leaves(door, owed)
    risky = {
        key_of(row): row for row in queries.atypical(door, leaves, owed.fiscal_year, first, last).iter_rows(named=True)
    }
    postings = budget_followup__posting.to_draw(door, leaves, owed.fiscal_year, first, last)
    seed = f"{owed.unit_id}:{owed.fiscal_year}-{owed.period:02d}:{door.release.id}"
    drawn = draw_sample(
        postings.iter_rows(named=True),
        {key: row["risk_weight"] for key, row in risky.items()},
        seed=seed,
        size=owed.checklist.sample_size,
    )
    lines = tuple(
        DrawnLine(
            posting=Posting(*one.key),
            voucher="-".join(filter(None, (one.posting["voucher"], one.posting["voucher_line"])))[:200],
            amount_dkk=one.posting["amount_dkk"],
            reasons=tuple(reason["rule"] for reason in risky[one.key]["reasons"]) if one.key in risky else (),
        )
        for one in drawn
    )
    return SampleWish(**_key(owed), seed=seed, lines=lines)


def _leaves(door: Door, owed: Owed) -> tuple[str, ...]:
    """The units at or below it where postings land, as the organisation stood in the period."""
    units = _units(door, owed).filter(is_leaf=True)
    return tuple(row["unit_id"] for row in units.iter_rows(named=True) if owed.unit_id in row["unit_path"])


def _units(door: Door, owed: Owed) -> pl.DataFrame:
    return queries.units_then(door, (owed.fiscal_year, owed.period), (owed.fiscal_year, owed.period))


def _known(door: Door, owed: Owed, sample: Sample) -> dict[tuple[str, str, int], Figures]:
    files, lines = ({str(line.posting[place]) for line in sample.lines} for place in (1, 2))
    rows = budget_followup__posting.at_lines(
        door, _leaves(door, owed), owed.fiscal_year, tuple(sorted(files)), tuple(sorted(lines))
    )
    return {key_of(row): row for row in rows.iter_rows(named=True)}
