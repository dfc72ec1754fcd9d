"""Nobody finds what is not theirs, wherever they look: twelve people, every page and file, by the whole truth.

The truth (`truth.py`) is read from the extracts in plain Python. Everybody is walked by a browser without a screen
(`visitor.py`): a page is drawn from those messages alone. Everybody's browser is a real Chromium too, which on some
pages was sent the same messages and shows nothing else. The one server has answered those who see the whole before the
others ask, and the others ask at once; then its log is read, and all that it keeps in memory. That the looking finds
what there is, is shown by taking one guard away at a time.

Files for analysts are asked for here by everybody and read by the same truth; that nothing lies in their bytes beside
the cells, and that the parts make the whole, is held in tests/analysts/test_leaks.py. What is said when something goes
wrong is in test_leaks_in_errors.py, what two files together tell in test_differences.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from dashboard import rules
from pipelines.analyst_file import PARQUET_ZIP, TAKEN_HOME
from pipelines.analyst_files import facts_of
from tests.packs.sample import SCHOOLS, SMALL, SPAN
from tests.rights import kept
from tests.rights.analyst_reading import READERS
from tests.rights.chromium import ANSWERED, CHANNELS, SENT, SHOWN, in_chromium, refused_in_chromium
from tests.rights.conftest import serving
from tests.rights.personas import PERSONAS, WHOLE, Persona, TownHall
from tests.rights.sweep import FILLED, OTHERS, Found, Leak, Query, as_it_opens, asking_for_others, everything, leaks
from tests.rights.truth import Truth
from tests.rights.visitor import LINK
from tests.server.conftest import Served

pytestmark = pytest.mark.timeout(900)  # what the first test begins with is minutes where the machine is busy
SEE_ALL = [one for one in PERSONAS if WHOLE in one.sees]
SEE_LESS = [one for one in PERSONAS if one not in SEE_ALL]
BY_NAME = {one.name: one for one in PERSONAS}
MANAGER, STRANGER = BY_NAME["manager_of_schools"], Persona("without_a_login", None)
FILES = {"xlsx", "docx", "pdf", "html", "pptx"}
Asked = tuple[tuple[str, Query], ...]
IN_CHROMIUM: Asked = (
    ("", {}),
    ("bilag-og-indkoeb", {}),
    ("datakatalog", {}),
    ("fokuspakker", {"span": SPAN, "unit": SCHOOLS, "edition": "1"}),
    ("fokuspakker", {"span": SPAN, "unit": SMALL, "edition": "1"}),
)
BEGINNING = IN_CHROMIUM[:1]
# By a real browser most see where they begin; some go on, and whoever sees no figure sees all that they have.
SEEN_IN_CHROMIUM: dict[str, Asked] = {
    **{one.name: BEGINNING for one in PERSONAS},
    "manager_of_schools": IN_CHROMIUM,
    "analyst_of_a_centre": (*BEGINNING, *IN_CHROMIUM[2:]),
    "administrator": (("adgange", {}), ("revisionslog", {}), ("datakatalog", {})),
}
OWN_EACH_TIME = re.compile(
    rf"[0-9a-f]{{32}}|[0-9a-f-]{{36}}|{LINK.pattern}"
)  # what a session, an element, a link is called


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
def test_nobody_finds_what_is_not_theirs(truth: Truth, walks: dict[str, Found], persona: Persona) -> None:
    assert leaks(truth, persona, walks[persona.name]) == []


def test_each_is_shown_what_is_theirs(truth: Truth, walks: dict[str, Found]) -> None:
    """So that nothing was found because nothing was there: who sees the whole finds of all, the others of their own."""
    every, numbers = truth.foreign_words(()), truth.foreign_numbers(())
    of = {name: {one.needle for one in found.leaks(every, numbers)} for name, found in walks.items()}
    assert len(of["controller"]) > 600
    assert {one.rpartition(" ")[2] for one in of[MANAGER.name]} >= {"thousand", "million"}, "as they are shown"
    for persona in PERSONAS:
        needles = of[persona.name] - {name.casefold() for name in truth.names if not persona.sees}
        assert (len(needles) > 20) == bool(persona.sees), (persona.name, sorted(needles)[:30])
    assert set(walks[MANAGER.name].said) == {"page", *FILES}


@pytest.mark.parametrize("name", [MANAGER.name, "controller_of_a_part"])
def test_nobody_finds_it_by_asking_for_it(
    hall: TownHall, served: Served, truth: Truth, walks: dict[str, Found], name: str
) -> None:
    """Units, projects, rows, forms and packs of others, by every parameter that an address has."""
    assert set(OTHERS) | {"open", "line", "entry"} == set(FILLED.query()), "each parameter is asked with"
    found = everything(hall.visitor(served.address, name), asking_for_others(walks["controller"]))
    assert leaks(truth, BY_NAME[name], found) == []


@pytest.mark.parametrize("name", [name for name, one in BY_NAME.items() if one.role])
def test_chromium_is_sent_what_the_visitor_is_sent_and_shows_nothing_else(
    browser: Browser, hall: TownHall, served: Served, truth: Truth, name: str
) -> None:
    visitor, pages = hall.visitor(served.address, name), SEEN_IN_CHROMIUM[name]
    every = truth.foreign_words(()), truth.foreign_numbers(())
    for (path, query), found in zip(pages, in_chromium(browser, served.address, hall.keys[name], pages), strict=True):
        assert leaks(truth, BY_NAME[name], found) == []
        drawn = Found()
        drawn.add("page", path, visitor.open(path, **query).text)
        if path != "revisionslog":  # it is longer each time that it is looked at
            assert same_for_all(found, SENT) == same_for_all(drawn, "page")
        of = {channel: {one.needle for one in found.leaks(*every) if one.channel == channel} for channel in CHANNELS}
        assert of[SHOWN] <= of[SENT] | of[ANSWERED]
        assert len(found.said[SHOWN]) > 20


def test_chromium_has_no_page_for_whom_has_no_right(
    browser: Browser, hall: TownHall, served: Served, truth: Truth
) -> None:
    pages = [path for path, _ in IN_CHROMIUM]
    for found in refused_in_chromium(browser, served.address, hall.keys["nobody"], pages):
        assert "it@example.org" in "".join(found.said[SHOWN]), "it is said whom to ask"
        assert SENT not in found.said
        assert leaks(truth, BY_NAME["nobody"], found) == []


def same_for_all(found: Found, channel: str) -> set[str]:
    """What was said, without what is called anew each time."""
    return {line for line in found.said[channel] if not OWN_EACH_TIME.fullmatch(line)}


def test_files_for_analysts_are_of_ones_own_alone(hall: TownHall, served: Served, truth: Truth) -> None:
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
                # Of the whole's, which holds all of the others', the database alone.
                is_read = is_theirs and scope in persona.units and (scope, name) != (WHOLE, PARQUET_ZIP)
                is_fetched = not is_theirs or (is_read and (scope, name) not in read)
                answer = visitor.fetch(f"/analysts/{scope}/{name}", "GET" if is_fetched else "HEAD")
                assert (answer.status == 200) == is_theirs, (persona.name, scope, name, answer.status)
                if not is_theirs:
                    found.add("refusal", name, answer.body.decode())
                elif is_fetched:
                    read[scope, name] = READERS[name.rpartition(".")[2]](answer.body)
                if is_read:
                    found.add(name, scope, read[scope, name])
        assert leaks(truth, persona, found) == []
    assert {scope for scope, _ in read} == {WHOLE, "210000", "310000"}
    anothers = Found()
    for name in TAKEN_HOME:
        anothers.add(name, "310000", read["310000", name])
    told = [one.channel for one in leaks(truth, BY_NAME["analyst_of_a_centre"], anothers)]
    assert min(told.count(name) for name in ("pejling.duckdb", "parquet.zip")) > 1_000, (
        "the reading finds what is there"
    )


def test_the_log_tells_of_nobody(hall: TownHall, served: Served, truth: Truth, walks: dict[str, Found]) -> None:
    """No unit, no amount, nobody's name, and no key."""
    hall.visitor(served.address, MANAGER.name).fetch("/download/nothing-that-was-signed")
    written = served.log.read_text(encoding="utf-8")
    assert walks
    assert "refused" in written, "something is written"
    assert leaks(truth, STRANGER, of_log(written)) == []
    names = [one for one in hall.keys if "_of_" in one]  # the others are words of the program too
    assert len(names) > 4
    assert [one for one in (*names, *hall.keys.values()) if one in written] == []


