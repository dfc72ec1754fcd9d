"""Fokuspakker, as a person reads it: one's own packs, their files and editions, and for the data unit the making."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from dashboard import pack_making
from dashboard.pack_making import Progress, note, start
from dashboard.packs.manifest import made_packs, packs_of
from dashboard.store.at_hand import forget
from dashboard.store.database import open_store
from dashboard.store.focus_areas import PublicationWish, record_publication
from dashboard.store.journal import Author
from pipelines.home import Home, open_home
from tests.pages.conftest import OpenPage
from tests.pages.packs_made import publish_proposed, put_pack
from tests.pages.page_release import publish_page_release
from tests.pages.screen import Screen, row_text

NORTH, SOUTH = "Center for Børn og Unge", "Center for Kultur"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """An installation of the test's own, without packs."""
    monkeypatch.delenv("PEJLING_STORE_URL", raising=False)
    (tmp_path / "municipality.toml").write_text('name = "Pejleby Kommune"\n', encoding="utf-8")
    publish_page_release(tmp_path / "releases")
    forget()
    return open_home(tmp_path)


@pytest.fixture
def shelf(home: Home) -> Home:
    """Two centres' packs, one of them in two editions, and the directors'."""
    put_pack(home.folder, "north", NORTH)
    put_pack(home.folder, "north", NORTH, edition=2, changed="Der er udgivet nye fokusområder.")
    put_pack(home.folder, "north", NORTH, span="2026K2")
    put_pack(home.folder, "south", SOUTH)
    put_pack(home.folder, "0", "Pejleby Kommune", sort="directors")
    return home


def listed(screen: Screen) -> list[str]:
    return [row_text(row) for row in screen.components["packs"]["rows"]]


def test_a_manager_finds_the_packs_of_the_own_centre_and_no_others(open_page: OpenPage, shelf: Home) -> None:
    screen = open_page("focus_packs", home=shelf.folder, person="centre_manager:north")
    head = screen.components["headline"]
    assert (head["title"], head["lead"]) == ("Giv mig pakken", "Pakken for 3. kvartal 2026 er klar.")
    assert listed(screen) == [
        f"{NORTH} | 3. kvartal 2026 | 2 14.11.2026 | Der er udgivet nye fokusområder.",
        f"{NORTH} | 2. kvartal 2026 | 1 13.11.2026 | den første udgave",
    ]
    assert SOUTH not in screen.text
    assert "missing" not in screen.components


def test_those_who_see_the_whole_find_every_pack_the_directors_first(open_page: OpenPage, shelf: Home) -> None:
    screen = open_page("focus_packs", home=shelf.folder, person="director", lang="en")
    rows = listed(screen)
    assert rows[0] == ("Pejleby Kommune all centres, for the directors | Q3 2026 | 1 13/11/2026 | the first edition")
    assert [row.split(" | ")[1] for row in rows] == ["Q3 2026", "Q3 2026", "Q3 2026", "Q2 2026"]
    assert "missing" not in screen.components


def test_a_pack_is_read_with_its_editions_and_an_earlier_one_says_so(open_page: OpenPage, shelf: Home) -> None:
    newest = open_page("focus_packs", home=shelf.folder, person="centre_manager:north", span="2026K3", unit="north")
    reader = newest.components["reader"]
    assert reader["title"] == f"{NORTH}, 3. kvartal 2026"
    assert reader["lines"][1] == "Ændret: Der er udgivet nye fokusområder."
    assert [one["label"] for one in reader["others"]] == ["2. udgave, 14.11.2026", "1. udgave, 13.11.2026"]
    assert reader["notes"] == []
    earlier = open_page(
        "focus_packs", home=shelf.folder, person="centre_manager:north", span="2026K3", unit="north", edition="1"
    ).components["reader"]
    assert earlier["here"] == "pack:2026K3|1|north"
    assert "tidligere udgave" in earlier["notes"][0]["text"]
    english = open_page(
        "focus_packs", home=shelf.folder, person="centre_manager:north", lang="en", span="2026K3", unit="north"
    ).components["reader"]
    assert [one["text"] for one in english["notes"]] == ["This pack was made in Danish only."]


@pytest.mark.parametrize(
    "asked",
    [
        {"span": "2026K3", "unit": "south"},
        {"span": "2026K3", "unit": "directors"},
        {"span": "2026K3", "unit": "north", "edition": "7"},
        {"span": "2026K1", "unit": "north"},
        {"span": "2026K3", "unit": "../south"},
    ],
)
def test_an_address_of_a_pack_that_is_not_ones_own_is_one_sentence(
    open_page: OpenPage, shelf: Home, asked: dict[str, str]
) -> None:
    screen = open_page("focus_packs", home=shelf.folder, person="centre_manager:north", **asked)
    assert "reader" not in screen.components
    head = screen.components["headline"]
    assert [one["text"] for one in head["notices"]] == ["Den pakke findes ikke, eller den er ikke til dig."]
    assert head["address"] == "/?person=centre_manager%3Anorth"
    assert SOUTH not in screen.text


@pytest.mark.parametrize(
    ("person", "why"),
    [
        ("centre_manager:north", "Den kommer, når dataenheden"),
        ("institution_head:school_a", "En pakke handler om et helt center"),
        ("data_unit", "En pakke kan laves, når et centers fokusområder er udgivet."),
    ],
)
def test_an_empty_shelf_says_why(open_page: OpenPage, home: Home, person: str, why: str) -> None:
    people = open_page(home=home.folder).components["masthead"]["people"]
    person = next(one["value"] for one in people if one["value"].startswith(person.partition(":")[0]))
    head = open_page("focus_packs", home=home.folder, person=person).components["headline"]
    assert head["lead"] == "Der er endnu ingen pakke til dig."
    assert head["sentence"].startswith(why)


