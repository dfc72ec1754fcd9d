"""A question picks rows and their order from one mart; the counting is the mart's."""

import ast
from pathlib import Path

import pytest
import sqlglot
from sqlglot import exp

QUERIES = Path(__file__).parents[2] / "dashboard" / "queries"
NEVER = (exp.Join, exp.Group, exp.Having, exp.AggFunc, exp.Window, exp.Subquery, exp.CTE, exp.SetOperation, exp.Case)
ARITHMETIC = (exp.Add, exp.Sub, exp.Mul, exp.Div, exp.Mod, exp.DPipe)


def statements() -> list[tuple[str, str]]:
    """Every SQL text in dashboard/queries, with the name of the file that it stands in."""
    return [
        (path.stem, node.value)
        for path in sorted(QUERIES.glob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "select " in node.value.lower()
    ]


@pytest.mark.parametrize(("module", "sql"), statements())
def test_a_question_is_one_plain_select(module, sql):
    parsed = sqlglot.parse(sql, dialect="duckdb")
    assert len(parsed) == 1
    assert isinstance(parsed[0], exp.Select)
    assert not list(parsed[0].find_all(*NEVER, *ARITHMETIC))
    assert parsed[0].args.get("order"), "rows without an order come in any order"


@pytest.mark.parametrize(("module", "sql"), statements())
def test_a_question_reads_one_mart_of_its_own_view(module, sql):
    tables = [table.name for table in sqlglot.parse_one(sql, dialect="duckdb").find_all(exp.Table)]
    assert len(tables) == 1
    # A module is named by its view, or by the one mart that has enough questions to fill it.
    assert tables[0].split("__")[0] in {module, "organisation"} or tables[0] == module


def test_there_are_questions():
    assert len(statements()) >= 12


@pytest.mark.parametrize("path", sorted(QUERIES.glob("*.py")), ids=lambda path: path.name)
def test_no_sql_is_glued_and_nothing_knows_of_streamlit(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]
    modules = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    modules |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert not {module for module in modules if module.startswith(("streamlit", "duckdb"))}
