"""Nobody finds what is not theirs, wherever they look: twelve people, every page and file, by the whole truth.

The truth (`truth.py`) is read from the extracts in plain Python. Everybody is walked by a browser without a screen
(`visitor.py`): a page is drawn from those messages alone. Two people's browsers are a real Chromium too, which on
some pages was sent the same messages and shows nothing else. The one server has answered those who see the whole before
the others ask, and the others ask at once. That the looking finds what there is, is shown by taking one guard away at a
time.
"""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from dashboard import rules
from pipelines.analyst_file import TAKEN_HOME
from pipelines.analyst_files import facts_of
from tests.packs.sample import SCHOOLS, SMALL, SPAN
from tests.rights.analyst_reading import READERS
from tests.rights.chromium import ANSWERED, CHANNELS, SENT, SHOWN, in_chromium
from tests.rights.conftest import serving
from tests.rights.personas import PERSONAS, WHOLE, Persona, TownHall
from tests.rights.sweep import FILLED, OTHERS, Found, Leak, asking_for_others, everything
from tests.rights.truth import whole_truth
from tests.rights.visitor import LINK
from tests.server.conftest import Served

pytestmark = pytest.mark.timeout(900)  # what the first test begins with is minutes where the machine is busy
SEE_ALL = [one for one in PERSONAS if WHOLE in one.sees]
SEE_LESS = [one for one in PERSONAS if one not in SEE_ALL]
BY_NAME = {one.name: one for one in PERSONAS}
MANAGER, STRANGER = BY_NAME["manager_of_schools"], Persona("without_a_login", None)
FILES = {"xlsx", "docx", "pdf", "html", "pptx"}
IN_CHROMIUM = (
    ("", {}),
    ("bilag-og-indkoeb", {}),
    ("datakatalog", {}),
    ("fokuspakker", {"span": SPAN, "unit": SCHOOLS, "edition": "1"}),
)
ANOTHERS_PACK = ("fokuspakker", {"span": SPAN, "unit": SMALL, "edition": "1"})
OWN_EACH_TIME = re.compile(
    rf"[0-9a-f]{{32}}|[0-9a-f-]{{36}}|{LINK.pattern}"
)  # what a session, an element, a link is called


def leaks(persona: Persona, found: Found) -> list[Leak]:
    truth = whole_truth()
    told = truth.names if persona.role == "administrator" else set()
    return found.leaks(truth.foreign_words(persona.sees) - told, truth.foreign_numbers(persona.sees) - told)


@pytest.fixture(scope="module")
def walks(hall: TownHall, served: Served) -> dict[str, Found]:
    """What each persona gets; the caches know everything before those ask who see a part, and they ask at once."""
    walked: dict[str, Found] = {}
    for group, at_once in ((SEE_ALL, 1), ([*SEE_LESS, STRANGER], 3)):
        with ThreadPoolExecutor(at_once) as pool:
            found = pool.map(lambda one: everything(hall.visitor(served.address, one.name)), group)
            walked.update(zip((one.name for one in group), found, strict=True))
    return walked


@pytest.mark.parametrize("persona", [*PERSONAS, STRANGER], ids=lambda one: one.name)
def test_nobody_finds_what_is_not_theirs(walks: dict[str, Found], persona: Persona) -> None:
    assert leaks(persona, walks[persona.name]) == []


def test_each_is_shown_what_is_theirs(walks: dict[str, Found]) -> None:
    """So that nothing was found because nothing was there: who sees the whole finds of all, the others of their own."""
    truth = whole_truth()
    every, numbers = truth.foreign_words(()), truth.foreign_numbers(())
    of = {name: {one.needle for one in found.leaks(every, numbers)} for name, found in walks.items()}
    assert len(of["controller"]) > 600
    for persona in PERSONAS:
        needles = of[persona.name] - {name.casefold() for name in truth.names if not persona.sees}
        assert (len(needles) > 20) == bool(persona.sees), (persona.name, sorted(needles)[:30])
    assert set(walks[MANAGER.name].said) == {"page", *FILES}


@pytest.mark.parametrize("name", [MANAGER.name, "controller_of_a_part"])
def test_nobody_finds_it_by_asking_for_it(hall: TownHall, served: Served, walks: dict[str, Found], name: str) -> None:
    """Units, projects, rows, forms and packs of others, by every parameter that an address has."""
    assert set(OTHERS) | {"open", "line", "entry"} == set(FILLED.query()), "each parameter is asked with"
    found = everything(hall.visitor(served.address, name), asking_for_others(walks["controller"]))
    assert leaks(BY_NAME[name], found) == []


