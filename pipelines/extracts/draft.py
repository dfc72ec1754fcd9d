"""Drafting a spec from a file: what was seen, what is a guess, and what a person must decide."""

from __future__ import annotations

import json
import re
from pathlib import Path

import polars as pl

from pipelines.canonical import Column, canonical_tables
from pipelines.extracts.dates import read_moment
from pipelines.extracts.layout import plain
from pipelines.extracts.look import Look, canonical_names, look_at
from pipelines.extracts.numbers import NumberForm
from pipelines.extracts.synonyms import FILE_WORDS, PERIOD_LABELS, RUN_DATE_LABELS, SIGN_HEADERS, TOTAL_LABELS

_DATE_FORMS = (
    "dd.MM.yyyy", "dd-MM-yyyy", "yyyy-MM-dd", "dd/MM/yyyy", "d/M/yyyy", "MM/dd/yyyy", "M/d/yyyy", "yyyyMMdd",
    "dd-MMM-yyyy", "d. MMMM yyyy", "dd.MM.yy", "dd-MM-yy", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-ddTHH:mm:ss",
    "dd.MM.yyyy HH:mm", "d.M.yyyy",
)  # fmt: skip
_NUMBER_FORMS = ((",", "."), (",", " "), (".", ","), (".", " "), (".", "'"), (",", "'"), (",", ""), (".", ""))
_PERIOD_COLUMNS = {"fiscal_year", "period", "posting_date"}
_NEGATIVES = ("leading", "trailing", "parentheses")
_PERIOD_FORMS = {
    r"\d{2}\.\d{4}": "MM.yyyy", r"\d{2}/\d{4}": "MM/yyyy", r"\d{2}-\d{4}": "MM-yyyy", r"\d{4}-\d{2}": "yyyy-MM",
    r"\d{4}\d{3}": "{yyyy}{MMM}", r"\d{4}": "yyyy",
}  # fmt: skip


def draft_spec(path: Path) -> str:
    """A spec in TOML for the file `path`. Raises Problem when the file is nothing that can be read."""
    look = look_at(path)
    table, chosen = _table(look, path.name)
    parts = [
        f"# Drafted from {path.name}. Every line is a guess: compare it with the file, then run `pejling spec check`.",
        f"source = {_text(_source(path.name))}  # DECIDE: a short name of its own",
        f"table = {_text(table)}  # DECIDE: one of {', '.join(canonical_tables())}",
        f"title = {_text(path.stem)}  # DECIDE: what people call it on the screen",
        'owner = ""  # DECIDE: who vouches for it',
        *_ignored(look, chosen),
        "",
        *_file(look, path),
        "",
        *_delivery(look, path, table, chosen),
        *_letterhead(look),
        "[columns]",
        *_columns(look, path, table, chosen),
        *_control(look),
    ]
    return "\n".join(parts) + "\n"


def _table(look: Look, file: str) -> tuple[str, dict[str, int]]:
    """The canonical table of which most needed columns are there, and where its columns stand.

    Budgets and postings have the same columns but a few, so the file's name counts too.
    """
    best: tuple[float, str, dict[str, int]] = (-1.0, "posting", {})
    for name, table in canonical_tables().items():
        chosen: dict[str, int] = {}
        for place, header in enumerate(look.header.fields):
            column = next((one for one in canonical_names(header) if one in table.columns and one not in chosen), None)
            if column is not None:
                chosen[column] = place
        needed = [one for one, column in table.columns.items() if column.needed]
        found = sum(1 for one in needed if one in chosen)
        score = found / len(needed) * 10 + len(chosen) + (table.amount in chosen)
        score += 3 * any(word in file.lower() for word in FILE_WORDS.get(name, ()))
        if score > best[0]:
            best = (score, name, chosen)
    return best[1], best[2]


def _ignored(look: Look, chosen: dict[str, int]) -> list[str]:
    names = [
        name.strip() for place, name in enumerate(look.header.fields) if name.strip() and place not in chosen.values()
    ]
    if not names:
        return []
    return [f"ignore = [{', '.join(map(_text, dict.fromkeys(names)))}]  # DECIDE: known, and not used"]


def _file(look: Look, path: Path) -> list[str]:
    kind = "zip" if look.member else look.kind
    lines = [
        "[file]",
        f"kind = {_text(kind)}",
        f"pattern = {_text(_pattern(path.name))}  # DECIDE: what changes in the name",
    ]
    if look.kind == "csv":
        note = "  # it is not UTF-8" if look.encoding == "cp1252" else ""
        lines.append(f"encoding = {_text(look.encoding)}{note}")
        lines.append(f"separator = {_text(look.separator)}")
    else:
        lines.append(f"sheet = {_text(look.sheet)}")
    if look.member:
        name = look.member.rpartition("/")[2]
        lines += ["", "[file.members]", f"pattern = {_text(_pattern(name))}", f"kind = {_text(look.kind)}"]
    return lines


