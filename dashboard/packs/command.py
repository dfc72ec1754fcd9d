"""`pejling pack SPAN` makes packs, `pejling pack verify DIR` says whether they are what was published."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from pipelines.commands.screen import HomeOption, SettingsOption, count, home_of, notices
from pipelines.home import Home
from pipelines.problems import Problem, WrongUse

if TYPE_CHECKING:
    from dashboard.packs.wanted import Outcome, Wanted
    from dashboard.store.pack_editions import Key


class _SpanFirst(TyperGroup):
    """A group in which whatever is no command of its own is a span to make packs of."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if args and args[0] not in {*self.commands, "--help"}:
            args = ["make", *args]
        return super().parse_args(ctx, args)


commands = typer.Typer(
    help="Focus packs: `pejling pack 2026K3 --all` makes them, `pejling pack verify DIR` looks at them.",
    no_args_is_help=True,
    cls=_SpanFirst,
)


@commands.command("make")
def make_command(  # noqa: PLR0913, PLR0917 -- each is an option of the command line
    span: Annotated[str, typer.Argument(help="2026K3, 2026H1 or 2026.")],
    centre: Annotated[list[str] | None, typer.Option(help="The id of a centre; may be given more than once.")] = None,
    every: Annotated[bool, typer.Option("--all", help="Every centre whose focus areas are published.")] = False,
    directors: Annotated[bool, typer.Option("--directors", help="The pack of all centres for the directors.")] = False,
    facts: Annotated[list[str] | None, typer.Option(help="A unit's fact sheet; `municipality` for the whole.")] = None,
    lang: Annotated[str, typer.Option(help="da or en.")] = "da",
    changed: Annotated[str, typer.Option(help="Your own words on what has changed since the last edition.")] = "",
    home: HomeOption = None,
    settings: SettingsOption = None,
) -> None:
    """Make packs of a span as PDF, HTML, PPTX and XLSX; what is unchanged is not made again."""
    from dashboard.packs.wanted import Wanted  # noqa: PLC0415
    from dashboard.texts import LANGUAGES  # noqa: PLC0415

    if lang not in LANGUAGES:
        raise WrongUse(f"there is no language {lang!r}", where="--lang", remedy=f"choose {' or '.join(LANGUAGES)}")
    wanted = [Wanted(span, "centre", one) for one in centre or ()]
    wanted += [Wanted(span, "facts", one) for one in facts or ()]
    if directors:
        wanted.append(Wanted(span, "directors"))
    if not wanted and not every:
        raise WrongUse(
            "no pack is asked for", where="pejling pack", remedy="name --centre, --all, --directors or --facts"
        )
    make(home_of(home, settings), span, wanted, every=every, language=lang, words=changed)


def make(home: Home, span: str, wanted: list[Wanted], *, every: bool, language: str, words: str) -> None:
    """Make the packs and tell of each. Raises Problem where any of them could not be made."""
    # What a pack is made of takes a second to load: the other commands do not wait for it.
    from dashboard.decisions.published_areas import PublishedCentre  # noqa: PLC0415
    from dashboard.packs.writing import Maker, Wanted, texts_of  # noqa: PLC0415
    from dashboard.store.database import open_store  # noqa: PLC0415
    from dashboard.store.focus_areas import standing_publications  # noqa: PLC0415
    from dashboard.texts import language_of  # noqa: PLC0415
    from dashboard.warehouse import Warehouse  # noqa: PLC0415

    begun = time.monotonic()
    warehouse, store = Warehouse(home.releases), open_store(home)
    published = {one.centre_id: PublishedCentre.read(one.areas) for one in standing_publications(store, span).values()}
    names = {centre_id: centre.centre_name for centre_id, centre in published.items()}
    if every:
        wanted = [*(Wanted(span, "centre", one) for one in sorted(published)), *wanted]
    try:
        if not wanted:
            raise Problem(
                f"no centre's focus areas for {span} are published",
                where="pejling pack",
                remedy="publish them on the page Fokusområder, or name the centre with --centre to be told why",
            )
        maker = Maker(home, warehouse, store, texts_of(warehouse, language_of(language)), words)
        outcomes = maker.make(wanted, lambda outcome: _tell(outcome, names))
    finally:
        warehouse.close()
    _sum_up(outcomes, time.monotonic() - begun)


def _tell(outcome: Outcome, names: Mapping[str, str]) -> None:
    if outcome.problem is not None:
        told, wanted = outcome.problem, outcome.wanted
        name = names.get(wanted.subject_id, wanted.subject_id) if wanted.sort != "directors" else wanted.sort
        notices.print(str(told) if told.where == name else f"{name}: {told}", style="red", markup=False)
    elif outcome.made is not None:
        manifest = outcome.made.manifest
        what = f"edition {manifest.edition}" if outcome.is_new else f"unchanged since edition {manifest.edition}"
        typer.echo(f"{manifest.subject}: {what}, {outcome.made.folder}")


def _sum_up(outcomes: list[Outcome], seconds: float) -> None:
    made = sum(one.is_new for one in outcomes)
    failed = sum(one.problem is not None for one in outcomes)
    rest = len(outcomes) - made - failed
    typer.echo(f"Packs: {count(made)} made, {count(rest)} unchanged, in {seconds:.1f} s.")
    if failed:
        raise Problem(
            f"{failed} of {len(outcomes)} packs could not be made",
            where="pejling pack",
            remedy="see what is said of each above, mend it, and run it again: what is made stays",
        )


@commands.command("verify")
def verify_command(
    folder: Annotated[
        Path | None,
        typer.Argument(help="The folder of a pack, of an edition, or of packs; the installation's without it."),
    ] = None,
    home: HomeOption = None,
    settings: SettingsOption = None,
) -> None:
    """Say of each file whether it is what was published; exit 1 where one is not."""
    from dashboard.packs.manifest import packs_of  # noqa: PLC0415
    from dashboard.packs.verifying import verified  # noqa: PLC0415

    published = _published(home, settings)
    if folder is None:
        folder = packs_of(home_of(home, settings))
        if not published and not folder.exists():
            typer.echo("No pack has been made.")
            return
    verdicts = verified(folder, published)
    for verdict in verdicts:
        typer.echo(f"{verdict.path} {verdict.sentence}.")
    if published is None:
        notices.print("The store is not at hand: files were held against the manifests beside them, and nothing else.")
    wrong = sum(not verdict.is_as_published for verdict in verdicts)
    if wrong:
        raise Problem(
            f"{wrong} of {len(verdicts)} files are not what was published",
            where=str(folder),
            remedy="put the folder back from a backup, or make a new edition",
        )


def _published(home: Path | None, settings: Path | None) -> dict[Key, str] | None:
    """What the store knows of the packs that are out; None where there is no store here, or none that answers."""
    from dashboard.store.at_hand import at_hand  # noqa: PLC0415
    from dashboard.store.database import store_url  # noqa: PLC0415
    from dashboard.store.pack_editions import published_sums  # noqa: PLC0415
    from dashboard.store.sqlite_file import is_missing  # noqa: PLC0415

    try:
        found = home_of(home, settings)
    except WrongUse:
        if home or settings:
            raise
        return None  # a pack that was taken home is looked at where no Pejling is
    unread: dict[Key, str] | None = None
    return None if is_missing(store_url(found)) else at_hand(found).read(unread, published_sums)
