"""The whole truth about whose is what, in slow plain Python from the sample's extracts: no mart, no door, no reader.

A needle is something that stands for some units alone: a name, an id, a voucher, a supplier, a text, words that people
have said, an amount to the øre, or as a screen shows it (`as_shown.py`). It is somebody else's for whoever sees none of
those units.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

import openpyxl

from tests.oracle.organisation import ROOT, Organisation
from tests.rights.as_shown import needles_of, written_in
from tests.sample.plain_reading import amount, table, texts

SAMPLE = Path(__file__).parents[2] / "sample_data"
EXTRACTS = SAMPLE / "extracts"
CARDS = Path(__file__).parents[2] / "sql" / "figures"
TODAY = date(2026, 10, 31)
PROJECT = re.compile(r"XA-\d{10}")
NUMBER = re.compile(r"(?<![\w.,])\d[\d.,\u00a0 ]*\d(?![\w])|\bE\d{6}\b")
LEAST_TOLD = Decimal(1_000_000)  # kroner; of smaller amounts too many are alike by chance
FEWEST_LETTERS = 8  # of shorter words too many stand in others
NOBODY = "nobody"
_Units = frozenset[str]


@dataclass
class Truth:
    """Needles, each with the units that it stands for; each unit with those above it, today and whenever else."""

    words: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    numbers: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    above: dict[str, _Units] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    """What units are called, their ids and those of projects: for whom gives rights, and reads who took which file."""
    spent: dict[tuple[str, str, int], tuple[Decimal, Decimal]] = field(default_factory=dict)
    """Of a unit and all below it, by year and month: what was booked in the month, and what was spent by it."""

    def foreign_words(self, roots: Iterable[str]) -> set[str]:
        """Words of others that stand in none of one's own: one may write another's name oneself."""
        seen = {word for word, units in self.words.items() if self._sees(roots, units)}
        own = "\n".join(seen)
        return {word for word in self.words if word not in own}

    def foreign_numbers(self, roots: Iterable[str]) -> set[str]:
        numbers = {number for number, units in self.numbers.items() if not self._sees(roots, units)}
        return numbers | self.rests(roots)

    def _sees(self, roots: Iterable[str], units: Iterable[str]) -> bool:
        if ROOT in roots:  # also what no unit is known to own
            return any(unit != NOBODY for unit in units)
        return any(root in self.above.get(unit, ()) for root in roots for unit in units)

    def add_word(self, word: str, unit: str) -> None:
        """A name or a sentence that is no word that stands in many others."""
        if len(word) >= FEWEST_LETTERS:
            self.words[" ".join(word.split())].add(unit)

    def forget(self, told: str) -> None:
        """Leave out what everybody is told too: an account, a task, who owns a figure."""
        self.words = defaultdict(set, {word: us for word, us in self.words.items() if word.casefold() not in told})

    def with_amounts_as_shown(self, release: Path) -> Truth:
        """The same, and the amounts in the few digits that a screen has room for, but those of an example."""
        told = set(written_in(_told_to_everybody()))
        spent = [(unit, value) for (unit, _, _), values in self.spent.items() for value in values]
        shown = {one: units for one, units in needles_of(spent, release).items() if one not in told}
        return replace(self, numbers=self.numbers | shown)

    def rests(self, roots: Iterable[str]) -> set[str]:
        """What those above had spent, less what one's own had: amounts of one's neighbours together."""
        rests, above = Truth(), {step: root for root in roots for step in self.above[root] - {root}}
        for (unit, year, period), values in self.spent.items():
            own = self.spent.get((above.get(unit, NOBODY), year, period))
            for whole, part in zip(values, own or (), strict=False):
                rests.add_amount(whole - part, unit)
        return rests.numbers.keys() - {number for number, units in self.numbers.items() if self._sees(roots, units)}

    def add_amount(self, value: Decimal, unit: str) -> None:
        if abs(value) >= LEAST_TOLD and value % 1000:
            self.numbers[f"{abs(value):.2f}".rstrip("0").rstrip(".")].add(unit)


@lru_cache(maxsize=1)
def whole_truth() -> Truth:
    """Of the sample municipality."""
    truth = Truth()
    organisation = _organisation()
    for unit_id, rows in organisation.rows.items():
        days = {TODAY, *(row.first for row in rows), date(2023, 1, 1), date(2024, 1, 1), date(2025, 1, 1)}
        truth.above[unit_id] = frozenset(step for day in days for step in organisation.path(unit_id, day))
        for row in rows:
            truth.add_word(row.name, unit_id)
            truth.names |= {" ".join(row.name.split()), unit_id}
            if row.kind == "cost_centre":
                truth.numbers[unit_id.zfill(10)].add(unit_id)
            elif not unit_id.endswith("000"):  # else it is many an amount too
                truth.numbers[unit_id].add(unit_id)
    truth.above[ROOT] = frozenset({ROOT})
    _add_postings(truth, organisation)
    _add_projects_and_savings(truth)
    _add_people(truth)
    truth.forget(_told_to_everybody())
    return truth


def _organisation() -> Organisation:
    kinds = {"Center": "centre", "Omkostningssted": "cost_centre"}
    ((_, text),) = texts(EXTRACTS / "organisation_2026_10.csv")
    rows = [
        _unit(line[0], line[1], line[2], kinds.get(line[3], line[3]), _day(line[4]), _day(line[5]))
        for line in table(text, "Enhedsnr.")[1:]
        if len(line) == 6 and line[0].isdigit()
    ]
    for row in sheet("omkostningssteder_2026_10.xlsx", "Omkostningssted"):
        first, last = (moment.date().isoformat() if isinstance(moment, datetime) else "" for moment in row[3:5])
        rows.append(_unit(str(row[0]), str(row[1]), str(row[2]), "cost_centre", first, last))
    return Organisation(rows)


def _unit(unit_id: str, name: str, parent: str, kind: str, first: str, last: str) -> dict[str, str | None]:
    days = {"valid_from": first or None, "valid_to": None if last.startswith("9999") else last or None}
    return {"unit_id": unit_id, "name": name, "parent_id": parent or None, "kind": kind, **days}


def _add_postings(truth: Truth, organisation: Organisation) -> None:
    """Vouchers, suppliers and texts of each unit; and what each unit and all above it had spent by each month."""
    spent: dict[tuple[str, str, int], Decimal] = defaultdict(Decimal)
    paths: dict[str, list[str]] = {}
    built_for = _projects()
    for row in _postings():
        centre = row["Omkostningssted"].lstrip("0")
        if not centre:  # of a project
            continue
        if centre not in paths:
            paths[centre] = organisation.path(organisation.landing(centre, TODAY).removesuffix("-own"), TODAY)
        unit = paths[centre][-1]
        # What a project has paid is seen by those for whom it is built too, with whose cost centre paid it.
        project = built_for.get(row["PSP-element"].rpartition("-")[0], unit)
        truth.numbers[centre.zfill(10)].add(project)
        for one in (unit, project):
            _add_voucher(truth, row, one)
        if value := amount(row.get("Beløb i DKK") or row.get("Beløb") or ""):
            for step in paths[centre]:
                spent[step, row["Regnskabsår"], int(row["Periode"])] += value
    for unit, year in {(unit, year) for unit, year, _ in spent}:
        total = Decimal()
        for period in range(1, 14):
            booked = spent.get((unit, year, period), Decimal())
            total += booked
            truth.spent[unit, year, period] = booked, total
            for value in (booked, total):
                truth.add_amount(value, unit)


def _add_voucher(truth: Truth, row: dict[str, str], unit: str) -> None:
    truth.numbers[row["Bilagsnr."]].add(unit)
    for name in ("Leverandør", "Leverandørnavn", "Tekst", "Bilagstekst"):
        truth.add_word(row.get(name, ""), unit)


def _projects() -> dict[str, str]:
    """The unit that each capital project is built for, where it is one unit."""
    return {str(row[0]): str(row[2]) for row in sheet("anlaegsprojekter_2026_10.xlsx", "Projektnr.") if row[2]}


def _postings() -> Iterator[dict[str, str]]:
    """Each line of the ledger once: of a month that came again, the correction; not the late lines, which change it."""
    for path in sorted(EXTRACTS.glob("posteringer_*")):
        if path.stem in {"posteringer_2026_05", "posteringer_2026_03_kopi"}:
            continue
        for _, text in texts(path):
            header, *lines = table(text, "Bilagsnr.")
            yield from (dict(zip(header, line, strict=True)) for line in lines if len(line) == len(header) and line[5])


def _add_projects_and_savings(truth: Truth) -> None:
    for number, name, unit, *_ in sheet("anlaegsprojekter_2026_10.xlsx", "Projektnr."):
        if unit:
            truth.add_word(str(number), str(unit))
            truth.names.add(str(number))
            truth.add_word(str(name), str(unit))
    for row in sheet("besparelser_2026_10.xlsx", "Tiltag nr."):
        if row[4]:
            truth.add_word(str(row[1]), str(row[4]))
    for row in sheet("stillinger_2026_10.xlsx", "Stillingsnr."):
        truth.add_word(str(row[0]), str(row[1]))


def _add_people(truth: Truth) -> None:
    """What people have said of a unit; and the numbers of those who are employed, whom nobody is told of."""
    people = tomllib.loads((SAMPLE / "people.toml").read_text(encoding="utf-8"))
    said = [*people["round"]["units"], *people["explanations"], *people["data_orders"], *people["follow_ups"]]
    for one in said:
        for sentence in _sentences({name: value for name, value in one.items() if name != "steps"}):
            truth.add_word(sentence, one.get("unit", ROOT))
    for path in EXTRACTS.glob("loen_*.zip"):
        for _, text in texts(path):
            for person in re.findall(r"^E\d{6}", text, re.MULTILINE):
                truth.numbers[person].add(NOBODY)


def _sentences(said: object) -> Iterator[str]:
    if isinstance(said, dict):
        for part in said.values():
            yield from _sentences(part)
    elif isinstance(said, str) and " " in said and len(said) > 15:
        yield said


def sheet(file: str, first_header: str) -> Iterator[tuple[Any, ...]]:
    """The rows of the sheet that has that table."""
    book = openpyxl.load_workbook(EXTRACTS / file, read_only=True)
    for page in book:
        rows = page.iter_rows(values_only=True)
        if any(row[0] == first_header for row in rows):
            yield from (row for row in rows if row[0])
    book.close()


def _told_to_everybody() -> str:
    """What is no unit's: accounts and tasks, who delivers a source, who owns a figure, and what the product says."""
    told = [path.read_text(encoding="utf-8") for path in (*CARDS.glob("*.yml"), *SAMPLE.glob("specs/*.toml"))]
    told += [text for name in ("kontoplan.csv", "funktioner.csv") for _, text in texts(EXTRACTS / name)]
    told += [path.read_text(encoding="utf-8") for path in SAMPLE.glob("*.toml") if path.stem != "people"]
    return " ".join(" ".join(told).split()).casefold()


def _day(text: str) -> str:
    return datetime.strptime(text, "%d.%m.%Y").date().isoformat() if text else ""
