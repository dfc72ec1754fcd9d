"""The fast way and the careful way read the same, whatever stands in the file."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipelines.extracts import blocks, csv_rows, encodings
from pipelines.extracts.regular_lines import RegularLines
from pipelines.extracts.spec import load_spec
from pipelines.problems import Problem
from tests.extracts.conftest import HEADER, Read, read_file

SPEC = """
source = "ledger"
table = "posting"
ignore = ["Andet"]
[file]
kind = "csv"
pattern = "*.csv"
encoding = "utf-8"
[delivery]
mode = "full"
[columns]
voucher = { from = "Bilag" }
posting_date = { from = "Dato", date = ["dd.MM.yyyy", "d/M/yyyy"] }
cost_centre = { from = "Sted", pad = 6 }
account = { from = "Konto", values_matching = { "^2" = "22" }, other = "4" }
amount = { from = "Beløb", decimal = ",", thousands = [".", " "], negative = ["leading", "trailing", "parentheses"] }
text = { from = "Tekst", empty = "-" }
[[leave_out]]
column = "Tekst"
matches = "^Sum"
reason = "labelled sums"
total = true
"""
words = st.sampled_from(
    [
        "",
        " ",
        "-",
        "I alt",
        "Sum 1",
        "B1",
        "#N/A",
        "#hash",
        "*****",
        "0101901234",
        "010190-1234 x",
        "101901234",
        "05.01.2026",
        "5/1/2026",
        "31.02.2026",
        "31.12.9999",
        "1.234,56",
        "1 234,56",
        "(12,00)",
        "12,3-",
        "12.3",
        "-7",
        "−7,5",
        "1,234",
        "22",
        "2x",
        "æøå – €",
        "\ufffd",
        "\x07",
        "\u00a05\u00a0",
        'a"b',
        '"q"',
        '"a;b"',
        '"line\nbreak"',
        '"open',
        '="007"',
        "=cmd|' /C calc'!A0",
        "<script>",
        *HEADER.split(";"),
    ]
)
cells = st.one_of(words, st.text(alphabet='0123456789.,-;" \rabæ=#*\n', max_size=6))
rows = st.lists(cells, min_size=5, max_size=7).map(";".join)
good = st.sampled_from(
    [
        "B1;05.01.2026;1001;22000001;1.234,56;Papir",
        "B2;06.01.2026;7;4;250,00;",
        "B3;1/2/2026;1002;2;34,50-;0101901234",
        '"B4";"05.01.2026";"1001";"22";"1,00";"x"',
        "B5;05.01.2026;1001;22;;Tekst",
        ";;;;;",
        "",
        HEADER,
    ]
)
files = st.tuples(st.lists(st.one_of(good, good, rows), max_size=12), st.sampled_from(["\n", "\r\n"]), st.booleans())

dates = st.sampled_from(["05.01.2026", "5/1/2026", "31.02.2026", "31.12.9999", "", "i går", "05.01.2026 "])
amounts = st.one_of(
    st.sampled_from(
        ["1.234,56", "1 234,56", "(12,00)", "12,3-", "12.3", "-7", "−7,5", "1,234", "", "#I/T", "***", "12,50 -"]
    ),
    st.text(alphabet="0123456789.,- ()", max_size=8),
)
plain = words.filter(lambda text: not set(text) & set('"\n;\x07\ufffd'))
regular_rows = st.tuples(plain, dates, plain, plain, amounts, plain).map(";".join)


def result(lines: list[str], ending: str, *, closed: bool) -> tuple[object, ...]:
    content = ending.join([HEADER, *lines]) + (ending if closed else "")
    with tempfile.TemporaryDirectory() as folder:
        spec, path = Path(folder, "s.toml"), Path(folder, "f.csv")
        spec.write_text(SPEC, encoding="utf-8")
        path.write_bytes(content.encode("utf-8"))
        try:
            found: Read = read_file(load_spec(spec), path, Path(folder, "out"))
        except Problem as problem:
            return (str(problem),)
        return (
            found.reading.model_dump(),
            found.accepted.sort("line").rows(),
            found.quarantined.sort("line").rows(),
            found.left_out.sort("line").rows(),
        )


def carefully(lines: list[str], ending: str, *, closed: bool) -> tuple[object, ...]:
    """The same with every line walked, and every row read the careful way."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(RegularLines, "whole", lambda *_: None)
        patch.setattr(RegularLines, "regular", lambda _, lines, __: bytearray(len(lines)))
        return result(lines, ending, closed=closed)


