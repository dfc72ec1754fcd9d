"""A few lines of text with one or more things to do with them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from dashboard.components.masthead import Choice
from dashboard.components.notes import notes


@dataclass(frozen=True)
class Line:
    """A field of one line."""

    name: str
    label: str
    text: str = ""


@dataclass(frozen=True)
class WordForm:
    """The buttons, the first the main one, the fields, a larger one (`words_label`), and a box to tick; empty: none.

    `title` stands above a form that is not about what is right above it.
    """

    buttons: tuple[Choice, ...]
    lines: tuple[Line, ...] = ()
    words_label: str = ""
    tick_label: str = ""
    title: str = ""


@dataclass(frozen=True)
class Filled:
    """What was filled in when a button was pressed."""

    button: str
    lines: dict[str, str]
    words: str
    is_ticked: bool


def word_form(content: WordForm, *, key: str, on_press: Callable[[Filled], bool]) -> None:
    """Draw it. `on_press` True: kept, and the fields begin anew; what was typed stays where it was not kept."""
    count = f"{key}:kept"
    number = st.session_state.get(count, 0)

    def key_of(name: str) -> str:
        return f"{key}:{name}:{number}"

    def pressed(button: str) -> None:
        state = st.session_state
        filled = Filled(
            button,
            {line.name: str(state.get(key_of(line.name), "")) for line in content.lines},
            str(state.get(key_of("words"), "")),
            bool(state.get(key_of("tick"), False)),
        )
        if on_press(filled):
            state[count] = number + 1

    notes((), key=f"{key}_title", title=content.title)
    with st.form(key, enter_to_submit=False, border=False):
        if content.lines:
            for column, line in zip(st.columns(len(content.lines), gap="medium"), content.lines, strict=True):
                column.text_input(line.label, line.text, key=key_of(line.name))
        if content.words_label:
            st.text_area(content.words_label, key=key_of("words"), height=68)
        if content.tick_label:
            st.checkbox(content.tick_label, key=key_of("tick"))
        with st.container(horizontal=True):
            for place, button in enumerate(content.buttons):
                st.form_submit_button(
                    button.label, type="secondary" if place else "primary", on_click=pressed, args=(button.value,)
                )
