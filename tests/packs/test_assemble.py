"""A pack tells what the release and the store say, in both languages, or in one sentence why there is none."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from dashboard.decisions.published_areas import AreaTexts, PublishedArea, PublishedCentre
from dashboard.packs.assemble import Edition, NoPack, centre, published_centres
from dashboard.packs.assemble_directors import directors
from dashboard.packs.content import Pack, Section, Table, Trend
from dashboard.queries import budget_followup
from dashboard.queries.budget_followup import Cut
from dashboard.scoped_views import WHOLE_MUNICIPALITY
from dashboard.store.explanations import ExplanationWish, record_explanation
from dashboard.store.focus_areas import PublicationWish, record_publication
from dashboard.texts import LANGUAGES, Language, Texts
from dashboard.warehouse import Warehouse
from pipelines.manifest import RELEASE_FILE
from tests.packs.sample import (
    BEFORE,
    DECIDED_AT,
    PUBLISHED_AT,
    SCHOOLS,
    SMALL,
    SPAN,
    YEAR,
    Sample,
    author,
    published,
)


def made(sample: Sample, span: str = SPAN, centre_id: str = SCHOOLS, language: Language = "da") -> Pack:
    return centre(sample.warehouse, sample.store, Texts(language), span, centre_id)


def section(pack: Pack, name: str) -> Section:
    return next(one for one in pack.sections if one.name == name)


def texts_of(content: object) -> Iterator[str]:
    """Every text in a pack."""
    if isinstance(content, str):
        yield content
    elif isinstance(content, tuple):
        for part in content:
            yield from texts_of(part)
    elif is_dataclass(content):
        for part in fields(content):
            yield from texts_of(getattr(content, part.name))


def republished(own: Sample, centre_id: str, areas: PublishedCentre) -> None:
    """One more edition of a centre's areas."""
    seen = published_centres(own.store, areas.span).get(centre_id)
    wish = PublicationWish(
        span=areas.span, centre_id=centre_id, areas=areas.written(), what_changed="Rettet" if seen else ""
    )
    record_publication(own.store, wish, author(own), seen_version=seen.version if seen else 0, now=PUBLISHED_AT)


def numbers(table: Table) -> list[list[Decimal | int | None]]:
    return [[cell.value for cell in row] for row in (*table.rows, *([table.total] if table.total else []))]


def test_the_chapters_of_a_centre(sample: Sample) -> None:
    pack = made(sample)
    assert [one.name for one in pack.sections] == [
        "areas", "came_of", "budget", "capital", "staff", "savings", "not_in_the_figures", "definitions",
    ]  # fmt: skip
    assert [len(area.said) for area in section(pack, "areas").areas] == [3, 3, 3, 3]
    assert [fact.label for fact in pack.facts] == ["Periode", "Data til og med", "Udgivelse", "Udgave"]
    assert (pack.release, pack.made_at) == (sample.release, DECIDED_AT)
    assert {name for name, _ in pack.made_of} == {"focus_areas", "decisions", "outcomes", "explanations"}


def test_an_area_is_told_as_it_was_published(sample: Sample) -> None:
    frozen = published(sample, SPAN, SCHOOLS)
    for area, told in zip(frozen.areas, section(made(sample), "areas").areas, strict=True):
        assert told.title == area.da.title
        assert [one.text for one in told.said] == [area.da.sees, area.da.why, area.da.silent]
        assert area.owner in told.owner
        assert area.figure is not None
        table = told.figure.table
        assert table is not None
        assert numbers(table) == [[None, *(one[place] for one in area.figure.series)] for place in (1, 2)]


def test_a_chart_draws_the_numbers_of_its_table(sample: Sample) -> None:
    pack = made(sample)
    drawn = 0
    for area in section(pack, "areas").areas:
        chart, table = area.figure.chart, area.figure.table
        if isinstance(chart, Trend) and table is not None:
            divisor = {"million": 1_000_000, "thousand": 1_000, "share": Decimal("0.01"), "count": 1}[
                table.columns[1].kind
            ]
            shown = [[None if value is None else float(value / divisor) for value in row[1:]] for row in numbers(table)]  # type: ignore[operator]
            assert [list(line.values) for line in chart.series] == shown
            assert all(text in area.figure.description for line in chart.series for text in line.texts)
            drawn += 1
    assert drawn


