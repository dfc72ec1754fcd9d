"""Anvendelse, as a person reads it: floors by role and centre of quarters that are over, and never who."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select

from dashboard import use_counting
from dashboard.access import demo_people
from dashboard.decisions.use import place_of
from dashboard.files.content import Nothing
from dashboard.files.use import page as file_of
from dashboard.person import Person
from dashboard.scoped_views import WHOLE_MUNICIPALITY
from dashboard.store.at_hand import forget
from dashboard.store.database import close_stores, open_store
from dashboard.store.models import UseMark
from dashboard.store.models.base import table_of
from dashboard.store.use import ANYTHING, Used, counted_quarters, mark_use
from dashboard.store.use_key import key_of, keys_of
from dashboard.texts import Texts
from dashboard.warehouse import Door, Scope, Warehouse
from pipelines.home import Home, open_home
from tests.pages.conftest import OpenPage
from tests.pages.packs_made import put_pack
from tests.pages.page_release import publish_page_release
from tests.pages.screen import Screen, row_text
from tests.pages.used_before import use_before

NORTH = "Center for Børn og Unge"
MARKS = table_of(UseMark)


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Home]:
    """An installation of the test's own, in which nothing was used yet."""
    monkeypatch.delenv("PEJLING_STORE_URL", raising=False)
    monkeypatch.delenv("PEJLING_SETTINGS", raising=False)
    monkeypatch.setenv("PEJLING_HOME", str(tmp_path))
    monkeypatch.setenv("PEJLING_DEMO", "1")
    (tmp_path / "municipality.toml").write_text('name = "Pejleby Kommune"\n', encoding="utf-8")
    publish_page_release(tmp_path / "releases")
    forget()
    yield open_home(tmp_path)
    close_stores()
    forget()


@pytest.fixture
def home(bare: Home) -> Home:
    """The same, in which two quarters were used and are over."""
    use_before(bare)
    return bare


def listed(screen: Screen, part: str = "pages") -> list[str]:
    return [row_text(row) for row in screen.components[part]["rows"]]


def test_the_newest_quarter_that_is_over_is_told_by_role(open_page: OpenPage, home: Home) -> None:
    screen = open_page("use", home=home.folder, person="data_unit")
    head = screen.components["headline"]
    assert head["title"] == "Bliver Pejling brugt, og af hvem?"
    assert head["lead"] == "Mit center blev brugt mest i 3. kvartal 2026: af mindst 45 personer."
    assert head["sentence"] == "Om 15 sider kan intet siges: det ville handle om for få."
    assert [(one["value"], one["notes"][0]["text"]) for one in head["figures"]] == [
        ("mindst 30", "Mit center"), ("mindst 10", "Centrenes pakker, 2. kvartal 2026"),
    ]  # fmt: skip
    assert listed(screen)[:3] == [
        "Mit center | mindst 45 kvartalet før: for få | for få | mindst 30 | mindst 5 | for få | for få | for få",
        "Personale | mindst 30 kvartalet før: mindst 10 | for få | mindst 20 | mindst 5 | for få | for få | –",
        "Besparelser | mindst 15 kvartalet før: for få | for få | mindst 15 | for få | for få | for få | for få",
    ]
    own = next(row for row in listed(screen) if row.startswith("Anvendelse"))
    assert own == "Anvendelse | for få som kvartalet før | – | – | for få | for få | for få | –"
    assert [row["label"] for row in screen.components["pages"]["rows"][3:5]] == ["Fokusområder", "Fokuspakker"], (
        "of what nothing can be told is in the order of the menu, used by some or by none"
    )


def test_a_page_opens_to_the_centres_of_which_something_can_be_told(open_page: OpenPage, home: Home) -> None:
    screen = open_page("use", home=home.folder, person="director", open=["page:my_centre", "page:targets"])
    rows = listed(screen)
    assert rows[1] == f"{NORTH} |  | for få | mindst 25 |  |  |  | "
    assert rows[2] == "Om 1 center kan intet siges: det ville handle om for få."
    assert screen.components["pages"]["rows"][1]["narrow"] == "Institutionsledere: mindst 25"
    place = next(number for number, row in enumerate(rows) if row.startswith("Måltal"))
    assert rows[place + 1] == "Om 2 centre kan intet siges: det ville handle om for få."


def test_packs_are_told_by_role_whosever_they_are(open_page: OpenPage, home: Home) -> None:
    put_pack(home.folder, "north", NORTH, span="2026K1")
    put_pack(home.folder, "0", "Pejleby Kommune", sort="directors", span="2026K2")
    screen = open_page("use", home=home.folder, person="controller", lang="en")
    assert listed(screen, "packs") == [
        "The centres' packs, Q2 2026 | at least 10 the quarter before: too few | too few | – | at least 5 | too few"
        " | too few | too few",
    ], "packs that were made after the quarter are none of it"


def test_an_earlier_quarter_is_an_address(open_page: OpenPage, home: Home) -> None:
    screen = open_page("use", home=home.folder, person="data_unit", span="2026K2")
    assert listed(screen)[0] == "Personale | mindst 10 | for få | mindst 10 | for få | for få | for få | –"
    assert screen.components["choices"]["fields"][0]["value"] == "2026K2"
    gone = open_page("use", home=home.folder, person="data_unit", span="2026K4")
    assert gone.components["headline"]["address"] == "/?person=data_unit", "a quarter that runs is told to nobody"
    assert gone.components["choices"]["fields"][0]["value"] == "2026K3"


