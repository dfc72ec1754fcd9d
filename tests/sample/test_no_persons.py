"""Nobody and no company that exists stands in the sample."""

import re
from pathlib import Path

from pipelines.sample import mess
from pipelines.sample.chart import load_chart
from tests.sample.plain_reading import table, texts

# Ten digits that begin as a day and a month, or nine that lost the zero in front.
CPR = re.compile(r"(?<!\d)(?:[0-3]?\d)(?:0[1-9]|1[0-2])(\d\d)-?(\d)\d{3}(?!\d)")
COLUMNS_OF_WORDS = ("Bilagstekst", "Tekst", "Leverandør", "Leverandørnavn", "Bemærkning", "Enhedsnavn", "Finansiering")


def words(folder: Path) -> set[str]:
    found: set[str] = set()
    for path in folder.glob("*"):
        if path.suffix == ".xlsx":
            continue
        for _, text in texts(path):
            first = next(line for line in text.split("\r\n") if line.count(";") > 1).split(";")[0]
            header, *rows = table(text, first)
            places = [place for place, name in enumerate(header) if name in COLUMNS_OF_WORDS]
            found |= {row[place] for row in rows for place in places if len(row) == len(header)}
    return found


def test_numbers_like_cpr_belong_to_people_not_yet_born(folder: Path) -> None:
    texts_found = [text for text in words(folder) if CPR.search(text)]
    expected = [odd.cells["text"] for rows in mess.ODD_ROWS.values() for odd in rows if odd.masked_cpr]
    assert sorted(texts_found) == sorted(expected)
    for text in texts_found:
        found = CPR.search(text)
        assert found is not None
        assert (found.group(1), found.group(2)) == ("36", "9")  # 9 with the year 36: born in 2036


def test_people_are_numbers(folder: Path) -> None:
    for name in ("posteringer_2023.zip", "posteringer_2026_10.csv"):
        for _, text in texts(folder / name):
            header, *rows = table(text, "Bilagsnr.")
            for column in ("Registreret af", "Godkendt af"):
                users = {row[header.index(column)] for row in rows[:-1]}
                assert all(re.fullmatch(r"HAV\d{4}|SYSAUTO", user) for user in users), users


def test_no_supplier_has_a_number_that_exists() -> None:
    weights = (2, 7, 6, 5, 4, 3, 2, 1)
    suppliers = {one for every in load_chart().suppliers.values() for one in every}
    assert len({one.number for one in suppliers}) == len({one.name for one in suppliers})
    for one in suppliers:
        assert re.fullmatch(r"\d{8}", one.number)
        assert sum(w * int(d) for w, d in zip(weights, one.number, strict=True)) % 11, one


def test_no_addresses(folder: Path) -> None:
    assert not [text for text in words(folder) if re.search(r"@|\b\d{4} [A-ZÆØÅ]", text) and "cmd" not in text]
