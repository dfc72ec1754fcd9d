"""What a delivery does to those before it: nothing is counted twice, nothing is lost."""

from __future__ import annotations

import sqlite3
import sys
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest

from pipelines.candidates import build
from pipelines.deliveries import Outcome, deliver
from pipelines.problems import Problem
from pipelines.publish import publish
from tests.spine.small_municipality import (
    APRIL,
    HEADER,
    MARCH,
    MARCH_CORRECTED,
    SPECS,
    SmallMunicipality,
    postings,
    update,
)


def states(outcomes: list[Outcome]) -> list[tuple[str, str]]:
    return [(outcome.file, outcome.state) for outcome in outcomes]


def test_a_delivery_keeps_its_original_and_empties_the_inbox(march: SmallMunicipality) -> None:
    receipt = march.held()[-1]
    original = march.home.deliveries / receipt.delivery_id / "original" / "posteringer_2026_03.csv"
    assert original.read_bytes() == MARCH.encode("cp1252")
    assert list(march.home.inbox.iterdir()) == []
    assert (receipt.reading.accepted, receipt.reading.left_out, receipt.reading.quarantined) == (3, 1, 0)
    assert receipt.reading.control_total == Decimal("1400.00")
    assert receipt.reading.difference == 0
    assert march.vouchers() == {"B1": Decimal("1200.50"), "B2": Decimal("300.25"), "B3": Decimal("-100.75")}


def test_every_published_posting_leads_to_its_line(march: SmallMunicipality) -> None:
    lines = MARCH.splitlines()
    for voucher, file, line in march.ask("select voucher, file, line from budget_followup__posting"):
        assert file == "posteringer_2026_03.csv"
        assert lines[int(str(line)) - 1].startswith(f"{voucher};")


def test_the_same_content_under_another_name_changes_nothing(march: SmallMunicipality) -> None:
    before = march.current
    march.put("posteringer_2026_03_kopi.csv", MARCH)
    assert states(update(march)) == [("posteringer_2026_03_kopi.csv", "duplicate")]
    assert march.current == before
    assert list(march.home.inbox.iterdir()) == []


def test_a_corrected_month_replaces_that_month_only(march: SmallMunicipality) -> None:
    march.put("posteringer_2026_04.csv", APRIL)
    update(march)
    march.put("posteringer_2026_03_rettet.csv", MARCH_CORRECTED)
    update(march)
    expected = {"B1": "1250.50", "B2": "300.25", "B4": "2000.10", "B5": "17.01"}
    assert march.vouchers() == {voucher: Decimal(amount) for voucher, amount in expected.items()}


def test_an_earlier_file_does_not_creep_back(march: SmallMunicipality) -> None:
    march.put("posteringer_2026_03_rettet.csv", MARCH_CORRECTED)
    update(march)
    served = march.current
    march.put("posteringer_2026_03_igen.csv", MARCH)
    (outcome,) = update(march)
    assert outcome.state == "duplicate"
    assert "--again" in outcome.sentence
    assert march.current == served


def test_going_back_to_an_earlier_file_is_a_new_delivery(march: SmallMunicipality) -> None:
    march.put("posteringer_2026_03_rettet.csv", MARCH_CORRECTED)
    update(march)
    earlier = march.put("posteringer_2026_03_igen.csv", MARCH)
    (outcome,) = deliver(march.home, [earlier], again=True)
    assert outcome.state == "accepted"
    (twice,) = deliver(march.home, [earlier], again=True)
    assert twice.state == "duplicate"
    build(march.home)
    publish(march.home)
    assert march.vouchers()["B1"] == Decimal("1200.50")


def test_a_closing_period_is_replaced_by_the_whole_year(small: SmallMunicipality) -> None:
    pattern = 'pattern = ["posteringer_{yyyy}_{MM}*.csv", "aar_{yyyy}.csv"]'
    small.write_spec("posting", SPECS["posting"].replace('pattern = "posteringer_{yyyy}_{MM}*.csv"', pattern))
    small.put_masters()
    small.put("posteringer_2026_13.csv", postings(("B13", "10000001", "500,00")))
    small.put("posteringer_2026_03.csv", MARCH)
    update(small)
    small.put("aar_2026.csv", postings(("B13", "10000001", "500,00"), ("B1", "10000001", "100,00")))
    update(small)
    assert small.vouchers() == {"B13": Decimal("500.00"), "B1": Decimal("100.00")}


