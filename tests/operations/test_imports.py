"""Two sessions that import a module at once can find it half made: what pages import late is loaded before them."""

import ast
import json
import subprocess
import sys
from pathlib import Path

from dashboard.server import HEAVY_IMPORTS

ROOT = Path(__file__).parents[2]
# Not imported by sessions: commands are processes of their own, the store is migrated before the first session (and
# then under a lock), and packs are drafted by processes of their own.
ELSEWHERE = {"dashboard/cli.py", "dashboard/store/schema.py", "dashboard/packs/writing.py"}
_LOAD = """
import importlib, json, sys
import dashboard.server
for name in {heavy}:
    importlib.import_module(name)
print(json.dumps([name for name in {wanted} if name not in sys.modules]))
"""


def _late(file: Path) -> set[str]:
    """Modules that are imported within a function of the file."""
    tree, found = ast.parse(file.read_text(encoding="utf-8")), set[str]()
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            for node in ast.walk(function):
                if isinstance(node, ast.Import):
                    found |= {alias.name for alias in node.names}
                elif isinstance(node, ast.ImportFrom) and node.module:
                    found.add(node.module)
    return found


def test_what_is_imported_late_is_loaded_before_the_first_session() -> None:
    files = {file.relative_to(ROOT).as_posix(): file for file in (ROOT / "dashboard").rglob("*.py")}
    asked = {
        name
        for path, file in files.items()
        if path not in ELSEWHERE and "typer.Option" not in file.read_text(encoding="utf-8")
        for name in _late(file)
    }
    assert {"docx", "docx.oxml.ns", "streamlit"} <= asked, "the test finds them"
    code = _LOAD.format(heavy=list(HEAVY_IMPORTS), wanted=sorted(asked))
    loaded = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)

    assert json.loads(loaded.stdout.splitlines()[-1]) == []


def test_what_streamlit_itself_imports_late_is_among_them() -> None:
    assert {"pandas", "numpy", "pyarrow", "polars"} <= set(HEAVY_IMPORTS)
