"""Other versions of DuckDB, each in an environment of its own: what an analyst or another machine may have."""

from __future__ import annotations

import json
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

ROOT = Path(__file__).parents[2]

# The environment's own DuckDB comes first; everything else is what this environment has.
_PREPARE = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
sys.path.append({sysconfig.get_paths()["purelib"]!r})
sys.path.append({sysconfig.get_paths()["platlib"]!r})
import duckdb
assert duckdb.__version__.startswith("VERSION."), duckdb.__version__
"""


def python_with_duckdb(version: str, cache: Path) -> Path:
    """The interpreter of an environment that holds duckdb `version` ('1.4') and nothing else, made once in `cache`."""
    folder = cache / f"duckdb-{version}-python-{sys.version_info.major}.{sys.version_info.minor}"
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    with FileLock(f"{folder}.lock"):
        if not (folder / "complete").exists():
            _run([sys.executable, "-m", "venv", "--clear", str(folder)], version)
            _run([str(python), "-m", "pip", "install", "--quiet", f"duckdb=={version}.*"], version)
            (folder / "complete").write_text(version, encoding="utf-8")
    return python


def _run(command: list[str], version: str) -> None:
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    if result.returncode:
        pytest.fail(
            f"DuckDB {version} could not be installed beside this environment: {result.stderr.strip()[-500:]}\n"
            "Remedy: let pip reach a package index, and install python3-venv where the system splits it off."
        )


def answer_of(python: Path, version: str, script: str, *arguments: str) -> Any:
    """What a script prints as JSON under another DuckDB; it finds the project and its libraries."""
    code = _PREPARE.replace("VERSION", version) + script
    result = subprocess.run(
        [str(python), "-W", "error", "-c", code, *arguments], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)
