"""Taking deliveries in: from the inbox to an archived original, its rows, and a receipt.

A delivery loads wholly or not at all: it is written aside and gets its name when everything in it is on the disk.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal
from uuid import uuid4

from pipelines import durable
from pipelines.extracts.account import Reading
from pipelines.extracts.reading import read_extract
from pipelines.extracts.spec import Spec, load_specs
from pipelines.home import Home
from pipelines.lock import writing
from pipelines.problems import Problem
from pipelines.receipts import Receipt, contains, read_receipts, states

State = Literal["accepted", "read again", "duplicate", "refused", "unknown"]
OnFile = Callable[[str], None]
OnBytes = Callable[[int, int], None]

_COPY_BYTES = 1 << 20


@dataclass(frozen=True)
class Outcome:
    """What became of one file for one source; `sentence` says why where it was not taken."""

    file: str
    state: State
    source: str = ""
    sentence: str = ""
    receipt: Receipt | None = None


@dataclass(frozen=True)
class _Content:
    path: Path
    bytes: int
    sha256: str


class Deliverer:
    """Takes files in for one installation; one at a time, under the installation's lock."""

    def __init__(self, home: Home, on_bytes: OnBytes | None = None, *, again: bool = False) -> None:
        self.home, self.on_bytes, self.again = home, on_bytes, again
        self.specs = load_specs(home.specs)
        self.held = read_receipts(home)

    def read_again(self) -> Iterator[Outcome]:
        """Read archived originals again whose spec has been changed since; a refusal keeps the earlier reading."""
        by_source = {spec.source: spec for spec in self.specs}
        for index, receipt in enumerate(self.held):
            spec = by_source.get(receipt.source)
            if spec is None or spec.sha256 == receipt.spec_sha256:
                continue
            held = self.home.deliveries / receipt.delivery_id / "original" / receipt.file
            if not held.exists():  # a query has no original; the next delivery asks it again
                continue
            try:
                with _aside(self.home) as folder:
                    original = _copy(held, folder / "original")
                    fresh = self._read(spec, original, folder, receipt.delivery_id, receipt.received_at)
                    _swap(folder, self.home.deliveries / receipt.delivery_id)
            except Problem as problem:
                yield Outcome(receipt.file, "refused", spec.source, str(problem))
            else:
                self.held[index] = fresh
                yield Outcome(receipt.file, "read again", spec.source, "the spec was changed", fresh)

    def take(self, file: Path) -> Iterator[Outcome]:
        """Take one file in for every source whose pattern its name fits."""
        fitting = [spec for spec in self.specs if spec.match(file.name)]
        if not file.is_file():
            yield Outcome(file.name, "refused", sentence=f"{file}: the file is not there; check the path.")
        elif not fitting:
            sentence = (
                f"{file}: no spec in {self.home.specs} fits this file name; write one (pejling spec new) or rename."
            )
            yield Outcome(file.name, "unknown", sentence=sentence)
        for spec in fitting:
            yield self._outcome(spec, file)

    def ask(self, spec: Spec) -> Outcome:
        """Run a source's query and take its rows in."""
        return self._outcome(spec, None)

    def _outcome(self, spec: Spec, file: Path | None) -> Outcome:
        name = file.name if file else f"sql:{spec.source}"
        try:
            with _aside(self.home) as folder:
                original = _copy(file, folder / "original") if file else None
                if original and (twin := self._twin(spec, original.sha256)):
                    return self._duplicate(twin, name)
                receipt = self._read(spec, original, folder, self._next_id(spec), datetime.now(UTC))
                if twin := self._twin(spec, receipt.sha256):
                    return self._duplicate(twin, name)
                self._refuse_part_of_larger(receipt)
                durable.move_folder(folder, self.home.deliveries / receipt.delivery_id)
        except Problem as problem:
            return Outcome(name, "refused", spec.source, str(problem))
        self.held.append(receipt)
        return Outcome(name, "accepted", spec.source, receipt=receipt)

    def _duplicate(self, twin: Receipt, name: str) -> Outcome:
        _note_duplicate(self.home, twin, name)
        told = f"same content as {twin.delivery_id}"
        if twin.delivery_id in self._replaced():
            told += ", which a later delivery has replaced; pejling deliver --again FILE goes back to it"
        return Outcome(name, "duplicate", twin.source, told, twin)

    def _next_id(self, spec: Spec) -> str:
        sequence = self.held[-1].sequence + 1 if self.held else 1
        return f"{sequence:06}-{spec.source}"

    def _read(
        self, spec: Spec, original: _Content | None, folder: Path, delivery_id: str, received: datetime
    ) -> Receipt:
        reading = read_extract(spec, original.path if original else None, folder, self.on_bytes)
        _refuse_unread(reading)
        content = original or _fingerprint(folder)
        receipt = Receipt(
            delivery_id=delivery_id,
            source=spec.source,
            table=spec.table,
            title=spec.title,
            owner=spec.owner,
            mode=spec.delivery.mode,
            adds_to=spec.delivery.adds_to,
            key=tuple(spec.delivery.key),
            file=original.path.name if original else reading.file,
            sha256=content.sha256,
            bytes=content.bytes,
            received_at=received,
            spec_sha256=spec.sha256,
            reading=reading,
        )
        durable.write_text(folder / "receipt.json", receipt.model_dump_json(indent=1))
        return receipt

    def _twin(self, spec: Spec, sha256: str) -> Receipt | None:
        """The delivery that holds the same bytes already.

        A file that a later one has replaced is one too, unless going back to it is what is wanted (`again`). A query
        and a delta may say what they said some time ago: only their newest answer makes the same one nothing new.
        """
        held = [receipt for receipt in self.held if receipt.source == spec.source]
        if spec.file.kind == "sql" or spec.delivery.mode == "delta":
            held = held[-1:]
        elif self.again:
            replaced = self._replaced()
            held = [receipt for receipt in held if receipt.delivery_id not in replaced]
        return next((receipt for receipt in held if receipt.sha256 == sha256), None)

    def _replaced(self) -> set[str]:
        """Deliveries of which no part is in force."""
        parts = states(self.held)
        in_force = {part.receipt.delivery_id for part in parts if part.replaced_by is None}
        return {part.receipt.delivery_id for part in parts} - in_force

    def _refuse_part_of_larger(self, receipt: Receipt) -> None:
        """A month cannot replace a part of a file that holds its whole year: nobody knows which rows would go."""
        if receipt.mode != "period":
            return
        for part in receipt.reading.parts:
            if part.period is None:
                raise Problem(
                    "no period was found for a source whose periods replace one another",
                    where=part.file,
                    remedy="put the period into the file's name as the spec's pattern has it",
                )
            for state in states(self.held):
                for held in state.receipt.reading.parts:
                    larger = (
                        held.period is not None and held.period != part.period and contains(held.period, part.period)
                    )
                    if state.receipt.source == receipt.source and state.replaced_by is None and larger:
                        raise Problem(
                            f"period {part.period} lies inside {held.period}, which {held.file} holds whole",
                            where=part.file,
                            remedy=f"deliver the whole of {held.period} again",
                        )


