"""What somebody is told, and what the log holds, when something goes wrong: nothing of what is not theirs.

One server of an installation of its own goes through it: addresses that name what is not there, a question that the
door refuses, an error that nobody foresaw and whose words are everybody's names, a release that cannot be read and one
that is gone, a store that does not answer. At each step people go on in pages that they have open, fetch the files that
they were offered before, and come anew.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from dashboard.pages import PAGES
from dashboard.texts import Texts, problem_sentence
from dashboard.warehouse import Scope, Warehouse
from pipelines.manifest import MANIFEST, RELEASE_FILE
from pipelines.releases import POINTER
from tests.rights import faults
from tests.rights.conftest import serving
from tests.rights.personas import PERSONAS, SECRET, WHOLE, Persona, TownHall, town_hall
from tests.rights.sweep import Found, Query, leaks
from tests.rights.truth import Truth
from tests.rights.visitor import Sitting
from tests.server.conftest import Served

pytestmark = pytest.mark.timeout(900)
STRANGER = Persona("without_a_login", None)
EVERYBODY = (*PERSONAS, STRANGER)
# They open every page; the others where they begin and one that tells of people, which is all that there is to differ.
THOROUGH = {"manager_of_schools", "administrator"}
FEW = ("", "personale")
WRONG: Query = {
    "unit": "999999", "period": "2026-13", "year": "1887", "organisation": "never", "budget": "none", "level": "street",
    "source": "nothing", "round": "9. budgetopfølgning", "project": "XA-9999999999", "programme": "NONE",
    "explain": "999999", "group": "nothing", "line": "operating:999999", "entry": "posting:999999", "span": "2026K9",
    "edition": "99", "figure": "no.such", "table": "no_such", "open": "999999~1", "person": "nobody", "lang": "xx",
}  # fmt: skip
WRONGLY_ASKED, DAMAGED, GONE, NO_STORE = "wrongly asked", "damaged", "gone", "no store"
_SAY = Texts("da").say
SAID = {
    faults.REFUSED: problem_sentence("refused", "da").partition(". ")[0],
    faults.UNFORESEEN: _SAY("Something went wrong here. It has been written down as number {number}.", number="")[:20],
    DAMAGED: problem_sentence("damaged", "da").partition(". ")[0],
    GONE: problem_sentence("missing", "da").partition(". ")[0],
    NO_STORE: _SAY("This cannot be shown right now"),
}
"""What a page says then."""


@dataclass(frozen=True)
class Met:
    """What everybody read in each state, and the log of it all."""

    read: dict[str, dict[str, Found]]
    log: str


@pytest.fixture(scope="module")
def own(hall: TownHall, tmp_path_factory: pytest.TempPathFactory) -> TownHall:
    """The town hall once more, for parts of it to be taken away."""
    folder = tmp_path_factory.mktemp("broken") / "hall"
    shutil.copytree(hall.home.folder, folder, copy_function=_second_name)
    return town_hall(folder)


def _second_name(of: str, to: str) -> None:
    """For what never changes; what is broken later is a copy."""
    is_broken = Path(of).name == POINTER or Path(of).parent.name == "store"
    (shutil.copy2 if is_broken else os.link)(of, to)


@pytest.fixture(scope="module")
def met(own: TownHall, tmp_path_factory: pytest.TempPathFactory) -> Met:
    log = tmp_path_factory.mktemp("met") / "log"
    with ExitStack() as open_pages, serving(own, log, "well") as server:
        sittings = {one: open_pages.enter_context(own.visitor(server.address, one.name).sitting()) for one in EVERYBODY}
        offered = {one: sitting.go("budgetopfoelgning").links for one, sitting in sittings.items()}
        read = {}
        for state in _states(own):
            read[state] = {
                one.name: _looked(own, server, one, sitting, offered[one], WRONG if state == WRONGLY_ASKED else {})
                for one, sitting in sittings.items()
            }
    return Met(read, log.read_text(encoding="utf-8"))


def _looked(
    hall: TownHall, server: Served, persona: Persona, sitting: Sitting, offered: Iterable[str], query: Query
) -> Found:
    """On a page that is open, at files, and as somebody who comes anew."""
    found = Found()
    for path in [page.path for page in PAGES] if persona.name in THOROUGH else FEW:
        found.add("page", path, sitting.go(path, **query).text, query)
    visitor = hall.visitor(server.address, persona.name)
    for path in (*offered, "/", "/analysts/130000/pejling.duckdb", "/analysts/999999/../x"):
        answer = visitor.fetch(path, Accept="text/html")
        if answer.status != 200:
            found.add(f"answer {answer.status}", path[:12], answer.body.decode("utf-8"))
    return found


def _states(hall: TownHall) -> Iterator[str]:
    """Each is there until the next is asked for."""
    home = hall.home.folder
    yield WRONGLY_ASKED
    for fault in faults.ASKED:
        faults.say(home, fault)
        yield fault
    faults.say(home, "")
    served = hall.release_file.parent
    broken = served.with_name("2031-01-01")
    broken.mkdir()
    shutil.copy(served / MANIFEST, broken)
    (broken / RELEASE_FILE).write_bytes(b"not a database")
    (hall.home.releases / POINTER).write_text(broken.name, encoding="utf-8")
    yield DAMAGED
    (hall.home.releases / POINTER).write_text("2031-01-02", encoding="utf-8")
    yield GONE
    (hall.home.releases / POINTER).write_text(served.name, encoding="utf-8")
    for file in (home / "store").glob("*.db*"):
        file.write_bytes(b"not a store" * 1_000)
    yield NO_STORE


def told(text: str) -> Found:
    found = Found()
    found.add("log", "server", text)
    return found


@pytest.mark.parametrize("state", [WRONGLY_ASKED, *SAID])
def test_nobody_is_told_of_others(met: Met, truth: Truth, state: str) -> None:
    assert [leak for one in EVERYBODY for leak in leaks(truth, one, met.read[state][one.name])] == []


@pytest.mark.parametrize("state", SAID)
def test_who_may_open_pages_is_told_what_is_wrong(met: Met, state: str) -> None:
    """So that nothing was found because nothing went wrong."""
    for persona in PERSONAS:
        if persona.sees:
            assert any(SAID[state] in line for line in met.read[state][persona.name].said["page"]), persona.name
    statuses = {channel for found in met.read[state].values() for channel in found.said}
    assert statuses & {"answer 403", "answer 404", "answer 500", "answer 503"}


def test_the_log_says_what_went_wrong_and_nothing_else(met: Met, own: TownHall, truth: Truth) -> None:
    assert "incident" in met.log
    assert "ConversionException" in met.log
    assert leaks(truth, STRANGER, told(met.log)) == []
    assert [secret for secret in (SECRET, *own.keys.values()) if secret in met.log] == []


def test_the_error_s_own_words_would_have_been_found(own: TownHall, truth: Truth) -> None:
    warehouse = Warehouse(own.home.releases)
    (own.home.releases / POINTER).write_text(own.release_file.parent.name, encoding="utf-8")
    with pytest.raises(duckdb.ConversionException) as raised:
        warehouse.query(faults.ASKED[faults.UNFORESEEN], {}, Scope((WHOLE,)))
    warehouse.close()
    assert len(leaks(truth, STRANGER, told(str(raised.value)))) > 50
