"""The `pejling` command: the pipelines' commands and the server; the place where nothing but a sentence gets out."""

from __future__ import annotations

import logging
import sys
import tempfile
import traceback
from pathlib import Path
from typing import Annotated

import typer

from dashboard.alerts.command import alert_command
from dashboard.keeping.command import backup_command, restore_command
from dashboard.keeping.purge import purge_command
from dashboard.login import command as rights
from dashboard.packs import command as packs
from dashboard.reminders.command import remind_command
from dashboard.store import audit_commands as audit
from dashboard.store import commands as store
from pipelines.commands import mount, update
from pipelines.commands.screen import HomeOption, SettingsOption, home_of, notices
from pipelines.environment import refuse_unknown_settings
from pipelines.home import Home
from pipelines.problems import Problem

app = typer.Typer(
    name="pejling",
    help="From extracts to figures that can be trusted.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
mount(app)


def _closed_rounds(home: Home) -> None:
    # The database's library is loaded by whoever has a store.
    from dashboard.closed_rounds import deliver_closed_rounds  # noqa: PLC0415

    deliver_closed_rounds(home)


def _published_areas(home: Home) -> None:
    from dashboard.published_focus import deliver_published_areas  # noqa: PLC0415

    deliver_published_areas(home)


def _published_release(home: Home, release: str) -> None:
    from dashboard.published_release import note_release  # noqa: PLC0415

    note_release(home, release)


update.when_published.append(_published_release)
update.into_inbox.append(_closed_rounds)
update.into_inbox.append(_published_areas)


@app.command("serve")
def serve_command(
    demo: Annotated[
        bool, typer.Option("--demo", help="Choose a persona instead of logging in; this computer only.")
    ] = False,
    port: Annotated[int, typer.Option(min=1, max=65535)] = 8501,
    browser: Annotated[bool, typer.Option(help="Open the browser.")] = False,
    home: HomeOption = None,
    settings: SettingsOption = None,
) -> None:
    """Serve the dashboard."""
    # The server pulls in Streamlit: a second that the other commands do not have to wait.
    from dashboard.server import serve  # noqa: PLC0415

    serve(home_of(home, settings), port=port, demo=demo, open_browser=browser)


app.command("remind")(remind_command)
app.command("alert")(alert_command)
app.command("backup")(backup_command)
app.command("restore")(restore_command)
app.command("purge")(purge_command)
app.add_typer(store.commands, name="store")
app.add_typer(packs.commands, name="pack")
app.add_typer(rights.commands, name="grant")
app.add_typer(audit.commands, name="audit")


def main() -> None:
    """Run the command; exit 0 well, 1 data or machine refused, 2 wrong use, 75 another run at work, 130 interrupted."""
    try:
        refuse_unknown_settings()
        app()
    except Problem as problem:
        notices.print(str(problem), style="red", markup=False)
        sys.exit(problem.exit_code)
    except Exception as error:
        notices.print(
            f"{type(error).__name__}: this should not happen; the details are in {_keep(error)}.", markup=False
        )
        sys.exit(1)


def _keep(error: Exception) -> Path:
    """Write the traceback where a developer can find it and no user has to see it."""
    logging.getLogger("pejling").debug("unexpected", exc_info=error)
    with tempfile.NamedTemporaryFile("w", prefix="pejling-", suffix=".log", delete=False, encoding="utf-8") as file:
        traceback.print_exception(error, file=file)
    return Path(file.name)
