"""Published focus areas come back as a source, so that the next build knows what has been told."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from dashboard.decisions.published_areas import AreaFigure, AreaTexts, PublishedArea, PublishedCentre
from dashboard.published_focus import FILE, SOURCE, deliver_published_areas, span_number
from dashboard.store.database import open_store
from dashboard.store.focus_areas import PublicationWish, record_publication
from dashboard.store.journal import Author
from pipelines.receipts import read_receipts
from tests.spine.small_municipality import SmallMunicipality, postings, update

DATA_UNIT = Author("data_unit", "data_unit", "r")
NOW = datetime(2026, 4, 14, 9, 30, tzinfo=UTC)
TEXTS = AreaTexts(title="Merforbrug; <b>på</b> skolen", sees="", why="", silent="")
FIGURE = AreaFigure(
    signal="expected_overspend", domain="finance", role="concern", unit_id="111", subject_kind="unit",
    subject_id="111", subject_name="Skolen", unit="DKK", value=Decimal("1500"), reference=Decimal("1000"),
    reference_kind="budget", deviation=Decimal("-500.5"), threshold=Decimal("100"), money_dkk=Decimal("500"),
    spans_in_a_row=1, severity=Decimal(3), materiality=Decimal(1), persistence=Decimal(1), freshness=Decimal(1),
    confidence=Decimal(1), score=Decimal(3), series=(),
)  # fmt: skip
AREAS = (
    PublishedArea(area="expected_overspend:111", da=TEXTS, en=TEXTS, owner="Budget", figure=FIGURE),
    PublishedArea(area="own:1", da=TEXTS, en=TEXTS, owner="", figure=None),
)
CENTRE = PublishedCentre(
    span="2026K1", centre_id="100", centre_name="Center", release="r", data_until=date(2026, 3, 31), areas=AREAS
)


def publish(small: SmallMunicipality, centre: PublishedCentre, seen: int = 0) -> None:
    wish = PublicationWish(
        span=centre.span, centre_id=centre.centre_id, areas=centre.written(), what_changed="Rettet" if seen else ""
    )
    record_publication(open_store(small.home), wish, DATA_UNIT, seen_version=seen, now=NOW)


def deliveries(small: SmallMunicipality) -> int:
    return sum(receipt.source == SOURCE for receipt in read_receipts(small.home))


def taken_in(small: SmallMunicipality) -> list[list[str]]:
    """The rows of the newest delivery, as they lie in the archive."""
    newest = [receipt for receipt in read_receipts(small.home) if receipt.source == SOURCE][-1]
    (original,) = (small.home.deliveries / newest.delivery_id / "original").iterdir()
    assert newest.reading.quarantined == 0
    return [line.split(";") for line in original.read_text(encoding="utf-8").splitlines()[1:]]


def test_what_is_published_is_delivered_once_and_again_when_it_changes(small: SmallMunicipality) -> None:
    small.put_masters()
    small.put("posteringer_2026_03.csv", postings(("A1", "10000001", "100,00"), month="03"))
    update(small)
    assert deliver_published_areas(small.home) == [], "nothing is published"
    publish(small, CENTRE)
    assert deliver_published_areas(small.home) == [FILE]
    assert deliver_published_areas(small.home) == [], "it lies in the inbox"
    update(small)
    assert deliver_published_areas(small.home) == [], "it was taken in"
    assert taken_in(small) == [
        ["2026K1", "quarter", "8105", "100", "1", "1", "expected_overspend", "111", "-500.500000"],
        ["2026K1", "quarter", "8105", "100", "1", "2", "", "", ""],
    ]

    publish(small, replace_areas(CENTRE), seen=1)
    assert deliver_published_areas(small.home) == [FILE]
    update(small)
    assert deliveries(small) == 2
    assert [row[4:6] for row in taken_in(small)] == [["2", "1"]], "the newest edition is all that stands"


def replace_areas(centre: PublishedCentre) -> PublishedCentre:
    return centre.model_copy(update={"areas": centre.areas[1:]})


def test_spans_are_numbered_as_in_the_mart() -> None:
    assert [span_number(span) for span in ("2026K1", "2026K4", "2026H2", "2026")] == [
        ("quarter", 8105), ("quarter", 8108), ("half_year", 4054), ("year", 2027),
    ]  # fmt: skip
