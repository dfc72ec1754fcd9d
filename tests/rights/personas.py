"""Twelve people of the sample municipality, each with a right in the store and a login; and their town hall.

Two managers, one of whom has a deputy, whose right ends; a director and a controller of a part, for whom no page may
take for granted that they see the whole; one who administers and sees no figure; one who has no right at all.
"""

from __future__ import annotations

import os
import shutil
import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dashboard.packs.writing import Maker, Wanted, texts_of
from dashboard.releases import current_release_id
from dashboard.roles import Role
from dashboard.sample_store import fill_sample_store
from dashboard.store.database import open_store
from dashboard.store.grants import GrantWish, Identity, give
from dashboard.store.journal import Author
from dashboard.store.sessions import begin_session
from dashboard.warehouse import Warehouse
from pipelines.home import Home, open_home
from pipelines.manifest import RELEASE_FILE
from tests.packs.sample import SAMPLE, SCHOOLS, SMALL, SPAN
from tests.rights.visitor import Visitor

ISSUER, COOKIE = "http://localhost:9999", "pejling_session"
SECRET = "a secret that tests know, and nobody else needs to"
WHOLE = "municipality"
SCHOOL, CARE_HOME, FAMILY = "111010", "211010", "130000"


@dataclass(frozen=True)
class Persona:
    """Somebody, in one role for some units; `stands_in_for` whom, if that is why."""

    name: str
    role: Role | None
    units: tuple[str, ...] = ()
    stands_in_for: str = ""

    @property
    def sees(self) -> tuple[str, ...]:
        """The units of whose figures they see something."""
        return () if self.role in (None, "administrator") else self.units


PERSONAS = (
    Persona("controller", "controller", (WHOLE,)),
    Persona("data_unit", "data_unit", (WHOLE,)),
    Persona("analyst", "analyst", (WHOLE,)),
    Persona("director_of_a_part", "director", ("100000",)),
    Persona("controller_of_a_part", "controller", ("310000",)),
    Persona("manager_of_schools", "centre_manager", (SCHOOLS,)),
    Persona("manager_of_a_small_centre", "centre_manager", (SMALL,)),
    Persona("deputy", "centre_manager", (FAMILY,), "the manager of families"),
    Persona("head", "institution_head", (SCHOOL, CARE_HOME)),
    Persona("analyst_of_a_centre", "analyst", ("210000",)),
    Persona("administrator", "administrator", (WHOLE,)),
    Persona("nobody", None),
)


@dataclass(frozen=True)
class TownHall:
    """An installation with all that there is to be seen, and everybody's key to it."""

    home: Home
    keys: dict[str, str]

    @property
    def release_file(self) -> Path:
        """The database of the release that is served."""
        return self.home.releases / current_release_id(self.home.releases) / RELEASE_FILE

    def visitor(self, address: str, persona: str) -> Visitor:
        """The persona's browser."""
        return Visitor(address, {COOKIE: self.keys[persona]} if persona in self.keys else {}, name=persona)


def settle(folder: Path, published: Path, for_analysts: Path) -> None:
    """The releases of an installation and their files; a store with what people have said, packs, rights and logins."""
    shutil.copytree(SAMPLE, folder / "settings", ignore=shutil.ignore_patterns("extracts"))
    (folder / "settings" / "login.toml").write_text(
        f'issuer = "{ISSUER}"\nclient = "pejling"\naddress = "http://localhost:1"\ncontact = "it@example.org"\n',
        encoding="utf-8",
    )
    home = home_in(folder)
    shutil.copytree(published, home.releases, copy_function=os.link)
    shutil.copytree(for_analysts, home.analysts, copy_function=os.link)
    fill_sample_store(home)
    store, warehouse = open_store(home), Warehouse(home.releases)
    wanted = [Wanted(SPAN, "centre", SCHOOLS), Wanted(SPAN, "centre", SMALL)]
    outcomes = Maker(home, warehouse, store, texts_of(warehouse, "da"), "", 1).make(wanted)
    assert [one.problem for one in outcomes] == [None, None]
    keys = []
    for persona in PERSONAS:
        for unit in persona.units if persona.role else ():
            ends = date(2099, 1, 1) if persona.stands_in_for else None
            assert persona.role
            wish = GrantWish(
                issuer=ISSUER, subject=persona.name, role=persona.role, unit_id=unit, valid_from=date(2026, 1, 1),
                valid_to=ends, deputy_for=persona.stands_in_for,
            )  # fmt: skip
            give(store, wish, Author("the town hall", "administrator", ""))
        key = begin_session(store, Identity(ISSUER, persona.name), name=persona.name, email="somebody@example.org")
        keys.append(f'{persona.name} = "{key}"')
    warehouse.close()
    store.dispose()
    (folder / "keys.toml").write_text("\n".join(keys), encoding="utf-8")


def home_in(folder: Path) -> Home:
    return open_home(folder, folder / "settings" / "municipality.toml")


def town_hall(folder: Path) -> TownHall:
    return TownHall(home_in(folder), tomllib.loads((folder / "keys.toml").read_text(encoding="utf-8")))
