"""A pack read in the page: its HTML in a frame that can do nothing, its files to take home, and its other editions."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from dashboard.components.browser import OnAct, mount
from dashboard.components.headline import Note
from dashboard.components.masthead import Choice


@dataclass(frozen=True)
class PackReader:
    """The pack `id`. `address` is where the frame's page is; without it `empty` is said. `files`: address and words.

    `others` are its editions by what they are told as; the one that is read is `here`.
    """

    id: str
    title: str
    lines: tuple[str, ...]
    notes: tuple[Note, ...]
    files_label: str
    files: tuple[Choice, ...]
    others_label: str
    others: tuple[Choice, ...]
    here: str
    address: str
    frame_title: str
    alone: str
    empty: str
    close: str


def pack_reader(content: PackReader, *, key: str, on_act: OnAct) -> None:
    """Draw it. Acts: `{"close": id}`, `{"at": an edition's value}`.

    A pack that was not there before is scrolled to and takes the focus.
    """
    mount("pack_reader", asdict(content), key=key, on_act=on_act)