def test_the_budget_is_the_follow_up_at_the_end_of_the_span(sample: Sample) -> None:
    found = section(made(sample), "budget").figure
    assert found is not None
    assert found.table is not None
    unit = budget_followup.unit(sample.door(SCHOOLS), Cut(2026, 9), SCHOOLS)
    assert unit is not None
    names = ("revised_dkk", "actual_dkk", "forecast_dkk", "forecast_variance_dkk")
    rows = numbers(found.table)
    assert rows[-1][1:] == [unit[name] for name in names]
    assert [sum(row[column] or 0 for row in rows[:-1]) for column in range(1, 5)] == rows[-1][1:]


def test_a_year_that_is_over_is_told_by_its_outturn(sample: Sample) -> None:
    pack = made(sample, YEAR)
    unit = budget_followup.unit(sample.door(SCHOOLS), Cut(2025, 12), SCHOOLS)
    figure = section(pack, "budget").figure
    assert unit is not None
    assert figure is not None
    assert figure.table is not None
    assert numbers(figure.table)[-1][-1] == unit["variance_to_date_dkk"]
    assert pack.lead.startswith("Året endte")


def test_what_was_decided_and_what_came_of_it(sample: Sample) -> None:
    pack = made(sample)
    first, *others = section(pack, "areas").areas
    assert (first.decision.chosen, [blank.text for blank in first.decision.blanks]) == (
        0, ["Gennemgå vikarplanen", "Skolechefen", "1. december 2026", "Det haster"],
    )  # fmt: skip
    assert {(area.decision.chosen, *(blank.text for blank in area.decision.blanks)) for area in others} == {
        (None, "", "", "")
    }
    came = section(pack, "came_of").table
    assert came is not None
    title = published(sample, BEFORE, SCHOOLS).areas[0].da.title
    row = next(row for row in came.rows if row[0].text == title)
    assert "„Gennemgå vikarplanen“ (Skolechefen, 1. december 2026)." in row[1].text
    assert row[2].text == "Resultat: delvist gjort. To af tre skoler er med."
    assert "1 af 4" in section(pack, "came_of").finding


def test_the_same_is_the_same_and_both_languages_have_the_same_numbers(sample: Sample) -> None:
    assert made(sample) == made(sample)
    danish, english = made(sample), made(sample, language="en")
    told = [
        [numbers(table) for one in pack.sections for table in (one.table, one.figure and one.figure.table) if table]
        for pack in (danish, english)
    ]
    assert told[0] == told[1]
    assert english.kind == "Focus pack"
    assert not {"Det ser vi", "Jeres beslutning", "Handling"} & set(texts_of(english))


def test_a_missing_translation_is_the_danish_text_and_said(own: Sample) -> None:
    frozen = published(own, SPAN, SCHOOLS)
    first = frozen.areas[0].model_copy(update={"en": AreaTexts(title="", sees="", why="", silent="")})
    republished(own, SCHOOLS, frozen.model_copy(update={"areas": (first, *frozen.areas[1:])}))
    areas = section(made(own, language="en"), "areas")
    assert areas.areas[0].title == first.da.title
    assert "the Danish one stands" in areas.finding
    assert "the Danish one stands" not in section(made(own), "areas").finding


def test_the_managers_words_stand_as_they_were_written(own: Sample) -> None:
    wish = ExplanationWish(
        fiscal_year=2026, period=9, unit_id="111030", account_group="wages", cause="price",
        words="Vikarer *i* efteråret #1", forecast_variance_dkk=Decimal(412_000),
    )  # fmt: skip
    record_explanation(own.store, wish, author(own), seen_version=0, now=DECIDED_AT)
    (said,) = section(made(own), "explanations").said
    assert "Vikarer *i* efteråret #1" in said.text
    assert "412" in said.label
    assert [one.name for one in made(own, centre_id=SMALL).sections].count("explanations") == 0