def _delivery(look: Look, path: Path, table: str, chosen: dict[str, int]) -> list[str]:
    """By period where the table's rows have one and the file tells it; a list without any replaces the one before."""
    labels = {plain(cell.partition(":")[0]) for record in look.above for cell in record.fields}
    names = (path.name, (look.member or "").rpartition("/")[2])
    is_named = any("{yyyy}" in _pattern(name) for name in names) or not labels.isdisjoint(PERIOD_LABELS)
    has_period = not canonical_tables()[table].columns.keys().isdisjoint(_PERIOD_COLUMNS)
    has_period = has_period and (is_named or not chosen.keys().isdisjoint(_PERIOD_COLUMNS))
    mode, why = ("period", "a period was seen") if has_period else ("full", "no period of its rows was seen")
    patterns = "".join(map(_pattern, names))
    is_yearly = "{yyyy}" in patterns and not re.search(r"\{(MM|Q)\}", patterns)
    every = "year" if is_yearly else "month"
    return [
        "[delivery]",
        f'mode = "{mode}"  # DECIDE, {why}: full (a new file replaces all), period (those of its period) or delta',
        f'every = "{every}"  # DECIDE: month, quarter, year or once; due_days after the period\'s end it is late',
        "due_days = 10",
        "",
    ]


def _pattern(name: str) -> str:
    """The file's name with year, month or quarter as tokens."""
    name = re.sub(r"((?:19|20)\d\d)([-_. ]?)(0[1-9]|1[0-2])(?!\d)", r"{yyyy}\2{MM}", name, count=1)
    if "{yyyy}" not in name:
        name = re.sub(r"(?<!\d)(0[1-9]|1[0-2])([-_. ])(?:19|20)\d\d(?!\d)", r"{MM}\2{yyyy}", name, count=1)
    if "{yyyy}" not in name:
        name = re.sub(r"(?<!\d)(?:19|20)\d\d(?!\d)", "{yyyy}", name, count=1)
    return re.sub(r"(\{yyyy\}[-_. ]?[KkQq])[1-4](?!\d)", r"\1{Q}", name, count=1)


def _letterhead(look: Look) -> list[str]:
    lines: list[str] = []
    for record in look.above:
        for place, cell in enumerate(record.fields):
            label, _, rest = cell.partition(":")
            value = rest.strip() or next((other.strip() for other in record.fields[place + 1 :] if other.strip()), "")
            if plain(label) in PERIOD_LABELS:
                form = next((form for pattern, form in _PERIOD_FORMS.items() if re.fullmatch(pattern, value)), None)
                lines += _labelled("period", label.strip(), form, value)
            elif plain(label) in RUN_DATE_LABELS:
                lines += _labelled("run_date", label.strip(), _date_forms([value])[:1], value)
    return ["[letterhead]  # stands above the table, and is compared with the file's name", *lines, ""] if lines else []


def _labelled(key: str, label: str, form: str | list[str] | None, value: str) -> list[str]:
    if not form:
        return [f"# {key} = {{ label = {_text(label)}, form = … }}  # DECIDE: how {value!r} is written"]
    written = form if isinstance(form, str) else form[0]
    return [f"{key} = {{ label = {_text(label)}, form = {_text(written)} }}  # {value!r}"]


def _columns(look: Look, path: Path, table: str, chosen: dict[str, int]) -> list[str]:
    lines: list[str] = []
    for name, column in canonical_tables()[table].columns.items():
        if name in chosen:
            lines.append(_column(name, column, look, chosen[name]))
        elif column.needed and name == "fiscal_year" and "{yyyy}" in _pattern(path.name):
            lines.append('fiscal_year = { from_period = "{yyyy}" }  # DECIDE: the year in the name of the file')
        elif column.needed and column.values is not None:
            lines.append(
                f'# {name} = {{ value = "{column.values[0]}" }}  # DECIDE, needed: one of {", ".join(column.values)}'
            )
        elif column.needed:
            lines.append(f"# {name} = {{ from = … }}  # DECIDE, needed: {column.description}")
    signs = [header.strip() for header in look.header.fields if plain(header) in SIGN_HEADERS]
    if signs:
        lines.append(
            f"# DECIDE: {signs[0]!r} may say debit or credit. If the amounts have no sign of their own, add to amount:"
        )
        lines.append(f'#   sign = {{ from = {_text(signs[0])}, minus = "K", plus = "D" }}')
    return lines


