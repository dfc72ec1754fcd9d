"""A centre's pack tells nothing of another centre, and nothing of the few: looked for in every text of every file.

Also where nobody reads: notes, text alternatives, workbooks inside charts, properties, names of parts. That the looking
finds what there is, is tried each time with the scope switched off.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from dashboard.packs.assemble import centre
from dashboard.packs.assemble_directors import directors
from dashboard.packs.assemble_facts import facts
from dashboard.packs.content import FocusArea, Pack
from dashboard.packs.drafting import WRITERS
from dashboard.queries import budget_followup, data_quality, focus_areas, staff
from dashboard.queries.budget_followup import Cut
from dashboard.scoped_views import WHOLE_MUNICIPALITY
from dashboard.texts import LANGUAGES, Language, Texts
from dashboard.warehouse import Scope
from tests.packs.reading import READERS, squeezed
from tests.packs.sample import SCHOOLS, SPAN, Sample, published

CUT = Cut(2026, 9)
AMOUNTS = ("revised_dkk", "actual_dkk", "forecast_dkk", "forecast_variance_dkk", "phased_dkk")
LEAST_TOLD = 100_000  # kroner; of smaller amounts too many are alike by chance
CARDS = Path(__file__).parents[2] / "sql" / "figures"
OWNER = re.compile(r"owner: *(.+)")
NUMBER = re.compile(r"\d[\d.,]*\d")


@dataclass(frozen=True)
class Units:
    """The organisation with its budgets, as who sees the whole sees it."""

    rows: tuple[dict[str, Any], ...]

    def of(self, centre_id: str) -> list[dict[str, Any]]:
        return [row for row in self.rows if centre_id in row["unit_path"]]

    def outside(self, centre_id: str) -> list[dict[str, Any]]:
        """Other centres and what is below them: not those above, which everybody belongs to."""
        return [row for row in self.rows if centre_id not in row["unit_path"] and row["centre_id"] is not None]


def units_of(sample: Sample) -> Units:
    units = budget_followup.units(sample.door(), CUT).to_dicts()
    amounts = budget_followup.rows_of(sample.door(), CUT, tuple(row["unit_id"] for row in units)).to_dicts()
    known = {row["unit_id"]: row for row in amounts}
    return Units(tuple(known.get(row["unit_id"], {}) | row for row in units))


def names_elsewhere(sample: Sample, centre_id: str) -> set[str]:
    """Names that stand for another centre's units alone.

    Not for one's own, nor for who owns a source or a figure, nor for what the chart of accounts calls a task.
    """
    units = units_of(sample)
    told = " ".join(row["unit_name"] for row in units.of(centre_id))
    told += " ".join(str(row["owner"]) for row in data_quality.sources(sample.door(centre_id)).to_dicts())
    told += " ".join(owner for card in CARDS.glob("*.yml") for owner in OWNER.findall(card.read_text("utf-8")))
    functions = sample.door().rows("select distinct function_name from budget_followup__unit_function_period")
    told += " ".join(map(str, functions["function_name"]))
    own = squeezed(told)
    names = {row["unit_name"] for row in units.outside(centre_id)}
    return {name for name in names if len(name) > 7 and squeezed(name) not in own}


def amounts_of(rows: list[dict[str, Any]]) -> set[str]:
    """The amounts as files hold them: kroner as they are, and in thousands as both languages write them."""
    found = set()
    for row in rows:
        for name in AMOUNTS:
            value = row.get(name)
            if value is not None and abs(value) >= LEAST_TOLD:
                found.add(written(value))
                thousands = f"{abs(value) / 1000:,.0f}"
                found |= {thousands, thousands.replace(",", ".")}
    # A round amount may be a code or a threshold as well.
    return {one for one in found if sum(letter.isdigit() for letter in one) > 4 and not one.endswith("000")}


def written(value: Decimal) -> str:
    return format(abs(value).normalize(), "f")


def amounts_elsewhere(sample: Sample, centre_id: str) -> set[str]:
    units = units_of(sample)
    return amounts_of(units.outside(centre_id)) - amounts_of(units.of(centre_id)) - drawn(sample, centre_id)


def drawn(sample: Sample, centre_id: str) -> set[str]:
    """The centre's own published figures in millions, as charts hold them: 53.084 is read as 53 084 thousand too."""
    areas = published(sample, SPAN, centre_id).areas
    values = [value for area in areas if area.figure for line in area.figure.series for value in line[1:]]
    return {written(value / 1_000_000) for value in values}


def leaks(text: str, names: set[str], amounts: set[str]) -> set[str]:
    whole = squeezed(text)
    return {name for name in names if squeezed(name) in whole} | (amounts & set(NUMBER.findall(text)))


