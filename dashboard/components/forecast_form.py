"""Amounts with a comment each, shown back before they are saved: Streamlit's own fields in one form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import streamlit as st

from dashboard.components.headline import Note
from dashboard.components.notes import notes

Step = Literal["check", "save", "ready"]


@dataclass(frozen=True)
class Typed:
    """What stands in the fields of an account group; `reading` is which of two meanings was chosen."""

    amount: str
    comment: str
    reading: int | None = None


@dataclass(frozen=True)
class ForecastField:
    """An amount and its comment, with what is said of them; `readings` are the two meanings to choose from."""

    name: str
    label: str
    amount: str
    comment_label: str
    comment: str
    beside: tuple[Note, ...]
    question: str = ""
    readings: tuple[str, ...] = ()


@dataclass(frozen=True)
class ForecastForm:
    """The fields, what is said below them, and the words of the buttons; `save` empty: nothing to save yet."""

    fields: tuple[ForecastField, ...]
    below: tuple[Note, ...]
    check: str
    save: str = ""
    ready: str = ""


OnStep = Callable[[Step, Mapping[str, Typed]], bool]


def forecast_form(content: ForecastForm, *, key: str, on_step: OnStep) -> None:
    """Draw it. `on_step(step, what is typed by field)`; True: kept, so that the fields show what stands now.

    What was typed stays where it was not kept.
    """
    count = f"{key}:kept"
    number = st.session_state.get(count, 0)

    def key_of(name: str, part: str) -> str:
        return f"{key}:{name}:{part}:{number}"

    def typed_in(name: str) -> Typed:
        amount = str(st.session_state.get(key_of(name, "amount"), ""))
        reading = st.session_state.get(key_of(name, f"reading:{amount}"))
        return Typed(amount, str(st.session_state.get(key_of(name, "comment"), "")), reading)

    def stepped(step: Step) -> None:
        if on_step(step, {field.name: typed_in(field.name) for field in content.fields}):
            st.session_state[count] = number + 1

    with st.form(key, enter_to_submit=False, border=False):
        for field in content.fields:
            left, right = st.columns([2, 5], gap="medium")
            with left:
                st.text_input(field.label, field.amount, key=key_of(field.name, "amount"))
            right.text_area(field.comment_label, field.comment, key=key_of(field.name, "comment"), height=68)
            notes(field.beside, key=f"{field.name}_beside")
            if field.readings:
                now = str(st.session_state.get(key_of(field.name, "amount"), ""))
                st.radio(
                    field.question,
                    range(len(field.readings)),
                    index=None,
                    format_func=field.readings.__getitem__,
                    horizontal=True,
                    key=key_of(field.name, f"reading:{now}"),
                )
        notes(content.below, key="forecast_below")
        with st.container(horizontal=True):
            st.form_submit_button(
                content.check, type="secondary" if content.save else "primary", on_click=stepped, args=("check",)
            )
            if content.save:
                st.form_submit_button(content.save, on_click=stepped, args=("save",))
                st.form_submit_button(content.ready, type="primary", on_click=stepped, args=("ready",))
