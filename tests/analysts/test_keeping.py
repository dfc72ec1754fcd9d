"""Files for analysts come whole or not at all, go with their release, and hold no release back."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from pipelines.analyst_file import FACTS, TAKEN_HOME, ScopeFacts
from pipelines.analyst_files import facts_of, folder_of, keep_analyst_files
from pipelines.home import Home, open_home
from pipelines.problems import Problem
from pipelines.releases import current_release
from tests.disks import no_room
from tests.processes import pejling_at_work
from tests.spine.small_municipality import APRIL, SmallMunicipality, update

Moment = Callable[[Home], bool]
SCOPES = ["100", "200", "municipality"]


@pytest.fixture
def wanting(march: SmallMunicipality) -> SmallMunicipality:
    """The municipality wants files for analysts; its release is published, and no file is made yet."""
    settings = march.home.settings_file
    settings.write_text(settings.read_text(encoding="utf-8") + "[analysts]\nfiles = true\n", encoding="utf-8")
    return SmallMunicipality(open_home(march.home.folder, settings))


def lying(home: Home) -> list[str]:
    """Everything below the folder of the files, but what is whole."""
    release = current_release(home) or ""
    whole = {folder_of(home.analysts, release, scope) for scope in facts_of(home.analysts, release)}
    there = (path for path in home.analysts.rglob("*") if path.is_file() and path.parent not in whole)
    return sorted(path.relative_to(home.analysts).as_posix() for path in there)


def are_whole(home: Home) -> bool:
    release = current_release(home) or ""
    there = facts_of(home.analysts, release)
    return bool(there) and all(
        (folder_of(home.analysts, release, scope) / name).stat().st_size == facts.files[name].bytes
        for scope, facts in there.items()
        for name in TAKEN_HOME
    )


def test_no_file_is_made_where_nobody_asks_for_any_and_those_there_are_go(
    march: SmallMunicipality, wanting: SmallMunicipality
) -> None:
    assert keep_analyst_files(march.home) == []
    assert not march.home.analysts.exists()
    made = keep_analyst_files(wanting.home)
    assert [facts.scope for facts in made] == SCOPES
    assert keep_analyst_files(wanting.home) == [], "what is there is not made again"
    assert keep_analyst_files(march.home) == []
    assert list(march.home.analysts.iterdir()) == []


def test_files_follow_the_release_that_is_served(wanting: SmallMunicipality) -> None:
    first = wanting.current.release
    assert wanting.pejling("publish").stdout.endswith("MB.\n")
    wanting.put("posteringer_2026_04.csv", APRIL)
    update(wanting)
    assert "Files for analysts: 3 scopes" in wanting.pejling("publish").stdout
    assert [path.name for path in wanting.home.analysts.iterdir()] == [wanting.current.release]
    assert wanting.current.release != first
    assert are_whole(wanting.home)


def begun(home: Home) -> bool:
    return any(home.analysts.glob("*/.making-*"))


def half_written(home: Home) -> bool:
    return any(path.stat().st_size > 100_000 for path in home.analysts.glob("*/.making-*/*"))


def one_is_whole(home: Home) -> bool:
    return any(home.analysts.glob(f"*/[!.]*/{FACTS}"))


def test_a_run_that_is_killed_leaves_what_is_whole_and_the_next_makes_the_rest(wanting: SmallMunicipality) -> None:
    home, before = wanting.home, set[str]()
    moments: list[Moment] = [begun, half_written, one_is_whole]
    for moment in moments:
        with pejling_at_work("publish", "--home", str(home.folder), "--settings", str(home.settings_file)) as command:
            while not moment(home) and command.process.is_alive():
                time.sleep(0.0005)
            command.kill()
        assert wanting.current.release == current_release(home), "the release is served all along"
        assert before <= set(facts_of(home.analysts, wanting.current.release))
        before = set(facts_of(home.analysts, wanting.current.release))
    assert before, "the last was killed when one was whole"
    made = keep_analyst_files(home)
    assert before | {facts.scope for facts in made} == set(SCOPES)
    assert not before & {facts.scope for facts in made}
    assert lying(home) == []
    assert are_whole(home)


def test_a_full_disk_is_told_in_a_sentence_and_the_release_is_served_on(wanting: SmallMunicipality) -> None:
    home = wanting.home
    home.analysts.mkdir()
    with no_room(home.analysts, "1m", 200_000) as is_limited:
        if is_limited:
            with pytest.raises(Problem, match=r"files for analysts could not be made \(.+\).* is served"):
                keep_analyst_files(home)
        assert facts_of(home.analysts, wanting.current.release) == {}
        assert lying(home) == []
    assert len(keep_analyst_files(home)) == 3
    assert are_whole(home)


@pytest.mark.parametrize("scope", ["..", "../../x", "a/b", ".", "", "c:\\x", "nul", "æ ø", ".making-x", "\x00"])
def test_a_unit_of_any_name_has_its_folder_in_the_release_s(scope: str, tmp_path: Path) -> None:
    folder = folder_of(tmp_path, "2026-11-03", scope)
    assert folder.parent == tmp_path / "2026-11-03"
    assert folder.name.startswith("_")
    assert not set(folder.name) & set('/\\:*?"<>|.')


def test_no_release_but_one_of_a_release_s_name_is_looked_for(tmp_path: Path) -> None:
    facts = ScopeFacts(release="2026-11-03", scope="100", name="Skole", tables={}, files={})
    for folder in (tmp_path / "2026-11-03" / "_100", tmp_path / "2026-11-03" / ".making-_200", tmp_path / "_100"):
        folder.mkdir(parents=True)
        (folder / FACTS).write_text(facts.model_dump_json(), encoding="utf-8")
    assert facts_of(tmp_path, "2026-11-03") == {"100": facts}
    for release in ("..", "", ".", "../analysts/2026-11-03", "2026-11-03/..", "current", "2026-11-04"):
        assert facts_of(tmp_path, release) == {}
