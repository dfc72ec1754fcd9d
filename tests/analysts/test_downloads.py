"""Files for analysts at their address: to whom they are given, in parts too, and what is written down of it."""

from __future__ import annotations

import hashlib
import time
from pathlib import Path

import pytest

from dashboard import access, analyst_downloads, analyst_library, deeds
from dashboard.roles import Role
from dashboard.rules import RULES
from dashboard.store.grants import take
from dashboard.tables.analyst_files import analyst_files
from dashboard.texts import Texts
from pipelines.analyst_file import DATABASE, FACTS, TAKEN_HOME, FileFacts, ScopeFacts
from pipelines.analyst_files import folder_of
from pipelines.releases import current_release
from tests.login.installation import ADMINISTRATOR, Installation, Visitor

SCOPES = {"municipality": "Pejleby Kommune", "north": "Center Nord", "south": "Center Syd"}


def content_of(scope: str, name: str) -> bytes:
    return f"{scope} {name} ".encode() * 100


@pytest.fixture
def visitor(installation: Installation) -> Visitor:
    """A browser at an installation whose release has files; whoever looked before is forgotten."""
    release = current_release(installation.home) or ""
    for scope, named in SCOPES.items():
        folder = folder_of(installation.home.analysts, release, scope)
        folder.mkdir(parents=True)
        contents = {name: content_of(scope, name) for name in TAKEN_HOME}
        for name, content in contents.items():
            (folder / name).write_bytes(content)
        known = {
            name: FileFacts(bytes=len(content), sha256=hashlib.sha256(content).hexdigest())
            for name, content in contents.items()
        }
        facts = ScopeFacts(release=release, scope=scope, name=named, tables={"chart__account": 1}, files=known)
        (folder / FACTS).write_text(facts.model_dump_json(), encoding="utf-8")
    deeds.forget()
    return installation.visitor(*analyst_downloads.routes())


def given(visitor: Visitor, scope: str, name: str = DATABASE, **headers: str) -> int:
    return visitor.client.get(f"/analysts/{scope}/{name}", headers=headers).status_code


ROLES: list[tuple[Role, str, set[str]]] = [
    ("analyst", "municipality", set(SCOPES)),
    ("analyst", "north", {"north"}),
    ("analyst", "school_a", set()),  # a part of a centre has no file of its own
    ("controller", "municipality", set(SCOPES)),
    ("data_unit", "municipality", set(SCOPES)),
    ("director", "municipality", set()),
    ("centre_manager", "north", set()),
    ("institution_head", "school_a", set()),
    ("administrator", "municipality", set()),
]


@pytest.mark.parametrize(("role", "unit", "expected"), ROLES)
def test_each_role_gets_the_files_of_its_units_and_no_other(
    installation: Installation, visitor: Visitor, role: Role, unit: str, expected: set[str]
) -> None:
    installation.give("somebody", role, unit)
    visitor.log_in("somebody")
    found = {scope for scope in SCOPES if given(visitor, scope) == 200}
    assert found == expected
    answer = visitor.client.get("/analysts/south/pejling.duckdb")
    nothing = visitor.client.get("/analysts/nowhere/pejling.duckdb")
    if "south" not in expected:
        assert (answer.status_code, answer.content) == (nothing.status_code, nothing.content) == (404, nothing.content)


def test_every_role_is_tried() -> None:
    tried = {role for role, _, expected in ROLES if expected}
    assert RULES["file", analyst_library.THING] == RULES["route", f"{analyst_downloads.PATH}/"] == tried


def test_who_is_not_logged_in_or_has_logged_out_gets_nothing(installation: Installation, visitor: Visitor) -> None:
    assert given(visitor, "north") != 200
    installation.give("somebody", "analyst")
    visitor.log_in("somebody")
    key = dict(visitor.client.cookies)
    assert given(visitor, "north") == 200
    visitor.client.get("/auth/logout", headers={"Sec-Fetch-Site": "same-origin"})
    visitor.client.cookies.update(key)
    assert given(visitor, "north") != 200


@pytest.mark.parametrize(
    ("scope", "name"),
    [
        ("north", FACTS),
        ("north", "README.md"),
        ("north", "pejling.duckdb.wal"),
        ("_north", DATABASE),
        ("north%2f%2e%2e", DATABASE),
        ("%2e%2e%2freleases", DATABASE),
        ("..%2f..%2fstore", "pejling.db"),
        ("north%00", DATABASE),
        ("north' or 1=1", DATABASE),
    ],
)
def test_no_address_leads_out_of_what_is_offered(
    installation: Installation, visitor: Visitor, scope: str, name: str
) -> None:
    installation.give("somebody", "analyst")
    visitor.log_in("somebody")
    answer = visitor.client.get(f"/analysts/{scope}/{name}")
    assert answer.status_code in {400, 404}
    assert content_of("north", name) not in answer.content


