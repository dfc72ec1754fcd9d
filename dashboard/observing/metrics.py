"""The metrics, for Prometheus, on an address of their own: off until that is set."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Iterator

from prometheus_client import GCCollector, Metric, PlatformCollector, ProcessCollector, start_http_server
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy.exc import SQLAlchemyError

from dashboard.observing.counted import REGISTRY
from dashboard.releases import current_release_id
from dashboard.store.at_hand import at_hand
from pipelines.environment import value_of
from pipelines.home import Home
from pipelines.last_update import read_last_update
from pipelines.problems import Problem, WrongUse
from pipelines.receipts import Receipt, read_receipts
from pipelines.releases import manifest_of

SETTING = "PEJLING_METRICS_ADDRESS"
_log = logging.getLogger("pejling.metrics")


def serve_metrics(home: Home) -> int | None:
    """Open the metrics where PEJLING_METRICS_ADDRESS says, for this process; the port, None where it says nothing.

    Raises WrongUse for an address that is none, Problem where it is taken.
    """
    address = value_of(SETTING)
    if not address:
        return None
    host, _, port = address.rpartition(":")
    if not host or not port.isdecimal() or int(port) > 65_535:
        raise WrongUse(f"it is {address!r}", where=SETTING, remedy="write it as host:port, like 127.0.0.1:9501")
    for process in (ProcessCollector, PlatformCollector, GCCollector):
        process(registry=REGISTRY)
    REGISTRY.register(_Found(home))
    try:
        server, _thread = start_http_server(int(port), host.strip("[]"), registry=REGISTRY)
    except OSError as error:
        raise Problem(
            f"the metrics cannot be opened there ({error.strerror})",
            where=address,
            remedy=f"stop what listens there, or set {SETTING} to another address",
        ) from error
    return int(server.server_port)


class _Found(Collector):
    """What is looked up when somebody asks for the metrics."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._receipts: tuple[int, list[Receipt]] = (0, [])

    def describe(self) -> Iterable[Metric]:
        """Nothing is looked up to say what there is."""
        return ()

    def collect(self) -> Iterator[Metric]:
        yield _gauge("pejling_store_usable", "1 where what people enter can be kept", _is_store_usable(self._home))
        try:
            release = manifest_of(self._home, current_release_id(self._home.releases))
        except (Problem, OSError) as problem:
            _log.warning("no release can be told of: %s", problem)
            release = None
        yield _gauge("pejling_release_readable", "1 where there is a release to show", release is not None)
        if release and release.published_at:
            age = time.time() - release.published_at.timestamp()
            yield _gauge("pejling_release_age_seconds", "How long ago the release was published", age)
        if last := read_last_update(self._home):
            age = time.time() - last.ended_at.timestamp()
            yield _gauge("pejling_update_failed", "1 where the last update failed", bool(last.failed))
            yield _gauge("pejling_update_age_seconds", "How long ago the last update ended", age)
        yield from _of_deliveries(self._newest())

    def _newest(self) -> list[Receipt]:
        """Each source's newest delivery; read anew when something has been delivered since."""
        try:
            changed = self._home.deliveries.stat().st_mtime_ns
            if changed != self._receipts[0]:
                self._receipts = (changed, read_receipts(self._home))
        except (Problem, OSError) as problem:
            _log.warning("deliveries cannot be told of: %s", problem)
            return []
        return list({one.source: one for one in self._receipts[1]}.values())


def _of_deliveries(newest: Iterable[Receipt]) -> Iterator[Metric]:
    received = GaugeMetricFamily(
        "pejling_delivery_age_seconds", "How long ago a source's newest delivery came", labels=["source"]
    )
    refused = GaugeMetricFamily(
        "pejling_quarantined_share", "Rows of it that could not be read, of all its rows", labels=["source"]
    )
    for one in sorted(newest, key=lambda one: one.source):
        received.add_metric([one.source], time.time() - one.received_at.timestamp())
        rows = one.reading.accepted + one.reading.quarantined
        refused.add_metric([one.source], one.reading.quarantined / rows if rows else 0.0)
    yield received
    yield refused


def _is_store_usable(home: Home) -> bool:
    try:
        at = at_hand(home)
    except (Problem, SQLAlchemyError, OSError) as problem:
        _log.warning("the store cannot be told of: %s", type(problem).__name__)
        return False
    return at.engine is not None and at.trouble is None


def _gauge(name: str, said: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, said, value=float(value))