def test_a_pack_whose_manifest_is_damaged_keeps_no_other_away(open_page: OpenPage, shelf: Home) -> None:
    (shelf.folder / "packs/2026K2/north/1/da/manifest.json").write_text("{", encoding="utf-8")
    screen = open_page("focus_packs", home=shelf.folder, person="centre_manager:north")
    assert len(listed(screen)) == 1


def test_the_data_unit_sees_what_is_missing(open_page: OpenPage, shelf: Home) -> None:
    publish(shelf, "south", datetime(2026, 11, 20, tzinfo=UTC))
    missing = open_page("focus_packs", home=shelf.folder, person="data_unit", span="2026K3").components.get("missing")
    if missing is None:  # the hand-made release has no span that is over
        pytest.fail("the data unit is not told what is missing")
    rows = {row["label"]: row_text(row) for row in missing["rows"]}
    assert rows[NORTH] == f"{NORTH} | nej | Udgave 2 14.11.2026 | fokusområderne er ikke udgivet | "
    assert "en pakke af det, der er udgivet sidst | Lav den igen" in next(
        text for label, text in rows.items() if label not in (NORTH,) and "Udgave 1 20.11.2026" in text
    )


def test_a_run_tells_how_far_it_has_come_and_what_was_not_made(open_page: OpenPage, shelf: Home) -> None:
    def told(**so_far: object) -> dict[str, object]:
        note(shelf, Progress("2026K3", 3, **so_far))  # type: ignore[arg-type]
        return open_page("focus_packs", home=shelf.folder, person="data_unit").components["making"]

    assert told(done=1)["lines"] == ["Pakkerne for 3. kvartal 2026 bliver lavet: 1 af 3."]
    ended = told(done=3, new=1, failed=(("north", "Den er der ikke."),), has_ended=True)
    assert ended["lines"] == ["Pakker for 3. kvartal 2026: 1 lavet, 1 uændret, 1 ikke lavet."]
    assert ended["notes"] == [{"text": f"{NORTH}: Den er der ikke.", "tone": "over", "mark": "bad"}]


def test_a_run_that_was_cut_off_is_told(open_page: OpenPage, shelf: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pack_making, "_BEGINS_WITHIN_SECONDS", 0.0)
    note(shelf, Progress("2026K3", 3, done=1))
    told = open_page("focus_packs", home=shelf.folder, person="data_unit").components["making"]["lines"]
    assert told == [
        "Arbejdet med pakkerne for 3. kvartal 2026 blev afbrudt. Det, der er lavet, bliver; lav resten igen."
    ]


def test_a_process_of_its_own_makes_the_packs_and_ends_with_a_reason_where_it_cannot(home: Home) -> None:
    """The hand-made release has no focus areas: the process says so of each, and is done."""
    assert start(home, "2026K3", "da", ["north", "directors"])
    assert not start(home, "2026K3", "da", ["south"])  # one run at a time
    for _ in range(600):
        found = pack_making.progress(home)
        if found and found.has_ended:
            break
        time.sleep(0.1)
    log = home.folder / "packs" / ".run.log"
    assert found
    assert found.has_ended, log.read_text(encoding="utf-8")
    assert (found.done, found.new, len(found.failed)) == (2, 0, 2)
    assert all(why.endswith(".") for _, why in found.failed)
    assert json.loads((home.folder / "packs" / ".run.json").read_text(encoding="utf-8"))["has_ended"]


def test_a_run_whose_process_is_killed_is_told_at_once_and_the_next_makes_the_rest(
    open_page: OpenPage, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when the machine is switched off, or a service manager stops the server and all that it began."""
    begun: list[subprocess.Popen[bytes]] = []

    def begin(*arguments: Any, **options: Any) -> subprocess.Popen[bytes]:
        begun.append(popen(*arguments, **options))
        return begun[-1]

    popen = subprocess.Popen
    subjects = [*publish_proposed(home, "2026K3"), "directors"]
    forget()
    with monkeypatch.context() as patch:
        patch.setattr(subprocess, "Popen", begin)
        assert start(home, "2026K3", "da", subjects)
    until(lambda: bool(list((home.folder / "packs").glob(".making-*/*.pdf"))))
    begun[0].kill()
    begun[0].wait()
    found = pack_making.progress(home)
    assert found
    assert (found.has_begun, found.has_ended, found.is_running) == (True, False, False)
    screen = open_page("focus_packs", home=home.folder, person="data_unit", span="2026K3")
    assert screen.components["making"]["lines"] == [
        "Arbejdet med pakkerne for 3. kvartal 2026 blev afbrudt. Det, der er lavet, bliver; lav resten igen."
    ]
    assert screen.components["missing"]["rows"], "it can be begun anew"
    assert start(home, "2026K3", "da", subjects)
    seen = [found]

    def has_ended() -> bool:
        seen.append(pack_making.progress(home) or seen[-1])
        return seen[-1].has_ended

    until(has_ended)
    assert sorted({one.done for one in seen}) == list(range(len(subjects) + 1)), "it is told after each"
    assert (seen[-1].done, seen[-1].failed) == (3, ())
    assert [one.manifest.edition for one in made_packs(packs_of(home), "2026K3")] == [1, 1, 1]


def until(is_so: Callable[[], bool]) -> None:
    """Wait for it, half a minute or more on a busy machine."""
    for _ in range(60_000):
        if is_so():
            return
        time.sleep(0.002)
    pytest.fail("it never was")


def publish(home: Home, centre_id: str, at: datetime) -> None:
    wish = PublicationWish(span="2026K3", centre_id=centre_id, areas="{}")
    record_publication(open_store(home), wish, Author("Dataenheden", "data_unit", "2026-11-03"), seen_version=0, now=at)
    forget()