def test_a_download_goes_on_where_it_was_cut_off_and_never_with_another_release_s_part(
    installation: Installation, visitor: Visitor
) -> None:
    installation.give("somebody", "analyst")
    visitor.log_in("somebody")
    whole = content_of("north", DATABASE)
    first = visitor.client.get("/analysts/north/pejling.duckdb", headers={"Range": "bytes=0-99"})
    mark = first.headers["etag"]
    rest = visitor.client.get("/analysts/north/pejling.duckdb", headers={"Range": "bytes=100-", "If-Range": mark})
    assert (first.status_code, rest.status_code) == (206, 206)
    assert first.content + rest.content == whole
    other = visitor.client.get("/analysts/north/pejling.duckdb", headers={"Range": "bytes=100-", "If-Range": '"x"'})
    assert (other.status_code, other.content) == (200, whole)
    assert other.headers["cache-control"] == "no-store"
    assert visitor.client.head("/analysts/north/pejling.duckdb").headers["content-length"] == str(len(whole))


def test_a_download_is_one_line_of_the_log_whatever_its_parts_and_a_refusal_another(
    installation: Installation, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    installation.give("somebody", "analyst", "north")
    visitor.log_in("somebody")
    for start in (0, 100, 200):
        assert given(visitor, "north", Range=f"bytes={start}-{start + 99}") == 206
    assert given(visitor, "south") == 404
    deeds.end()
    kept = [(kind, words) for kind, _, words in installation.audit() if kind in {"download", "refused"}]
    assert kept == [("download", "file pejling.duckdb"), ("refused", "south/pejling.duckdb")]
    later = time.monotonic() + deeds.TOLD_FOR_SECONDS + 1
    monkeypatch.setattr(deeds.time, "monotonic", lambda: later)
    assert given(visitor, "north", Range="bytes=300-") == 206
    assert [kind for kind, *_ in installation.audit()].count("download") == 2


def test_who_asks_without_a_login_is_in_the_log(installation: Installation, visitor: Visitor) -> None:
    assert visitor.get("/analysts/municipality/pejling.duckdb").status_code == 403
    assert installation.audit() == [("refused", "nobody", "without a login")]


def test_what_cannot_be_written_down_is_not_given(installation: Installation, visitor: Visitor) -> None:
    installation.give("somebody", "analyst")
    visitor.log_in("somebody")
    with installation.store.begin() as connection:
        connection.exec_driver_sql(
            "create trigger full before insert on audit_entry begin select raise(abort, 'full'); end"
        )
    answer = visitor.client.get("/analysts/north/pejling.duckdb?lang=en")
    assert answer.status_code == 503
    assert answer.text == "Who takes a file home is written down, and that cannot be done right now."


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def led_elsewhere(path: Path) -> None:
    elsewhere = path.with_name("elsewhere")
    path.rename(elsewhere)
    path.symlink_to(elsewhere)


@pytest.mark.parametrize("spoil", [cut_short, led_elsewhere, Path.unlink])
def test_a_file_that_is_not_what_was_made_is_not_given(
    installation: Installation, visitor: Visitor, spoil: object
) -> None:
    installation.give("somebody", "analyst")
    visitor.log_in("somebody")
    release = current_release(installation.home) or ""
    spoil(folder_of(installation.home.analysts, release, "north") / DATABASE)  # type: ignore[operator]
    assert given(visitor, "north") == 404
    assert given(visitor, "south") == 200


def test_a_right_that_is_taken_back_ends_at_the_next_request(installation: Installation, visitor: Visitor) -> None:
    right = installation.give("somebody", "analyst")
    visitor.log_in("somebody")
    assert given(visitor, "north") == 200
    take(installation.store, right, "moved on", ADMINISTRATOR)
    assert given(visitor, "north") != 200


def test_the_catalogue_lists_what_is_given_and_nothing_else(installation: Installation, visitor: Visitor) -> None:
    installation.give("somebody", "analyst", "north")
    installation.give("somebody", "director")
    visitor.log_in("somebody")
    people = {person.role: person for person in access.people_of(visitor.client.cookies)}
    listed = {
        role: analyst_files(
            Texts("en"),
            analyst_library.offered(person, access.door_of(person)),
            lambda scope, name, person=person: analyst_downloads.address_of(person, scope, name, "en"),
        )
        for role, person in people.items()
    }
    assert listed["director"] is None
    table = listed["analyst"]
    assert table is not None
    assert table.link is not None
    links = [row.file for row in table.rows if row.file] + [table.link, *table.more_links]
    assert {row.label for row in table.rows} == {"Center Nord"}
    assert [visitor.client.get(link.value).status_code for link in links] == [200] * 4
    as_director = links[0].value.replace("person=analyst", "person=director")
    assert as_director != links[0].value
    assert visitor.client.get(as_director).status_code == 404
