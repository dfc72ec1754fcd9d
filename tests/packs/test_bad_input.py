"""What a municipality can deliver at worst, through the pipeline and all four writers: a right pack, or why not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from dashboard.packs.assemble import NoPack, centre
from dashboard.packs.assemble_directors import directors
from dashboard.packs.assemble_facts import facts
from dashboard.packs.content import Pack
from dashboard.packs.drafting import WRITERS
from dashboard.texts import LANGUAGES, Language, Texts
from tests.packs.hard_municipality import AS_SET, FEW, MANY, NAME, NONE, SCHOOL, SPAN, publish_hard
from tests.packs.reading import READERS, read_html
from tests.packs.sample import Sample
from tests.packs.test_assemble import section, texts_of
from tests.packs.test_html_page import ELEMENTS
from tests.packs.test_leaks import STAFF_WORDS
from tests.packs.test_pdf import squeezed


@pytest.fixture(scope="module")
def hard(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sample]:
    made = publish_hard(tmp_path_factory.mktemp("hard"))
    yield made
    made.warehouse.close()
    made.store.dispose()


def made(hard: Sample, centre_id: str, language: Language = "da") -> Pack:
    return centre(hard.warehouse, hard.store, Texts(language), SPAN, centre_id)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("ending", WRITERS)
def test_every_text_arrives_in_every_file(hard: Sample, ending: str, language: Language) -> None:
    for centre_id in (MANY, FEW, NONE):
        pack = made(hard, centre_id, language)
        content = WRITERS[ending](pack)
        assert WRITERS[ending](pack) == content
        whole = squeezed(READERS[ending](content))
        assert squeezed(pack.subject) in whole
        assert whole.count(squeezed(AS_SET.rstrip("."))) >= (1 if ending == "xlsx" else 6)
        if centre_id == MANY:
            assert squeezed(NAME) in whole
            assert squeezed(SCHOOL) in whole
        if ending == "html":
            assert set(read_html(content)[1]) <= ELEMENTS


def test_a_deviation_of_ten_thousand_per_cent_is_told(hard: Sample) -> None:
    budget = section(made(hard, MANY), "budget")
    assert "10,0 mio. kr." in budget.finding.replace("\u00a0", " ")
    assert budget.figure is not None
    assert budget.figure.table is not None
    told = directors(hard.warehouse, hard.store, Texts("da"), SPAN)
    for write in WRITERS.values():
        assert write(told)
    assert any("10.000,0" in text for text in texts_of(told))


def test_nothing_is_told_of_three_employees(hard: Sample) -> None:
    """Nor of those beside them, from whom three could be subtracted."""
    for language in LANGUAGES:
        pack = made(hard, FEW, language)
        told = replace(pack, sections=tuple(one for one in pack.sections if one.name != "definitions"))
        said = [text for text in texts_of(told) if any(one in text.casefold() for one in STAFF_WORDS)]
        assert not [text for text in said if any(letter.isdigit() for letter in text)]


def test_a_centre_with_nothing_has_its_area_and_says_what_is_not_there(hard: Sample) -> None:
    for language, lead in (
        ("da", "Der er ingen budgetopfølgning for Center for Intet i perioden."),
        ("en", "There is no budget follow-up of Center for Intet in this span."),
    ):
        pack = made(hard, NONE, language)  # type: ignore[arg-type]
        assert pack.lead == lead
        assert [one.name for one in pack.sections] == ["areas", "not_in_the_figures", "definitions"]
    with pytest.raises(NoPack) as refused:
        facts(hard.warehouse, hard.store, Texts("da"), SPAN, NONE)
    assert refused.value.reason == "no_money"


def test_a_quarter_that_is_not_over_has_no_pack(hard: Sample) -> None:
    for language, sentence in (("da", "2. kvartal 2026 er ikke slut"), ("en", "Q2 2026 is not over")):
        with pytest.raises(NoPack) as refused:
            centre(hard.warehouse, hard.store, Texts(language), "2026K2", MANY)  # type: ignore[arg-type]
        assert refused.value.sentence.startswith(sentence)


def test_what_was_not_translated_is_said(hard: Sample) -> None:
    areas = section(made(hard, MANY, "en"), "areas")
    assert areas.finding.endswith("Where no English text was written, the Danish one stands.")
    assert areas.areas[0].title == AS_SET
