"""Packs on the shelf of a hand-made release: real folders with real manifests, whose files a test can know by heart."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from pathlib import Path

from dashboard.packs.content import Sort
from dashboard.packs.manifest import MANIFEST, PackFile, PackManifest, subject_folder
from dashboard.texts import Language

SUM = "0" * 64


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
