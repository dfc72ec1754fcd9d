"""A municipality of two centres and a dozen postings: enough to follow every kroner through the spine."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import duckdb

from pipelines.candidates import build
from pipelines.deliveries import Outcome, deliver
from pipelines.home import Home, open_home
from pipelines.manifest import RELEASE_FILE, Manifest
from pipelines.publish import publish
from pipelines.receipts import Receipt
from pipelines.releases import current_release, manifest_of
from tests.processes import Done, pejling

ORGANISATION = """\
Enhed;Navn;Over;Art
100;Center for Skole;;centre
110;Afdeling Nord;100;department
111;Vestskolen;110;institution
200;Center for Kultur;;centre
210;Afdeling Bib;200;department
211;Biblioteket;210;institution
"""

ACCOUNTS = "Konto;Navn\n10000001;Løn\n20000002;Materialer\n70000007;Betaling\n"

SPECS = {
    "organisation": """
source = "organisation"
table = "organisation"
title = "Organisation"
[file]
kind = "csv"
pattern = "organisation*.csv"
[delivery]
mode = "full"
[columns]
unit_id = { from = "Enhed" }
name = { from = "Navn" }
parent_id = { from = "Over" }
kind = { from = "Art" }
""",
    "account": """
source = "account"
table = "account"
title = "Kontoplan"
[file]
kind = "csv"
pattern = "konti*.csv"
[delivery]
mode = "full"
[columns]
account = { from = "Konto" }
name = { from = "Navn" }
""",
    "posting": """
source = "posting"
table = "posting"
title = "Posteringer"
owner = "Økonomi"
[file]
kind = "csv"
encoding = "cp1252"
pattern = "posteringer_{yyyy}_{MM}*.csv"
[delivery]
mode = "period"
every = "month"
due_days = 8
[columns]
voucher = { from = "Bilag" }
posting_date = { from = "Dato", date = "dd.MM.yyyy" }
cost_centre = { from = "Sted" }
account = { from = "Konto" }
text = { from = "Tekst" }
amount = { from = "Beløb", decimal = ",", thousands = ".", negative = "trailing" }
[control_total]
row = { column = "Bilag", is = "I alt" }
""",
    "late": """
source = "late"
table = "posting"
title = "Efterposteringer"
[file]
kind = "csv"
pattern = "efterposteringer*.csv"
[delivery]
mode = "delta"
adds_to = "posting"
key = ["voucher"]
[columns]
voucher = { from = "Bilag" }
posting_date = { from = "Dato", date = "dd.MM.yyyy" }
cost_centre = { from = "Sted" }
account = { from = "Konto" }
text = { from = "Tekst" }
amount = { from = "Beløb", decimal = ",", thousands = ".", negative = "trailing" }
""",
}

HEADER = "Bilag;Dato;Sted;Konto;Tekst;Beløb\n"


def forecast_spec(source: str) -> str:
    """The spec of a list of forecasts, which these municipalities get for some tests only."""
    return f"""
