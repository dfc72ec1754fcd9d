"""The licences of what Pejling is made with: read from the installed packages, told as SPDX, and judged."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import PackageMetadata, PackageNotFoundError, metadata
from pathlib import Path

from environment import DEVELOP, ROOT, RUN
from license_expression import ExpressionError, get_spdx_licensing
from packaging.markers import Marker

# What a public body may pass on with a program under MPL-2.0 without giving up anything of its own. LGPL is here for a
# driver that is used as it comes; what asks something of the whole program (GPL) or of a server (AGPL) is not.
ALLOWED = frozenset(
    {
        "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "CNRI-Python", "ISC", "LGPL-3.0-only", "MIT",
        "MIT-0", "MIT-CMU", "MPL-2.0", "OFL-1.1", "PSF-2.0", "Unlicense", "Zlib",
    }
)  # fmt: skip
# What packages from before PEP 639 say, in a field or a classifier.
_SAID = {
    "2-clause bsd": "BSD-2-Clause",
    "3-clause bsd license": "BSD-3-Clause",
    "apache 2.0": "Apache-2.0",
    "apache license": "Apache-2.0",
    "apache license 2.0": "Apache-2.0",
    "apache software license": "Apache-2.0",
    "apache software license 2.0": "Apache-2.0",
    "bsd 2-clause license": "BSD-2-Clause",
    "bsd 3-clause license": "BSD-3-Clause",
    "bsd-3-clause, apache-2.0, dependency licenses": "BSD-3-Clause AND Apache-2.0",
    "isc license": "ISC",
    "isc license (iscl)": "ISC",
    "mit license": "MIT",
    "mozilla public license 2.0 (mpl 2.0)": "MPL-2.0",
    "psfl": "PSF-2.0",
    "python software foundation license": "PSF-2.0",
    "the unlicense (unlicense)": "Unlicense",
}
# Packages that say less than SPDX wants to know; read in their own licence files.
_READ = {
    "altair": "BSD-3-Clause",
    "axe-playwright-python": "MIT",
    "colorama": "BSD-3-Clause",
    "itsdangerous": "BSD-3-Clause",
    "jinja2": "BSD-3-Clause",
    "scipy": "BSD-3-Clause",
}
# Where Pejling runs; a package for nothing of this is in the lock for others.
_MACHINES = [
    {"sys_platform": system, "platform_system": name, "os_name": os_name, "python_version": python}
    | {"python_full_version": f"{python}.0", "implementation_name": "cpython"}
    | {"platform_python_implementation": "CPython", "platform_machine": "x86_64", "extra": ""}
    for system, name, os_name in (
        ("linux", "Linux", "posix"),
        ("win32", "Windows", "nt"),
        ("darwin", "Darwin", "posix"),
    )
    for python in ("3.11", "3.12", "3.13", "3.14")
]
_LINE = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)(\[[^]]*\])?==(?P<version>[^ ;\\]+)( ; (?P<marker>[^\\]+?))? \\?$")


@dataclass(frozen=True)
class Package:
    """A line of the lock: what is installed in which version, by the sums of its files, and on whose behalf."""

    name: str
    version: str
    sums: tuple[str, ...]
    wanted_by: tuple[str, ...]


@dataclass(frozen=True)
class Carried:
    """What lies in the project, or in a package of the lock, without being a package itself."""

    name: str
    version: str
    licence: str
    where: str
    is_for_tests: bool = False


def packages(lock: Path = RUN) -> list[Package]:
    """The packages of a lock that some machine installs; one of two versions for two versions of Python is both."""
    found: list[Package] = []
    blocks = re.split(r"\n(?=[A-Za-z0-9])", lock.read_text(encoding="utf-8"))
    for block in blocks:
        first, *more = block.splitlines()
        if not (line := _LINE.match(first)):
            raise ValueError(f"{lock.name}: this line is not understood: {first}")
        if (marker := line["marker"]) and not any(Marker(marker).evaluate(machine) for machine in _MACHINES):
            continue
        said = [text.strip(" #").removeprefix("via").strip() for text in more if text.lstrip().startswith("#")]
        wanted_by = tuple(text for text in said if text and not text.startswith("-c "))
        sums = tuple(re.findall(r"--hash=sha256:([0-9a-f]{64})", block))
        found.append(Package(line["name"], line["version"], sums, wanted_by))
    return found


def names_for_tests() -> list[str]:
    """The packages that only tests and checks need."""
    return sorted({package.name for package in packages(DEVELOP)} - {package.name for package in packages(RUN)})


def carried() -> list[Carried]:
    """Scripts and fonts: of the project itself, and the scripts in packages that reach a browser as they are."""
    return [
        Carried("plotly.js", _version_in("plotly", "plotly/package_data/plotly.min.js"), "MIT", "package plotly"),
        Carried("Public Sans", "", "OFL-1.1", "dashboard/assets/fonts, dashboard/packs/fonts"),
        Carried("Noto Emoji", "", "OFL-1.1", "dashboard/packs/fonts"),
        Carried(
            "axe-core",
            _version_in("axe-playwright-python", "axe_playwright_python/axe.min.js"),
            "MPL-2.0",
            "package axe-playwright-python",
            is_for_tests=True,
        ),
    ]


def licence_of(name: str) -> str:
    """A package's licence as SPDX. Raises LookupError where the package is not installed or does not say one."""
    try:
        about = metadata(name)
    except PackageNotFoundError as error:
        raise LookupError(f"{name} is not installed: nobody can say what licence it has") from error
    said = about.get("License-Expression") or _READ.get(name) or next(filter(None, map(_spdx, _said(about))), None)
    if not said:
        raise LookupError(f"{name} does not say what licence it has: read its licence file and add it to {__file__}")
    return str(said)


