"""An amount with a reason: Streamlit's own fields, so that they are reached by keyboard and read aloud as any other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st


@dataclass(frozen=True)
class AmountForm:
    """The words of the form, and the amount that stands in it when it opens."""

    amount: str
    amount_label: str
    amount_help: str
    reason_label: str
    save: str
    back: str


def amount_form(content: AmountForm, *, key: str, on_save: Callable[[str | None, str], bool]) -> None:
    """Draw it. `on_save(amount as typed, reason)`; amount None: back to the proposal. True: saved, the form is emptied.

    What was typed stays where it was not saved.
    """
    # A field that is to be empty again is a new field: the browser keeps what was typed in the one it has.
    count = f"{key}:saved"
    number = st.session_state.get(count, 0)
    amount_key, reason_key = f"{key}:amount:{number}", f"{key}:reason:{number}"

    def saved(*, is_back: bool) -> None:
        typed = None if is_back else str(st.session_state.get(amount_key, ""))
        if on_save(typed, str(st.session_state.get(reason_key, ""))):
            st.session_state[count] = number + 1

    with st.form(key, enter_to_submit=False, border=False):
        left, right = st.columns([2, 5], gap="medium")
        left.text_input(content.amount_label, content.amount, key=amount_key, help=content.amount_help or None)
        right.text_area(content.reason_label, key=reason_key, height=68)
        with st.container(horizontal=True):
            st.form_submit_button(content.save, type="primary", on_click=saved, kwargs={"is_back": False})
            if content.back:
                st.form_submit_button(content.back, on_click=saved, kwargs={"is_back": True})
