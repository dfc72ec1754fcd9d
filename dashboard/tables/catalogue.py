"""The tables of the catalogue: figures, where one stands, what it is made of, and the published tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby

import polars as pl

from dashboard.addresses import Address, Opened
from dashboard.components.masthead import Choice
from dashboard.components.table import Cell, Column, Row, Table
from dashboard.sentences.catalogue import DIRECTIONS, LAYERS, SCOPES, UNITS, in_language, is_overdue
from dashboard.tables.data_quality import latest, reach, reconciles
from dashboard.texts import Texts
from pipelines.catalogue import Behind, CataloguedFigure, CataloguedTable, made_of_columns
from pipelines.figures import meaning
from pipelines.problems import Problem

Columns = Mapping[str, Mapping[str, str]]


def figures(texts: Texts, found: Sequence[CataloguedFigure], address: Address, today: date, link: str) -> Table:
    """The figures view by view; a view opens to its figures, and is open while something is looked for."""
    say = texts.say
    return Table(
        title=say("Figures with “{search}”", search=address.search) if address.search else say("All figures"),
        columns=(
            Column(say("Figure")),
            Column(say("Answers the question"), left=True),
            Column(say("Unit"), say("direction"), left=True),
            Column(say("Owner"), say("checked by"), left=True),
            Column(say("Next review"), left=True),
        ),
        rows=tuple(_figures(texts, found, address, today)),
        empty=say("No figure has these words on its card. Try fewer or other words."),
        link=Choice(link, say("Download to Excel")) if link else None,
        is_tree=True,
    )


def _figures(texts: Texts, found: Sequence[CataloguedFigure], address: Address, today: date) -> Iterator[Row]:
    for view, members in groupby(found, key=lambda figure: figure.view):
        figures = list(members)
        overdue = sum(is_overdue(figure, today) for figure in figures)
        is_open = bool(address.search) or address.opened_row(view) is not None
        told = texts.say_many("{count} is overdue", "{count} are overdue", overdue) if overdue else ""
        yield Row(
            id=view,
            label=in_language(texts, figures[0].title),
            note=texts.say_many("{count} figure", "{count} figures", len(figures)),
            cells=(Cell(), Cell(), Cell(), Cell(told, tone="watch" if told else "", mark="watch" if told else "")),
            kind="unit",
            is_open=None if address.search else is_open,
        )
        if is_open:
            yield from (_figure(texts, figure, today) for figure in figures)


def _figure(texts: Texts, figure: CataloguedFigure, today: date) -> Row:
    card, late = figure.card, is_overdue(figure, today)
    return Row(
        id=figure.id,
        label=in_language(texts, card.name),
        cells=(
            Cell(in_language(texts, card.question), wrap=True),
            Cell(texts.say(UNITS[card.unit]), texts.say(DIRECTIONS[card.direction]), wrap=True),
            Cell(card.owner, card.checked_by, wrap=True),
            Cell(texts.day(card.next_review), texts.say("overdue") if late else "", note_tone="watch" if late else ""),
        ),
        level=2,
        goes_to=texts.say("Show the card"),
    )


def where(
    texts: Texts, figure: CataloguedFigure, names: Sequence[str], known: Mapping[str, CataloguedTable], address: Address
) -> Table:
    """The published tables that a figure stands in; each opens to the columns that it is computed from there."""
    say = texts.say
    return Table(
        title=say("Where {figure} stands", figure=in_language(texts, figure.card.name)),
        columns=(Column(say("Table"), say("column")), Column(say("What it holds"), left=True)),
        rows=tuple(_where(texts, figure, names, known, address)),
        empty=say("The release that is shown has no table with this figure."),
        notes=(say("Open a table to see the columns that the figure is computed from there."),),
        is_tree=True,
    )


def _where(
    texts: Texts, figure: CataloguedFigure, names: Sequence[str], known: Mapping[str, CataloguedTable], address: Address
) -> Iterator[Row]:
    for name in names:
        opened = address.opened_row(name, figure.column) is not None
        about = in_language(texts, known[name].about) if name in known else ""
        yield Row(
            id=str(Opened(name, figure.column)),
            label=name,
            note=figure.column,
            cells=(Cell(about, wrap=True),),
            kind="unit",
            is_open=opened,
            goes_to=texts.say("Show what the table is made of"),
        )
        if opened:
            yield from _made_of(texts, name, figure.column)


def _made_of(texts: Texts, table: str, column: str) -> Iterator[Row]:
    sources = made_of_columns(table, column)
    if not sources:
        told = texts.say(
            "What it is computed from cannot be read from the SQL column by column; the drawing has its tables."
        )
        yield Row(f"m:{table}", told, level=2, kind="message", span=2)
        return
    for source in sources:
        layer, name, read = source.split(".")
        yield Row(
            id=f"m:{table}:{source}",
            label=f"{name}.{read}",
            cells=(Cell(texts.say(LAYERS[layer]), help_of(texts, name, read), wrap=True),),
            level=2,
            kind="detail",
        )


def steps(texts: Texts, made: Behind, known: Mapping[str, CataloguedTable]) -> Table:
    """The drawing as a table: every table on the way, with what it reads."""
    say = texts.say
    order = {"marts": 0, "staging": 1}
    rows = sorted(
        made.reads.items(), key=lambda step: (step[0] != made.table, order[step[0].partition(".")[0]], step[0])
    )
    return Table(
        title=say("Every table on the way"),
        columns=(Column(say("Table")), Column(say("Layer"), left=True), Column(say("Reads"), left=True)),
        rows=tuple(
            Row(
                id=str(Opened(name)) if name in known else f"s:{full}",
                label=name,
                cells=(Cell(say(LAYERS[layer])), Cell(", ".join(read.partition(".")[2] for read in reads), wrap=True)),
                goes_to=say("Show what the table is made of") if name in known and full != made.table else "",
            )
            for full, reads in rows
            for layer, _, name in [full.partition(".")]
        ),
        empty=say("It is made of nothing."),
    )


def sources(texts: Texts, rows: pl.DataFrame) -> Table:
    """The sources at the far end: whose they are, and whether they have come."""
    say = texts.say
    return Table(
        title=say("Sources, their owners and freshness"),
        columns=(
            Column(say("Source"), say("owner")),
            Column(say("Latest delivery"), say("expected by"), left=True),
            Column(say("Reaches to"), say("missing periods"), left=True),
            Column(say("Reconciles"), left=True),
        ),
        rows=tuple(
            Row(
                id=f"q:{row['source']}",
                label=row["title"],
                note=row["owner"] or say("no owner is named"),
                cells=(latest(texts, row), reach(texts, row), reconciles(texts, row["reconciles"])),
            )
            for row in rows.iter_rows(named=True)
        ),
        empty=say("It is made of settings and of what was told before alone: no source has been delivered for it."),
    )


def published(texts: Texts, tables: Sequence[CataloguedTable], columns: Columns, address: Address) -> Table:
    """Every published table, for those who write their own SQL; it opens to its columns."""
    say = texts.say
    return Table(
        title=say("Published tables, for analysts"),
        columns=(
            Column(say("Table"), say("one row for each")),
            Column(say("What it holds"), left=True),
            Column(say("Who sees its rows"), left=True),
            Column(say("Columns")),
        ),
        rows=tuple(_published(texts, tables, columns, address)),
        empty=say("The release holds no tables."),
        notes=(say("The same words stand as comments on the tables and columns of the published DuckDB file."),),
        is_tree=True,
    )


def _published(texts: Texts, tables: Sequence[CataloguedTable], columns: Columns, address: Address) -> Iterator[Row]:
    for table in tables:
        opened = address.opened_row(table.name) is not None
        yield Row(
            id=table.name,
            label=table.name,
            note=", ".join(table.key),
            cells=(
                Cell(in_language(texts, table.about), wrap=True),
                Cell(texts.say(SCOPES[table.scope]), wrap=True),
                Cell(texts.count(len(columns[table.name]))),
            ),
            kind="unit",
            is_open=opened,
            goes_to=texts.say("Show what the table is made of"),
        )
        if opened:
            for column, type_ in columns[table.name].items():
                yield Row(
                    id=f"c:{table.name}:{column}",
                    label=column,
                    note=type_.lower(),
                    cells=(Cell(name_of(texts, table.name, column), help_of(texts, table.name, column), wrap=True),),
                    level=2,
                    kind="detail",
                )


def name_of(texts: Texts, table: str, column: str) -> str:
    """What a column is called; empty where nobody has said."""
    try:
        return in_language(texts, meaning(table, column).name)
    except Problem:
        return ""


def help_of(texts: Texts, table: str, column: str) -> str:
    """What a column means; empty where nobody has said."""
    try:
        return in_language(texts, meaning(table, column).help)
    except Problem:
        return ""
