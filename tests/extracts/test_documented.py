"""docs/sources.md has every key of a spec and every reason that a row may be quarantined for."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from pipelines.extracts import spec_tables
from pipelines.extracts.column_spec import ColumnSpec, Keys, SignColumn
from pipelines.extracts.reasons import REASONS
from pipelines.extracts.spec import Spec

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "sources.md").read_text(encoding="utf-8")
TABLES = [
    one for one in vars(spec_tables).values() if isinstance(one, type) and issubclass(one, Keys) and one is not Keys
]
MODELS = [Spec, ColumnSpec, SignColumn, *TABLES]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_key_is_on_the_page(model: type[Keys]) -> None:
    keys = {field.alias or name for name, field in model.model_fields.items()} - {"path", "sha256"}
    missing = [key for key in sorted(keys) if not re.search(rf"(?<![a-z_]){key}(?![a-z_])", PAGE)]
    assert not missing


def test_every_reason_is_on_the_page() -> None:
    assert [code for code, words in REASONS.items() if f"| `{code}` | {words} |" not in PAGE] == []


def test_the_specs_on_the_page_are_toml() -> None:
    for block in re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL):
        text = block.replace("…", "x")
        assert tomllib.loads(text)
