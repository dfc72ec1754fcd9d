"""The desk of the data unit and the manager's cards in a real browser: by keyboard, on a phone, for everybody."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, Page, expect

from dashboard.decisions.published_areas import AreaFigure, AreaTexts, PublishedArea, PublishedCentre
from dashboard.store.database import open_store
from dashboard.store.focus_areas import PublicationWish, record_publication
from dashboard.store.journal import Author
from pipelines.home import open_home
from tests.browser.conftest import go, served, window
from tests.browser.shapes import refuse_what_shuts_out
from tests.pages.page_focus_rows import QUARTERS, candidate_rows
from tests.pages.page_municipality import HOSTILE_NAME, HOSTILE_TEXT
from tests.pages.page_release import publish_page_release

PATH = "/fokusomraader?unit=north&person="
DATA_UNIT, MANAGER = f"{PATH}data_unit", f"{PATH}centre_manager:north"
OAK = "expected_overspend:oak_school"
BEFORE = "2026K2"
FORMULA = '=HYPERLINK("x") <b>Egeskolen</b>'
NOTHING = AreaTexts(title="", sees="", why="", silent="")
# The element that has the focus, wherever it stands: Streamlit's own fields, or inside a component of ours.
FOCUSED = """() => {
  let at = document.activeElement
  while (at.shadowRoot && at.shadowRoot.activeElement) at = at.shadowRoot.activeElement
  return [at.getAttribute('aria-label') || at.labels?.[0]?.textContent || at.textContent, at.type || ''].join('|')
}"""


def oak_before() -> AreaFigure:
    """Egeskolen's figure as it was in the quarter before, with its way there."""
    rows = [row for row in candidate_rows() if f"{row['signal']}:{row['subject_id']}" == OAK and row["span"] <= BEFORE]
    named = {name: rows[-1][name] for name in AreaFigure.model_fields if name != "series"}
    return AreaFigure(**named, series=tuple((row["span"], row["value"], row["reference"]) for row in rows))


def publish_before(home: Path) -> None:
    """Two areas of the quarter before: one from a figure, one by hand with a name and a text that attack."""
    said = AreaTexts(title=FORMULA, sees=HOSTILE_TEXT, why="b", silent="c")
    areas = (
        PublishedArea(area=OAK, da=said, en=NOTHING, owner="Jane", figure=oak_before()),
        PublishedArea(area="own:1", da=AreaTexts(title=HOSTILE_NAME, sees="a", why="b", silent="c"), en=NOTHING,
                      owner="Jane", figure=None),
    )  # fmt: skip
    out = PublishedCentre(
        span=BEFORE, centre_id="north", centre_name="Center for Børn og Unge", release="2026-11-03.1",
        data_until=date(2026, 6, 30), areas=areas,
    )  # fmt: skip
    wish = PublicationWish(span=BEFORE, centre_id="north", areas=out.written())
    record_publication(
        open_store(open_home(home)), wish, Author("data_unit", "data_unit", out.release), seen_version=0,
        now=datetime(2026, 7, 14, 9, tzinfo=UTC),
    )  # fmt: skip


@pytest.fixture(scope="module")
def own_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of these tests' own, where the quarter before is published."""
    home = tmp_path_factory.mktemp("focused")
    (home / "municipality.toml").write_text('name = "Pejleby Kommune"\n', encoding="utf-8")
    publish_page_release(home / "releases")
    publish_before(home)
    with served(home) as address:
        yield address


def drawn(page: Page, address: str) -> None:
    """Open an address and wait until the page with its form is drawn."""
    page.goto(address)
    page.locator("h1").wait_for()
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for(state="attached")
    page.get_by_role("table").last.wait_for()
    page.get_by_role("textbox").last.wait_for()


def tab_to(page: Page, name: str, kind: str = "") -> None:
    """Go on by the Tab key until what is named so has the focus."""
    for _ in range(90):
        label, _, found = page.evaluate(FOCUSED).rpartition("|")
        if re.match(name, label.strip()) and kind in found:
            return
        page.keyboard.press("Tab")
    pytest.fail(f"the Tab key does not come to {name}")


def workbook(page: Page, table: str, folder: Path) -> list[tuple[object, ...]]:
    """The first sheet of a table's Excel file: no cell of it is a formula."""
    with page.expect_download() as download:
        page.locator(f".st-key-{table}").get_by_role("link", name="Hent til Excel").click()
    path = folder / f"{table}.xlsx"
    download.value.save_as(path)
    book = openpyxl.load_workbook(path)
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)
    return list(book.worksheets[0].iter_rows(values_only=True))


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize(
    "address",
    [f"{DATA_UNIT}&entry=focus:edit:{OAK}", f"{MANAGER}&span={BEFORE}&entry=focus:decide:own:1"],
    ids=["desk", "decision"],
)
def test_nobody_is_shut_out_and_nothing_is_cut(browser: Browser, own_server: str, address: str, language: str) -> None:
    with window(browser, own_server, dark=language == "en") as page:
        drawn(page, f"{address}&lang={language}")
        for folded in page.locator("details > summary").all():
            folded.click()
        refuse_what_shuts_out(page)


