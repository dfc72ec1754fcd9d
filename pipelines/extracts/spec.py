"""Source specs: a TOML file says where an extract's rows are and what they mean. See docs/sources.md for every key."""

from __future__ import annotations

import difflib
import hashlib
import tomllib
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError

from pipelines.canonical import canonical_tables
from pipelines.extracts.column_spec import ColumnSpec, Keys, Texts
from pipelines.extracts.periods import Period, form_regex, letterhead_form, period_of
from pipelines.extracts.spec_tables import (
    ControlTotal,
    Cumulative,
    Delivery,
    FileSpec,
    LeaveOut,
    Letterhead,
    LetterheadCheck,
    LetterheadValue,
    Members,
    Subtotals,
)
from pipelines.problems import WrongUse

_BUILT_IN = Path(__file__).with_name("built_in")


class Match(Keys):
    """A file name that belongs to a source; `period` is the one in the name, if there is one."""

    period: Period | None = None


class Spec(Keys):
    """One source. `path` and `sha256` tell which spec file it came from."""

    source: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    table: str
    title: str = Field(min_length=1)
    owner: str = ""
    file: FileSpec
    delivery: Delivery
    letterhead: Letterhead = Letterhead()
    columns: dict[str, ColumnSpec] = Field(min_length=1)
    ignore: Texts = Field((), description="headers that are known and not used; '*': all others")
    leave_out: tuple[LeaveOut, ...] = ()
    distinct: bool | Texts = Field(default=False, description="rows equal in all, or in these columns are taken once")
    subtotals: tuple[Subtotals, ...] = ()
    cumulative: Cumulative | None = None
    control_total: ControlTotal = ControlTotal()
    path: Path = Field(Path(), exclude=True)
    sha256: str = Field("", exclude=True)

    @property
    def needs_whole_file(self) -> bool:
        """Whether some rule must see all rows before the first can be taken."""
        has_levels = any(column.parent_in is not None for column in self.columns.values())
        return bool(self.subtotals or self.cumulative or has_levels)

    def match(self, filename: str) -> Match | None:
        """Whether a file of this name belongs to the source: None when not, else a Match with the name's period.

        The whole name must fit one of the patterns (upper and lower case are the same). A kind = 'sql' source
        matches no file.
        """
        for pattern in self.file.pattern:
            found = form_regex(pattern, glob=True).fullmatch(filename)
            if found is not None:
                return Match(period=period_of(found))
        return None


