"""Every oddity of the sample, in one place: what is wrong, where, why, and what must become of it.

The people in the texts do not exist: the CPR-like numbers belong to birthdays in the year 2036.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

# --- Rare things in the regular ledger, for those who watch transactions: so many lines of RARE_OF ----------------
RARE_OF = 4_000
SAME_PERSON = 9  # registered and approved by one person
ON_A_FREE_DAY = 11  # invoices booked on a weekend or holiday

# --- How a file of postings looks ---------------------------------------------------------------------------------
_OLD_SPELLING = {"Bogf.dato": "Bogføringsdato", "Beløb i DKK": "Beløb", "Leverandør": "Leverandørnavn"}
_NEW_SPELLING = {"Bogf.dato": "Bogføringsdato", "Bilagstekst": "Tekst", "Autom.": "Automatisk"}


@dataclass(frozen=True)
class Form:
    """A report as the ERP wrote it; the default is the ordinary one: cp1252, a labelled total."""

    encoding: str = "cp1252"
    total_label: str = "I alt"
    pages: int = 1
    spelling: dict[str, str] = field(default_factory=dict)
    has_empty_last_column: bool = False
    minus: str = "-"
    note: str = ""


def form_of(year: int, period: int) -> Form:
    """How the postings of that period are written."""
    return _FORMS.get((year, period)) or _YEAR_FORMS.get(year) or Form()


_YEAR_FORMS = {
    # The oldest year comes from the release of the ERP before: other headers, a blank before the trailing minus.
    2023: Form(spelling=_OLD_SPELLING, minus=" -"),
}
_FORMS = {
    # Totals without a word beside them: the last row is known by arithmetic only.
    (2024, 5): Form(total_label=""),
    (2024, 11): Form(total_label=""),
    (2026, 4): Form(total_label=""),
    (2026, 8): Form(total_label="", spelling=_NEW_SPELLING),
    # Another word for the total.
    (2025, 9): Form(total_label="Total"),
    # A semicolon at every line's end makes a column without name.
    (2026, 1): Form(has_empty_last_column=True),
    # Printed in pages: a page line, and the header again on each.
    (2026, 2): Form(pages=6),
    # Headers are spelled otherwise from the ERP's summer release on, and one month is UTF-8 with a byte-order mark.
    (2026, 7): Form(encoding="utf-8-sig", spelling=_NEW_SPELLING),
    (2026, 9): Form(spelling=_NEW_SPELLING),
    (2026, 10): Form(spelling=_NEW_SPELLING),
}


# --- Rows that are odd --------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class OddRow:
    """One row over and above the regular ledger. `cells` stand in place of an ordinary row's; amount in øre.

    `written` is the amount as the file has it where it is not the ordinary form; the ERP's own total counts `amount`.
    """

    cells: dict[str, str]
    amount: int
    is_accepted: bool = True
    written: str | None = None
    is_amount_readable: bool = True
    masked_cpr: int = 0
    lines: int = 1


def _refused(cells: dict[str, str], amount: int, written: str | None = None) -> OddRow:
    return OddRow(cells, amount, is_accepted=False, written=written, is_amount_readable=written is None)


def _told(text: str, amount: int, cost_centre: str, account: str, function: str, **cells: str) -> OddRow:
    """A row that counts, with a text to look at."""
    return OddRow({"text": text, "cost_centre": cost_centre, "account": account, "function": function, **cells}, amount)


def _person(text: str, amount: int) -> OddRow:
    """A row that counts, with a CPR number that must not reach any table."""
    cells = {"text": text, "cost_centre": "0000131011", "account": "40010000", "function": "05.28.23"}
    return OddRow(cells, amount, masked_cpr=1)


def _bought(voucher: str, amount: int, invoice_no: str, day: str) -> OddRow:
    """An invoice from one and the same supplier."""
    cells = {
        "voucher": voucher,
        "date": day,
        "text": "Analyse og workshop",
        "cost_centre": "0000411021",
        "account": "49020000",
        "function": "06.45.51",
        "supplier_id": "74268140",
        "supplier": "Ledelsesværkstedet ApS",
        "invoice_no": invoice_no,
    }
    return OddRow(cells, amount)


def _from(number: str, name: str, voucher: str, day: str, amount: int, text: str, **cells: str) -> OddRow:
    """A purchase from a supplier that there is a story about."""
    told = {"voucher": voucher, "date": day, "text": text, "supplier_id": number, "supplier": name}
    return OddRow({**told, "cost_centre": "0000411021", "account": "49020000", "function": "06.45.51", **cells}, amount)


def _moved(voucher_line: str, account: str, amount: int) -> OddRow:
    """An entry in the year before, made when its accounts had been closed: what one account gives, another takes."""
    cells = {"voucher": "4190000601", "voucher_line": voucher_line, "date": "11.06.2026", "kind": "FI"}
    cells |= {"fiscal_year": "2025", "period": "13", "automated": "", "agreement": ""}
    cells |= {"cost_centre": "0000411021", "account": account, "text": "Omkontering, regnskab 2025"}
    return OddRow(cells, amount)


_DROP = "'; drop table posting; --"

ODD_ROWS: dict[str, tuple[OddRow, ...]] = {
    # A number too wide for the report's column: the money is in the report's total, but nobody can read it.
    "posteringer_2026_02.csv": (
        _refused({"cost_centre": "0000411031", "account": "49070000", "function": "06.52.74"}, 11_825_000, "*****"),
    ),
    # Personal numbers in texts: with hyphen, without, and with the leading zero lost.
    "posteringer_2026_03.csv": (
        _person("Særydelse 150636-9876, marts", 1_245_000),
        _person("Ophold 0101369999", 2_380_050),
        _person("Tillæg sag 101369999", 455_525),
    ),
    # The same invoice booked twice with two vouchers.
    "posteringer_2026_04.csv": (
        _bought("5190000411", 4_875_000, "2600417", "09.04.2026"),
        _bought("5190000412", 4_875_000, "2600417", "22.04.2026"),
    ),
    # A pay run booked with a zero too many. The corrected file of the month below replaces this one.
    "posteringer_2026_05.csv": (
        _told("Tillæg, maj", 184_230_000, "0000111011", "10100000", "03.22.01", voucher="4690000511"),
    ),
    "posteringer_2026_05_rettet.csv": (
        _told("Tillæg, maj", 18_423_000, "0000111011", "10100000", "03.22.01", voucher="4690000511"),
    ),
    # English numbers in a Danish column: 12.3 must not become 123, nor 18500.00 become 1 850 000.
    "posteringer_2026_06.csv": (
        _refused({"text": "Kørsel, egen bil"}, 1_230, "12.3"),
        _refused({"text": "Udlæg, indtastet i regneark"}, 1_850_000, "18500.00"),
        # Booked in a year that was closed.
        _moved("1", "49050000", -6_420_000),
        _moved("2", "49020000", 6_420_000),
    ),
    # One invoice booked twice, the second time with its number mistyped; and a duplicate that was taken back.
    "posteringer_2026_07.csv": (
        _from("74268140", "Ledelsesværkstedet ApS", "5190000711", "02.07.2026", 3_162_500, "Lederforløb, hold 2",
              invoice_no="2600733"),
        _from("74268140", "Ledelsesværkstedet ApS", "5190000712", "15.07.2026", 3_162_500, "Lederforløb, hold 2",
              invoice_no="2600373"),
        _from("79653224", "Fagakademiet Stjernebo", "5190000713", "06.07.2026", 2_280_000, "Diplommodul, efterår",
              account="49050000", invoice_no="2671204"),
        _from("79653224", "Fagakademiet Stjernebo", "5190000714", "08.07.2026", 2_280_000, "Diplommodul, efterår",
              account="49050000", invoice_no="2671204"),
        _from("79653224", "Fagakademiet Stjernebo", "5190000715", "10.07.2026", -2_280_000, "Kreditnota, diplommodul",
              account="49050000", invoice_no="2671204"),
    ),
    "posteringer_2026_08.csv": (
        # A supplier that nobody has bought from before, and a round amount on account.
        _from("90041612", "Strategihuset Fyrskibet ApS", "5190000811", "18.08.2026", 18_750_000,
              "Organisationsanalyse, del 1", invoice_no="1001"),
        _from("90041612", "Strategihuset Fyrskibet ApS", "5190000812", "27.08.2026", 15_000_000,
              "Aconto efter aftale", invoice_no="1002"),
    ),
    # Needed cells that are empty, a lookup that failed in a spreadsheet, a day that does not exist.
    "posteringer_2026_09.csv": (
        _refused({"cost_centre": "", "text": "Mangler omkostningssted"}, 642_075),
        _refused({"account": "#N/A", "text": "Opslag mislykket"}, 310_000),
        _refused({"date": "31.09.2026", "text": "Dato findes ikke"}, 293_000),
        _refused({"cost_centre": "*****", "text": "Kode for bred"}, -84_450),
    ),
    # Texts that try something. They are data, and are shown as text.
    "posteringer_2026_10.csv": (
        _told("<script>alert('hej')</script>", 125_075, "0000111031", "29010000", "03.22.01"),
        _told("=cmd|' /C calc'!A0", 98_000, "0000111031", "29010000", "03.22.01"),
        _told(_DROP, 43_325, "0000111031", "27010000", "03.22.01"),
        _told("+45 00 00 00 00 ring før levering", 212_000, "0000111031", "27010000", "03.22.01"),
        _told("Reoler; leveret i to dele", 1_684_050, "0000111031", "27010000", "03.22.01"),
        _told("“Læseløft” – 25 € pr. elev", 372_500, "0000111031", "29010000", "03.22.01"),
        # A line break inside quotes: one row on two lines of the file.
        OddRow(
            {"text": "Flytning af inventar,\r\nse bilag", "cost_centre": "0000411021", "account": "29020000"}, 987_600,
            lines=2,
        ),
        # Large and without a text.
        _told("", 2_750_000, "0000412011", "49030000", "06.45.52"),
    ),
}  # fmt: skip

# --- Whole files ------------------------------------------------------------------------------------------------------
DUPLICATE = ("posteringer_2026_03.csv", "posteringer_2026_03_kopi.csv")  # the same bytes under a second name
REDELIVERED = ("posteringer_2026_05.csv", "posteringer_2026_05_rettet.csv")  # a corrected file for an old period

# --- A delta: vouchers that came after their month's extract ----------------------------------------------------------
# voucher, date, cost centre, account, function, øre, text. October sends 5890000105 again: same key, new amount.
LATE = {
    "efterposteringer_2026_08.csv": (
        ("5890000101", "29.06.2026", "0000223011", "47010000", "05.38.50", 41_260_000, "Mellemkommunal regning, juni"),
        ("5890000102", "30.06.2026", "0000131021", "40010000", "05.28.20", 8_745_000, "Opholdsbetaling, efterregning"),
        ("5890000103", "14.07.2026", "0000111061", "23010000", "03.22.01", 3_127_550, "Fjernvarme, slutregning"),
        ("5890000104", "21.07.2026", "0000212011", "49010000", "05.30.26", 5_690_025, "Vikarer, uge 28–29"),
        ("5890000105", "11.08.2026", "0000111071", "49010000", "03.22.01", 2_416_000, "Lærervikar, august"),
        ("5890000106", "12.08.2026", "0000142011", "45010000", "00.32.31", 7_805_000, "Pumpe til svømmehal"),
        ("5890000107", "18.08.2026", "0000213041", "29030000", "05.30.31", -1_250_000, "Kreditnota, hjælpemidler"),
    ),
    "efterposteringer_2026_10.csv": (
        ("5890000105", "11.08.2026", "0000111071", "49010000", "03.22.01", 2_146_000, "Lærervikar, august – rettet"),
        ("5890000108", "15.09.2026", "0000223011", "40010000", "05.38.50", 12_390_000, "Særydelse, 3. kvartal"),
        ("5890000109", "22.09.2026", "0000311021", "29040000", "02.28.14", 18_600_000, "Vejsalt til lager"),
        # The supplier's invoice is already in the extract of September: corrections.yml drops this one.
        ("5890000110", "24.09.2026", "0000412011", "49030000", "06.45.52", 26_450_000, "Driftsaftale, dobbelt bogført"),
        ("5890000111", "09.10.2026", "0000211021", "49010000", "05.30.27", 4_412_575, "Vikarer, nat"),
    ),
}
REPLACED_LATE = ("efterposteringer_2026_08.csv", "5890000105")
DROPPED_LATE = ("efterposteringer_2026_10.csv", "5890000110")

# --- Budgets and forecasts -----------------------------------------------------------------------------------------
# A row of the adopted budget 2026 whose account was forgotten: cost centre, øre, remark.
BUDGET_WITHOUT_ACCOUNT = (2026, "0000421011", 8_500_000, "Konto mangler")
# These two have not answered the newest round.
MISSING_FORECAST = ((2026, "3. budgetopfølgning", "111080"), (2026, "3. budgetopfølgning", "212030"))
# This manager wrote thousands of kroner; corrections.yml sets the amount right.
FORECAST_IN_THOUSANDS = (2026, "3. budgetopfølgning", "211050", "operations")

# --- Capital projects ----------------------------------------------------------------------------------------------
# Headers of the allotments' oldest workbook.
ALLOTMENT_SPELLING = {"Vedtaget rådighedsbeløb": "Rådighedsbeløb", "Overført fra året før": "Overført ind"}
# A row of the allotments 2026 that belongs to no project: remark, øre.
ALLOTMENT_WITHOUT_PROJECT = (2026, "Reserve til byggemodning", 35_000_000)
# 2 400 000 where 24 000 000 was decided; the workbook was sent again.
ALLOTMENT_A_NOUGHT_TOO_FEW = ("XA-0000005332", 2025, 240_000_000)
# A version that says the cost rose by half of what it rose by: øre.
PLAN_CHANGE_STATED_WRONGLY = {("XA-0000005332", date(2025, 5, 31)): 50_000_000}
# A version with a completion on a day that does not exist.
PLAN_WITHOUT_SUCH_A_DAY_COST = 9_100_000_00
PLAN_WITHOUT_SUCH_A_DAY = [
    "XA-0000005347", "Udkast, maj 2026", "31.05.2026", "N", "Udførelse", "01.08.2025", "31.11.2026", "9.100.000,00",
    "", "", "Kladde",
]  # fmt: skip

# In the list of savings somebody has written words where the amount stands.
SAVING_WITHOUT_AN_AMOUNT: tuple[str | int | None, ...] = (
    "VEL-14", "Mindre forbrug af konsulenter", "VEL", "Velfærdspuljen 2026-2027", 410_000, "Økonomichef", None, None,
    2026, "ca. 1 mio.",
)  # fmt: skip

# --- Payroll -------------------------------------------------------------------------------------------------------
OVERFLOW = "********"
# Lines below a month's others: hours that did not fit the column of the report.
ODD_PAY = {
    (2026, 2): (("E100012", "0000111011", "02.2026", OVERFLOW, "0,00", "Lærer", "Aktiv", "1.250,00"),),
}
