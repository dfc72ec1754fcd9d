"""nginx for the tests of operations: found on the computer, else installed. Standard library only."""

import os
import platform
import shutil
import subprocess

from environment import step, stop

# Where packages put it, which not everybody's path has.
_FOLDERS = os.pathsep.join(["/usr/sbin", "/usr/local/sbin", "/opt/homebrew/bin", "/usr/local/bin"])


def find_or_install() -> dict[str, str]:
    """The environment variable that tells the tests which nginx; ends with the remedy when none can be had."""
    if os.environ.get("PEJLING_NGINX"):
        return {}
    if found := _found():
        return {"PEJLING_NGINX": found}
    with step("nginx for the tests of operations"):
        if found := _by_apt():
            return {"PEJLING_NGINX": found}
    stop(
        "The tests of operations need nginx and none could be found or installed: install it (Debian and Ubuntu: "
        "apt-get install nginx-light; macOS: brew install nginx), or name its program with PEJLING_NGINX, then run "
        "script/test again."
    )
    return {}


def _found() -> str | None:
    return shutil.which("nginx") or shutil.which("nginx", path=_FOLDERS)


def _by_apt() -> str | None:
    is_root = platform.system() == "Linux" and os.getuid() == 0
    if not is_root or not shutil.which("apt-get"):
        return None
    unattended = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update", "-q"], ["install", "-y", "-q", "--no-install-recommends", "nginx-light"]):
        subprocess.run(["apt-get", *arguments], env=unattended, check=False, stdout=subprocess.DEVNULL)
    return _found()