def deliver(
    home: Home,
    files: Iterable[Path] | None = None,
    on_file: OnFile | None = None,
    on_bytes: OnBytes | None = None,
    *,
    again: bool = False,
) -> list[Outcome]:
    """Take in the given files (left where they are), else everything in the inbox (taken out) and every query.

    `again` takes in a file whose content was delivered before and has been replaced since. Returns one outcome per file
    and source. Raises Problem when the installation cannot be written, or another run is at work; a file that is
    refused is an outcome, not an exception, and stays in the inbox.
    """
    with writing(home):
        _clear_leftovers(home)
        deliverer = Deliverer(home, on_bytes, again=again)
        outcomes = list(deliverer.read_again())
        from_inbox = files is None
        for file in _inbox_files(home) if files is None else list(files):
            if on_file:
                on_file(file.name)
            found = list(deliverer.take(file))
            outcomes += found
            if from_inbox and all(outcome.state in {"accepted", "duplicate"} for outcome in found):
                _remove(file)
        if from_inbox:
            outcomes += [deliverer.ask(spec) for spec in deliverer.specs if spec.file.kind == "sql"]
        return outcomes


def _inbox_files(home: Home) -> list[Path]:
    return sorted(file for file in home.inbox.iterdir() if file.is_file() and not file.name.startswith("."))