def is_allowed(licence: str) -> bool:
    """Whether one may use it: of `A OR B` one is enough, of `A AND B` both are needed."""
    expression = get_spdx_licensing().parse(licence, validate=True)
    values = {symbol: symbol.key in ALLOWED for symbol in expression.symbols}
    simple = expression.subs({symbol: expression.TRUE if yes else expression.FALSE for symbol, yes in values.items()})
    return bool(simple.simplify() == expression.TRUE)


def table() -> str:
    """The licences of everything, as the tables of docs/dependencies.md."""
    direct = {package.name for package in packages() if any("pyproject" in by for by in package.wanted_by)}
    run = [(name, licence_of(name), "yes" if name in direct else "") for name in _names(RUN)]
    tests = [(name, licence_of(name)) for name in names_for_tests()]
    lies = [(one.name, one.licence, one.where, "tests" if one.is_for_tests else "program") for one in carried()]
    return "\n\n".join(
        (
            "## Packages of the program\n\n" + _rows(("package", "licence", "asked for by Pejling itself"), run),
            "## Scripts and fonts\n\n" + _rows(("what", "licence", "where it lies", "for"), lies),
            "## Packages for tests and checks alone\n\n" + _rows(("package", "licence"), tests),
        )
    )


def _names(lock: Path) -> list[str]:
    return sorted({package.name for package in packages(lock)})


def _rows(heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [heads, ("---",) * len(heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _said(about: PackageMetadata) -> list[str]:
    classifiers = [text.split(" :: ")[-1] for text in about.get_all("Classifier") or () if text.startswith("License")]
    first = (about.get("License") or "").splitlines()[:1]
    return [*first, *classifiers]


@lru_cache
def _spdx(said: str) -> str | None:
    text = _SAID.get(said.strip().lower(), said.strip())
    try:
        get_spdx_licensing().parse(text, validate=True)
    except ExpressionError:
        return None
    return text


def _version_in(package: str, file: str) -> str:
    """The version that a script says in its first lines."""
    from importlib.metadata import distribution  # noqa: PLC0415 -- only where a script's own version is asked for

    head = Path(str(distribution(package).locate_file(file))).read_text(encoding="utf-8")[:2_000]
    found = re.search(r"(?:plotly\.js|axe) v([0-9.]+)", head)
    if not found:
        raise LookupError(f"{file} does not say its version")
    return found[1]


def project_version() -> str:
    return str(re.search(r'^version = "([^"]+)"', (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.M)[1])
