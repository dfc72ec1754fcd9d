"""Are there known holes in what Pejling is made with? A database of them is asked about every package of a lock.

Exit codes: 0 none is known, 1 some are (they are named), 3 no database could be asked, so nobody knows.

A database that cannot be reached must not look like one that knows of nothing. So it is asked first about an old
package whose hole everybody knows; one that does not name it is not believed, nor is one that leaves out a package.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from environment import ROOT, RUN
from licences import Package, packages

NOBODY_KNOWS = 3
KNOWN_HOLE = Package("jinja2", "2.10", (), ())  # CVE-2019-10906, a way out of its sandbox
PUBLIC = (["--vulnerability-service", "pypi"], ["--vulnerability-service", "osv"])
_TOO_LONG = 600


def said_of(asked: list[Package], database: list[str]) -> list[dict] | None:
    """What the database says of each package; None where it could not be asked, or not about all.

    The lock has two versions of a package where Python 3.11 takes another one; of a name one is asked at a time.
    """
    said: list[dict] = []
    rest = asked
    while rest:
        now = {package.name: package for package in reversed(rest)}
        rest = [package for package in rest if now[package.name] is not package]
        answer = _ask([f"{package.name}=={package.version}" for package in now.values()], database)
        if answer is None or not is_about_all(answer, list(now.values())):
            return None
        said += answer
    return said


def is_about_all(answer: list[dict], asked: list[Package]) -> bool:
    """Whether each package was answered about: one that was skipped looks as if it had no hole."""
    told = {(one["name"], one.get("version")) for one in answer if "skip_reason" not in one}
    return told >= {(package.name, package.version) for package in asked}


def _ask(pinned: list[str], database: list[str]) -> list[dict] | None:
    with tempfile.TemporaryDirectory() as folder:
        asked = Path(folder) / "requirements.txt"
        asked.write_text("\n".join(pinned), encoding="utf-8")
        # Nothing is installed and nothing is resolved: the lock says all that there is.
        command = [
            sys.executable,
            "-m",
            "pip_audit",
            "--no-deps",
            "--disable-pip",
            "-r",
            str(asked),
            "--progress-spinner",
            "off",
        ]
        command += ["--format", "json", "--desc", "off", "--cache-dir", folder, *database]
        try:
            told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=_TOO_LONG, check=False)
            return list(json.loads(told.stdout)["dependencies"])
        except (subprocess.TimeoutExpired, json.JSONDecodeError, KeyError):
            return None


def is_believed(database: list[str]) -> bool:
    """Whether it knows the hole that everybody knows."""
    said = said_of([KNOWN_HOLE], database)
    return bool(said and said[0]["vulns"])


def main() -> int:
    parser = argparse.ArgumentParser(prog="script/audit", description=__doc__.splitlines()[0])
    parser.add_argument(
        "--osv-url", help="a database of one's own that answers as OSV does, instead of the public ones"
    )
    parser.add_argument("--lock", type=Path, default=RUN, help="another lock than requirements.lock")
    chosen = parser.parse_args()
    asked = packages(chosen.lock)
    own = [["--vulnerability-service", "osv", "--osv-url", chosen.osv_url]]
    believed = filter(is_believed, own if chosen.osv_url else PUBLIC)
    said = next((answer for one in believed if (answer := said_of(asked, one)) is not None), None)
    if said is None:
        print(
            "No database of known holes can be asked from here, so nobody knows: run script/audit where one is reached."
        )
        return NOBODY_KNOWS
    for one in said:
        for hole in one["vulns"]:
            mended = f"mended in {', '.join(hole['fix_versions'])}" if hole["fix_versions"] else "not mended yet"
            print(f"{one['name']} {one['version']}: {', '.join([hole['id'], *hole['aliases']])}, {mended}.")
    number = sum(bool(one["vulns"]) for one in said)
    print(f"{len(said)} packages of {chosen.lock.name}; known holes in {number}.")
    return 1 if number else 0


if __name__ == "__main__":
    sys.exit(main())
