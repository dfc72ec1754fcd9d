"""What may be done (`dashboard/rules.md`), walked: each action by its form, and by its message from somebody else.

A form is pressed as a browser presses it, over the websocket, and what was sent is kept. The same bytes come then from
somebody who sees the page and has not the action, and from somebody who has it for other units: nothing is kept. So it
is where the form was not drawn for them, and where it stood there still when the right or the unit was gone (the server
is told to draw it all the same). With the one question lifted that held, the same bytes are kept: the walk can fail.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from dashboard.pack_making import progress
from dashboard.packs.manifest import packs_of
from dashboard.store.audit_heads import last_verified
from dashboard.store.database import open_store
from dashboard.store.grants import GrantWish, Identity, give, standing_grants, take
from dashboard.store.journal import Author
from dashboard.store.models import AuditEntry, Base
from dashboard.store.sessions import begin_session
from tests.rights.acts import ACTS, ELSEWHERE, Act, done_by
from tests.rights.conftest import serving
from tests.rights.lifting import SAVING, lift
from tests.rights.personas import ISSUER, PERSONAS, TownHall, town_hall
from tests.rights.sweep import Found
from tests.rights.test_table import things
from tests.rights.truth import whole_truth
from tests.rights.visitor import Visitor
from tests.server.conftest import Served

pytestmark = pytest.mark.timeout(900)
BY_NAME = {one.name: one for one in (*PERSONAS, *ELSEWHERE)}
TOWN_HALL = Author("the town hall", "administrator", "")
# Not what people say: who has logged in, looked or been refused, and what is counted.
NOT_SAID = {"audit_entry", "login_session", "known_person", "use_mark", "use_quarter", "use_floor"}


@dataclass(frozen=True)
class Hall:
    """A town hall of this module's own, its server, and its store as it was and as it is."""

    town: TownHall
    served: Served
    store: Engine
    before: Path

    def visitor(self, name: str) -> Visitor:
        return self.town.visitor(self.served.address, name)

    def kept(self, act: Act) -> dict[str, object]:
        """What there is of all that people say and make; the newest verification of the log."""
        found: dict[str, object] = {}
        with self.store.connect() as connection:
            for table in (one for one in Base.metadata.sorted_tables if one.name not in NOT_SAID):
                units = [table.c[name] for name in ("unit_id", "centre_id") if act.unit and name in table.c]
                lines = select(func.count()).select_from(table).where(*(one == act.unit for one in units))
                found[table.name] = connection.execute(lines).scalar_one()
        return found | {"packs": progress(self.town.home), "verified": last_verified(self.town.home)}

    def refusals_of(self, name: str) -> int:
        with self.store.connect() as connection:
            lines = select(func.count()).where(AuditEntry.kind == "refused", AuditEntry.person == name)
            return connection.execute(lines).scalar_one()

    def put_back(self) -> None:
        """The store as it was; no pack is being made."""
        copy_store(self.before, store_in(self.town.home.folder))
        for note in packs_of(self.town.home).glob(".*run.json"):
            note.unlink()


def store_in(folder: Path) -> Path:
    return folder / "store" / "pejling.db"


def copy_store(here: Path, there: Path) -> None:
    """Also while somebody has it open."""
    with closing(sqlite3.connect(here)) as from_, closing(sqlite3.connect(there)) as to:
        from_.backup(to)


@pytest.fixture(scope="module")
def own(hall: TownHall, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    """The town hall with a store of its own, more people in it, and a server that does what it is told."""
    folder = tmp_path_factory.mktemp("acts") / "town-hall"
    left_out = shutil.ignore_patterns("releases", "analysts", "builds", "store")
    shutil.copytree(hall.home.folder, folder, ignore=left_out)
    (folder / "releases").symlink_to(hall.home.releases, target_is_directory=True)
    store_in(folder).parent.mkdir()
    copy_store(store_in(hall.home.folder), store_in(folder))
    town = town_hall(folder)
    store = open_store(town.home)
    for one in ELSEWHERE:
        assert one.role
        for unit in one.units:
            give(store, GrantWish(issuer=ISSUER, subject=one.name, role=one.role, unit_id=unit,
                                  valid_from=date(2026, 1, 1)), TOWN_HALL)  # fmt: skip
        town.keys[one.name] = begin_session(store, Identity(ISSUER, one.name), name=one.name, email="x@example.org")
    before = folder / "before.db"
    copy_store(store_in(folder), before)
    with serving(town, folder / "server.log", "what it is told") as served:
        yield Hall(town, served, store, before)
    store.dispose()


@pytest.fixture
def as_it_was(own: Hall) -> Hall:
    own.put_back()
    lift(own.town.home.folder)
    return own


def test_every_action_of_the_table_is_walked() -> None:
    assert {act.action for act in ACTS} == things("action")


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.action)
def test_a_message_is_kept_from_those_who_may_and_from_nobody_else(as_it_was: Hall, act: Act) -> None:
    hall = as_it_was
    sent = sent_and_kept(hall, act)
    for who, what in ((act.without, "rights"), (act.elsewhere, "units")):
        assert not replayed(hall, act, who, sent), "the form is not there"
        refused = hall.refusals_of(who)
        if not act.shown:
            assert not replayed(hall, act, who, sent, what, act.action), "the right is asked for when it is saved"
            assert hall.refusals_of(who) > refused, "what is refused is written down"
        assert replayed(hall, act, who, sent, what, act.action, SAVING), "it was this question that held it"


def sent_and_kept(hall: Hall, act: Act) -> list[bytes]:
    """Do it as somebody who may; what was sent."""
    with hall.visitor(act.does).sitting() as sitting:
        drawn = sitting.go(act.path, **act.query)
        before, sent = hall.kept(act), done_by(sitting, act, drawn)
        assert hall.kept(act) != before or act.shown
        assert not act.shown or act.shown in sitting.go(act.path, **act.query).text
    hall.put_back()
    return sent


def replayed(hall: Hall, act: Act, who: str, sent: list[bytes], *lifted: str) -> bool:
    """Whether anything came of the same messages from somebody else; what they got was theirs to see."""
    lift(hall.town.home.folder, *lifted)
    found = Found()
    with hall.visitor(who).sitting() as sitting:
        found.add("page", act.path, sitting.go(act.path, **act.query).text, act.query)
        before = hall.kept(act)
        for one in sent:
            found.add("page", act.path, (drawn := sitting.replay(one)).text, act.query)
    lift(hall.town.home.folder)
    if not lifted:
        roots, truth = BY_NAME[who].units, whole_truth()
        assert found.leaks(truth.foreign_words(roots), truth.foreign_numbers(roots)) == []
    is_kept = hall.kept(act) != before
    if is_kept:
        hall.put_back()
    return act.shown in drawn.text if act.shown else is_kept


def test_who_has_no_right_left_is_told_so_and_nothing_is_kept(as_it_was: Hall) -> None:
    """The page of a form that is open still, when the last right was taken."""
    act = next(one for one in ACTS if one.action == "explain")
    sent, before = sent_and_kept(as_it_was, act), as_it_was.kept(act)
    with as_it_was.visitor(act.does).sitting() as sitting:
        sitting.go(act.path, **act.query)
        for grant in standing_grants(as_it_was.store):
            if grant.subject == act.does:
                take(as_it_was.store, grant, "a leave", TOWN_HALL)
        drawn = [sitting.replay(one) for one in sent][-1]
    assert drawn.title == "Du har ikke længere adgang"
    assert {name for name, count in as_it_was.kept(act).items() if count != before[name]} == {"access_grant"}
    as_it_was.put_back()
