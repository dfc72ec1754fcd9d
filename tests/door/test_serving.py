"""What the server may use of its machine is read from the settings file."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.warehouse import DoorProblem, Scope, Warehouse, open_warehouse
from pipelines.problems import WrongUse
from tests.door.small_release import publish_small_release

LONG = "select count(*) from budget_followup__posting a, budget_followup__posting b, budget_followup__posting c"
WHOLE = Scope(("municipality",))


def opened(folder: Path, monkeypatch: pytest.MonkeyPatch, serving: str) -> Warehouse:
    (folder / "municipality.toml").write_text(f'name = "Prøve Kommune"\n[serving]\n{serving}\n', encoding="utf-8")
    monkeypatch.setenv("PEJLING_HOME", str(folder))
    monkeypatch.delenv("PEJLING_SETTINGS", raising=False)
    return open_warehouse()


def test_memory_and_threads_are_those_of_the_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish_small_release(tmp_path / "releases")
    warehouse = opened(tmp_path, monkeypatch, "memory_mb = 300\nthreads = 1")
    warehouse.door(WHOLE)
    (release,) = warehouse._open.values()
    asked = "select current_setting('memory_limit'), current_setting('threads')"
    assert release.connection.execute(asked).fetchone() == ("286.1 MiB", 1)


def test_a_question_is_given_up_after_the_time_of_the_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish_small_release(tmp_path / "releases")
    warehouse = opened(tmp_path, monkeypatch, "seconds = 0.2")
    with pytest.raises(DoorProblem, match=r"longer than 0\.2 s"):
        warehouse.door(WHOLE).rows(", ".join([LONG, *(f"budget_followup__posting x{n}" for n in range(9))]))


@pytest.mark.parametrize(
    ("serving", "told"),
    [
        ("threads = 0", "serving.threads: Input should be greater than or equal to 1"),
        ("memory_mb = 20", "serving.memory_mb: Input should be greater than or equal to 200"),
        ("seconds = 0", "serving.seconds: Input should be greater than 0"),
        ('answers_mb = "many"', "serving.answers_mb: Input should be a valid integer"),
        ("memory = 2", "serving.memory: there is no such key"),
    ],
)
def test_a_setting_that_cannot_be_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, serving: str, told: str
) -> None:
    with pytest.raises(WrongUse, match=told):
        opened(tmp_path, monkeypatch, serving)