def test_a_spec_that_no_longer_reads_any_row_keeps_the_earlier_reading(march: SmallMunicipality) -> None:
    march.write_spec("posting", SPECS["posting"].replace("dd.MM.yyyy", "yyyy-MM-dd"))
    (outcome,) = update(march)
    assert outcome.state == "refused"
    assert "none of its 3 rows could be read" in outcome.sentence
    assert march.vouchers()["B1"] == Decimal("1200.50")


def test_a_query_whose_unreadable_rows_changed_is_a_new_delivery(
    small: SmallMunicipality, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = tmp_path / "ledger.sqlite"
    monkeypatch.setenv("LEDGER_URL", f"sqlite:///{database}")
    query = 'kind = "sql"\nurl_env = "LEDGER_URL"\nquery = "select * from p"'
    from_query = SPECS["posting"].replace(
        'kind = "csv"\nencoding = "cp1252"\npattern = "posteringer_{yyyy}_{MM}*.csv"', query
    )
    from_query = from_query.replace('mode = "period"', 'mode = "full"').partition("[control_total]")[0]
    small.write_spec("posting", from_query)
    with sqlite3.connect(database) as connection:
        connection.execute('create table p ("Bilag", "Dato", "Sted", "Konto", "Tekst", "Beløb")')
        connection.execute("insert into p values ('B1', '15.03.2026', '111', '10000001', 'Løn', '1.200,50')")
    assert [outcome.state for outcome in deliver(small.home)] == ["accepted"]
    assert [outcome.state for outcome in deliver(small.home)] == ["duplicate"]
    with sqlite3.connect(database) as connection:
        connection.execute("insert into p values ('B2', '15.03.2026', '111', '10000001', 'Løn', '12.3')")
    assert [outcome.state for outcome in deliver(small.home)] == ["accepted"]
    assert small.held()[-1].reading.quarantined == 1


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_originals_are_readable_by_their_owner_only(march: SmallMunicipality) -> None:
    assert march.home.deliveries.stat().st_mode & 0o077 == 0
    assert march.home.builds.stat().st_mode & 0o077 == 0


ZIPPED = (
    SPECS["posting"]
    .replace('source = "posting"', 'source = "posting"')
    .replace(
        'kind = "csv"\nencoding = "cp1252"\npattern = "posteringer_{yyyy}_{MM}*.csv"',
        'kind = "zip"\nencoding = "cp1252"\npattern = "posteringer_*.zip"\n'
        '[file.members]\npattern = "posteringer_{yyyy}_{MM}*.csv"\nkind = "csv"',
    )
)


def test_a_month_of_a_zip_is_replaced_alone(small: SmallMunicipality) -> None:
    small.write_spec("posting", ZIPPED)
    small.put_masters()
    small.home.inbox.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(small.home.inbox / "posteringer_2026.zip", "w") as archive:
        archive.writestr("posteringer_2026_03.csv", MARCH.encode("cp1252"))
        archive.writestr("posteringer_2026_04.csv", APRIL.encode("cp1252"))
    update(small)
    assert set(small.vouchers()) == {"B1", "B2", "B3", "B4", "B5"}
    with zipfile.ZipFile(small.home.inbox / "posteringer_rettet.zip", "w") as archive:
        archive.writestr("posteringer_2026_03.csv", MARCH_CORRECTED.encode("cp1252"))
    update(small)
    expected = {"B1": "1250.50", "B2": "300.25", "B4": "2000.10", "B5": "17.01"}
    assert small.vouchers() == {voucher: Decimal(amount) for voucher, amount in expected.items()}


def test_a_file_that_no_spec_knows_stays_and_says_so(small: SmallMunicipality) -> None:
    small.put("ukendt.csv", MARCH)
    (outcome,) = deliver(small.home)
    assert outcome.state == "unknown"
    assert "ukendt.csv" in outcome.sentence
    assert [path.name for path in small.home.inbox.iterdir()] == ["ukendt.csv"]


def test_a_refused_file_stays_and_holds_nothing_else_back(march: SmallMunicipality) -> None:
    march.put("posteringer_2026_05.csv", "Bilag;Dato\nB7;01.05.2026\n")
    march.put("posteringer_2026_04.csv", APRIL)
    assert states(update(march)) == [("posteringer_2026_04.csv", "accepted"), ("posteringer_2026_05.csv", "refused")]
    assert [path.name for path in march.home.inbox.iterdir()] == ["posteringer_2026_05.csv"]
    assert "B4" in march.vouchers()


def test_a_changed_spec_has_its_originals_read_again(march: SmallMunicipality) -> None:
    march.write_spec("posting", SPECS["posting"].replace('from = "Beløb"', 'negate = true, from = "Beløb"'))
    march.put("posteringer_2026_04.csv", APRIL)
    assert states(update(march)) == [("posteringer_2026_03.csv", "read again"), ("posteringer_2026_04.csv", "accepted")]
    assert march.vouchers()["B1"] == Decimal("-1200.50")


def test_a_changed_spec_that_no_longer_fits_keeps_the_earlier_reading(march: SmallMunicipality) -> None:
    march.write_spec("posting", SPECS["posting"].replace('from = "Sted"', 'from = "Omkostningssted"'))
    assert states(update(march)) == [("posteringer_2026_03.csv", "refused")]
    assert march.vouchers()["B1"] == Decimal("1200.50")


def test_a_full_delivery_replaces_the_one_before(march: SmallMunicipality) -> None:
    march.put("konti_ny.csv", "Konto;Navn\n10000001;Månedsløn\n")
    update(march)
    names = dict(march.ask("select account, account_name from budget_followup__posting where voucher in ('B1', 'B2')"))
    assert names["10000001"] == "Månedsløn"
    assert names["20000002"] != "Materialer"


def test_quarantined_lines_leave_the_figures_and_stand_in_the_reconciliation(march: SmallMunicipality) -> None:
    april = HEADER + "B4;15.04.2026;111;10000001;Løn;12.3\nB5;15.04.2026;111;20000002;Papir;50,00\nI alt;;;;;62,30\n"
    march.put("posteringer_2026_04.csv", april)
    update(march)
    assert set(march.vouchers()) == {"B1", "B2", "B3", "B5"}
    lines = march.ask("select file, line, value from data_quality__quarantined_line")
    assert lines == [("posteringer_2026_04.csv", 2, "12.3")]


def test_a_month_inside_a_year_that_lies_here_whole_is_refused(small: SmallMunicipality) -> None:
    by_year = SPECS["posting"].replace(
        'pattern = "posteringer_{yyyy}_{MM}*.csv"',
        'pattern = ["posteringer_{yyyy}.csv", "posteringer_{yyyy}_{MM}*.csv"]',
    )
    small.write_spec("posting", by_year)
    small.put("posteringer_2026.csv", MARCH)
    deliver(small.home)
    small.put("posteringer_2026_03.csv", MARCH_CORRECTED)
    (outcome,) = deliver(small.home)
    assert outcome.state == "refused"
    assert "2026" in outcome.sentence


def test_nothing_delivered_is_said(small: SmallMunicipality) -> None:
    with pytest.raises(Problem, match="nothing has been delivered"):
        build(small.home)


def test_a_source_whose_spec_is_taken_away_stays_on_the_page_with_its_kroner(march: SmallMunicipality) -> None:
    (march.home.specs / "posting.toml").unlink()
    update(march)
    assert "B1" in march.vouchers()
    query = "select title, owner, has_spec, deliveries from data_quality__source where source = 'posting'"
    assert march.ask(query) == [("Posteringer", "Økonomi", False, 1)]
    amounts = "select accepted_amount_dkk from data_quality__source_amount where source = 'posting'"
    assert march.ask(amounts) == [(Decimal("1400.00"),)]
    found = {check.name: check.rows for check in march.current.checks}
    assert found["data_quality__source__has_a_spec"] == 1
