"""What every script needs first: a Python environment made from the lock. Standard library only."""

import hashlib
import os
import platform
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ENVIRONMENT = ROOT / ".venv"
RUN, DEVELOP = ROOT / "requirements.lock", ROOT / "requirements-dev.lock"
OLDEST = (3, 11)
_OF_AN_INSTALLATION = {"PEJLING_HOME", "PEJLING_SETTINGS", "PEJLING_STORE_URL"}
# Without its bytecode each of the hundreds of processes of a run would translate the project anew.
_SLOWING = {"PYTHONDONTWRITEBYTECODE"}


def stop(sentence: str) -> None:
    """End with one sentence for a person."""
    sys.exit(f"\n{sentence}")


@contextmanager
def step(name: str) -> Iterator[None]:
    """Print what is done and how long it took."""
    print(f"{name} …", flush=True)
    start = time.perf_counter()
    yield
    print(f"{name}: {time.perf_counter() - start:.1f} s", flush=True)


def tool(name: str) -> str:
    """The path of a command in the environment."""
    folder, ending = ("Scripts", ".exe") if platform.system() == "Windows" else ("bin", "")
    return str(ENVIRONMENT / folder / f"{name}{ending}")


def run(*command: str, **options: object) -> None:
    """Run a command in the project's folder; end with its exit code when it fails (it has said why)."""
    code = subprocess.run(command, cwd=ROOT, check=False, **options).returncode
    if code:
        sys.exit(code)


def make_environment(lock: Path) -> None:
    """Make or renew the environment from the lock; a moment when it is there already."""
    stamp = ENVIRONMENT / f"made-from-{lock.stem}"
    wanted = _fingerprint(lock)
    if any(_text(ENVIRONMENT / f"made-from-{name.stem}") == _fingerprint(name) for name in {lock, DEVELOP}):
        return
    with step("Python environment"):
        if not Path(tool("python")).exists():
            _new_environment()
        _pip("install", "--quiet", "--require-hashes", "-r", str(lock))
        _pip("install", "--quiet", "--no-deps", "--no-build-isolation", "-e", str(ROOT))
        stamp.write_text(wanted, encoding="utf-8")


def _new_environment() -> None:
    python = _python()
    if subprocess.run([python, "-m", "venv", str(ENVIRONMENT)], check=False).returncode:
        shutil.rmtree(ENVIRONMENT, ignore_errors=True)
        stop(f"{python} could not make an environment; on Debian and Ubuntu: apt-get install python3-venv, then again.")


def _pip(*arguments: str) -> None:
    command = [tool("python"), "-m", "pip", "--disable-pip-version-check", *arguments]
    if subprocess.run(command, cwd=ROOT, check=False).returncode:
        stop("The packages could not be installed; check that this computer reaches its package index, then again.")


def _python() -> str:
    """This Python when it is new enough, else the newest on the path."""
    if sys.version_info >= OLDEST:
        return sys.executable
    for minor in (14, 13, 12, 11):
        if found := shutil.which(f"python3.{minor}"):
            return found
    return stop(f"Python {platform.python_version()} is too old: install Python 3.11 or newer, then again.") or ""


def _fingerprint(lock: Path) -> str:
    """A change of the lock or of the project's own settings asks for a new installation."""
    digest = hashlib.sha256(lock.read_bytes() + (ROOT / "pyproject.toml").read_bytes() + str(ROOT).encode())
    return digest.hexdigest()


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


def clean_variables() -> dict[str, str]:
    """The environment variables without those that would point a demo or a test at a real installation, or slow it."""
    return {name: value for name, value in os.environ.items() if name not in _OF_AN_INSTALLATION | _SLOWING}
