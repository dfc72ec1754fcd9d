"""PostgreSQL's programs for the tests of the store: found on the computer, else installed. Standard library only."""

import os
import platform
import shutil
import subprocess
from pathlib import Path

from environment import step, stop

# Where installers put them without naming them on the path.
_FOLDERS = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql*/bin",
    "/usr/local/opt/postgresql*/bin",
    "C:/Program Files/PostgreSQL/*/bin",
)


def find_or_install() -> dict[str, str]:
    """The environment variable that tells the tests which PostgreSQL; ends with the remedy when none can be had."""
    if any(os.environ.get(name) for name in ("PEJLING_POSTGRESQL", "PEJLING_TEST_POSTGRESQL_URL")):
        return {}
    if found := _found():
        return {"PEJLING_POSTGRESQL": found}
    with step("PostgreSQL for the tests of the store"):
        if found := _by_apt():
            return {"PEJLING_POSTGRESQL": found}
    stop(
        "The tests of the store need PostgreSQL and none could be found or installed: install it (Debian and Ubuntu: "
        "apt-get install postgresql; macOS: brew install postgresql; Windows: the installer from postgresql.org), name "
        "the folder of its programs with PEJLING_POSTGRESQL, or a server where databases may be made with "
        "PEJLING_TEST_POSTGRESQL_URL=postgresql://user:password@host/postgres, then run script/test again."
    )
    return {}


def _found() -> str | None:
    """The newest folder that has both programs that the tests start a server with."""
    folders = [Path(there).parent for there in [shutil.which("initdb")] if there]
    for pattern in _FOLDERS:
        root = Path(Path(pattern).anchor)
        folders += sorted(root.glob(str(Path(pattern).relative_to(root))), reverse=True)
    return next((str(folder) for folder in folders if _has_programs(folder)), None)


def _has_programs(folder: Path) -> bool:
    return all(shutil.which(name, path=str(folder)) for name in ("initdb", "pg_ctl"))


def _by_apt() -> str | None:
    is_root = platform.system() == "Linux" and os.getuid() == 0
    if not is_root or not shutil.which("apt-get"):
        return None
    unattended = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update", "-q"], ["install", "-y", "-q", "--no-install-recommends", "postgresql"]):
        subprocess.run(["apt-get", *arguments], env=unattended, check=False, stdout=subprocess.DEVNULL)
    return _found()