def of_log(written: str) -> Found:
    log = Found()
    log.add("log", "server", written)
    return log


def test_what_is_kept_in_memory_is_kept_for_those_whose_it_is(
    hall: TownHall, served: Served, truth: Truth, walks: dict[str, Found]
) -> None:
    """Whatever is kept under a scope is that scope's; what is kept under none is nobody's."""
    told = kept.read(hall.visitor(served.address, STRANGER.name).fetch(kept.PATH).body)
    assert walks
    assert told.keys() == {kept.NO_SCOPE, *(" ".join(sorted(one.sees)) for one in PERSONAS if one.sees)}
    assert in_others_hands(truth, told) == []


def in_others_hands(truth: Truth, told: dict[str, Found]) -> list[Leak]:
    """What is kept for others than those whose it is."""
    found = []
    for scope, what in told.items():
        units = () if scope == kept.NO_SCOPE else scope.split()
        # A row of one's own says which centre it is in.
        above = {step for unit in units for step in truth.above[unit]}
        told = {name for name in truth.names if truth.words.get(name, set()) & above}
        found += what.leaks(truth.foreign_words(units) - told, truth.foreign_numbers(units))
    return found


@pytest.fixture(scope="module")
def uncut(hall: TownHall, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The server without the cut, and without the library's rule."""
    with serving(hall, tmp_path_factory.mktemp("uncut") / "log", "cut", "packs") as server:
        yield server


def test_without_the_cut_it_is_found_on_pages_and_in_every_kind_of_file(
    hall: TownHall, uncut: Served, truth: Truth, walks: dict[str, Found]
) -> None:
    others = asking_for_others(walks["controller"])

    def asked(page: str) -> Iterable[Query]:
        return others(page) if page == "carry_over_case" else as_it_opens(page)  # which alone gives a document

    found = leaks(truth, MANAGER, everything(hall.visitor(uncut.address, MANAGER.name), asked))
    assert {one.channel for one in found} == {"page", *FILES}
    assert {one.needle.rpartition(" ")[2] for one in found} >= {"thousand", "million"}, "as they are shown"


def test_without_the_cut_it_is_found_in_chromium(browser: Browser, hall: TownHall, uncut: Served, truth: Truth) -> None:
    found = in_chromium(browser, uncut.address, hall.keys[MANAGER.name], (IN_CHROMIUM[0], IN_CHROMIUM[-1]))
    assert {one.channel for drawn in found for one in leaks(truth, MANAGER, drawn)} == CHANNELS


def on_few_pages(page: str) -> Iterable[Query]:
    return as_it_opens(page) if page in {"budget_followup", "capital_projects", "purchases"} else ()


def test_what_is_kept_for_anybody_and_what_the_log_tells_is_found(hall: TownHall, truth: Truth, tmp_path: Path) -> None:
    """On the next one's pages, in memory and in the log."""
    with serving(hall, tmp_path / "log", "answers", "quiet log") as server:
        everything(hall.visitor(server.address, "controller"), on_few_pages)
        found = everything(hall.visitor(server.address, MANAGER.name), on_few_pages)
        told = kept.read(hall.visitor(server.address, STRANGER.name).fetch(kept.PATH).body)
    assert len(leaks(truth, MANAGER, found)) > 50
    assert len(in_others_hands(truth, told)) > 50
    assert len(leaks(truth, STRANGER, of_log(server.log.read_text(encoding="utf-8")))) > 50


def test_a_cursor_that_is_lent_to_the_next_is_found(hall: TownHall, truth: Truth, tmp_path: Path) -> None:
    with serving(hall, tmp_path / "log", "cursors") as server:
        everything(hall.visitor(server.address, "controller"), on_few_pages)
        found = everything(hall.visitor(server.address, MANAGER.name), on_few_pages)
    assert len(leaks(truth, MANAGER, found)) > 50
