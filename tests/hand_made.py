"""The manifest of a release that a test has made by hand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from pipelines.manifest import MANIFEST, Manifest, TableFacts


def write_manifest(
    folder: Path, *, municipality: str, data_until: str, built_at: datetime, scopes: Mapping[str, str]
) -> None:
    """Say what is in the release `folder`: its tables with who may see their rows."""
    facts = {"rows": 0, "columns": {}, "grain": "", "key": (), "hash": ""}
    manifest = Manifest(
        release=folder.name,
        previous=None,
        municipality=municipality,
        data_until=data_until,
        built_at=built_at.replace(tzinfo=UTC),
        published_at=built_at.replace(tzinfo=UTC),
        inputs="",
        rules="",
        pejling="",
        duckdb="",
        storage_version="v1.4.0",
        file_sha256="",
        tables={name: TableFacts.model_validate({**facts, "scope": scope}) for name, scope in scopes.items()},
        deliveries=[],
        checks=[],
    )
    (folder / MANIFEST).write_text(manifest.model_dump_json(), encoding="utf-8")
