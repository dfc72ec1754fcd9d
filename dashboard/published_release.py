"""That a release is served stands in the audit log, once; a run that could not say so is made good by the next."""

from __future__ import annotations

from dashboard.store.audit import Deed, Only, entries, record_deed, who_runs
from dashboard.store.audit_heads import keep_daily
from dashboard.store.database import open_store, store_url
from dashboard.store.sqlite_file import is_missing
from pipelines.home import Home


def note_release(home: Home, release: str) -> None:
    """Write down that a release was published, where there is a store by now. Raises Problem."""
    if is_missing(store_url(home)):
        return
    store, thing = open_store(home), f"release {release}"
    if not entries(store, Only(kinds=["publication"], things=[thing]), most=1):
        record_deed(store, Deed(kind="publication", person=who_runs(), thing=thing, release=release))
        keep_daily(home, store)
