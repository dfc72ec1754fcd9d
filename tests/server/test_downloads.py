"""Files are given to the browser and the person that asked for them, and to nobody else."""

import hashlib
import io
from datetime import datetime
from urllib.parse import unquote

import openpyxl
import pytest
from itsdangerous import TimestampSigner, URLSafeTimedSerializer

from dashboard.downloads import disposition
from pipelines.catalogue import catalogued_figures
from tests.door.small_release import Place, actual_of
from tests.server.conftest import SECRET, Answer, Served

MINE, OTHERS = "browser-of-mine", "browser-of-another"
FILTERS = {"fiscal_year": 2026, "period": 6, "unit": "north", "organisation_view": "today"}


def token(secret: str = SECRET, **changed: object) -> str:
    order = {
        "p": "centre_manager:north",
        "r": "2026-07-03.1",
        "k": "budget_followup",
        "l": "da",
        "f": FILTERS,
        "b": hashlib.sha256(MINE.encode()).hexdigest()[:32],
    }
    asked = {**order, **changed}
    return URLSafeTimedSerializer(secret, salt="pejling.download").dumps({"w": asked["p"], **asked})


def fetch(served: Served, token: str, browser: str = MINE) -> Answer:
    return served.get(f"/download/{token}", Cookie=f"pejling_browser={browser}")


def workbook(answer: Answer) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(answer.body))


def test_the_file_shows_what_the_person_may_see_with_numbers_that_are_numbers(served: Served):
    answer = fetch(served, token())
    assert answer.status == 200
    assert answer.headers["Cache-Control"] == "no-store"
    sheets = workbook(answer).worksheets
    rows = list(sheets[0].iter_rows(values_only=True))
    actual = rows[0].index(next(title for title in rows[0] if title in {"Forbrug", "Spent"}))
    found = {row[0]: row[actual] for row in rows[1:]}
    expected = {unit: actual_of(Place("today", 6, unit)) for unit in ("north", "school_a", "school_b", "hall")}
    assert found == {unit: pytest.approx(float(amount)) for unit, amount in expected.items()}
    assert sheets[0].freeze_panes == "C2"
    assert sheets[0].cell(2, actual + 1).number_format == "#,##0.00"


def test_the_last_sheet_says_what_the_file_is(served: Served):
    lines = list(workbook(fetch(served, token(l="en"))).worksheets[-1].iter_rows(values_only=True))
    about = {line[0]: line[1] for line in lines}
    assert about["Unit"] == "Center Nord"
    assert about["Release"] == "2026-07-03.1"
    assert about["Period"] == "June 2026"
    assert about["Data until"] == "June 2026"
    assert about["Spent"] != about["Months: Spent"]
    assert about["Spent"].endswith(".")


@pytest.mark.parametrize(
    ("language", "title", "scheduled"),
    [
        ("da", "Tal", "timer, der skulle være arbejdet (Danmarks Statistik)"),
        ("en", "Figures", "scheduled hours (Statistics Denmark)"),
    ],
)
def test_the_catalogue_s_file_has_every_card_and_every_column(served: Served, language, title, scheduled):
    figures, tables, columns, *_ = workbook(fetch(served, token(k="catalogue", l=language, f={}))).worksheets
    assert figures.title == title
    cards = {row[-1]: row for row in figures.iter_rows(min_row=2, values_only=True)}
    assert figures.max_row == len(catalogued_figures()) + 1
    sickness = cards["sickness_share"]
    assert sickness[5].startswith(scheduled)
    assert isinstance(sickness[10], datetime)
    assert all(row[2] for row in tables.iter_rows(min_row=2, values_only=True)), "what makes a row its own"
    listed = {row[0] for row in columns.iter_rows(min_row=2, values_only=True)}
    assert listed == {row[0] for row in tables.iter_rows(min_row=2, values_only=True)}
    assert all(row[3] and row[4] for row in columns.iter_rows(min_row=2, values_only=True)), "in words"