@pytest.mark.parametrize("person", ["centre_manager:north", "institution_head:oak_school"])
def test_who_leads_a_unit_does_not_open_it(open_page: OpenPage, home: Home, person: str) -> None:
    screen = open_page("use", home=home.folder, person=person)
    head = screen.components["headline"]
    assert (head["title"], head["lead"]) == ("Anvendelse", "Din rolle har ikke denne side.")
    assert not {"pages", "packs", "choices"} & set(screen.components)
    assert "mindst" not in screen.text
    menu = screen.components["masthead"]["groups"]
    assert "use" not in {page["key"] for group in menu for page in group["pages"]}


def test_before_a_quarter_is_over_the_page_says_when_it_will_tell(open_page: OpenPage, bare: Home) -> None:
    screen = open_page("use", home=bare.folder, person="data_unit")
    head = screen.components["headline"]
    assert (head["lead"], head["notices"]) == ("Intet kvartal er talt op endnu.", [])
    assert "pages" not in screen.components


def test_a_store_that_is_damaged_is_told_and_nothing_is_counted_as_none(open_page: OpenPage, bare: Home) -> None:
    file = bare.folder / "store" / "pejling.db"
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(b"no database" * 1000)
    head = open_page("use", home=bare.folder, person="data_unit").components["headline"]
    assert head["lead"] == "Det, der er talt op, kan ikke læses lige nu."
    assert len(head["notices"]) == 1


def test_the_file_holds_every_quarter_and_nothing_that_cannot_be_told(home: Home) -> None:
    made = file_of(door(home), Texts("en"), {})
    (sheet,) = made.sheets
    assert ("Q3 2026", "My centre", "Everybody", "All centres", 45) in sheet.rows.rows()
    assert ("Q3 2026", "My centre", "Institution heads", NORTH, 25) in sheet.rows.rows()
    assert ("Q2 2026", "Staff", "Everybody", "All centres", 10) in sheet.rows.rows()
    assert sheet.rows["at_least"].min() == 5
    assert "Targets" not in sheet.rows["name"].to_list()
    assert {name for name, _ in made.lines} == {"The numbers", "Counted"}


def test_there_is_no_file_of_nothing(bare: Home) -> None:
    with pytest.raises(Nothing):
        file_of(door(bare), Texts("da"), {})


def test_a_server_counts_who_looks_once_and_in_their_centre(bare: Home) -> None:
    people, way_in = {person.key: person for person in demo_people(Warehouse(bare.releases))}, door(bare)
    head = next(person for key, person in people.items() if key.startswith("institution_head"))
    use_counting.note(head, way_in, "page:staff")
    use_counting.begin(bare)
    for _ in range(3):
        for person in (head, people["controller"]):
            use_counting.note(person, way_in, "page:staff")
    use_counting.end()
    use_counting.note(people["director"], way_in, "page:staff")
    assert marked(bare) == {
        ("page:staff", *place_of(head, way_in), 1),
        ("page:staff", "controller", WHOLE_MUNICIPALITY, 1),
    }
    assert place_of(head, way_in)[1] in ("north", "south")
    assert place_of(people["centre_manager:south"], way_in) == ("centre_manager", "south")


def test_somebody_with_two_roles_counts_once(bare: Home) -> None:
    way_in = door(bare)
    first = Person("controller", "controller", (WHOLE_MUNICIPALITY,), "Pejleby", subject="ann", name="Ann")
    use_counting.begin(bare)
    for person in (first, replace(first, key="centre_manager", role="centre_manager", units=("south",))):
        use_counting.note(person, way_in, "page:staff")
    use_counting.end()
    assert marked(bare) == {("page:staff", "controller", WHOLE_MUNICIPALITY, 1)}


def test_a_server_that_begins_counts_what_is_over_and_destroys_its_key(bare: Home) -> None:
    old = key_of(bare, "2020K1")
    mark_use(open_store(bare), old, [Used("page:staff", f"{number}", "controller", "all") for number in range(10)])
    use_counting.begin(bare)
    use_counting.end()
    assert counted_quarters(open_store(bare)) == [], "and throws away what is older than two years"
    assert marked(bare) == set()
    assert list(keys_of(bare).glob("*.key")) == []


def test_counting_never_stands_in_the_way(bare: Home, caplog: pytest.LogCaptureFixture) -> None:
    keys_of(bare).write_text("a file where a folder should be", encoding="ascii")
    (person, *_), way_in = demo_people(Warehouse(bare.releases)), door(bare)
    use_counting.begin(bare)
    for number in range(use_counting.MOST_WAITING * 3):
        use_counting.note(person, way_in, f"page:{number}")
    use_counting.end()
    assert marked(bare) == set()
    assert len([record for record in caplog.records if "use is not counted just now" in record.message]) == 1


def test_who_could_not_be_counted_is_counted_at_the_next_look(bare: Home) -> None:
    keys_of(bare).write_text("a file where a folder should be", encoding="ascii")
    (person, *_), way_in = demo_people(Warehouse(bare.releases)), door(bare)
    counting = use_counting.Counting(bare)
    counting.note(person, way_in, "page:staff")
    while counting._noted:  # until it has been tried
        time.sleep(0.01)
    keys_of(bare).unlink()
    counting.note(person, way_in, "page:staff")
    counting.end()
    assert len(marked(bare)) == 1


def door(home: Home) -> Door:
    return Warehouse(home.releases).door(Scope((WHOLE_MUNICIPALITY,)))


def marked(home: Home) -> set[tuple[str, str, str, int]]:
    """How many have a mark of each thing, by role and centre."""
    columns = (MARKS.c.thing, MARKS.c.role, MARKS.c.centre_id)
    with open_store(home).connect() as connection:
        rows = connection.execute(select(*columns, func.count()).where(MARKS.c.thing != ANYTHING).group_by(*columns))
        return {tuple(row) for row in rows}
