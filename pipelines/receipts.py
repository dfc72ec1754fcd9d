"""What is known of every delivery: one receipt beside its original, and which parts of it are in force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from pipelines.extracts.account import Part, Reading
from pipelines.extracts.periods import Period
from pipelines.home import Home
from pipelines.problems import Problem


class Receipt(BaseModel):
    """One delivery of one source: the bytes' fingerprint, when they came, and how they were read."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    delivery_id: str
    source: str
    table: str
    title: str
    owner: str
    mode: str
    adds_to: str | None
    key: tuple[str, ...]
    file: str
    sha256: str
    bytes: int
    received_at: datetime
    spec_sha256: str
    reading: Reading

    @property
    def sequence(self) -> int:
        """The delivery's place in the order of arrival; later wins."""
        return int(self.delivery_id.partition("-")[0])


@dataclass(frozen=True)
class PartState:
    """One file of a delivery, and the delivery that replaced it, if any."""

    receipt: Receipt
    file: str
    replaced_by: str | None


def read_receipts(home: Home) -> list[Receipt]:
    """Every delivery that was taken in, in order of arrival. Raises Problem when a receipt is damaged."""
    receipts = [_read(path) for path in home.deliveries.glob("[0-9]*/receipt.json")]
    return sorted(receipts, key=lambda receipt: receipt.sequence)


def _read(path: Path) -> Receipt:
    try:
        return Receipt.model_validate_json(path.read_text(encoding="utf-8"))
    except (OSError, ValidationError, UnicodeDecodeError) as error:
        raise Problem(
            "the receipt of this delivery cannot be read",
            where=str(path),
            remedy="put the file back from a backup, or move the folder away and deliver its original again",
        ) from error


def states(receipts: list[Receipt]) -> list[PartState]:
    """Every part of every delivery with what replaced it, in order of arrival.

    full: the newest delivery of a source replaces all before it, and the deltas that were added to it.
    period: a part replaces earlier deliveries' parts of the same period, or of periods within its own.
    delta: a part stays; rows of the same key are replaced one by one when they are loaded.
    """
    return [
        PartState(receipt, part.file, _replacement(receipt, part.period, receipts))
        for receipt in receipts
        for part in receipt.reading.parts
    ]


def _replacement(receipt: Receipt, period: str | None, receipts: list[Receipt]) -> str | None:
    base = receipt.adds_to or receipt.source
    for later in reversed(receipts):
        if later.sequence <= receipt.sequence:
            return None
        if later.source != base:
            continue
        if later.mode == "full":
            return later.delivery_id
        if later.mode == "period" and receipt.source == base and _covers(later, period):
            return later.delivery_id
    return None


def _covers(later: Receipt, period: str | None) -> bool:
    return any(part.period is not None and contains(part.period, period) for part in later.reading.parts)


def drawn_before(receipt: Receipt, held: list[Receipt]) -> tuple[Part, Part] | None:
    """A part of a new delivery and the part in force that it would replace though it was drawn earlier.

    The day is the run date that both state. A delta replaces by key and says again what it likes.
    """
    if receipt.mode == "delta":
        return None
    in_force = {(state.receipt.delivery_id, state.file) for state in states(held) if state.replaced_by is None}
    for state in states([*held, receipt]):
        is_replaced_now = (
            state.replaced_by == receipt.delivery_id and (state.receipt.delivery_id, state.file) in in_force
        )
        if not is_replaced_now or state.receipt.source != receipt.source:
            continue
        theirs = next(part for part in state.receipt.reading.parts if part.file == state.file)
        for mine in receipt.reading.parts:
            is_earlier = mine.run_date and theirs.run_date and mine.run_date < theirs.run_date
            if is_earlier and (receipt.mode == "full" or (mine.period and contains(mine.period, theirs.period))):
                return mine, theirs
    return None


def contains(outer: str, inner: str | None) -> bool:
    """Whether a period ('2026', '2026-Q2', '2026-05', '2026-13') holds another."""
    return inner is not None and Period.parse(outer).covers(Period.parse(inner))
