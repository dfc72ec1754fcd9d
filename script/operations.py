"""What the tests of operations hold the documented files against: nginx, and on Linux systemd's own check.

Found on the computer, else installed. Standard library only.
"""

import os
import platform
import shutil
import subprocess

from environment import step, stop

# Where packages put programs, which not everybody's path has.
_FOLDERS = os.pathsep.join(["/usr/sbin", "/usr/local/sbin", "/opt/homebrew/bin", "/usr/local/bin"])
_PACKAGES = {"nginx": "nginx-light", "systemd-analyze": "systemd"}


def find_or_install() -> dict[str, str]:
    """The environment variable that tells the tests which nginx; ends with the remedy when something cannot be had."""
    wanted = {"nginx"} if platform.system() != "Linux" else {"nginx", "systemd-analyze"}
    if os.environ.get("PEJLING_NGINX"):
        wanted -= {"nginx"}
    if missing := {name for name in wanted if not _found(name)}:
        with step("nginx and systemd for the tests of operations"):
            _by_apt(missing)
    for name in wanted:
        if not _found(name):
            stop(
                f"The tests of operations need {name} and it could not be found or installed: install it (Debian and "
                f"Ubuntu: apt-get install {_PACKAGES[name]}; macOS: brew install nginx), or name nginx' program with "
                "PEJLING_NGINX, then run script/test again."
            )
    return {"PEJLING_NGINX": str(_found("nginx"))} if "nginx" in wanted else {}


def _found(name: str) -> str | None:
    return shutil.which(name) or shutil.which(name, path=_FOLDERS)


def _by_apt(missing: set[str]) -> None:
    is_root = platform.system() == "Linux" and os.getuid() == 0
    if not is_root or not shutil.which("apt-get"):
        return
    unattended = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    packages = [_PACKAGES[name] for name in sorted(missing)]
    for arguments in (["update", "-q"], ["install", "-y", "-q", "--no-install-recommends", *packages]):
        subprocess.run(["apt-get", *arguments], env=unattended, check=False, stdout=subprocess.DEVNULL)
