"""That a release is published stands in the audit log once, and in no store that nobody has made."""

from __future__ import annotations

from sqlalchemy import Engine

from dashboard.published_release import note_release
from dashboard.store.audit import entries
from dashboard.store.audit_heads import heads_file, read_heads
from pipelines.home import Home


def test_each_release_is_told_once(home: Home, store: Engine) -> None:
    for release in ("2026-11-03.1", "2026-11-03.1", "2026-11-04.1"):
        note_release(home, release)
    assert [(one.kind, one.thing) for one in reversed(entries(store))] == [
        ("publication", "release 2026-11-03.1"),
        ("publication", "release 2026-11-04.1"),
    ]
    assert [one.number for one in read_heads(heads_file(home))] == [1]


def test_no_store_is_made_for_it(home: Home) -> None:
    note_release(home, "2026-11-03.1")
    assert not (home.folder / "store").exists()