def test_a_decision_is_made_by_keyboard_alone(browser: Browser, own_server: str) -> None:
    with window(browser, own_server) as page:
        go(page, f"{MANAGER}&span={BEFORE}")
        expect(page.get_by_text("0 af 2 områder er besvaret.")).to_be_visible()
        tab_to(page, "Beslut: =HYPERLINK")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Hvad beslutter I? =HYPERLINK")).to_be_focused()
        tab_to(page, "Vi handler", "radio")
        page.keyboard.press("Space")
        for label, typed in {"Hvad I gør": "Gennemgå vikarer", "Ansvarlig": "Jens", "Frist": "1.12.2099"}.items():
            tab_to(page, label)
            page.keyboard.type(typed)
        tab_to(page, "Gem beslutningen")
        page.keyboard.press("Enter")
        expect(page.get_by_text("Beslutningen er gemt.")).to_be_visible()
        expect(page.get_by_text("1 af 2 områder er besvaret.")).to_be_visible()
        card = page.get_by_role("article", name="=HYPERLINK")
        expect(card).to_contain_text("Vi handler. „Gennemgå vikarer“ (Jens, 1. december 2099).")


def test_the_next_quarter_opens_with_what_came_of_it_and_it_is_said_there(browser: Browser, own_server: str) -> None:
    with window(browser, own_server) as page:
        go(page, MANAGER)
        came = page.get_by_role("region", name="Hvad kom der ud af det? 2. kvartal 2026")
        came.get_by_role("button", name=HOSTILE_NAME[:20]).click()
        page.get_by_role("radiogroup", name="Blev det gjort?").get_by_text("Delvist gjort", exact=True).click()
        page.get_by_label("Hvad der kom ud af det").fill("=1+1 <i>halvt</i>")
        page.get_by_role("button", name="Gem, hvad der kom ud af det").click()
        expect(came).to_contain_text("Resultat: delvist gjort. =1+1 <i>halvt</i>.")


def test_the_order_is_changed_by_keyboard_and_a_candidate_is_taken_in(browser: Browser, own_server: str) -> None:
    with window(browser, own_server) as page:
        go(page, DATA_UNIT)
        titles = page.locator("article h2")
        expect(titles).to_have_count(4)
        expect(titles.nth(0)).to_contain_text("Egeskolen")
        page.get_by_role("button", name="Flyt ned: ").first.focus()
        page.keyboard.press("Enter")
        expect(page.get_by_text("Flyttet til plads 2.")).to_be_visible()
        expect(titles.nth(1)).to_contain_text("Merforbrug på 1,5 mio. kr. i Egeskolen")
        page.get_by_role("button", name="Tag med").click()
        expect(page.get_by_text("Taget med, sidst blandt de valgte.")).to_be_visible()
        expect(titles).to_have_count(5)
        expect(titles.nth(4)).to_contain_text("Sygefravær mod kommunens: Egeskolen")


def test_workbooks_hold_numbers_as_numbers_and_formulas_as_text(
    browser: Browser, own_server: str, tmp_path: Path
) -> None:
    with window(browser, own_server) as page:
        go(page, DATA_UNIT)
        heading, *candidates = workbook(page, "candidates", tmp_path)
        go(page, f"{MANAGER}&span={BEFORE}")
        titles, *published = workbook(page, "editions", tmp_path)
    assert len(candidates) == 5
    by_name = dict(zip(heading, candidates[0], strict=True))
    assert (by_name["Tal"], by_name["Holdt op mod"], by_name["Alvor"]) == (31_500_000, 30_000_000, 1.8)
    assert by_name["Om"] == "Egeskolen"
    assert candidates[2][list(heading).index("Om")] == HOSTILE_NAME
    oak, own = (dict(zip(titles, row, strict=True)) for row in published)
    assert (oak["Fund"], oak["Det ser vi"]) == (FORMULA, HOSTILE_TEXT)
    assert (oak["Tal"], own["Tal"]) == (30_000_000 + 100_000 * QUARTERS.index(BEFORE) + 1_000_000, None)


def test_the_evidence_stands_on_its_page_at_the_unit_and_the_month(browser: Browser, own_server: str) -> None:
    with window(browser, own_server) as page:
        go(page, f"{MANAGER}&span={BEFORE}")
        page.get_by_role("button", name="Åbn siden, hvor tallet står").click()
        expect(page).to_have_url(re.compile("unit=oak_school.*period=2026-06"))
