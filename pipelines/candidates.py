"""Building: all deliveries in force become one new database file beside the old ones, checked, and not yet served."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import duckdb

from pipelines import durable
from pipelines.allocations import Allocations, read_allocations
from pipelines.build import build_release, build_tables, build_warehouse, rules_version
from pipelines.carry_over_rules import CarryOverRules, read_carry_over_rules
from pipelines.checks import CheckResult, rows_of_check
from pipelines.corrections import Correction, apply_corrections, read_corrections
from pipelines.extracts.spec import Spec, built_in_specs, load_specs
from pipelines.home import Home
from pipelines.load import InForce, load_rows, settle_rows
from pipelines.load_allocations import load_allocations
from pipelines.load_carry_over_rules import load_carry_over_rules
from pipelines.load_facts import count_lines_in_effect, load_facts, load_published_figures
from pipelines.lock import writing
from pipelines.manifest import MANIFEST, RELEASE_FILE, CheckFacts, DeliveryFacts, Manifest, read_manifest
from pipelines.problems import Problem
from pipelines.raw import create_raw_tables
from pipelines.receipts import Receipt, read_receipts, states
from pipelines.release_file import STORAGE_VERSION
from pipelines.releases import current_release, release_ids
from pipelines.side_by_side import AT_ONCE
from pipelines.told import load_told, write_told
from pipelines.verify import is_as_written

OnStep = Callable[[str], None]

# Accepted lines from which a single statement has work for more than one core. Below it, statements run side by side on
# one core each, which takes a quarter off the build: DuckDB's threads would only wait for each other.
_LARGE = 500_000


def _silent(step: str) -> None:
    """Nobody listens."""


@dataclass(frozen=True)
class Inputs:
    """Everything that a build's result depends on."""

    receipts: list[Receipt]
    specs: list[Spec]
    corrections: list[Correction]
    carry_over_rules: CarryOverRules
    allocations: Allocations
    fingerprint: str

    @property
    def is_large(self) -> bool:
        """Whether a single statement has work for more than one core."""
        return sum(receipt.reading.accepted for receipt in self.receipts) >= _LARGE


@dataclass(frozen=True)
class Candidate:
    """A finished build. `folder` is None when a release with the same inputs is there already."""

    folder: Path | None
    manifest: Manifest


def build(home: Home, on_step: OnStep = _silent) -> Candidate:
    """Build a candidate from everything delivered; a release made from the same inputs is given back as it is.

    Raises Problem when nothing has been delivered, a correction no longer fits, a check of severity error finds
    rows (the candidate is kept for looking at, and cannot be published), or the disk refuses.
    """
    with writing(home):
        inputs = _gather(home)
        # Also when nothing is new: a candidate made from what has been taken back must not be published later.
        _clear(home)
        if same := _release_of(home, inputs):
            return Candidate(None, same)
        folder = home.builds / f"build-{uuid4().hex}"
        with _disk_trouble(home):
            folder.mkdir(mode=0o700)
            manifest = _build_into(folder, home, inputs, on_step)
            durable.write_text(folder / MANIFEST, manifest.model_dump_json(indent=1))
        refuse_failed(manifest, folder)
        return Candidate(folder, manifest)


def finished_candidate(home: Home) -> Candidate | None:
    """The build that waits to be published, if there is one."""
    folders = [path.parent for path in home.builds.glob(f"build-*/{MANIFEST}")]
    return Candidate(folders[0], read_manifest(folders[0])) if folders else None


def refuse_failed(manifest: Manifest, folder: Path) -> None:
    """Raise Problem when a check that stops a release found something."""
    if failed := manifest.failed_checks:
        named = "; ".join(f"{check.name}: {check.sentence} ({check.rows})" for check in failed)
        raise Problem(
            f"{len(failed)} checks stop this build from being published: {named}",
            where=str(folder / RELEASE_FILE),
            remedy="see the rows with pejling check NAME and mend the source; the last release is served on",
        )


def _gather(home: Home) -> Inputs:
    receipts, own, rules = read_receipts(home), load_specs(home.specs), read_carry_over_rules(home.carry_over_rules)
    delivered = {receipt.source for receipt in receipts}
    specs = [*own, *(spec for spec in built_in_specs(own) if spec.source in delivered)]
    if not receipts:
        raise Problem(
            "nothing has been delivered yet",
            where=str(home.deliveries),
            remedy=f"put extracts into {home.inbox} and run pejling deliver",
        )
    facts = {
        "deliveries": [[receipt.delivery_id, receipt.sha256, receipt.spec_sha256] for receipt in receipts],
        "specs": sorted(spec.sha256 for spec in specs),
        "corrections": home.corrections.read_text(encoding="utf-8") if home.corrections.exists() else "",
        "carry_over_rules": home.carry_over_rules.read_text(encoding="utf-8") if home.carry_over_rules.exists() else "",
        "allocations": home.allocations.read_text(encoding="utf-8") if home.allocations.exists() else "",
        "municipality": home.municipality.model_dump(mode="json", exclude={"keep", "serving", "accessibility"}),
        "rules": rules_version(),
        "pejling": version("pejling"),
    }
    fingerprint = hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()
    return Inputs(
        receipts, specs, read_corrections(home.corrections), rules, read_allocations(home.allocations), fingerprint
    )


def _release_of(home: Home, inputs: Inputs) -> Manifest | None:
    """The newest release, when it was made from the same inputs; an older one does not count: things went back.

    One whose manifest or file is gone or damaged is nobody's answer: it is made anew.
    """
    if ids := release_ids(home):
        with suppress(Problem):
            newest = read_manifest(home.releases / ids[-1])
            if newest.inputs == inputs.fingerprint and is_as_written(home.releases / ids[-1], newest):
                return newest
    return None


