"""12. An extract that means harm, all the way: delivered, built, published, looked at and taken home."""

from __future__ import annotations

import shutil
from pathlib import Path

from pipelines.extracts.reasons import REASONS
from pipelines.quarantine import refused_lines
from tests.security.attacks.exports import only_texts
from tests.security.attacks.pages import drawn
from tests.security.attacks.release import REST
from tests.security.ground import Attack, Ground, Strike
from tests.spine.small_municipality import HEADER, SPECS, SmallMunicipality, make_municipality, update

TEXT = REST.replace(";", ",").replace('"', "'").strip()
"""What an extract of text can hold of it: a semicolon and a quotation mark would be the extract's own."""
ORGANISATION = f"""\
Enhed;Navn;Over;Art
100;=Center {TEXT};;centre
110;+Afdeling {TEXT};100;department
111;-Skolen {TEXT};110;institution
200;@Center {TEXT};;centre
211;{TEXT} bibliotek;200;institution
"""
ACCOUNTS = f"Konto;Navn\n10000001;=Løn {TEXT}\n20000002;@Materialer {TEXT}\n"
COLUMNS = """
supplier_id = { from = "Leverandørnr" }
supplier_name = { from = "Leverandør" }
invoice_no = { from = "Faktura" }
kind = { value = "invoice" }
[control_total]"""
SPEC = SPECS["posting"].replace('encoding = "cp1252"\n', 'encoding = "utf-8"\n').replace("[control_total]", COLUMNS)
_LINES = [
    ("B1", "10000001", f"=1+1 {TEXT}", "1.200,50"),
    ("=B2", "20000002", f"+1 {TEXT}", "300,25"),
    (f"<b>{len(TEXT)}", "20000002", f"@x {TEXT}", "17,00"),
]
CONTROL = ("B4", "20000002", "et\x01to\x1b[2J", "1,00")
"""A line with control characters: it goes to quarantine."""


def publish_hostile_extract(folder: Path) -> SmallMunicipality:
    """Deliver, build and publish it; the settings lie beside the releases too, where a server of tests looks."""
    small = make_municipality(folder)
    small.write_spec("posting", SPEC)
    small.put("organisation.csv", ORGANISATION, "utf-8")
    small.put("konti.csv", ACCOUNTS, "utf-8")
    small.put("posteringer_2026_03.csv", _postings(), "utf-8")
    outcomes = update(small)
    assert {outcome.state for outcome in outcomes} == {"accepted"}, outcomes
    shutil.copyfile(small.home.settings_file, small.home.folder / "municipality.toml")
    return small


def _postings() -> str:
    head = HEADER.rstrip("\n") + ";Leverandørnr;Leverandør;Faktura\n"
    lines = "".join(
        f"{voucher};15.03.2026;111;{account};{text};{amount};7;=Firma {TEXT};@7 <i>\n"
        for voucher, account, text, amount in [*_LINES, CONTROL]
    )
    return f"{head}{lines}I alt;;;;;1.518,75;;;\n"


def set_aside(ground: Ground) -> Strike:
    """The line is not among those that were published, and told with its reason."""

    def strike() -> str:
        small: SmallMunicipality = ground["hostile_extract"]
        assert small.vouchers().keys() == {voucher for voucher, *_ in _LINES}
        listed = small.pejling("quarantine", "list")
        assert listed.returncode == 0, listed.stderr
        assert r"et\x01to\x1b[2J" in listed.stdout
        assert not {sign for sign in listed.stdout if not sign.isprintable()} - {"\n"}
        (line,) = refused_lines(small.home)
        return REASONS[line.reason]

    return strike


def looked_at(ground: Ground) -> Strike:
    """Opened down to the posting in Chromium, and the page of what was delivered."""
    opened = "/?person=controller&unit=100&open=100&open=110&open=111&open=111~10000001~&open=111~20000002~"
    pages = [(opened, "Firma"), ("/datakvalitet?person=controller", "")]
    return lambda: drawn(ground["browser"], ground.home, pages)


def brought_home(kind: str, **filters: object) -> Attack:
    """As a file of somebody who sees everything."""

    def attack(ground: Ground) -> Strike:
        ground["monkeypatch"].setenv("PEJLING_HOME", str(ground.home))
        ground["monkeypatch"].setenv("PEJLING_DEMO", "1")
        of = {"fiscal_year": 2026, "period": 3, "unit": "100", "organisation_view": "today", "year": 2026}
        of |= {"budget_basis": "with_carry_over", "function_code": None}
        return lambda: only_texts(kind, ground["tmp_path"] / "file", {**of, **filters})

    return attack
