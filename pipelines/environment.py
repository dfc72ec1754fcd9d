"""What an installation is told by its environment: every setting there is, and what of it is secret.

A name that begins like ours and is none of these is a mistake that nobody would notice: it is refused. What is secret
may stand in a file that `…_FILE` names, so that it is in no list of processes and in no unit's settings.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from pipelines.problems import WrongUse

PREFIX = "PEJLING_"
FILE_ENDING = "_FILE"
OF_THE_TESTS = "PEJLING_TEST_"
"""What the project's own scripts and tests say to each other begins so, or is one of `FOR_THE_SCRIPTS`."""
FOR_THE_SCRIPTS = frozenset({"PEJLING_CHROMIUM", "PEJLING_NGINX", "PEJLING_POSTGRESQL", "PEJLING_REAL_DATA"})


@dataclass(frozen=True)
class Setting:
    """One setting: what it says, and what holds without it."""

    name: str
    what: str
    without: str
    is_secret: bool = False


SETTINGS = (
    Setting("PEJLING_HOME", "The installation's folder.", "`./var`"),
    Setting("PEJLING_SETTINGS", "The municipality's settings file.", "`municipality.toml` in the home"),
    Setting("PEJLING_STORE_URL", "The store's database.", "SQLite in the home", is_secret=True),
    Setting("PEJLING_LOGIN_SECRET", "What the login provider knows us by.", "nobody can log in", is_secret=True),
    Setting(
        "PEJLING_COOKIE_SECRET",
        "What links and the way to the login are signed with: 32 characters or more, the same in every replica.",
        "nobody can log in",
        is_secret=True,
    ),
    Setting("PEJLING_SMTP_URL", "The mail server, for reminders and alerts.", "no letter can be sent", is_secret=True),
    Setting("PEJLING_ADDRESS", "The address that the server listens on.", "`127.0.0.1`"),
    Setting(
        "PEJLING_PROXY",
        "The proxies that are believed when they say who asks and whether by TLS: addresses or networks, with commas.",
        "`127.0.0.1`",
    ),
    Setting(
        "PEJLING_LOG", "How the log is written: `text` for people, `json` for programs, a line a record.", "`text`"
    ),
    Setting("PEJLING_LOG_LEVEL", "What is logged: `info` (each request too), `warning` or `error`.", "`warning`"),
    Setting("PEJLING_METRICS_ADDRESS", "Where Prometheus finds the metrics: `host:port`.", "there are none"),
    Setting("PEJLING_BACKUPS", "The folder that `pejling backup` writes into.", "it is named on the command line"),
    Setting("PEJLING_BUILD_MEMORY", "What a build may use of the machine's memory.", "`1500MB`"),
    Setting("PEJLING_DEMO", "`1`: choose a persona instead of logging in; on this computer only.", "people log in"),
)
_BY_NAME = {setting.name: setting for setting in SETTINGS}


def value_of(name: str, environment: Mapping[str, str] = os.environ) -> str:
    """What a setting says, empty where nothing does; a secret is read from the file that is named for it.

    Raises WrongUse where the file cannot be read.
    """
    file = environment.get(name + FILE_ENDING) if _BY_NAME[name].is_secret else None
    if not file:
        return environment.get(name, "")
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        told = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise WrongUse(
            f"the file cannot be read ({told})", where=name + FILE_ENDING, remedy="name a file that holds the secret"
        ) from error


def secrets_said(environment: Mapping[str, str] = os.environ) -> set[str]:
    """Every secret that is set, and the passwords in addresses: what may stand in no line of a log."""
    said = set()
    for setting in SETTINGS:
        if setting.is_secret:
            try:
                value = value_of(setting.name, environment)
            except WrongUse:
                continue
            said |= {value, _password_in(value)}
    return {secret for secret in said if secret}


def refuse_unknown_settings(environment: Mapping[str, str] = os.environ) -> None:
    """Raises WrongUse that names a setting which there is not: what was meant by it would hold for nobody."""
    known = {setting.name for setting in SETTINGS}
    known |= {setting.name + FILE_ENDING for setting in SETTINGS if setting.is_secret} | FOR_THE_SCRIPTS
    for name in sorted(environment):
        if not name.startswith(PREFIX) or name.startswith(OF_THE_TESTS) or name in known:
            continue
        close = get_close_matches(name, sorted(known - FOR_THE_SCRIPTS), n=1)
        raise WrongUse(
            "there is no such setting" + (f"; {close[0]} is the nearest" if close else ""),
            where=name,
            remedy="set the one that was meant, or unset it; docs/operations.md has every one",
        )


def _password_in(address: str) -> str:
    """The password of a `scheme://user:password@host`, as it stands there."""
    before, at, _ = address.partition("://")[2].rpartition("@")
    return before.partition(":")[2] if at else ""