def load_spec(path: Path) -> Spec:
    """The spec in the TOML file `path`. Raises WrongUse that names file, key and remedy."""
    try:
        content = path.read_bytes()
        table = tomllib.loads(content.decode("utf-8-sig"))
    except OSError as error:
        raise WrongUse(
            f"the spec cannot be read ({error.strerror})", where=str(path), remedy="check the path"
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WrongUse(f"the spec is no TOML: {error}", where=str(path), remedy="mend that line") from error
    table.setdefault("title", table.get("source", ""))
    try:
        spec = Spec.model_validate({**table, "path": path, "sha256": hashlib.sha256(content).hexdigest()})
    except ValidationError as error:
        raise _explained(error, path) from error
    _check_against_canonical(spec)
    return spec


def load_specs(folder: Path) -> list[Spec]:
    """Every spec below `folder`, by source name. Raises WrongUse when one is wrong or two have one name."""
    if not folder.is_dir():
        raise WrongUse("there is no folder of specs", where=str(folder), remedy="write `specs` in municipality.toml")
    specs: dict[str, Spec] = {}
    for path in sorted(folder.glob("*.toml")):
        if path.name == "municipality.toml":
            continue
        spec = load_spec(path)
        if spec.source in specs:
            other = specs[spec.source].path.name
            raise WrongUse(f"source: {spec.source!r} is also the name of {other}", where=str(path), remedy="rename one")
        specs[spec.source] = spec
    return [specs[name] for name in sorted(specs)]


def built_in_specs(specs: list[Spec]) -> list[Spec]:
    """The specs of what Pejling delivers to itself, but those that a municipality has written in their stead."""
    own = {spec.source for spec in specs}
    return [spec for spec in load_specs(_BUILT_IN) if spec.source not in own]


def _explained(error: ValidationError, path: Path) -> WrongUse:
    """The first fault as file, key and remedy."""
    first = error.errors()[0]
    key = ".".join(str(part).rstrip("_") for part in first["loc"]) or "the spec"
    if first["type"] == "extra_forbidden":
        known = _known_keys(first["loc"])
        close = difflib.get_close_matches(str(first["loc"][-1]), known, n=1)
        remedy = f"write {close[0]}" if close else f"remove it; the keys there are {', '.join(known)}"
        return WrongUse(f"{key}: there is no such key", where=str(path), remedy=remedy)
    if first["type"] == "missing":
        return WrongUse(f"{key}: is missing", where=str(path), remedy=f"add {first['loc'][-1]}; see docs/sources.md")
    if first["type"] in {"model_type", "dict_type"}:
        return WrongUse(
            f"{key}: is no table of keys", where=str(path), remedy="write it as docs/sources.md shows, in { … }"
        )
    message = first["msg"].removeprefix("Value error, ").removeprefix("Input ")
    return WrongUse(f"{key}: {message}", where=str(path), remedy="mend that key; docs/sources.md shows each")


def _known_keys(place: tuple[int | str, ...]) -> list[str]:
    """The keys of the table that `place` points into."""
    model: Any = Spec
    for part in place[:-1]:
        if isinstance(part, int) or model is None:
            continue
        if model is Spec and part == "columns":
            model = ColumnSpec
            continue
        models = {
            (Spec, "file"): FileSpec,
            (FileSpec, "members"): Members,
            (Spec, "delivery"): Delivery,
            (Spec, "letterhead"): Letterhead,
            (Letterhead, "period"): LetterheadValue,
            (Letterhead, "run_date"): LetterheadValue,
            (Letterhead, "checks"): LetterheadCheck,
            (Spec, "leave_out"): LeaveOut,
            (Spec, "subtotals"): Subtotals,
            (Spec, "cumulative"): Cumulative,
            (Spec, "control_total"): ControlTotal,
        }
        model = models.get((model, str(part)), model)
    hidden = {"path", "sha256"}
    return sorted((field.alias or name) for name, field in model.model_fields.items() if name not in hidden)


def _check_against_canonical(spec: Spec) -> None:
    """The spec's table and columns exist, and every needed column is there."""

    def wrong(key: str, what: str, remedy: str) -> WrongUse:
        return WrongUse(f"{key}: {what}", where=str(spec.path), remedy=remedy)

    tables = canonical_tables()
    if spec.table not in tables:
        raise wrong("table", f"there is no table {spec.table!r}", f"use one of {', '.join(tables)}")
    canonical = tables[spec.table]
    typed = spec.file.cells != "csv"
    for name, column in spec.columns.items():
        if name not in canonical.columns:
            close = difflib.get_close_matches(name, canonical.columns, n=1)
            remedy = f"write {close[0]}" if close else f"use one of {', '.join(canonical.columns)}"
            raise wrong(f"columns.{name}", f"the table {spec.table} has no such column", remedy)
        fault = column.check_against(canonical.columns[name].type, typed=typed)
        if fault:
            raise wrong(f"columns.{name}", fault, "see docs/sources.md")
        allowed = canonical.columns[name].values
        given = [*(column.values or {}).values(), *(column.values_matching or {}).values()]
        given += [text for text in (column.value, column.other, column.default) if text]
        outside = [text for text in given if allowed and text not in allowed]
        if outside:
            raise wrong(f"columns.{name}", f"{outside[0]!r} is not allowed", f"use one of {', '.join(allowed or ())}")
    for name, known in canonical.columns.items():
        if known.needed and name not in spec.columns:
            raise wrong(f"columns.{name}", f"the table {spec.table} needs it", "say where it comes from")
    _check_names(spec, wrong)


def _named_columns(spec: Spec) -> dict[str, tuple[str, ...]]:
    """Keys of the spec that name canonical columns, and what they name."""
    named = {"delivery.key": spec.delivery.key}
    if not isinstance(spec.distinct, bool):
        named["distinct"] = spec.distinct
    if spec.cumulative:
        named["cumulative.key"] = spec.cumulative.key
        named["cumulative.order"] = (spec.cumulative.order,)
        named["cumulative.first"] = (*spec.cumulative.first, *spec.cumulative.later)
    for name, column in spec.columns.items():
        if column.parent_in is not None:
            named[f"columns.{name}.parent_in"] = (column.parent_in,)
    return named


def _check_names(spec: Spec, wrong: Any) -> None:
    """Keys that name canonical columns name declared ones, and amounts are asked of tables that have one."""
    for key, names in _named_columns(spec).items():
        for name in names:
            if name not in spec.columns:
                raise wrong(key, f"{name!r} is no declared column", f"declare [columns] {name}, or name another")
    if spec.delivery.mode == "delta" and not spec.delivery.key:
        raise wrong("delivery.key", "a delta needs the columns that make a row the same row", "add key = [...]")
    if spec.delivery.adds_to and spec.delivery.mode != "delta":
        raise wrong(
            "delivery.adds_to", "only a delta adds to another source", "write mode = 'delta' and key, or remove it"
        )
    has_amount = canonical_tables()[spec.table].amount is not None
    if not has_amount and (spec.subtotals or spec.cumulative or spec.control_total.model_fields_set):
        raise wrong("control_total", f"the table {spec.table} has no amounts", "remove the table")
    for form in spec.letterhead.period.form if spec.letterhead.period else ():
        try:
            form_regex(letterhead_form(form))
        except ValueError as error:
            raise wrong("letterhead.period", str(error), "write it like 'MM.yyyy'") from error
