"""A spec is drafted from a file, and tried on it."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.console import Console

from pipelines.extracts.draft import draft_spec
from pipelines.extracts.spec import Spec, load_spec
from pipelines.extracts.trial import show_trial, try_spec
from pipelines.problems import Problem, WrongUse
from tests.extracts.conftest import POSTING, SUM
from tests.extracts.test_sources import DATA, archive, workbook

LINES = [
    "KMD Opus: Posteringsliste",
    "Periode: 01.2026",
    "Kørselsdato;;03.02.2026",
    "",
    "Bilagsnr.;Bogf.dato;Omkostningssted;Artskonto;Beløb i DKK;D/K;Bilagstekst;Leverandørnavn",
    "51000001;05.01.2026;0000001001;22000001;1.234,56;D;Papir;Bog & Idé",
    "51000002;16.01.2026;0000001001;22000002;250,00;D;Løn;",
    "51000003;17.01.2026;0000001002;22000001;34,50-;K;Kreditnota;Bog & Idé",
    "51000004;18.01.2026;0000001003;22000003;10.000,00;D;Husleje;Ejendom A/S",
    "I alt;;;;11.450,06;;;",
]


def written(folder: Path, name: str, content: bytes | None = None) -> Path:
    path = folder / name
    path.write_bytes(content if content is not None else ("\r\n".join(LINES) + "\r\n").encode("cp1252"))
    return path


def as_spec(folder: Path, text: str) -> Spec:
    path = folder / "drafted.toml"
    path.write_text(text, encoding="utf-8")
    return load_spec(path)


@pytest.mark.parametrize("name", ["kontoplan.csv", "kontoplan_2026_01.csv"])
def test_a_list_without_a_period_is_drafted_as_one_that_replaces_the_last(tmp_path: Path, name: str) -> None:
    """Whatever its name says: two lists of accounts in force would give each account twice."""
    path = written(tmp_path, name, b"Artskonto;Betegnelse\r\n22000001;Papir\r\n22000002;Bog\r\n")
    spec = as_spec(tmp_path, draft_spec(path))
    assert (spec.table, spec.delivery.mode) == ("account", "full")


def test_a_draft_reads_the_file_it_was_drafted_from(tmp_path: Path) -> None:
    path = written(tmp_path, "posteringer_2026_01.csv")
    text = draft_spec(path)
    assert 'encoding = "cp1252"' in text
    assert 'pattern = "posteringer_{yyyy}_{MM}.csv"' in text
    assert "'D/K' may say debit or credit" in text
    assert 'mode = "period"  # DECIDE' in text
    assert 'title = "posteringer_2026_01"  # DECIDE' in text
    spec = as_spec(tmp_path, text)
    assert spec.table == "posting"
    trial = try_spec(spec, path)
    assert trial.is_clean
    assert trial.reading is not None
    assert trial.reading.accepted_amount == SUM
    assert trial.reading.control_source == "total_row"
    assert str(trial.reading.run_date) == "2026-02-03"


def test_a_file_of_another_system_is_drafted_as_far_as_it_says(tmp_path: Path) -> None:
    """Month before year, apostrophes in the numbers, slashes in the days, and one number that is none."""
    content = (
        "Regnskabsperiode: 10/2026\r\n\r\nBilag\tPos\tKonteringsdato\tMåned\tÅr\tSted\tKonto\tBeløb\r\n"
        "9001\t1\t5/10/2026\t10\t2026\tA10\t4000\t12'500.00\r\n9002\t1\t17/10/2026\t10\t2026\tA20\t4000\t1'200.50\r\n"
        "9003\t1\t31/10/2026\t10\t2026\tA20\t4000\tx\r\nSum i alt\t\t\t\t\t\t\t13'700.50\r\n"
    )
    path = written(tmp_path, "finans_10-2026.txt", content.encode("utf-16"))
    text = draft_spec(path)
    assert "1 of 4 have another form, such as 'x'" in text
    spec = as_spec(tmp_path, text)
    assert (spec.table, spec.file.pattern) == ("posting", ("finans_{MM}-{yyyy}.txt",))
    trial = try_spec(spec, path)
    assert trial.reading is not None
    assert (trial.reading.accepted, trial.reading.quarantined, trial.reading.periods) == (2, 1, ("2026-10",))


def test_a_budget_is_known_by_its_name_and_has_the_year_of_its_name(tmp_path: Path) -> None:
    header = ["Sted", "Konto", "Budgetbeløb 2026"]
    path = written(tmp_path, "Budget 2026 endelig.csv", ";".join(header).encode() + b"\r\nA10;4000;150000,00\r\n")
    text = draft_spec(path)
    assert 'every = "year"' in text
    spec = as_spec(tmp_path, text.replace('# kind = { value = "adopted" }', 'kind = { value = "adopted" }'))
    assert spec.table == "budget_line"
    trial = try_spec(spec, path)
    assert trial.is_clean
    assert trial.reading is not None
    assert trial.reading.accepted_amount == 150000


def test_what_cannot_be_known_is_left_to_a_person(tmp_path: Path) -> None:
    text = draft_spec(written(tmp_path, "liste.csv", b"Dato,Konto,Amount\n01/02/2026,22,1.50\n03/04/2026,23,1.75\n"))
    assert "# cost_centre = { from = … }  # DECIDE, needed" in text
    assert "may also be MM/dd/yyyy" in text
    with pytest.raises(WrongUse, match=r"columns\.cost_centre: the table posting needs it"):
        as_spec(tmp_path, text)


@pytest.mark.parametrize(
    ("name", "member", "kind"),
    [("p_2026.xlsx", "", "xlsx"), ("p_2026.zip", "p_2026_01.xlsx", "zip"), ("p.zip", "a.csv", "zip")],
)
def test_workbooks_and_archives(tmp_path: Path, name: str, member: str, kind: str) -> None:
    content = workbook(*DATA, first_row=2)
    if member:
        content = archive({member: content if member.endswith("xlsx") else "\r\n".join(LINES).encode("cp1252")})
    path = written(tmp_path, name, content)
    spec = as_spec(tmp_path, draft_spec(path))
    assert spec.file.kind == kind
    trial = try_spec(spec, path)
    assert trial.reading is not None, trial.problem
    assert trial.reading.accepted_amount == SUM


@pytest.mark.parametrize("content", [b"", b"MZ\x90\x00", b"PK\x03\x04xx", archive({"readme.md": b"x"})])
def test_nothing_to_draft_from(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(Problem):
        draft_spec(written(tmp_path, "x.csv", content))
    with pytest.raises(Problem, match="cannot be read"):
        draft_spec(tmp_path / "none.csv")


def shown(trial: object) -> str:
    out = io.StringIO()
    show_trial(trial, Console(file=out, width=200, no_color=True))  # type: ignore[arg-type]
    return out.getvalue()


def test_a_trial_shows_what_was_understood(tmp_path: Path, spec_of: Callable[[str], Spec]) -> None:
    lines = [
        "Bilag;Dato;Sted;Konto;Beløb;Tekst;Nyt",
        "B1;05.01.2026;1001;22;1.234,56;[bold]Papir;",
        "B2;i går;1;2;3,00;x;",
    ]
    path = written(tmp_path, "p.csv", "\n".join(lines).encode())
    toml = POSTING + '[control_total]\nvalue = "1238.00"\n'
    trial = try_spec(spec_of(toml), path)
    assert not trial.is_clean
    assert trial.reasons == {"not_a_date": 1}
    text = shown(trial)
    for words in ("amount", "Beløb", "1234.56", "[bold]Papir", "not_a_date", "i går", "1,238.00", "0.44", "Nyt"):
        assert words in text


def test_a_trial_of_a_file_that_is_refused(tmp_path: Path, spec_of: Callable[[str], Spec]) -> None:
    trial = try_spec(spec_of(POSTING), written(tmp_path, "p.csv", b"a;b\n1;2\n"))
    assert trial.problem is not None
    assert "Refused. p.csv: no row among the first 2" in shown(trial)
