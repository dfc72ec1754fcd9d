"""Taking deliveries in: from the inbox to an archived original, its rows, and a receipt.

A delivery loads wholly or not at all: it is written aside and gets its name when everything in it is on the disk.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from pipelines import durable
from pipelines.delivery_folders import (
    Content,
    aside,
    clear_leftovers,
    copy_in,
    fingerprint,
    note_duplicate,
    swap,
)
from pipelines.extracts.account import Reading
from pipelines.extracts.reading import read_extract
from pipelines.extracts.spec import Spec, built_in_specs, load_specs
from pipelines.home import Home
from pipelines.lock import writing
from pipelines.problems import Problem
from pipelines.quarantine import EXPORTED
from pipelines.receipts import Receipt, contains, drawn_before, read_receipts, states

State = Literal["accepted", "read again", "duplicate", "refused", "unknown"]
OnFile = Callable[[str], None]
OnBytes = Callable[[int, int], None]


@dataclass(frozen=True)
class Outcome:
    """What became of one file for one source; `sentence` says why where it was not taken."""

    file: str
    state: State
    source: str = ""
    sentence: str = ""
    receipt: Receipt | None = None


class Deliverer:
    """Takes files in for one installation; one at a time, under the installation's lock."""

    def __init__(self, home: Home, on_bytes: OnBytes | None = None, *, again: bool = False) -> None:
        self.home, self.on_bytes, self.again = home, on_bytes, again
        own = load_specs(home.specs)
        self.specs = [*own, *built_in_specs(own)]
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
                with aside(self.home) as folder:
                    original = copy_in(held, folder / "original")
                    fresh = self._read(spec, original, folder, receipt.delivery_id, receipt.received_at)
                    swap(folder, self.home.deliveries / receipt.delivery_id)
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
        elif file.name.endswith(EXPORTED):
            sentence = (
                f"{file}: these are only the refused lines of a file and would replace all its others; mend them in "
                "the source and deliver the whole file again, or set them right in corrections.yml."
            )
            yield Outcome(file.name, "refused", sentence=sentence)
            return
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
            with aside(self.home) as folder:
                original = copy_in(file, folder / "original") if file else None
                if original and (twin := self._twin(spec, original.sha256)):
                    return self._duplicate(twin, name)
                receipt = self._read(spec, original, folder, self._next_id(spec), datetime.now(UTC))
                if twin := self._twin(spec, receipt.sha256):
                    return self._duplicate(twin, name)
                self._refuse_part_of_larger(receipt)
                self._refuse_earlier(receipt)
                durable.move_folder(folder, self.home.deliveries / receipt.delivery_id)
        except Problem as problem:
            return Outcome(name, "refused", spec.source, str(problem))
        self.held.append(receipt)
        return Outcome(name, "accepted", spec.source, receipt=receipt)

    def _duplicate(self, twin: Receipt, name: str) -> Outcome:
        note_duplicate(self.home, twin, name)
        told = f"same content as {twin.delivery_id}"
        if twin.delivery_id in self._replaced():
            told += ", which a later delivery has replaced; pejling deliver --again FILE goes back to it"
        return Outcome(name, "duplicate", twin.source, told, twin)

    def _next_id(self, spec: Spec) -> str:
        sequence = self.held[-1].sequence + 1 if self.held else 1
        return f"{sequence:06}-{spec.source}"

    def _read(
        self, spec: Spec, original: Content | None, folder: Path, delivery_id: str, received: datetime
    ) -> Receipt:
        reading = read_extract(spec, original.path if original else None, folder, self.on_bytes)
        _refuse_unread(reading)
        content = original or fingerprint(folder)
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
        replaced = self._replaced()
        in_force = [one for one in self.held if one.source == receipt.source and one.delivery_id not in replaced]
        held = [part for one in in_force for part in one.reading.parts]
        for part in receipt.reading.parts:
            if part.period is None:
                raise Problem(
                    "no period was found for a source whose periods replace one another",
                    where=part.file,
                    remedy="put the period into the file's name as the spec's pattern has it",
                )
            for whole in held:
                if whole.period and whole.period != part.period and contains(whole.period, part.period):
                    raise Problem(
                        f"period {part.period} lies inside {whole.period}, which {whole.file} holds whole",
                        where=part.file,
                        remedy=f"deliver the whole of {whole.period} again",
                    )

    def _refuse_earlier(self, receipt: Receipt) -> None:
        """What was drawn before that which it would replace came late or by mistake: the newer word stays."""
        if not self.again and (found := drawn_before(receipt, self.held)):
            mine, theirs = found
            raise Problem(
                f"it was drawn on {mine.run_date}, before {theirs.file} of {theirs.run_date}, which is in force",
                where=mine.file,
                remedy="remove it, or go back to it on purpose with pejling deliver --again FILE",
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

    `again` takes in a file whose content was delivered before and has been replaced since, or that was drawn before the
    one in force. Returns one outcome per file
    and source. Raises Problem when the installation cannot be written, or another run is at work; a file that is
    refused is an outcome, not an exception, and stays in the inbox.
    """
    with writing(home):
        clear_leftovers(home)
        deliverer = Deliverer(home, on_bytes, again=again)
        outcomes = list(deliverer.read_again())
        from_inbox = files is None
        for file in _inbox_files(home) if files is None else list(files):
            if refused := _unfit(file, from_inbox=from_inbox):
                outcomes.append(refused)
                continue
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
    return sorted(file for file in home.inbox.iterdir() if not file.name.startswith(".") and not _is_folder(file))


def _is_folder(file: Path) -> bool:
    return file.is_dir() and not file.is_symlink()


def _unfit(file: Path, *, from_inbox: bool) -> Outcome | None:
    """The refusal of what is not even opened: whoever may write into the inbox chooses names and sorts of files."""
    if not file.name.isprintable():
        shown = ascii(file.name)[1:-1]
        return Outcome(shown, "refused", sentence=f"{shown}: its name has signs that cannot be shown; rename it.")
    if from_inbox and (file.is_symlink() or not file.is_file()):
        sentence = f"{file}: it is a link or a device, behind which anything may lie; put the file itself there."
        return Outcome(file.name, "refused", sentence=sentence)
    return None


def _remove(file: Path) -> None:
    try:
        file.unlink()
    except OSError as error:
        raise Problem(
            f"the file was taken in but cannot be removed from the inbox ({error.strerror})",
            where=str(file),
            remedy="remove it by hand; taken in again it changes nothing",
        ) from error


def _refuse_unread(reading: Reading) -> None:
    """Rows of which not one could be read are a fault of the spec, not of the rows."""
    if reading.quarantined and not reading.accepted:
        raise Problem(
            f"none of its {reading.quarantined} rows could be read",
            where=reading.file,
            remedy="try the spec on the file with pejling spec check, and mend the spec",
        )
