"""What Pejling is made with: each licence is told and may be passed on, the bill names all, and holes are told."""

from __future__ import annotations

import importlib
import json
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

ROOT = Path(__file__).parents[2]
SCRIPTS = ROOT / "script"
# An advisory as OSV tells it, of the package that script/audit asks about first, and one of a package of the lock.
SANDBOX = {"id": "GHSA-462w-v97r-4m45", "aliases": ["CVE-2019-10906"], "of": ("jinja2", "2.10"), "mended": "2.10.1"}
OURS = {"id": "PYSEC-2099-1", "aliases": ["CVE-2099-0001"], "of": ("six", ""), "mended": "99.0"}


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A module of the scripts, which import each other by their own names."""
    monkeypatch.syspath_prepend(str(SCRIPTS))

    def of(name: str) -> ModuleType:
        return importlib.import_module(name)

    return of


def test_every_licence_may_be_passed_on(script: Any) -> None:
    licences = script("licences")
    names = {package.name for lock in (licences.RUN, licences.DEVELOP) for package in licences.packages(lock)}
    told = {name: licences.licence_of(name) for name in names}
    told |= {one.name: one.licence for one in licences.carried()}
    refused = {name: licence for name, licence in told.items() if not licences.is_allowed(licence)}
    assert not refused, "these may not be used; see ALLOWED in script/licences.py"
    assert len(names) > 100


@pytest.mark.parametrize(
    ("licence", "may"),
    [
        ("MIT", True),
        ("AGPL-3.0-only", False),
        ("AGPL-3.0-or-later", False),
        ("GPL-3.0-only", False),
        ("MIT AND GPL-3.0-only", False),
        ("MIT OR AGPL-3.0-only", True),
        ("BSD-3-Clause AND (0BSD OR GPL-2.0-only)", True),
    ],
)
def test_copyleft_over_the_network_is_refused(script: Any, licence: str, may: bool) -> None:
    assert script("licences").is_allowed(licence) is may


def test_the_page_tells_what_the_lock_holds(script: Any) -> None:
    bill = script("software_bill")
    assert bill.TABLES.read_text(encoding="utf-8") == bill.tables_written(), "run script/sbom --tables"


def test_the_bill_holds_the_lock_and_is_cyclonedx(tmp_path: Path) -> None:
    out = tmp_path / "pejling.cdx.json"
    subprocess.run([sys.executable, SCRIPTS / "software_bill.py", "--out", out], check=True)
    text = out.read_text(encoding="utf-8")
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None
    bill = json.loads(text)
    listed = {part["purl"]: part for part in bill["components"] if "purl" in part}
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pinned = re.findall(r"^([a-z0-9.-]+)(?:\[[^]]*\])?==([^ ;\\]+)(.*)$", lock, re.MULTILINE)
    here = {f"pkg:pypi/{name}@{version}" for name, version, rest in pinned if "emscripten" not in rest.split("!=")[0]}
    assert here <= listed.keys()
    for part in listed.values():
        (file,) = part["externalReferences"]
        assert file["hashes"]
        assert all(one["content"] in lock for one in file["hashes"])
        assert part["licenses"]
    asked_for = {one["ref"]: set(one.get("dependsOn", ())) for one in bill["dependencies"]}
    (starlette,) = (name for name in listed if name.startswith("pkg:pypi/starlette@"))
    (streamlit,) = (name for name in listed if name.startswith("pkg:pypi/streamlit@"))
    assert starlette in asked_for[streamlit]
    assert streamlit in asked_for["pejling"]
    assert starlette not in asked_for["pejling"]


@contextmanager
def database(*known: dict[str, Any], answers_other_packages: bool = True) -> Iterator[str]:
    """A database of holes that answers as OSV does, of these alone; the address to ask it at."""

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            name, version = asked["package"]["name"], asked["version"]
            of_it = [hole for hole in known if hole["of"] in ((name, version), (name, ""))]
            body = json.dumps({"vulns": [_advisory(hole) for hole in of_it]} if of_it else {}).encode()
            self.send_response(200 if answers_other_packages or of_it else 404)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *said: object) -> None:
            assert said

    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/v1/query"
        server.shutdown()


def _advisory(hole: dict[str, Any]) -> dict[str, Any]:
    ranges = [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": hole["mended"]}]}]
    package = {"name": hole["of"][0], "ecosystem": "PyPI"}
    return {
        "id": hole["id"],
        "aliases": hole["aliases"],
        "summary": "A hole",
        "affected": [{"package": package, "ranges": ranges}],
    }


def audit(address: str, lock: Path) -> tuple[int, str]:
    command = [sys.executable, SCRIPTS / "known_holes.py", "--osv-url", address, "--lock", lock]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "Traceback" not in ran.stderr
    return ran.returncode, ran.stdout.strip()


@pytest.fixture
def small_lock(tmp_path: Path) -> Path:
    """Three packages, of which one stands twice, as where an older Python takes another version."""
    lock = tmp_path / "requirements.lock"
    lines = ["attrs==26.1.0", "numpy==2.4.6 ; python_full_version < '3.12'"]
    lines += ["numpy==2.5.5 ; python_full_version >= '3.12'", "six==1.17.0"]
    lock.write_text("\n".join(f"{line} \\\n    --hash=sha256:{'0' * 64}" for line in lines), encoding="utf-8")
    return lock


def test_a_hole_of_the_lock_is_named(small_lock: Path) -> None:
    with database(SANDBOX, OURS) as address:
        code, told = audit(address, small_lock)
    assert code == 1
    assert told.splitlines() == [
        "six 1.17.0: PYSEC-2099-1, CVE-2099-0001, mended in 99.0.",
        "4 packages of requirements.lock; known holes in 1.",
    ]


def test_no_hole_is_told_of_every_version(small_lock: Path) -> None:
    with database(SANDBOX) as address:
        assert audit(address, small_lock) == (0, "4 packages of requirements.lock; known holes in 0.")


@pytest.mark.parametrize(
    ("known", "answers"),
    [
        pytest.param((), True, id="knows of nothing"),
        pytest.param((SANDBOX,), False, id="answers about a few packages alone"),
    ],
)
def test_what_does_not_know_is_not_believed(known: tuple[dict[str, Any], ...], answers: bool, small_lock: Path) -> None:
    with database(*known, answers_other_packages=answers) as address:
        code, told = audit(address, small_lock)
    assert code == 3
    assert told.startswith("No database of known holes can be asked from here, so nobody knows")


def test_a_package_that_was_skipped_was_not_answered_about(script: Any) -> None:
    holes = script("known_holes")
    asked = [holes.Package("six", "1.17.0", (), ()), holes.Package("attrs", "26.1.0", (), ())]
    whole = [{"name": one.name, "version": one.version, "vulns": []} for one in asked]
    # As pip-audit tells it behind an index that answers "not found" to everything.
    skipped = {"name": "six", "skip_reason": "Dependency not found on PyPI and could not be audited: six (1.17.0)"}
    assert holes.is_about_all(whole, asked)
    assert not holes.is_about_all([skipped, whole[1]], asked)
    assert not holes.is_about_all(whole[:1], asked)


def test_a_database_that_is_gone_is_told(small_lock: Path) -> None:
    with database(SANDBOX) as address:
        pass
    assert audit(address, small_lock)[0] == 3