@pytest.mark.parametrize(
    ("token_given", "browser", "status"),
    [
        (token(), OTHERS, 403),
        (token(), "", 403),
        (token(secret="another secret"), MINE, 403),
        (token() + "x", MINE, 403),
        ("x", MINE, 403),
        (token(p="centre_manager:south"), MINE, 404),  # South's manager asks for north's figures
        (token(p="centre_manager:nobody"), MINE, 403),
        (token(p=""), MINE, 403),
        (token(k="salaries"), MINE, 403),
        (token(r="2019-01-01-1"), MINE, 404),
        (token(r="../../../etc"), MINE, 404),
        (token(f={**FILTERS, "unit": "nursery"}), MINE, 404),
        (token(f={**FILTERS, "unit": "' or 1=1 --"}), MINE, 404),
        (token(f={**FILTERS, "period": 99}), MINE, 404),
        (token(k="postings", f={**FILTERS, "account": "9999"}), MINE, 404),
        (token(k="postings", f={**FILTERS, "unit": "nursery", "account": "4100"}), MINE, 404),
    ],
)
def test_anything_else_is_one_sentence(served: Served, token_given, browser, status):
    answer = fetch(served, token_given, browser)
    assert answer.status == status
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert answer.headers["Cache-Control"] == "no-store"
    assert 10 < len(answer.body.decode("utf-8")) < 120
    assert "\n" not in answer.body.decode("utf-8")


class SignedThirteenHoursAgo(TimestampSigner):
    def get_timestamp(self) -> int:
        return super().get_timestamp() - 13 * 3600


def test_a_link_that_is_too_old_is_refused(served: Served):
    serializer = URLSafeTimedSerializer(SECRET, salt="pejling.download", signer=SignedThirteenHoursAgo)
    order = URLSafeTimedSerializer(SECRET, salt="pejling.download").loads(token())
    assert fetch(served, serializer.dumps(order)).status == 403


def test_postings_of_one_account(served: Served):
    rows = list(
        workbook(fetch(served, token(k="postings", f={**FILTERS, "unit": "hall", "account": "4100"}))).worksheets[0]
    )
    assert len(rows) == 1 + 6
    assert rows[1][0].is_date


def test_postings_without_a_function_code(served: Served):
    filters = {**FILTERS, "unit": "nursery", "account": "4100", "function_code": ""}
    rows = list(workbook(fetch(served, token(p="controller", k="postings", f=filters))).worksheets[0])
    assert len(rows) == 1 + 6
    # The hall's postings have a function code, so none of them is on none.
    others = token(p="controller", k="postings", f={**filters, "unit": "hall"})
    assert fetch(served, others).status == 404


@pytest.mark.parametrize(("person", "sheets"), [("controller", 7), ("director", 7), ("centre_manager:north", 4)])
def test_deliveries_and_quarantine_are_in_the_file_of_those_who_see_everything_alone(served: Served, person, sheets):
    assert len(workbook(fetch(served, token(p=person, k="data_quality", f={}))).worksheets) == sheets


@pytest.mark.parametrize(
    "name",
    [
        "Budgetopfølgning Åskolen oktober 2026.xlsx",
        'a"b\r\nSet-Cookie: x=1.xlsx',
        "../../etc/passwd",
        "日本.xlsx",
        "%2e%2e.xlsx",
        "",
        "x" * 400 + ".xlsx",
    ],
)
def test_a_name_never_ends_the_header(name):
    header = disposition(name)
    assert header.isascii()
    assert header.isprintable()
    assert header.count('"') == 2
    assert len(header) < 1_200
    plain, real = header.split("filename*=UTF-8''")
    assert not set("/\\:") & set(unquote(real))
    assert plain.startswith('attachment; filename="')


def test_danish_letters_reach_every_browser():
    header = disposition("Budgetopfølgning Åskolen.xlsx")
    assert 'filename="Budgetopfoelgning Aaskolen.xlsx"' in header
    assert "filename*=UTF-8''Budgetopf%C3%B8lgning%20%C3%85skolen.xlsx" in header
