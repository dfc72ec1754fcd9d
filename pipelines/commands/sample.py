"""pejling sample: the fictive municipality's extracts, as small or as large as wanted."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipelines.commands.screen import count, output, step_progress
from pipelines.problems import WrongUse

commands = typer.Typer()


@commands.command("sample")
def sample_command(
    out: Annotated[Path, typer.Option("--out", help="A new folder for the extracts.")],
    postings: Annotated[int | None, typer.Option("--postings", min=1, help="About so many postings.")] = None,
) -> None:
    """Write the extracts of the fictive Havrevig Kommune into a folder."""
    # The generator draws with numpy: a tenth of a second that the other commands do not have to wait.
    from pipelines.sample import write_sample  # noqa: PLC0415

    if out.exists() and any(out.iterdir()):
        raise WrongUse("the folder is not empty", where=str(out), remedy="name a new folder, so that nothing is lost")
    with step_progress() as on_step:

        def told(written: int, wanted: int) -> None:
            on_step(f"{count(written)} of {count(wanted)} postings")

        write_sample(out, postings=postings, on_progress=told)
    files = [file for file in out.rglob("*") if file.is_file()]
    size = sum(file.stat().st_size for file in files) / 1_000_000
    output.print(f"Written to {out}: {len(files)} files, {size:.1f} MB.")
