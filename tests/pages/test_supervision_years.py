"""What nobody has signed stays owed in the new year: on the page, in Mit center, in the file; until it is waived."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.files import supervision as files
from dashboard.store.at_hand import forget
from dashboard.texts import Texts
from dashboard.warehouse import Scope, open_warehouse
from tests.pages.conftest import OpenPage
from tests.pages.page_release import publish_page_release
from tests.pages.page_supervision_rows import LIST
from tests.pages.screen import Screen
from tests.pages.test_supervision import faults, fill, press, rows_of, told

OLD = "sign:2025-12:oak_school"
MANAGER = "centre_manager:north"
Opened = Callable[..., Screen]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A municipality that began in November, and has January before it."""
    (tmp_path / "municipality.toml").write_text('name = "Pejleby Kommune"\n', encoding="utf-8")
    (tmp_path / "supervision.toml").write_text(LIST.replace("2026-09-01", "2025-11-01"), encoding="utf-8")
    publish_page_release(tmp_path / "releases")
    forget()
    return tmp_path


@pytest.fixture
def in_january(open_page: OpenPage, home: Path) -> Opened:
    return lambda person, **query: open_page("supervision", home, person=person, period="2026-01", **query)


def late_count(screen: Screen) -> str:
    return str(screen.components["headline"]["figures"][1]["value"])


def test_what_was_not_signed_last_year_is_overdue_in_the_new(in_january: Opened) -> None:
    screen = in_january("controller")
    assert late_count(screen) == "14", "4 of November, 4 and 2 centres' of December, 4 of January"
    assert rows_of(screen, "covered")[-1] == "I alt | 4 over fristen i år 10 fra tidligere år | 0 % 0 af 4 | 0 % 0 af 4"
    months = [row.split(" | ")[1] for row in rows_of(screen, "overdue")]
    quarter = "4. kvartal 2025"
    december = [quarter, "december 2025", "december 2025", "december 2025", quarter, "december 2025"]
    assert months == ["november 2025"] * 4 + december + ["januar 2026"] * 2, "the oldest first; two are in the file"
    assert late_count(in_january(MANAGER)) == "10", "of the manager's own units"


def test_it_is_signed_in_the_new_year(in_january: Opened) -> None:
    screen = in_january(MANAGER, entry=OLD)
    fill(screen, marks=("seen",) * 3, answers=("yes", "yes"))
    assert told(press(screen, "Skriv under på tilsynet")) == ["Underskrevet."]
    assert late_count(in_january("controller")) == "13"


def test_it_waits_in_my_centre_until_it_is_settled(open_page: OpenPage, home: Path, in_january: Opened) -> None:
    def waiting() -> str:
        first, *_ = open_page("my_centre", home, person=MANAGER, unit="oak_school").components["agenda"]["sections"]
        return next(str(entry["text"]) for entry in first["entries"] if entry["id"] == "supervision")

    assert waiting() == "12 ledelsestilsyn mangler underskrift", "two of last year, ten of this"
    waive(in_january, "Skolen havde ingen leder")
    assert waiting() == "11 ledelsestilsyn mangler underskrift"


def waive(in_january: Opened, why: str, entry: str = OLD) -> Screen:
    screen = in_january("controller", entry=entry)
    screen.app.text_area[0].set_value(why)
    return press(screen, "Frafald tilsynet")


def test_finance_waives_with_a_reason_and_takes_it_back(in_january: Opened) -> None:
    refused = waive(in_january, "  ")
    assert faults(refused) == {"words": "Skriv hvorfor."}
    refused.app.text_area[0].set_value("=1+1 Skolen havde <b>ingen</b> leder")
    screen = press(refused, "Frafald tilsynet")
    assert told(screen) == ["Tilsynet er frafaldet."]
    assert late_count(screen) == "13"
    assert "Controller: =1+1 Skolen havde <b>ingen</b> leder" in screen.text

    leader = in_january(MANAGER, entry=OLD)
    assert not leader.app.radio, "nobody signs what is waived"
    assert not leader.app.button
    (said,) = leader.components["entry"]["earlier"]
    assert said["text"] == "Frafaldet af Controller. =1+1 Skolen havde <b>ingen</b> leder"

    back = in_january("controller", entry=OLD)
    back.app.text_area[0].set_value("Den nye leder tager det")
    assert told(press(back, "Det skal underskrives alligevel")) == ["Tilsynet skal underskrives igen."]
    assert in_january(MANAGER, entry=OLD).app.radio
    assert late_count(in_january("controller")) == "14"


def test_what_is_waived_is_neither_owed_nor_signed(in_january: Opened) -> None:
    waive(in_january, "Lukket", "sign:2026-01:elm_school")
    screen = in_january("controller", open="north")
    assert rows_of(screen, "covered")[-1].endswith("| 0 % 0 af 3, 1 frafaldet | 0 % 0 af 3, 1 frafaldet")
    (row,) = (row for row in rows_of(screen, "covered") if row.startswith("Elmeskolen"))
    assert "Controller: Lukket | frafaldet |" in row
    assert screen.components["headline"]["lead"].startswith("0 af 3 tilsyn for januar 2026 er underskrevet")


def test_a_leader_who_signs_meanwhile_is_not_overruled_nor_a_waiver_signed_over(in_january: Opened) -> None:
    finance, leader = in_january("controller", entry=OLD), in_january(MANAGER, entry=OLD)
    finance.app.text_area[0].set_value("Skolen havde ingen leder")
    press(fill(leader, marks=("seen",) * 3, answers=("yes", "yes")), "Skriv under på tilsynet")
    assert told(press(finance, "Frafald tilsynet"))[0].startswith("En anden kom først: Underskrevet af Centerchef.")
    assert not in_january("controller", entry=OLD).app.button, "what is signed is not waived"

    other = "sign:2025-12:elm_school"
    leader = in_january(MANAGER, entry=other)
    fill(leader, marks=("seen",) * 3, answers=("yes", "yes"))
    waive(in_january, "Lukket", other)
    assert told(press(leader, "Skriv under på tilsynet"))[0].startswith("En anden kom først: Frafaldet af Controller.")
    assert in_january("controller", entry=other).components["entry"]["lines"][1].startswith("Frafaldet ")


def test_only_a_controller_waives(in_january: Opened) -> None:
    assert not in_january("director", entry=OLD).app.button
    assert "Frafald tilsynet" not in [button.label for button in in_january(MANAGER, entry=OLD).app.button]


def test_the_file_has_what_is_still_open_of_earlier_years(in_january: Opened, home: Path) -> None:
    waive(in_january, "Lukket", OLD)
    waive(in_january, "Lukket", "sign:2026-01:elm_school")
    filters: dict[str, str | int] = {"unit": "municipality", "fiscal_year": 2026, "period": 1}
    made = files.signed(open_warehouse().door(Scope(("municipality",))), Texts("da"), filters)
    owed, by_centre = (one.rows for one in made.sheets)
    assert len(owed) == 9 + 4, "nine of last year are still open"
    assert owed.filter(unit_id="elm_school", of_period="januar 2026")["stands"].to_list()[0].startswith("frafaldet ")
    assert by_centre.rows() == [
        ("Center for Børn og Unge", "januar 2026", 2, 0, 0.0, 1), ("Center for Ældre", "januar 2026", 1, 0, 0.0, 0),
    ]  # fmt: skip
