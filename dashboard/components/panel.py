"""One thing looked at by itself: a heading that takes the focus, what is known of it, and what was said before."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from dashboard.components.browser import OnAct, mount
from dashboard.components.headline import Note
from dashboard.components.masthead import Choice


@dataclass(frozen=True)
class Said:
    """Something said earlier: when and by whom, and the words."""

    head: str
    text: str


@dataclass(frozen=True)
class Panel:
    """The panel of the thing `id`. `close` names the button that closes it; `earlier` has a title of its own."""

    id: str
    title: str
    lines: tuple[str, ...]
    notes: tuple[Note, ...]
    earlier_title: str
    earlier: tuple[Said, ...]
    close: str
    links: tuple[Choice, ...] = ()


def panel(content: Panel, *, key: str, on_act: OnAct) -> None:
    """Draw it. Acts: `{"close": id}`, `{"follow": a link's value}`.

    A panel that was not there before is scrolled to and takes the focus.
    """
    mount("panel", asdict(content), key=key, on_act=on_act)