def _clear(home: Home) -> None:
    """Earlier candidates and what a killed build left: each is made anew from the deliveries."""
    for folder in home.builds.glob("build-*"):
        shutil.rmtree(folder, ignore_errors=True)


def _build_into(folder: Path, home: Home, inputs: Inputs, on_step: OnStep) -> Manifest:
    now, previous = datetime.now(UTC), current_release(home)
    with _working_database(folder, inputs) as connection:
        _load(connection, home, inputs, now, previous)
        built = build_release(
            connection,
            folder / RELEASE_FILE,
            lambda name, number, of: on_step(f"{name} ({number} of {of})"),
            at_once=1 if inputs.is_large else AT_ONCE,
        )
        write_told(connection, folder)
        data_until = connection.execute(
            "select printf('%04d-%02d', fiscal_year, period) from marts.budget_followup__period where is_latest"
        ).fetchone()
    with (folder / RELEASE_FILE).open("rb") as file:
        file_sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    return Manifest(
        release="",
        previous=previous,
        municipality=home.municipality.name,
        currency=home.municipality.currency,
        time_zone=home.municipality.time_zone,
        data_until=data_until[0] if data_until else None,
        built_at=now,
        published_at=None,
        inputs=inputs.fingerprint,
        rules=rules_version(),
        pejling=version("pejling"),
        duckdb=duckdb.__version__,
        storage_version=STORAGE_VERSION,
        file_sha256=file_sha256,
        tables=built.tables,
        deliveries=[_delivery_facts(receipt) for receipt in inputs.receipts],
        checks=[_check_facts(check) for check in built.checks],
    )


@contextmanager
def _working_database(folder: Path, inputs: Inputs) -> Iterator[duckdb.DuckDBPyConnection]:
    """The database that a build works in, in memory: it holds what may not be published, and goes when the build ends.

    What does not fit in its memory is spilled to the folder.
    """
    try:
        with duckdb.connect() as connection:
            if not inputs.is_large:
                connection.execute("set threads = 1")
            connection.execute("set memory_limit = $limit", {"limit": os.environ.get("PEJLING_BUILD_MEMORY", "1500MB")})
            connection.execute("set temp_directory = $folder", {"folder": str(folder / "spill")})
            connection.execute("set preserve_insertion_order = false")
            yield connection
    finally:
        shutil.rmtree(folder / "spill", ignore_errors=True)


def offending_rows(home: Home, check: str) -> tuple[list[str], list[tuple[object, ...]]]:
    """The columns and rows that one check finds in what is delivered now. Raises WrongUse for an unknown check."""
    inputs = _gather(home)
    with TemporaryDirectory(prefix="pejling-check-") as folder, _working_database(Path(folder), inputs) as connection:
        _load(connection, home, inputs, datetime.now(UTC), current_release(home))
        build_warehouse(connection)
        return rows_of_check(connection, check)


@contextmanager
def working_tables(home: Home, *names: str) -> Iterator[duckdb.DuckDBPyConnection]:
    """The tables named (`schema.name`), made of what is in force now, in a database that goes afterwards."""
    inputs = _gather(home)
    with TemporaryDirectory(prefix="pejling-work-") as folder, _working_database(Path(folder), inputs) as connection:
        _load_delivered(connection, home, inputs, datetime.now(UTC))
        build_tables(connection, *names)
        yield connection


def _load(
    connection: duckdb.DuckDBPyConnection, home: Home, inputs: Inputs, now: datetime, previous: str | None
) -> None:
    _load_delivered(connection, home, inputs, now)
    load_published_figures(connection, home.releases, previous)
    load_told(connection, home, previous)


def _load_delivered(connection: duckdb.DuckDBPyConnection, home: Home, inputs: Inputs, now: datetime) -> None:
    in_force = InForce(inputs.receipts, states(inputs.receipts))
    create_raw_tables(connection)
    load_rows(connection, home, in_force)
    load_facts(connection, home, in_force.parts, inputs.specs, now.date())
    load_carry_over_rules(connection, inputs.carry_over_rules)
    load_allocations(connection, inputs.allocations)
    count_lines_in_effect(connection, in_force)
    apply_corrections(connection, in_force.parts, inputs.corrections)
    settle_rows(connection, in_force)


@contextmanager
def _disk_trouble(home: Home) -> Iterator[None]:
    """Say what the disk refused; the engine reports a full disk in an error class of its own."""
    try:
        yield
    except (OSError, duckdb.Error) as error:
        _clear(home)
        raise Problem(
            f"the build could not be finished ({str(error).splitlines()[0]})",
            where=str(home.builds),
            remedy="see that the disk has room, and run pejling update again; the last release is served on",
        ) from error


def _delivery_facts(receipt: Receipt) -> DeliveryFacts:
    read = receipt.reading
    return DeliveryFacts(
        delivery_id=receipt.delivery_id,
        source=receipt.source,
        file=receipt.file,
        sha256=receipt.sha256,
        spec_sha256=receipt.spec_sha256,
        lines=read.lines,
        accepted=read.accepted,
        quarantined=read.quarantined,
        left_out=read.left_out,
        control_total=read.control_total,
        difference=read.difference,
    )


def _check_facts(check: CheckResult) -> CheckFacts:
    return CheckFacts(name=check.name, severity=check.severity, sentence=check.sentence, rows=check.rows)