def centres(sample: Sample) -> list[str]:
    return [row["centre_id"] for row in focus_areas.centres(sample.door(), SPAN).to_dicts()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_file_tells_of_another_centre(sample: Sample, language: Language) -> None:
    """Neither of its packs: that of its focus areas, and its fact sheet."""
    found = []
    for centre_id in centres(sample):
        names, amounts = names_elsewhere(sample, centre_id), amounts_elsewhere(sample, centre_id)
        assert len(names) > 50
        assert len(amounts) > 200
        texts = Texts(language)
        for pack in (
            centre(sample.warehouse, sample.store, texts, SPAN, centre_id),
            facts(sample.warehouse, sample.store, texts, SPAN, centre_id),
        ):
            found += [
                (pack.file_name, ending, leak)
                for ending, write in WRITERS.items()
                for leak in leaks(READERS[ending](write(pack)), names, amounts)
            ]
    assert found == []


@pytest.mark.parametrize("ending", WRITERS)
def test_a_scope_that_is_too_wide_is_found_in_each_kind_of_file(sample: Sample, ending: str) -> None:
    """What is below the neighbouring centre, read with a scope of the whole and put in where a figure is told."""
    pack = centre(sample.warehouse, sample.store, Texts("da"), SPAN, SCHOOLS)
    wide = centre(sample.warehouse, sample.store, Texts("da"), SPAN, centres(sample)[1])
    assert wide.subject_id != SCHOOLS
    mixed = replace(pack, sections=(*pack.sections, *(one for one in wide.sections if one.name == "budget")))
    names, amounts = names_elsewhere(sample, SCHOOLS), amounts_elsewhere(sample, SCHOOLS)
    found = leaks(READERS[ending](WRITERS[ending](mixed)), names, amounts)
    assert found & names
    assert found & amounts


def test_the_pack_of_a_centre_is_read_with_that_centres_scope(sample: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every question of it, to whichever release."""
    asked: set[Scope] = set()
    query = type(sample.warehouse).query

    def listened(self: Any, sql: str, parameters: Any, scope: Scope, release: str | None = None) -> Any:
        asked.add(scope)
        return query(self, sql, parameters, scope, release)

    monkeypatch.setattr(type(sample.warehouse), "query", listened)
    centre(sample.warehouse, sample.store, Texts("da"), SPAN, SCHOOLS)
    assert asked == {Scope.of((SCHOOLS,))}
    asked.clear()
    centre(sample.warehouse, sample.store, Texts("da"), SPAN, SCHOOLS, scope=Scope.of((WHOLE_MUNICIPALITY,)))
    assert asked == {Scope.of((WHOLE_MUNICIPALITY,))}


STAFF_WORDS = ("sygefravær", "sickness", "årsværk", "full-time", "løn pr.", "wage per")


def hidden_units(sample: Sample) -> set[str]:
    """Units with employees too few to be told of."""
    rows = staff.units(sample.door(), CUT.fiscal_year, CUT.period).to_dicts()
    return {row["unit_name"] for row in rows if row["hidden_reason"] is not None}


def of_the_few(pack: Pack, hidden: set[str]) -> Iterator[str]:
    """What a pack says of the staff of a hidden unit: a text with both, or a row of a staff figure's table."""
    for said in texts_of(pack):
        if any(name in said for name in hidden) and any(word in said.casefold() for word in STAFF_WORDS):
            yield said
    for section in pack.sections:
        figures = [section.figure] if section.name == "staff" else []
        figures += [area.figure for area in section.areas if speaks_of_staff(area)]
        for figure in figures:
            if figure and figure.table:
                yield from (row[0].text for row in figure.table.rows if row[0].text in hidden)


def speaks_of_staff(area: FocusArea) -> bool:
    return any(word in f"{area.title} {area.figure.title} {area.figure.unit}".casefold() for word in STAFF_WORDS)


def texts_of(content: Any) -> Iterator[str]:
    if isinstance(content, str):
        yield content
    elif isinstance(content, tuple):
        for part in content:
            yield from texts_of(part)
    elif hasattr(content, "__dataclass_fields__"):
        for name in content.__dataclass_fields__:
            yield from texts_of(getattr(content, name))


def test_no_pack_tells_of_the_few(sample: Sample) -> None:
    hidden = hidden_units(sample)
    assert len(hidden) > 2
    packs = [
        pack
        for texts in map(Texts, LANGUAGES)
        for pack in (
            *(centre(sample.warehouse, sample.store, texts, SPAN, one) for one in centres(sample)),
            *(
                facts(sample.warehouse, sample.store, texts, SPAN, one)
                for one in (*centres(sample), WHOLE_MUNICIPALITY)
            ),
            directors(sample.warehouse, sample.store, texts, SPAN),
        )
    ]
    assert [told for pack in packs for told in of_the_few(pack, hidden)] == []
    # One that is shown is found by the same looking.
    shown = {row["unit_name"] for row in staff.units(sample.door(), CUT.fiscal_year, CUT.period).to_dicts()} - hidden
    assert [told for pack in packs for told in of_the_few(pack, shown)]