def _remove(file: Path) -> None:
    try:
        file.unlink()
    except OSError as error:
        raise Problem(
            f"the file was taken in but cannot be removed from the inbox ({error.strerror})",
            where=str(file),
            remedy="remove it by hand; taken in again it changes nothing",
        ) from error


@contextmanager
def _aside(home: Home) -> Iterator[Path]:
    """A folder to write a delivery in; gone afterwards unless it was given its name."""
    folder = home.deliveries / f".incoming-{uuid4().hex}"
    try:
        (folder / "original").mkdir(parents=True)
        yield folder
    except OSError as error:
        raise Problem(
            f"the delivery could not be written ({error.strerror or error})",
            where=str(home.deliveries),
            remedy="free some space or give the right to write there, and deliver again; nothing was changed",
        ) from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _clear_leftovers(home: Home) -> None:
    """What a killed run left: half deliveries go, a half swap is turned back."""
    for folder in home.deliveries.glob(".incoming-*"):
        shutil.rmtree(folder, ignore_errors=True)
    for folder in home.deliveries.glob(".outgoing-*"):
        target = home.deliveries / folder.name.removeprefix(".outgoing-")
        if target.exists():
            shutil.rmtree(folder, ignore_errors=True)
        else:
            folder.rename(target)


def _swap(fresh: Path, target: Path) -> None:
    outgoing = target.with_name(f".outgoing-{target.name}")
    target.rename(outgoing)
    durable.move_folder(fresh, target)
    shutil.rmtree(outgoing, ignore_errors=True)


def _copy(source: Path, folder: Path) -> _Content:
    """Copy the bytes into the folder, and measure them in the same pass."""
    digest, size, target = hashlib.sha256(), 0, folder / source.name
    try:
        with source.open("rb") as reader, target.open("wb") as writer:
            while block := reader.read(_COPY_BYTES):
                writer.write(block)
                digest.update(block)
                size += len(block)
    except FileNotFoundError as error:
        raise Problem("the file is not there", where=str(source), remedy="check the path") from error
    except PermissionError as error:
        raise Problem(
            "the file cannot be opened", where=str(error.filename), remedy="give the right to read it"
        ) from error
    return _Content(target, size, digest.hexdigest())


def _fingerprint(folder: Path) -> _Content:
    """A query's answer has no bytes of its own: its rows have, those that could not be read among them."""
    digest, size = hashlib.sha256(), 0
    for name in ("accepted.parquet", "quarantined.parquet", "left_out.parquet"):
        content = (folder / name).read_bytes()
        digest.update(content)
        size += len(content)
    return _Content(folder, size, digest.hexdigest())


def _refuse_unread(reading: Reading) -> None:
    """Rows of which not one could be read are a fault of the spec, not of the rows."""
    if reading.quarantined and not reading.accepted:
        raise Problem(
            f"none of its {reading.quarantined} rows could be read",
            where=reading.file,
            remedy="try the spec on the file with pejling spec check, and mend the spec",
        )


def _note_duplicate(home: Home, twin: Receipt, name: str) -> None:
    """Once per delivery and name, so that the same file delivered again and again changes nothing."""
    folder = home.deliveries / "duplicates"
    folder.mkdir(exist_ok=True)
    note = folder / f"{twin.delivery_id}.{hashlib.sha256(name.encode()).hexdigest()[:12]}.txt"
    if not note.exists():
        durable.write_text(note, f"{twin.delivery_id}\n{datetime.now(UTC).isoformat()}\n{name}\n")
