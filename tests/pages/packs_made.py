"""Packs of a hand-made release: on the shelf, with files that a test can know by heart, or real ones to be made."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from pathlib import Path

from dashboard.decisions.focus_areas import desk
from dashboard.packs.content import Sort
from dashboard.packs.manifest import MANIFEST, PackFile, PackManifest, subject_folder
from dashboard.queries import focus_areas
from dashboard.scoped_views import WHOLE_MUNICIPALITY
from dashboard.store.at_hand import AtHand
from dashboard.store.database import open_store
from dashboard.store.focus_areas import PublicationWish, record_publication
from dashboard.store.journal import Author
from dashboard.texts import Language
from dashboard.warehouse import Scope, Warehouse
from pipelines.home import Home

SUM = "0" * 64


def publish_proposed(home: Home, span: str) -> list[str]:
    """Publish every centre's areas as they are proposed, so that packs can be made of them; the centres."""
    warehouse, store = Warehouse(home.releases), open_store(home)
    door = warehouse.door(Scope.of((WHOLE_MUNICIPALITY,)))
    row = next(one for one in focus_areas.spans(door).to_dicts() if one["span"] == span)
    author = Author("Dataenheden", "data_unit", door.release.id)
    centres = [str(centre) for centre in focus_areas.centres(door, span)["centre_id"]]
    for centre in centres:
        areas = desk(door, AtHand("", store, None), row, centre).frozen(door.release.id).written()
        wish = PublicationWish(span=span, centre_id=centre, areas=areas)
        record_publication(store, wish, author, seen_version=0)
    warehouse.close()
    return centres


def put_pack(
    home: Path,
    subject_id: str,
    subject: str,
    *,
    sort: Sort = "centre",
    span: str = "2026K3",
    edition: int = 1,
    language: Language = "da",
    changed: str = "",
) -> Path:
    """A pack whose files tell whose they are; its folder."""
    folder = subject_folder(home / "packs", sort, span, subject_id) / str(edition) / language
    folder.mkdir(parents=True)
    files = []
    for ending in ("pdf", "html", "pptx", "xlsx"):
        content = f"<!doctype html><p>{subject} {span} {edition} {language} {ending}</p>".encode()
        (folder / f"pejling-{subject_id}-{edition}.{ending}").write_bytes(content)
        digest = hashlib.sha256(content).hexdigest()
        files.append(
            PackFile(name=f"pejling-{subject_id}-{edition}.{ending}", ending=ending, bytes=len(content), sha256=digest)
        )
    manifest = PackManifest(
        sort=sort,
        span=span,
        subject_id=subject_id,
        subject=subject,
        title=f"Fokuspakke: {subject}",
        period="3. kvartal 2026",
        edition=edition,
        language=language,
        changed=changed,
        made_at=datetime(2026, 11, 12, 9, tzinfo=UTC),
        written_at=datetime(2026, 11, 12 + edition, 9, tzinfo=UTC),
        release="2026-11-03",
        release_sha256=SUM,
        made_of={},
        content_sha256=SUM,
        made_by={},
        files=tuple(files),
    )
    (folder / MANIFEST).write_text(manifest.model_dump_json(), encoding="utf-8")
    return folder
