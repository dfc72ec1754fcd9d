"""pejling spec new, check: writing down how a source's files are read."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipelines.commands.screen import output
from pipelines.extracts.draft import draft_spec
from pipelines.extracts.spec import load_spec
from pipelines.extracts.trial import show_trial, try_spec
from pipelines.problems import WrongUse

commands = typer.Typer(help="How a source's files are read.", no_args_is_help=True)


@commands.command("new")
def new_command(
    file: Path,
    out: Annotated[Path | None, typer.Option("--out", help="Write the draft here; without it, on the screen.")] = None,
) -> None:
    """Draft a spec from a file, for a person to correct."""
    draft = draft_spec(file)
    if out is None:
        output.out(draft, end="")
        return
    if out.exists():
        raise WrongUse("the file exists already", where=str(out), remedy="name another, so that no spec is lost")
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(draft, encoding="utf-8", newline="\n")
    output.print(f"Written to {out}; correct it, then: pejling spec check {_quoted(out)} {_quoted(file)}")


@commands.command("check")
def check_command(spec: Path, file: Annotated[Path | None, typer.Argument()] = None) -> None:
    """Try a spec on a file (a query needs none) and print what it understood; nothing is delivered."""
    trial = try_spec(load_spec(spec), file)
    show_trial(trial, output)
    if not trial.is_clean:
        raise typer.Exit(1)


def _quoted(path: Path) -> str:
    """As it is typed in any shell: a name with blanks stands in quotation marks."""
    return f'"{path}"' if " " in str(path) else str(path)
