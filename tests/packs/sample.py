"""The sample municipality published once for all tests of packs, with focus areas of three spans."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from filelock import FileLock
from sqlalchemy import Engine

from dashboard.decisions.focus_areas import desk
from dashboard.decisions.published_areas import PublishedCentre
from dashboard.packs.assemble import published_centres
from dashboard.queries import focus_areas
from dashboard.scoped_views import WHOLE_MUNICIPALITY
from dashboard.store.at_hand import AtHand
from dashboard.store.database import engine_of, open_store, store_url
from dashboard.store.focus_areas import (
    DecisionWish,
    OutcomeWish,
    PublicationWish,
    record_decision,
    record_outcome,
    record_publication,
)
from dashboard.store.journal import Author
from dashboard.warehouse import Door, Scope, Warehouse
from pipelines.analyst_files import keep_analyst_files
from pipelines.candidates import build
from pipelines.deliveries import deliver
from pipelines.home import Home, open_home
from pipelines.publish import publish

SAMPLE = Path(__file__).parents[2] / "sample_data"
BEFORE, SPAN, YEAR = "2026K2", "2026K3", "2025"
SCHOOLS, SMALL = "110000", "420000"
PUBLISHED_AT = datetime(2026, 11, 12, 9, 30, tzinfo=UTC)
DECIDED_AT = datetime(2026, 11, 14, 8, tzinfo=UTC)
_DONE = "published.txt"


@dataclass(frozen=True)
class Sample:
    """The installation, its release and its store."""

    home: Home
    warehouse: Warehouse
    store: Engine

    def door(self, *units: str) -> Door:
        """The door of those who see the units; without any, of those who see the whole."""
        return self.warehouse.door(Scope.of(units or (WHOLE_MUNICIPALITY,)))

    @property
    def release(self) -> str:
        return self.warehouse.current()


def analyst_files_of(home: Home) -> Path:
    """Where the files for analysts lie, made once for all workers."""
    with FileLock(f"{home.folder}.analysts.lock"):
        keep_analyst_files(home)
    return home.analysts


def home_in(folder: Path) -> Home:
    return open_home(folder, SAMPLE / "municipality.toml")


def publish_sample(folder: Path) -> None:
    """Deliver, build and publish the sample, and publish every centre's areas of three spans; once in a folder."""
    if (folder / _DONE).exists():
        return
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    home = home_in(folder)
    deliver(home, sorted((SAMPLE / "extracts").iterdir()))
    build(home)
    publish(home)
    warehouse, store = Warehouse(home.releases), open_store(home)
    sample = Sample(home, warehouse, store)
    for span in (YEAR, BEFORE, SPAN):
        publish_areas(sample, span)
    answer(sample)
    warehouse.close()
    store.dispose()
    (folder / _DONE).write_text("whole", encoding="utf-8")


def publish_areas(sample: Sample, span: str) -> None:
    """What the release proposes, as it is, for every centre."""
    door = sample.door()
    row = next(one for one in focus_areas.spans(door).to_dicts() if one["span"] == span)
    for centre in focus_areas.centres(door, span).to_dicts():
        made = desk(door, AtHand("", sample.store, None), row, centre["centre_id"])
        wish = PublicationWish(span=span, centre_id=centre["centre_id"], areas=made.frozen(door.release.id).written())
        record_publication(sample.store, wish, author(sample), seen_version=0, now=PUBLISHED_AT)


def answer(sample: Sample) -> None:
    """The schools' manager has decided on an area of each span, and says what came of the first."""
    for span in (BEFORE, SPAN):
        area = published(sample, span, SCHOOLS).areas[0].area
        wish = DecisionWish(
            span=span,
            centre_id=SCHOOLS,
            area=area,
            decision="act",
            words="Det haster",
            action="Gennemgå vikarplanen",
            responsible="Skolechefen",
            deadline=date(2026, 12, 1),
        )
        record_decision(sample.store, wish, author(sample), seen_version=0, now=DECIDED_AT)
    area = published(sample, BEFORE, SCHOOLS).areas[0].area
    came = OutcomeWish(span=BEFORE, centre_id=SCHOOLS, area=area, is_done="partly", words="To af tre skoler er med")
    record_outcome(sample.store, came, author(sample), seen_version=0, now=DECIDED_AT)


def published(sample: Sample, span: str, centre_id: str) -> PublishedCentre:
    """A centre's areas as they were published."""
    return PublishedCentre.read(published_centres(sample.store, span)[centre_id].areas)


def author(sample: Sample) -> Author:
    return Author("Dataenheden", "data_unit", sample.release)


def own_copy(sample: Sample, folder: Path) -> Sample:
    """The same release with a store of one's own, to enter something in."""
    database = Path(store_url(sample.home).database or "")
    folder.mkdir(exist_ok=True)
    shutil.copy(database, folder / database.name)
    engine = engine_of(store_url(sample.home).set(database=str(folder / database.name)))
    return Sample(sample.home, sample.warehouse, engine)