source = "{source}"
table = "forecast"
title = "Prognoser"
[file]
kind = "csv"
pattern = "prognoser_{{yyyy}}.csv"
[delivery]
mode = "period"
[columns]
fiscal_year = {{ from = "År" }}
round = {{ from = "Runde" }}
round_date = {{ from = "Dag", date = "yyyy-MM-dd" }}
unit_id = {{ from = "Enhed" }}
account_group = {{ from = "Gruppe", values = {{ wages = "wages" }} }}
amount = {{ from = "Beløb", decimal = "," }}
"""


@dataclass(frozen=True)
class SmallMunicipality:
    """An installation in a folder of its own, and what a test asks of it."""

    home: Home

    def copied_to(self, folder: Path) -> SmallMunicipality:
        """The same installation in another folder: what was delivered and built once is the beginning of many tests."""
        shutil.copytree(self.home.folder.parent, folder)
        return SmallMunicipality(open_home(folder / "home", folder / "municipality.toml"))

    def pejling(self, *arguments: str, **variables: str) -> Done:
        """The command on this installation, in a process of its own."""
        options = ("--home", str(self.home.folder), "--settings", str(self.home.settings_file))
        return pejling(*arguments, *options, **variables)

    def put(self, name: str, text: str, encoding: str = "cp1252") -> Path:
        """Lay a file into the inbox."""
        self.home.inbox.mkdir(parents=True, exist_ok=True)
        path = self.home.inbox / name
        path.write_bytes(text.encode(encoding))
        return path

    def put_masters(self) -> None:
        """Organisation and accounts, without which no posting finds its place."""
        self.put("organisation.csv", ORGANISATION)
        self.put("konti.csv", ACCOUNTS)

    def write_spec(self, name: str, text: str) -> None:
        self.home.specs.mkdir(parents=True, exist_ok=True)
        (self.home.specs / f"{name}.toml").write_text(text, encoding="utf-8")

    def correct(self, *entries: dict[str, object]) -> None:
        """Write corrections.yml; JSON is YAML."""
        self.home.corrections.write_text(json.dumps(entries), encoding="utf-8")

    @property
    def current(self) -> Manifest:
        release = current_release(self.home)
        assert release is not None
        return manifest_of(self.home, release)

    def ask(self, query: str) -> list[tuple[object, ...]]:
        """Rows of the release that is served."""
        file = self.home.releases / self.current.release / RELEASE_FILE
        with duckdb.connect(file, read_only=True) as connection:
            return connection.execute(query).fetchall()

    def vouchers(self) -> dict[str, Decimal]:
        """Every published posting: voucher → amount; two lines of one voucher would fail here."""
        rows = self.ask("select voucher, amount_dkk from budget_followup__posting order by voucher")
        assert len({voucher for voucher, _ in rows}) == len(rows)
        return dict(rows)  # type: ignore[arg-type]

    def held(self) -> list[Receipt]:
        from pipelines.receipts import read_receipts  # noqa: PLC0415

        return read_receipts(self.home)


def postings(*lines: tuple[str, str, str], with_total: bool = True, month: str = "03") -> str:
    """A month's extract from (voucher, account, amount), with its labelled total unless told otherwise."""
    rows = [f"{voucher};15.{month}.2026;111;{account};Vare {voucher};{amount}\n" for voucher, account, amount in lines]
    total = danish(sum(number(amount) for _, _, amount in lines))
    return HEADER + "".join(rows) + (f"I alt;;;;;{total}\n" if with_total else "")


def number(text: str) -> Decimal:
    """1.234,56- → -1234.56."""
    value = Decimal(text.rstrip("-").replace(".", "").replace(",", "."))
    return -value if text.endswith("-") else value


def danish(value: Decimal | int) -> str:
    """-1234.56 → 1.234,56-."""
    text = f"{abs(value):,.2f}".translate(str.maketrans(",.", ".,"))
    return f"{text}-" if value < 0 else text


MARCH = postings(("B1", "10000001", "1.200,50"), ("B2", "20000002", "300,25"), ("B3", "70000007", "100,75-"))
MARCH_CORRECTED = postings(("B1", "10000001", "1.250,50"), ("B2", "20000002", "300,25"))
APRIL = postings(("B4", "10000001", "2.000,10"), ("B5", "20000002", "17,01"), month="04")


def make_municipality(folder: Path) -> SmallMunicipality:
    """A fresh installation with its specs; nothing delivered."""
    folder.mkdir(parents=True, exist_ok=True)
    settings = folder / "municipality.toml"
    settings.write_text('name = "Lille Kommune"\n', encoding="utf-8")
    small = SmallMunicipality(open_home(folder / "home", settings))
    for name, text in SPECS.items():
        small.write_spec(name, text)
    return small


def update(small: SmallMunicipality) -> list[Outcome]:
    """Deliver what lies in the inbox, build and publish."""
    outcomes = deliver(small.home)
    build(small.home)
    publish(small.home)
    return outcomes
