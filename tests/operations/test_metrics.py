"""The metrics of a real installation: what is wrong with it can be read off them, and the page names each of them."""

import re
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry
from prometheus_client.parser import text_string_to_metric_families

from dashboard.observing import metrics
from dashboard.observing.counted import REGISTRY
from dashboard.store.at_hand import forget
from dashboard.store.database import close_stores
from pipelines.last_update import noted
from pipelines.problems import Problem, WrongUse
from tests.operations.test_settings import PAGE
from tests.server.conftest import free_port
from tests.spine.small_municipality import SmallMunicipality, postings, update

BAD_LINE = "B9;15.04.2026;111;10000001;Vare;ikke et tal\n"


@pytest.fixture
def address(march: SmallMunicipality, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Where the metrics of the installation are served."""
    monkeypatch.delenv("PEJLING_STORE_URL", raising=False)
    monkeypatch.setattr(metrics, "REGISTRY", CollectorRegistry())
    monkeypatch.setenv("PEJLING_METRICS_ADDRESS", f"127.0.0.1:{free_port()}")
    forget()
    port = metrics.serve_metrics(march.home)
    yield f"http://127.0.0.1:{port}/metrics"
    close_stores()
    forget()


def read(address: str) -> dict[str, dict[str, float]]:
    """Metric → source (empty without) → value."""
    with urllib.request.urlopen(address, timeout=20) as answer:
        text = answer.read().decode()
    found: dict[str, dict[str, float]] = {}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            found.setdefault(sample.name, {})[sample.labels.get("source", "")] = sample.value
    return found


def test_they_tell_of_a_good_installation(march: SmallMunicipality, address: str) -> None:
    found = read(address)

    assert found["pejling_store_usable"] == found["pejling_release_readable"] == {"": 1}
    assert 0 < found["pejling_release_age_seconds"][""] < 7_200
    assert set(found["pejling_delivery_age_seconds"]) == {"organisation", "account", "posting"}
    assert found["pejling_quarantined_share"]["posting"] == 0
    assert "pejling_update_failed" not in found, "no update has run"


def test_they_tell_what_is_wrong(march: SmallMunicipality, address: str) -> None:
    read(address)
    april = postings(("B4", "10000001", "1,00"), month="04")
    march.put("posteringer_2026_04.csv", april.replace("I alt", f"{BAD_LINE}I alt"))
    update(march)
    with pytest.raises(Problem), noted(march.home):
        raise Problem("x", where="y", remedy="z")
    (march.home.releases / "current").unlink()
    (march.home.folder / "store").rename(march.home.folder / "kept")
    (march.home.folder / "store").write_text("no folder", encoding="utf-8")
    close_stores()
    forget()
    found = read(address)

    assert found["pejling_quarantined_share"]["posting"] == 0.5
    assert found["pejling_update_failed"] == {"": 1}
    assert found["pejling_store_usable"] == found["pejling_release_readable"] == {"": 0}


def test_the_page_names_each_metric_and_no_other(address: str) -> None:
    ours = {family for family in _families(address) if family.startswith("pejling_")}
    named = {
        name.removesuffix("_total")
        for name in re.findall(r"^\| `(pejling_\w+)`", PAGE.read_text("utf-8"), re.MULTILINE)
    }

    assert named == ours | {"pejling_update_failed", "pejling_update_age_seconds"}


def _families(address: str) -> set[str]:
    with urllib.request.urlopen(address, timeout=20) as answer:
        served = {family.name for family in text_string_to_metric_families(answer.read().decode())}
    return served | {family.name for family in REGISTRY.collect()}


def test_they_are_off_unless_an_address_is_set(march: SmallMunicipality, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PEJLING_METRICS_ADDRESS", raising=False)

    assert metrics.serve_metrics(march.home) is None


@pytest.mark.parametrize("address", ["9501", ":9501", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:70000"])
def test_an_address_that_is_none_stops_the_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("PEJLING_METRICS_ADDRESS", address)

    with pytest.raises(WrongUse, match="PEJLING_METRICS_ADDRESS"):
        metrics.serve_metrics(None)  # type: ignore[arg-type]


def test_one_that_is_taken_is_told(address: str, march: SmallMunicipality, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metrics, "REGISTRY", CollectorRegistry())

    with pytest.raises(Problem, match="the metrics cannot be opened there"):
        metrics.serve_metrics(march.home)
