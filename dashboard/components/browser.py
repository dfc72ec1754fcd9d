"""How a component of ours gets to the browser: its style sheet and script, and what a click sends back.

A component never gets markup from data: the scripts put text in with `textContent` only. What the reader does comes
back as one small dict under `act`; the page decides what it means.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from dashboard import theme

Act = dict[str, str]
OnAct = Callable[[Act], None]

_FOLDER = Path(__file__).parent


def mount(name: str, data: dict[str, Any], *, key: str, on_act: OnAct | None = None) -> None:
    """Show component `name` (its files are `<name>.css` and `<name>.js`) with `data`; tell `on_act` what was done."""
    # Whoever draws a page has it already; packs and letters are written in the same words, and show nothing.
    import streamlit as st  # noqa: PLC0415

    def acted() -> None:
        act = _act_of(st.session_state.get(key))
        if on_act and act:
            on_act(act)

    # What nobody listens to can stand inside a form, where Streamlit allows no other listener than the form's own.
    _renderer(name)(key=key, data=data, **({"on_act_change": acted} if on_act else {}))


@lru_cache
def _renderer(name: str) -> Callable[..., Any]:
    import streamlit as st  # noqa: PLC0415

    style = theme.tokens() + _text("base.css") + _text(f"{name}.css")
    script = _text("shared.js") + _text(f"{name}.js")
    return st.components.v2.component(f"pejling_{name}", html="<div class='root'></div>", css=style, js=script)


def _text(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")


def _act_of(state: Any) -> Act | None:
    """What came from the browser, when it is a small dict of texts; anything else is not ours."""
    act = state.get("act") if hasattr(state, "get") else None
    if not isinstance(act, dict) or len(act) > 4:
        return None
    if not all(isinstance(part, str) and len(part) < 500 for pair in act.items() for part in pair):
        return None
    return act
