"""The reader makes of every file what the generator says is in it."""

from pathlib import Path

import pytest

from pipelines.extracts.reading import read_extract
from pipelines.extracts.spec import Spec, load_specs
from pipelines.sample import Truth, kroner
from tests.sample.conftest import SAMPLE_DATA

SPECS = load_specs(SAMPLE_DATA / "specs")
FILES = sorted(path.name for path in (SAMPLE_DATA / "extracts").iterdir())


def spec_of(name: str) -> Spec:
    fitting = [spec for spec in SPECS if spec.match(name)]
    assert len(fitting) == 1, f"{name} belongs to {[spec.source for spec in fitting]}"
    return fitting[0]


@pytest.mark.parametrize("name", FILES)
def test_every_line_and_amount_is_where_it_belongs(folder: Path, truth: Truth, tmp_path: Path, name: str) -> None:
    said, reading = truth.files[name], read_extract(spec_of(name), folder / name, tmp_path)
    assert spec_of(name).source == said.source
    assert (reading.lines, reading.header_lines) == (said.lines, said.header_lines)
    assert (reading.accepted, reading.quarantined, reading.left_out) == (said.accepted, said.quarantined, said.left_out)
    assert (reading.masked_cpr, reading.unreadable_amounts) == (said.masked_cpr, said.unreadable)
    assert reading.unknown_headers == ()
    if reading.accepted_amount is not None:
        assert reading.accepted_amount == kroner(said.accepted_amount)
        assert reading.quarantined_amount == kroner(said.quarantined_amount)
    if said.total is not None:
        assert reading.control_total == kroner(said.total)
        assert reading.difference == kroner(said.unreadable_amount)


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.source)
def test_every_source_has_a_file_but_the_one_that_pejling_writes_itself(spec: Spec) -> None:
    assert any(spec.match(name) for name in FILES) or spec.table == "statistical_forecast"
