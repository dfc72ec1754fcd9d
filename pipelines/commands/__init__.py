"""The commands of the pipelines; the `pejling` command mounts them."""

import typer

from pipelines.commands import forecast, quarantine, release, sample, spec, update


def mount(app: typer.Typer) -> None:
    """Add every command of the pipelines to the app."""
    app.add_typer(update.commands)
    app.add_typer(forecast.commands)
    app.add_typer(sample.commands)
    app.add_typer(release.commands, name="release")
    app.add_typer(quarantine.commands, name="quarantine")
    app.add_typer(spec.commands, name="spec")
