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
from tests.spine.small_municipality import HEADER, SmallMunicipality, postings, update

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


def month_of(year: int, month: int, amount: str) -> str:
    """A month's extract of one wage in Vestskolen."""
    return HEADER + f"V{year}{month};15.{month:02d}.{year};111;10000001;Løn;{amount}\nI alt;;;;;{amount}\n"


def best(small: SmallMunicipality, span: str) -> list[tuple[object, ...]]:
    """What is proposed to the centre about its spending, best first, with how fresh it is."""
    return small.ask(
        "select signal, subject_id, freshness, score from focus_areas__candidate "
        f"where span = '{span}' and centre_id = '100' and is_proposed and domain = 'finance' order by rank"
    )


def published_as(small: SmallMunicipality, span: str) -> PublishedCentre:
    """What the release proposes first, as it would be published."""
    names = ", ".join(name for name in AreaFigure.model_fields if name != "series")
    (row,) = small.ask(
        f"select {names} from focus_areas__candidate where span = '{span}' and centre_id = '100' and rank = 1"
    )
    told = dict(zip(names.split(", "), row, strict=True))
    figure = AreaFigure.model_validate(told | {"series": ()})
    area = PublishedArea(area=f"{figure.signal}:{figure.subject_id}", da=TEXTS, en=TEXTS, owner="", figure=figure)
    return CENTRE.model_copy(update={"span": span, "areas": (area,)})


def test_what_was_published_and_has_not_moved_comes_after_what_is_new(small: SmallMunicipality) -> None:
    """Through a whole quarter: published in the store, a file in the inbox, a build, and the next proposal."""
    small.put_masters()
    for year, amount in ((2025, "1.000.000,00"), (2026, "1.500.000,00")):
        small.put(f"posteringer_{year}_03.csv", month_of(year, 3, amount))
    update(small)
    wages, ahead = ("wages_growth", "100"), ("spending_ahead", "100")
    assert [row[:3] for row in best(small, "2026K1")] == [(*ahead, 1), (*wages, 1)]
    publish(small, published_as(small, "2026K1"))
    assert deliver_published_areas(small.home) == [FILE]

    for year in (2025, 2026):
        small.put(f"posteringer_{year}_06.csv", month_of(year, 6, "50.000,00"))
    update(small)
    # 3 x 1.25 x 0.6 is less than 2 x 1.25; no other place of the same money takes its place.
    found = best(small, "2026K2")
    assert [row[:3] for row in found] == [(*wages, 1), (*ahead, Decimal("0.6"))]
    assert [row[3] for row in found] == [Decimal("2.5"), Decimal("2.25")]

    small.put("posteringer_2026_06.csv", month_of(2026, 6, "300.000,00"))
    update(small)
    assert best(small, "2026K2")[0][:3] == (*ahead, 1), "it has moved by more than its threshold"
