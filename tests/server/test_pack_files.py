"""A pack's files are given as they were made, to those who may read the pack, and to nobody else."""

from __future__ import annotations

import pytest

from tests.pages.packs_made import put_pack
from tests.pages.used_before import marked_by_now
from tests.server.conftest import PAGE, Answer, Served
from tests.server.test_downloads import MINE, OTHERS, fetch, token

NORTH = {"span": "2026K3", "subject": "north", "edition": 1, "ending": "pdf"}
SOUTH = {**NORTH, "subject": "south"}
DIRECTORS = {**NORTH, "subject": "directors"}
FACTS = {**NORTH, "subject": "facts-north"}


@pytest.fixture(scope="session", autouse=True)
def shelf(served: Served) -> None:
    """Packs of two centres, of all for the directors, and a fact sheet; once, as the server's home lives as long."""
    put_pack(served.home, "north", "Center Nord")
    put_pack(served.home, "north", "Center Nord", edition=2, changed="Nye tal")
    put_pack(served.home, "south", "Center Syd")
    put_pack(served.home, "south", "Center Syd", language="en")
    put_pack(served.home, "0", "Prøve Kommune", sort="directors")
    put_pack(served.home, "north", "Center Nord", sort="facts")


@pytest.mark.parametrize("ending", ["pdf", "html", "pptx", "xlsx"])
def test_a_file_is_taken_home_as_it_was_made(served: Served, ending: str) -> None:
    answer = fetch(served, token(k="pack", f={**NORTH, "ending": ending}))
    assert answer.status == 200
    assert answer.body == f"<!doctype html><p>Center Nord 2026K3 1 da {ending}</p>".encode()
    assert answer.headers["Content-Disposition"].startswith(f'attachment; filename="pejling-north-1.{ending}"')
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"f": SOUTH}, 404),
        ({"f": DIRECTORS}, 404),
        ({"f": FACTS}, 404),
        ({"f": {**NORTH, "subject": "nobody"}}, 404),
        ({"f": {**NORTH, "subject": "../2026K3/south"}}, 404),
        ({"f": {**NORTH, "span": "../2026K3"}}, 404),
        ({"f": {**NORTH, "span": "2026K2"}}, 404),
        ({"f": {**NORTH, "edition": 9}}, 404),
        ({"f": {**NORTH, "edition": "1"}}, 404),
        ({"f": {**NORTH, "ending": "json"}}, 404),
        ({"f": {**NORTH, "ending": "../../../../municipality.toml"}}, 404),
        ({"f": {}}, 404),
        ({"k": "pack_read", "f": SOUTH}, 404),
        ({"p": "centre_manager:south", "f": NORTH}, 404),
        ({"p": "institution_head:school_a", "f": NORTH}, 403),
        ({"p": "centre_manager:nobody", "f": NORTH}, 403),
        ({"p": "", "f": NORTH}, 403),
        ({"secret": "another secret", "f": NORTH}, 403),
    ],
)
def test_anything_else_is_one_sentence(served: Served, said: dict[str, object], status: int) -> None:
    answer = fetch(served, token(**{"k": "pack", **said}))  # type: ignore[arg-type]
    assert_sentence(answer, status)
    assert b"Center Syd" not in answer.body


def test_another_browser_gets_nothing(served: Served) -> None:
    for browser in (OTHERS, ""):
        assert_sentence(fetch(served, token(k="pack", f=NORTH), browser), 403)


@pytest.mark.parametrize("path", ["/packs/2026K3/north/1/da/pejling-north-1.pdf", "/fokuspakker/pejling-north-1.pdf"])
def test_no_address_typed_by_hand_leads_to_a_file(served: Served, path: str) -> None:
    assert b"Center Nord" not in served.get(path, **PAGE).body


@pytest.mark.parametrize("person", ["controller", "director", "data_unit"])
@pytest.mark.parametrize("wanted", [NORTH, SOUTH, DIRECTORS, FACTS])
def test_those_who_see_the_whole_read_every_pack(served: Served, person: str, wanted: dict[str, object]) -> None:
    assert fetch(served, token(p=person, k="pack", f=wanted)).status == 200


def test_a_pack_is_given_in_the_language_of_the_page_where_it_was_made_in_it(served: Served) -> None:
    english = fetch(served, token(p="controller", k="pack", l="en", f=SOUTH))
    assert english.body == b"<!doctype html><p>Center Syd 2026K3 1 en pdf</p>"
    danish = fetch(served, token(p="controller", k="pack", l="en", f=NORTH))
    assert danish.body == b"<!doctype html><p>Center Nord 2026K3 1 da pdf</p>"


def test_a_pack_read_in_the_page_can_do_nothing_and_stands_in_no_other_page(served: Served) -> None:
    answer = served.get(f"/download/{token(k='pack_read', f=NORTH)}", Cookie=f"pejling_browser={MINE}", **PAGE)
    assert answer.status == 200
    assert answer.body == b"<!doctype html><p>Center Nord 2026K3 1 da html</p>"  # no page of ours is made of it
    rules = dict(rule.partition(" ")[::2] for rule in answer.headers["Content-Security-Policy"].split("; "))
    assert rules == {
        "sandbox": "",
        "default-src": "'none'",
        "style-src": "'unsafe-inline'",
        "font-src": "data:",
        "img-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'self'",
    }
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Content-Disposition" not in answer.headers


def test_a_file_that_is_not_what_was_made_is_not_given(served: Served) -> None:
    folder = put_pack(served.home, "north", "Center Nord", span="2026K1")
    wanted = {**NORTH, "span": "2026K1"}
    assert fetch(served, token(k="pack", f=wanted)).status == 200
    (folder / "pejling-north-1.pdf").write_bytes(b"<!doctype html><p>Center Nord, other words</p>")
    assert_sentence(fetch(served, token(k="pack", f=wanted)), 404)
    (folder / "pejling-north-1.pdf").unlink()
    assert_sentence(fetch(served, token(k="pack", f=wanted)), 404)


def test_whoever_reads_a_pack_is_counted_once_and_whoever_may_not_is_not(served: Served) -> None:
    put_pack(served.home, "north", "Center Nord", span="2025K4")
    for person in ("director", "director", "centre_manager:south", "data_unit"):
        fetch(served, token(p=person, k="pack", f={**NORTH, "span": "2025K4"}))
    found = marked_by_now(served.home, ("pack:centre:2025K4", "data_unit"))
    assert [role for thing, role in found if thing == "pack:centre:2025K4"] == ["data_unit", "director"]


def assert_sentence(answer: Answer, status: int) -> None:
    assert answer.status == status
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert 10 < len(answer.body.decode("utf-8")) < 120
    assert "\n" not in answer.body.decode("utf-8")
