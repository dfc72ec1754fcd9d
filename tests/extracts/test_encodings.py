"""Bytes into text: never a shrug, never another letter."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.extracts import blocks, encodings
from pipelines.extracts.encodings import TextSource
from pipelines.problems import Problem
from tests.extracts.conftest import HEADER, POSTING, ROWS, SUM, Read

LETTERS = "æøåÆØÅéüßñ"
CP1252_ONLY = "€–“”…ŽšŸ"
texts = st.text(alphabet="abc;, \n" + LETTERS, min_size=1, max_size=200)


def decoded(content: bytes, *declared: str) -> str:
    source = TextSource(lambda: io.BytesIO(content), declared, "f.csv")
    return b"".join(block.data for block in source.blocks()).decode("utf-8")


@given(texts, st.sampled_from(["cp1252", "latin-1", "utf-8", "utf-8-sig", "utf-16"]), st.integers(1, 40))
def test_text_comes_through_in_any_encoding_and_any_pieces(text: str, encoding: str, piece: int) -> None:
    text = f"æ {text}x\n"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(encodings, "PIECE_BYTES", piece)
        patch.setattr(blocks, "BLOCK_BYTES", 50)
        assert decoded(text.encode(encoding), encoding) == text
        if encoding != "latin-1":  # which cp1252 reads as well
            assert decoded(text.encode(encoding), "detect") == text


@given(st.text(alphabet="abc\n" + LETTERS + CP1252_ONLY, max_size=100))
def test_cp1252_is_not_latin_1(text: str) -> None:
    text = f"–{text}æ"
    assert decoded(text.encode("cp1252"), "cp1252") == text
    with pytest.raises(Problem, match="line 1 is not in latin-1"):
        decoded(text.encode("cp1252"), "latin-1")


@pytest.mark.parametrize(
    ("content", "declared", "words"),
    [
        (b"", "utf-8", "is empty"),
        (b" \r\n\r\n", "utf-8", "is empty"),
        ("Løn\nBeløb – 1\n".encode("cp1252"), "utf-8", "line 1 is not in utf-8 (byte 0xf8)"),
        ("a\nb\nBeløb\n".encode("cp1252"), "utf-8", "line 3"),
        ("Beløb\n".encode(), "cp1252", "the text is UTF-8, but the spec says cp1252"),
        ("Beløb\n".encode("utf-16"), "cp1252", "the text is utf-16-le, but the spec says cp1252"),
        ("Beløb;Tekst\n".encode("utf-16-le"), "cp1252", "the text is utf-16-le, but the spec says cp1252"),
        ("Beløb;Tekst\n".encode("utf-8-sig"), "cp1252", "the text is utf-8, but the spec says cp1252"),
        (b"a;b\n1;2\n", "utf-16", "the text is not UTF-16"),
        (b"a;\x81\n", "cp1252", "line 1 is not in cp1252 (byte 0x81)"),
        ("Beløb".encode()[:-1] + b"\xc3", "utf-8", "line 1 is not in utf-8"),
        (b"MZ\x90\x00\x03", "detect", "is a Windows program, not text"),
        (b"PK\x03\x04\x14", "detect", "is a zip archive or an Excel workbook"),
        (b"\xd0\xcf\x11\xe0\xa1", "detect", "is an old Excel or Word file"),
        (b"%PDF-1.7\n", "detect", "is a PDF document"),
        (b"\x1f\x8b\x08", "detect", "is a gzip archive"),
    ],
)
def test_refused(content: bytes, declared: str, words: str) -> None:
    with pytest.raises(Problem, match=words.replace("(", r"\(").replace(")", r"\)")):
        decoded(content, declared)


def test_the_first_of_a_list_that_fits() -> None:
    assert decoded("Løn –\n".encode("cp1252"), "utf-8", "cp1252") == "Løn –\n"
    assert decoded("Løn –\n".encode(), "utf-8", "cp1252") == "Løn –\n"


def test_lines_that_end_in_a_carriage_return_alone(read: Callable[..., Read]) -> None:
    assert read("\r".join([HEADER, *ROWS, ""]).encode("cp1252")).reading.accepted_amount == SUM


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "latin-1"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_a_file_in_any_encoding(read: Callable[..., Read], encoding: str, ending: str) -> None:
    found = read(ending.join([HEADER, *ROWS, ""]).encode(encoding))
    assert found.reading.accepted_amount == SUM
    assert found.accepted["text"].to_list() == ["Papir", "Løn", "Kreditnota", "Husleje"]
    assert found.accepted["line"].to_list() == [2, 3, 4, 5]


def test_a_line_too_long_to_keep_goes_to_quarantine(read: Callable[..., Read], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encodings, "PIECE_BYTES", 64)
    monkeypatch.setattr(blocks, "BLOCK_BYTES", 256)
    monkeypatch.setattr(blocks, "MAX_LINE_BYTES", 300)
    long = "B9;05.01.2026;1;2;1,00;" + "æ" * 5_000
    found = read([HEADER, *ROWS[:2], long, *ROWS[2:]])
    assert found.reasons == [(4, None, "line_too_long")]
    assert len(found.quarantined["record"][0]) <= 600
    assert found.accepted["line"].to_list() == [2, 3, 5, 6]
    assert found.reading.lines == 6


def test_declared_encoding_in_the_account(read: Callable[..., Read]) -> None:
    assert read([HEADER, *ROWS], POSTING).reading.parts[0].encoding == "cp1252"


MIXED = "Aftale “a”\n".encode() + "Løn – 1".encode("cp1252") + b" \x9d\n" + "æ".encode()


@given(st.integers(1, 30))
def test_a_broken_letter_is_marked_where_the_spec_says_so(piece: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(encodings, "PIECE_BYTES", piece)
        source = TextSource(lambda: io.BytesIO(MIXED), ("utf-8",), "f.csv", marks_broken=True)
        text = b"".join(block.data for block in source.blocks()).decode("utf-8")
    assert text == "Aftale “a”\nL\ufffdn \ufffd 1 \ufffd\næ"
    with pytest.raises(Problem, match="line 2 is not in utf-8"):
        decoded(MIXED, "utf-8")


def test_a_marked_letter_matters_only_in_a_cell_that_is_taken(read: Callable[..., Read]) -> None:
    lines = [f"{HEADER};Note", *(f"{row};ok" for row in ROWS)]
    content = [line.encode() for line in lines]
    content[2] = content[2].replace("ø".encode(), b"\xf8")
    content[3] += b" \xf8"
    spec = POSTING.replace("[file]", 'ignore = ["Note"]\n[file]\nencoding = "utf-8"\nbroken_letters = "mark"')
    found = read(b"\n".join(content) + b"\n", spec)
    assert found.reasons == [(3, "text", "replacement_character")]
    assert found.accepted["line"].to_list() == [2, 4, 5]