@pytest.mark.parametrize("name", [MANAGER.name, "analyst_of_a_centre"])
def test_chromium_is_sent_what_the_visitor_is_sent_and_shows_nothing_else(
    browser: Browser, hall: TownHall, served: Served, name: str
) -> None:
    truth, visitor = whole_truth(), hall.visitor(served.address, name)
    every = truth.foreign_words(()), truth.foreign_numbers(())
    pages = (*IN_CHROMIUM, ANOTHERS_PACK)
    for (path, query), found in zip(pages, in_chromium(browser, served.address, hall.keys[name], pages), strict=True):
        assert leaks(BY_NAME[name], found) == []
        drawn = Found()
        drawn.add("page", path, visitor.open(path, **query).text)
        assert same_for_all(found, SENT) == same_for_all(drawn, "page")
        of = {channel: {one.needle for one in found.leaks(*every) if one.channel == channel} for channel in CHANNELS}
        assert of[SHOWN] <= of[SENT] | of[ANSWERED]
        assert len(found.said[SHOWN]) > 20


def same_for_all(found: Found, channel: str) -> set[str]:
    """What was said, without what is called anew each time."""
    return {line for line in found.said[channel] if not OWN_EACH_TIME.fullmatch(line)}


def test_files_for_analysts_are_of_ones_own_alone(hall: TownHall, served: Served) -> None:
    """Every file of every scope asked for by everybody, and each that anybody got read whole."""
    (release,) = {one.name for one in hall.home.analysts.iterdir()}
    scopes = sorted(facts_of(hall.home.analysts, release))
    read: dict[tuple[str, str], str] = {}
    for persona in (*PERSONAS, STRANGER):
        visitor, found = hall.visitor(served.address, persona.name), Found()
        for scope in scopes:
            is_theirs = rules.may(persona.role, "file", "analyst_files") if persona.role else False
            is_theirs = is_theirs and (WHOLE in persona.units or scope in persona.units)
            for name in TAKEN_HOME:
                answer = visitor.fetch(f"/analysts/{scope}/{name}")
                assert (answer.status == 200) == is_theirs, (persona.name, scope, name, answer.status)
                if not is_theirs:
                    found.add("refusal", name, answer.body.decode())
                elif scope in persona.units:  # the whole's holds all of the others'
                    if (scope, name) not in read:
                        read[scope, name] = READERS[name.rpartition(".")[2]](answer.body)
                    found.add(name, scope, read[scope, name])
        assert leaks(persona, found) == []
    assert {scope for scope, _ in read} == {WHOLE, "210000", "310000"}
    anothers = Found()
    for name in TAKEN_HOME:
        anothers.add(name, "310000", read["310000", name])
    told = [one.channel for one in leaks(BY_NAME["analyst_of_a_centre"], anothers)]
    assert min(told.count(name) for name in ("pejling.duckdb", "parquet.zip")) > 1_000, (
        "the reading finds what is there"
    )


def test_the_log_tells_of_nobody(hall: TownHall, served: Served, walks: dict[str, Found]) -> None:
    """No unit, no amount, nobody's name, and no key."""
    hall.visitor(served.address, MANAGER.name).fetch("/download/nothing-that-was-signed")
    written = served.log.read_text(encoding="utf-8")
    log = Found()
    log.add("log", "server", written)
    assert walks
    assert "refused" in written, "something is written"
    assert leaks(STRANGER, log) == []
    names = [one for one in hall.keys if "_of_" in one]  # the others are words of the program too
    assert len(names) > 4
    assert [one for one in (*names, *hall.keys.values()) if one in written] == []


def test_without_the_cut_it_is_found_on_pages_and_in_every_kind_of_file(
    hall: TownHall, walks: dict[str, Found], tmp_path: Path
) -> None:
    with serving(hall, tmp_path / "log", "cut", "packs") as server:
        found = everything(hall.visitor(server.address, MANAGER.name), asking_for_others(walks["controller"]))
    channels = {one.channel for one in leaks(MANAGER, found)}
    assert channels == {"page", *FILES}


def test_without_the_cut_it_is_found_in_chromium(browser: Browser, hall: TownHall, tmp_path: Path) -> None:
    with serving(hall, tmp_path / "log", "cut", "packs") as server:
        found = in_chromium(browser, server.address, hall.keys[MANAGER.name], (IN_CHROMIUM[0], ANOTHERS_PACK))
    assert {one.channel for drawn in found for one in leaks(MANAGER, drawn)} == CHANNELS


def test_an_answer_that_forgets_for_whom_it_was_given_is_found(hall: TownHall, tmp_path: Path) -> None:
    with serving(hall, tmp_path / "log", "answers") as server:
        everything(hall.visitor(server.address, "controller"))
        found = everything(hall.visitor(server.address, MANAGER.name))
    assert len(leaks(MANAGER, found)) > 50