def test_a_figure_that_is_a_hundred_times_its_reference(own: Sample) -> None:
    frozen = published(own, SPAN, SCHOOLS)
    figure = frozen.areas[0].figure
    assert figure is not None
    series = (("2026K2", Decimal(-5), Decimal(0)), (SPAN, Decimal(10_100_000), Decimal(100_000)))
    value, reference = series[-1][1:]
    wild = figure.model_copy(
        update={
            "value": value, "reference": reference, "deviation": value - reference, "unit": "DKK", "series": series
        }
    )  # fmt: skip
    areas = (frozen.areas[0].model_copy(update={"figure": wild}), *frozen.areas[1:])
    republished(own, SCHOOLS, frozen.model_copy(update={"areas": areas}))
    told = section(made(own), "areas").areas[0].figure
    assert told.title.startswith("10,0\u00a0mio.\u00a0kr. over")
    assert isinstance(told.chart, Trend)
    assert told.chart.range[0] < 0 < told.chart.range[1]


def test_an_area_of_ones_own_and_one_of_a_single_span(own: Sample) -> None:
    frozen = published(own, SPAN, SCHOOLS)
    texts = AreaTexts(title="Mere tid til ledelse", sees="a", why="b", silent="")
    by_hand = PublishedArea(area="own:1", da=texts, en=texts, owner="HR", figure=None)
    figure = frozen.areas[0].figure
    assert figure is not None
    alone = frozen.areas[0].model_copy(update={"figure": figure.model_copy(update={"series": ()})})
    republished(own, SCHOOLS, frozen.model_copy(update={"areas": (by_hand, alone)}))
    first, second = section(made(own), "areas").areas
    assert (first.figure.chart, first.figure.table, len(first.said), first.score) == (None, None, 2, "")
    assert first.figure.empty == first.figure.description != ""
    assert second.figure.chart is not None
    assert second.figure.chart.kind == "bars"


def test_a_centre_without_any_figures_has_a_pack_that_says_so(own: Sample) -> None:
    frozen = published(own, SPAN, SCHOOLS)
    named = {"centre_id": "990000", "centre_name": "Center for Intet", "areas": frozen.areas[:1]}
    republished(own, "990000", frozen.model_copy(update=named))
    pack = made(own, centre_id="990000")
    assert pack.lead == "Der er ingen budgetopfølgning for Center for Intet i perioden."
    assert [one.name for one in pack.sections] == ["areas", "not_in_the_figures", "definitions"]


def test_a_centre_is_told_its_own_lines_in_kroner_and_the_others_in_lines(sample: Sample) -> None:
    told = section(made(sample, centre_id=SMALL), "not_in_the_figures")
    assert told.paragraphs[0] == (
        "5 af linjerne hører til Center for HR og Politik: 91.030,00 kr. mangler i tallene. "
        "Beløbet på 2 af dem kan ikke læses."
    )
    assert told.table is not None
    assert {str(row[0].text): [cell.value for cell in row[2:5]] for row in told.table.rows if row[3].value} == {
        "KMD Opus: posteringer": [7, 4, Decimal("6030.00")],
        "Vedtaget budget": [1, 1, Decimal("85000.00")],
    }
    assert sum(row[2].value or 0 for row in told.table.rows) == 12


def test_what_a_centre_may_not_see_is_lines_and_not_kroner(sample: Sample) -> None:
    its_own = section(made(sample), "not_in_the_figures")
    whole = section(directors(sample.warehouse, sample.store, Texts("da"), SPAN), "not_in_the_figures")
    assert its_own.table is not None
    assert whole.table is not None
    assert {column.kind for column in its_own.table.columns} == {"text", "count"}
    held = [row for row in whole.table.rows if row[3].value]
    assert {str(row[0].text): row[3].value for row in held}["KMD Opus: posteringer"] == Decimal("11606.25")


