"""Settings without which the server does not start: what each must be, and why."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipelines.problems import WrongUse

CONFIG_FILE = Path(__file__).parents[1] / ".streamlit" / "config.toml"

REQUIRED: Mapping[str, tuple[tuple[object, ...], str]] = {
    "client.showErrorDetails": (("none",), "a traceback can show a name or a CPR number"),
    "client.showErrorLinks": ((False,), "an error text must not be sent to a search machine"),
    "client.toolbarMode": (("minimal", "viewer"), "the developer's menu is not for readers"),
    "client.allowedOrigins": (([],), "no other site may steer the page"),
    "browser.gatherUsageStats": ((False,), "use must not be told to anybody"),
    "server.enableStaticServing": ((False,), "a folder would be open to anybody"),
    "server.enableXsrfProtection": ((True,), "other sites could post in a person's name"),
    "server.enableCORS": ((True,), "other sites could read the answers"),
    "server.maxMessageSize": ((4,), "anybody who opens a page could fill the memory"),
    "server.enableAgentApi": ((False,), "programs could drive the pages"),
    "server.scriptHealthCheckEnabled": ((False,), "anybody could run the pages"),
    "server.trustedUserHeaders": (({},), "a header would say who somebody is"),
    "global.developmentMode": ((False,), "it opens the server to other origins"),
    "runner.postScriptGC": ((False,), "a full collection after every rerun makes the pages ten times slower"),
}


def flat_settings(path: Path = CONFIG_FILE) -> dict[str, Any]:
    """The settings file as `section.option` → value. Raises WrongUse when it cannot be read."""
    try:
        return dict(_flat("", tomllib.loads(path.read_text(encoding="utf-8"))))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise WrongUse(
            f"the server's settings cannot be read ({error})", where=str(path), remedy="put the file back"
        ) from error


def refuse_unsafe_settings(values: Mapping[str, object]) -> None:
    """Raises WrongUse that names the first setting which is not as it must be; `values` are those in force."""
    for option, (allowed, reason) in REQUIRED.items():
        value = values[option]
        if value not in allowed:
            raise WrongUse(
                f"{option} is {value!r}, but {reason}",
                where=str(CONFIG_FILE),
                remedy=f"set it to {' or '.join(repr(choice) for choice in allowed)}",
            )


def _flat(prefix: str, section: Mapping[str, Any]) -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    for name, value in section.items():
        inner = _flat(f"{prefix}{name}.", value) if isinstance(value, dict) else [(prefix + name, value)]
        found.extend(inner)
    return found
