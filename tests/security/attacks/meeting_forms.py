"""What must have happened before somebody meets a form, and how one types into every field that it has."""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine

import dashboard
from dashboard.components.entry_form import EntryForm
from dashboard.components.facts import Facts
from dashboard.store.forecast_rounds import RoundWish, record_round
from dashboard.store.grants import GrantWish, give
from dashboard.store.journal import Author
from tests.pages.conftest import OpenPage
from tests.pages.living_a_round import BO, ROUND, an_open_round
from tests.pages.living_a_round import answer as answered
from tests.pages.living_data_orders import asked
from tests.pages.living_focus_areas import OAK as AREA
from tests.pages.living_focus_areas import published, validated
from tests.pages.screen import Screen

TICKED = "ticked"
Before = Callable[[OpenPage, Path, Engine], object]
MANAGER, DATA_UNIT = {"person": "centre_manager:north"}, {"person": "data_unit"}
CENTRE, SIGNING = {"unit": "north"}, "sign:2026-10:oak_school"
EARLIER = {**CENTRE, "span": "2026K2"}


def press(screen: Screen, act: str, **typed: str) -> Screen:
    """Type into every field of a name, choose and tick, and press the button."""
    app = screen.app
    every = (*app.text_input, *app.text_area, *app.radio, *app.checkbox, *app.selectbox)
    for name, value in typed.items():
        of_the_name = [one for one in every if one.key and one.key.split(":")[-2:-1] == [name]]
        assert of_the_name, name
        for one in of_the_name:
            one.set_value(value == TICKED or value)
    (button,) = (one for one in app.button if one.label == act)
    button.click().run()
    assert not app.exception, app.exception[0].message
    return Screen(app)


def explained(open_page: OpenPage, home: Path, _: Engine) -> None:
    screen = open_page(home=home, **MANAGER, explain="oak_school", period="2026-09")
    screen.app.radio[0].set_value("volume")
    screen.app.text_area[0].set_value("Flere elever")
    press(screen, "Gem forklaringen")


def round_is_open(_open: OpenPage, home: Path, _: Engine) -> None:
    an_open_round(home)


def round_is_answered(_open: OpenPage, home: Path, _: Engine) -> None:
    answered(an_open_round(home))


def round_is_closed(_open: OpenPage, home: Path, _: Engine) -> None:
    wish = {name: getattr(ROUND, name) for name in RoundWish.__dataclass_fields__}
    record_round(an_open_round(home), RoundWish(**wish | {"state": "closed"}), BO, seen_version=1)


def signed(open_page: OpenPage, home: Path, _: Engine) -> None:
    screen = open_page("supervision", home, **MANAGER, entry=SIGNING)
    for radio, value in zip(screen.app.radio, ("seen",) * 3 + ("yes",) * 2, strict=True):
        radio.set_value(value)
    press(screen, "Skriv under på tilsynet")


def areas_are_asked_about(open_page: OpenPage, home: Path, _: Engine) -> None:
    screen = open_page("focus_areas", home, **DATA_UNIT, **CENTRE, entry="focus:ask")
    press(screen, "Bed om godkendelse", representative="Mette Holm")


def areas_are_out(open_page: OpenPage, home: Path, _: Engine) -> None:
    published(open_page, home)


def areas_are_out_and_valid_again(open_page: OpenPage, home: Path, _: Engine) -> None:
    published(open_page, home)
    screen = open_page("focus_areas", home, **DATA_UNIT, **CENTRE, entry=f"focus:edit:{AREA}")
    press(screen, "Gem teksterne", title_da="Rettet")
    validated(open_page, home)


def areas_of_the_quarter_before_are_decided(open_page: OpenPage, home: Path, _: Engine) -> None:
    def at(entry: str, person: dict[str, str], act: str, **typed: str) -> None:
        press(open_page("focus_areas", home, **person, **EARLIER, entry=entry), act, **typed)

    texts = {"title_da": "Hånd", "sees_da": "a", "why_da": "b", "silent_da": "c", "owner": "Jane"}
    for _again in range(2):
        at("focus:add", DATA_UNIT, "Tilføj området", **texts)
    at("focus:ask", DATA_UNIT, "Bed om godkendelse", representative="Mette")
    at("focus:validate", MANAGER, "Svar", state="valid")
    at("focus:publish", DATA_UNIT, "Udgiv", although="ticked")
    at(f"focus:decide:{AREA}", MANAGER, "Gem beslutningen", decision="act", action="Gennemgå", responsible="Jens")


def order_is_asked(_open: OpenPage, _home: Path, store: Engine) -> None:
    asked(store)


def right_is_given(_open: OpenPage, _home: Path, store: Engine) -> None:
    wish = GrantWish(
        issuer="https://login.example", subject="s1", role="controller", unit_id="municipality",
        valid_from=date(2026, 1, 1),
    )  # fmt: skip
    give(store, wish, Author("root on the server", "administrator", ""))


# ----------------------------------------------------------------------------------------------- The forms of the code


def makers() -> Iterator[str]:
    """Every function of the program that makes a form, as `module.Class.function`."""

    def within(node: ast.AST, name: str) -> Iterator[str]:
        for part in ast.iter_child_nodes(node):
            if isinstance(part, ast.Call) and isinstance(part.func, ast.Name) and part.func.id == EntryForm.__name__:
                yield name
            yield from within(part, f"{name}.{part.name}" if isinstance(part, ast.FunctionDef | ast.ClassDef) else name)

    for path in sorted(Path(dashboard.__file__).parent.rglob("*.py")):
        yield from within(ast.parse(path.read_text(encoding="utf-8")), path.stem)


@contextmanager
def forms_seen(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, set[str]]]:
    """The lines and texts of each form that is made within, by who makes it."""
    found, made = dict[str, set[str]](), EntryForm.__init__

    def init(form: EntryForm, *given: object, **named: object) -> None:
        made(form, *given, **named)  # type: ignore[arg-type]
        by = sys._getframe(1).f_code  # who makes it is not in the form
        fields = [one for row in form.rows if not isinstance(row, Facts) for one in row]
        name = f"{Path(by.co_filename).stem}.{by.co_qualname}"
        found[name] = {one.name for one in fields if one.kind in {"line", "text"}}

    with monkeypatch.context() as patched:
        patched.setattr(EntryForm, "__init__", init)
        yield found