def test_an_edition_says_what_has_changed(sample: Sample) -> None:
    pack = centre(sample.warehouse, sample.store, Texts("da"), SPAN, SCHOOLS, Edition(2, "Tallet for Nord er rettet"))
    assert [fact.text for fact in pack.facts][-2:] == ["2. udgave, pr. 14. november 2026", "Tallet for Nord er rettet"]
    assert pack.file_name == "pejling-centre-2026K3-110000-2-da"
    long = "Tallet for Nord er rettet. " * 20
    pack = centre(sample.warehouse, sample.store, Texts("da"), SPAN, SCHOOLS, Edition(2, long))
    assert (pack.sections[0].heading, pack.sections[0].finding) == ("Hvad er ændret", long)
    assert len(pack.facts) == 4


def test_all_centres_have_a_page_and_the_total_is_the_municipalitys(sample: Sample) -> None:
    pack = directors(sample.warehouse, sample.store, Texts("da"), SPAN)
    first, *pages, last = [one for one in pack.sections if one.starts_page]
    assert last.name == "not_in_the_figures"
    assert len(pages) == len(published_centres(sample.store, SPAN))
    assert first.table is not None
    rows = numbers(first.table)
    whole = budget_followup.unit(sample.door(), Cut(2026, 9), WHOLE_MUNICIPALITY)
    assert whole is not None
    assert rows[-1][1:3] == [whole["revised_dkk"], whole["forecast_variance_dkk"]]
    assert sum(row[1] or 0 for row in rows[:-1]) == whole["revised_dkk"]
    schools = next(page for page in pages if page.heading == "Center for Skole")
    assert len(schools.said) == 4
    assert "„Gennemgå vikarplanen“" in schools.said[0].text


@pytest.mark.parametrize("language", LANGUAGES)
def test_why_there_is_no_pack(own: Sample, language: Language) -> None:
    def why(span: str, centre_id: str) -> str:
        with pytest.raises(NoPack) as refused:
            centre(own.warehouse, own.store, Texts(language), span, centre_id)
        return f"{refused.value.reason}: {refused.value.sentence}"

    frozen = published(own, SPAN, SCHOOLS)
    republished(own, SCHOOLS, frozen.model_copy(update={"release": "2020-01-01"}))
    told = [why("2026K4", SCHOOLS), why("2026H1", SCHOOLS), why("2026H1", "999999"), why(SPAN, SCHOOLS)]
    assert [one.split(":")[0] for one in told] == ["not_over", "not_published", "no_centre", "no_release"]
    named = ("4. kvartal 2026", "Center for Skole", "999999", "2020-01-01") if language == "da" else (
        "Q4 2026", "Center for Skole", "999999", "2020-01-01",
    )  # fmt: skip
    assert all(name in one for name, one in zip(named, told, strict=True))
    with pytest.raises(NoPack) as refused:
        directors(own.warehouse, own.store, Texts(language), "2024K1")
    assert refused.value.reason == "none_published"


def test_a_release_of_another_version_is_told(own: Sample, tmp_path: Path) -> None:
    releases = tmp_path / "releases"
    shutil.copytree(own.home.releases, releases)
    with duckdb.connect(str(releases / own.release / RELEASE_FILE)) as connection:
        connection.execute("alter table staff__unit_month drop column sickness_12_months_share")
    earlier = replace(own, warehouse=Warehouse(releases))
    with pytest.raises(NoPack) as refused:
        made(earlier)
    assert refused.value.reason == "other_version"


def test_no_text_is_left_that_cannot_be_set(own: Sample) -> None:
    frozen = published(own, SPAN, SCHOOLS)
    texts = replace_texts(frozen.areas[0].da, "Linje\nto \u202eomvendt \u0416 ok")
    republished(own, SCHOOLS, frozen.model_copy(update={"areas": (frozen.areas[0].model_copy(update={"da": texts}),)}))
    assert section(made(own), "areas").areas[0].title == "Linje to omvendt ? ok"


def replace_texts(texts: AreaTexts, words: str) -> AreaTexts:
    return texts.model_copy(update=dict.fromkeys(AreaTexts.model_fields, words))
