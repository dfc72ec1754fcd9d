"""A quarter's focus areas as people live them: edited, validated, published and answered, by pressing what is there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.pages.conftest import OpenPage
from tests.pages.page_municipality import HOSTILE_NAME
from tests.pages.page_release import publish_page_release
from tests.pages.screen import Screen, row_text

PAGE = "focus_areas"
DATA_UNIT, MANAGER, CONTROLLER, DIRECTOR = "data_unit", "centre_manager:north", "controller", "director"
HEAD = "institution_head:oak_school"
OAK = "expected_overspend:oak_school"
PROPOSED = [
    "Merforbrug på 1,5 mio. kr. i Egeskolen",
    "Sygefraværet i Center for Børn og Unge er 0,5 procentpoint over kommunens",
    f"Merforbrug på 100 t.kr. i {HOSTILE_NAME}",
    "Sygefraværet i Elmeskolen er 2,0 procentpoint under kommunens",
]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An installation of its own: what one test enters, no other sees."""
    (tmp_path / "municipality.toml").write_text('name = "Pejleby Kommune"\n', encoding="utf-8")
    publish_page_release(tmp_path / "releases")
    return tmp_path


def at(open_page: OpenPage, home: Path, person: str, entry: str = "", **query: str) -> Screen:
    """The page of Center for Børn og Unge as a person sees it, with a form open."""
    return open_page(PAGE, home, person=person, **{"unit": "north", **({"entry": entry} if entry else {}), **query})


def cards(screen: Screen) -> list[dict[str, object]]:
    found = screen.components
    return [found[key] for key in sorted(found) if key.startswith("card_")]


def titles(screen: Screen) -> list[object]:
    return [card["title"] for card in cards(screen)]


def told(screen: Screen) -> list[str]:
    return [note["text"] for note in screen.components["entry"]["notes"]]


def faults(screen: Screen) -> dict[str, str]:
    found = screen.components
    return {key.partition(":fault_")[2]: found[key]["notes"][0]["text"] for key in found if ":fault_" in key}


def under_cards(screen: Screen) -> list[str]:
    """The note below each card."""
    return [card["notes"][0]["text"] for card in cards(screen)]  # type: ignore[index]


def rows_of(screen: Screen, part: str) -> list[str]:
    return [row_text(row) for row in screen.components[part]["rows"]]


def press(screen: Screen, label: str, **typed: str) -> Screen:
    """Type into the fields that the labels name, choose in the radio, press the button."""
    for name, value in typed.items():
        every = [
            *screen.app.text_input,
            *screen.app.text_area,
            *screen.app.radio,
            *screen.app.checkbox,
            *screen.app.selectbox,
        ]
        (field,) = (one for one in every if one.key and one.key.split(":")[-2:-1] == [name])
        if value == "ticked":
            field.check()
        else:
            field.set_value(value)
    (button,) = (button for button in screen.app.button if button.label == label)
    button.click().run()
    assert not screen.app.exception, screen.app.exception[0].message
    return Screen(screen.app)


def validated(open_page: OpenPage, home: Path, person: str = MANAGER) -> None:
    asked = press(
        at(open_page, home, DATA_UNIT, "focus:ask"), "Bed om godkendelse", representative="Mette Holm, skolechef"
    )
    assert told(asked) == ["Der er spurgt. Svaret ses her."]
    answer = press(at(open_page, home, person, "focus:validate"), "Svar", state="valid")
    assert "entry" not in answer.components, "it is answered, and nothing is asked of the person any more"


def published(open_page: OpenPage, home: Path, **typed: str) -> Screen:
    """All of it, until the areas are out."""
    validated(open_page, home)
    return press(at(open_page, home, DATA_UNIT, "focus:publish"), "Udgiv", although="ticked", **typed)
