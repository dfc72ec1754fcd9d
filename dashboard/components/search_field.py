"""A field in which something is looked for: what stands in it is in the address, so that a search can be linked to."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

MOST_LETTERS = 64


def search_field(label: str, value: str, *, key: str, help_text: str, on_search: Callable[[str], None]) -> None:
    """Draw it. Told when Enter is pressed or the field is left, with what stands in it."""
    # The address may have changed otherwise than by this field: by Back, or a link.
    if st.session_state.get(key) != value:
        st.session_state[key] = value
    st.text_input(
        label,
        key=key,
        max_chars=MOST_LETTERS,
        help=help_text,
        on_change=lambda: on_search(str(st.session_state[key]).strip()),
    )