def _column(name: str, column: Column, look: Look, place: int) -> str:
    cells = look.column(place)
    keys = [f"from = {_text(look.header.fields[place].strip())}"]
    note = f"{cells[0]!r}" if cells else "no cell is filled"
    if column.type == "decimal" and look.kind == "csv":
        written, doubt = _number(cells)
        keys += written
        note += doubt
    elif column.type in ("date", "timestamp") and look.kind == "csv":
        forms = _date_forms(cells)
        keys.append(f"date = {_text(forms[0] if forms else 'dd.MM.yyyy')}")
        if not forms:
            note += "; DECIDE: in no form that was tried"
        elif others := [form for form in forms[1:] if _differs(cells, forms[0], form)]:
            note += f"; DECIDE: may also be {' or '.join(others)}"
    elif column.values is not None:
        keys.append("values = { " + ", ".join(f'{_key(one)} = "…"' for one in sorted(set(cells))[:8]) + " }")
        note = f"DECIDE: what each stands for, of {', '.join(column.values)}"
    elif column.type == "code" and _looks_like_cpr(cells):
        note += "; DECIDE: add may_hold_cpr = false if these are no CPR numbers, which would be masked"
    return f"{name} = {{ {', '.join(keys)} }}  # {note}"


def _number(cells: list[str]) -> tuple[list[str], str]:
    """The keys of the strictest form that most cells are in; the others would go to quarantine."""
    series = pl.Series(cells, dtype=pl.String)
    fits = {form: series.str.contains(_number_form(*form).pattern(any_decimals=True)) for form in _NUMBER_FORMS}
    decimal, thousands = max(fits, key=lambda form: fits[form].sum())
    fitting = series.filter(fits[decimal, thousands])
    if len(fitting) * 2 < len(cells):
        return ['decimal = ","'], "; DECIDE: the numbers are in no form that was tried"
    kinds = [kind for kind in _NEGATIVES if len(fitting) and _uses(fitting, decimal, thousands, kind)] or ["leading"]
    keys = [f"decimal = {_text(decimal)}"]
    if thousands and any(thousands in cell for cell in fitting):
        keys.append(f"thousands = {_text(thousands)}")
    if kinds != ["leading"]:
        keys.append(f"negative = [{', '.join(map(_text, kinds))}]")
    others = [cell for cell in cells if cell not in set(fitting)]
    doubt = f"; DECIDE: {len(others)} of {len(cells)} have another form, such as {others[0]!r}" if others else ""
    return keys, doubt if any(decimal in cell for cell in fitting) else f"{doubt}; DECIDE: no decimal mark was seen"


def _number_form(decimal: str, thousands: str) -> NumberForm:
    return NumberForm(decimal, (thousands,) if thousands else (), _NEGATIVES)


def _uses(series: pl.Series, decimal: str, thousands: str, kind: str) -> bool:
    others = tuple(one for one in _NEGATIVES if one != kind)
    form = NumberForm(decimal, (thousands,) if thousands else (), others)
    return not series.str.contains(form.pattern(any_decimals=True)).all()


def _date_forms(cells: list[str]) -> list[str]:
    """Every form that all cells are in."""
    return [form for form in _DATE_FORMS if cells and all(read_moment(cell, (form,)) is not None for cell in cells)]


def _differs(cells: list[str], one: str, other: str) -> bool:
    """Whether two forms that both fit read some cell as different days."""
    return any(read_moment(cell, (one,)) != read_moment(cell, (other,)) for cell in cells)


def _looks_like_cpr(cells: list[str]) -> bool:
    return any(re.fullmatch(r"\d{9,10}|\d{6}-\d{4}", cell) for cell in cells)


def _control(look: Look) -> list[str]:
    """A labelled total among the first or the last rows looked at."""
    for row in look.rows:
        for place, cell in enumerate(row):
            if plain(cell).rstrip(":") in TOTAL_LABELS and place < len(look.header.fields):
                header = look.header.fields[place].strip() or "*"
                where = f"{{ column = {_text(header)}, is = {_text(cell.strip())} }}"
                return ["", "[control_total]", f"row = {where}  # the file is refused when this row is missing"]
    return [
        "",
        "# [control_total]  # no labelled total was seen. If there is one, a broken-off file is noticed by it:",
        '# row = { column = "…", is = "I alt" }',
    ]


def _source(name: str) -> str:
    letters = name.lower().replace("æ", "ae").replace("ø", "oe").replace("å", "aa")
    words = re.sub(r"[^a-z]+", "_", letters.rpartition(".")[0]).strip("_")
    return words or "source"


def _key(text: str) -> str:
    return text if re.fullmatch(r"[A-Za-z0-9_-]+", text) else _text(text)


def _text(text: str) -> str:
    """A TOML string."""
    return json.dumps(text, ensure_ascii=False)