@given(files)
@settings(max_examples=150)
@example((["B1;05.01.2026;1001;22000001;1,00;Papir;"], "\r\n", True))
@example((["B1;05.01.2026;1001;22;1,00;a", "x;y", "B2;05.01.2026;1001;22;1,00;a;b"], "\n", True))
@example((['B1;05.01.2026;1001;22;1,00;"to\nlinjer"', "B2;05.01.2026;1001;22;1,00;a"], "\n", True))
def test_fast_and_careful_agree(file: tuple[list[str], str, bool]) -> None:
    lines, ending, closed = file
    fast = result(lines, ending, closed=closed)
    assert fast == carefully(lines, ending, closed=closed)


@given(st.lists(st.one_of(good, rows), min_size=10, max_size=60), st.booleans())
@settings(max_examples=60)
def test_fast_and_careful_agree_where_columns_repeat(lines: list[str], unclosed: bool) -> None:
    lines = [*lines, *lines, *lines, *lines, *lines, *(['B6;05.01.2026;1;2;3,00;"auf'] if unclosed else [])]
    assert result(lines, "\n", closed=True) == carefully(lines, "\n", closed=True)


@given(st.lists(regular_rows, min_size=1, max_size=30), st.booleans(), st.booleans())
@settings(max_examples=150)
def test_fast_and_careful_agree_on_regular_files(lines: list[str], quoted: bool, crlf: bool) -> None:
    lines = [line if not quoted else ";".join(f'"{cell}"' for cell in line.split(";")) for line in lines]
    ending = "\r\n" if crlf else "\n"
    with pytest.MonkeyPatch.context() as patch:
        slow: list[int] = []
        careful_way = csv_rows.CsvRows._irregular
        patch.setattr(csv_rows.CsvRows, "_irregular", lambda *args: slow.append(1) or careful_way(*args))
        fast = result(lines, ending, closed=True)
        assert not slow
    assert fast == carefully(lines, ending, closed=True)


@given(files, st.integers(20, 200))
@settings(max_examples=60)
def test_the_size_of_blocks_does_not_matter(file: tuple[list[str], str, bool], size: int) -> None:
    lines, ending, closed = file
    whole = result(lines, ending, closed=closed)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "BLOCK_BYTES", 250)
        patch.setattr(encodings, "PIECE_BYTES", size)
        parts = result(lines, ending, closed=closed)
    assert parts == whole


def test_line_numbers_are_the_files_own(tmp_path: Path) -> None:
    lines = [
        "",
        'B1;05.01.2026;1;22;1,00;"en\nto\ntre"',
        ";;;;;",
        "B2;05.01.2026;2;22;2,00;x",
        "kort;linje",
        "B3;05.01.2026;3;22;3,00;y",
    ]
    (tmp_path / "s.toml").write_text(SPEC, encoding="utf-8")
    path = tmp_path / "f.csv"
    path.write_bytes(("Rapport\n" + HEADER + "\n" + "\n".join(lines) + "\n").encode())
    found = read_file(load_spec(tmp_path / "s.toml"), path, tmp_path / "out")
    assert dict(found.accepted.select("voucher", "line").rows()) == {"B1": 4, "B2": 8, "B3": 10}
    assert found.reasons == [(9, None, "wrong_number_of_fields")]
    assert found.reading.lines == 10
    assert found.reading.header_lines == 6
