"""A form in which a person enters something: lines, longer texts, choices and ticks, and what can be done with them.

Made of Streamlit's own fields, which are reached by keyboard and read aloud as any other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

import streamlit as st

from dashboard.components.facts import Facts, facts
from dashboard.components.headline import Note
from dashboard.components.masthead import Choice
from dashboard.components.notes import notes

OnEntry = Callable[[str, Mapping[str, str], int], int | None]
"""What is done, what was typed by field, and the version that the person had seen.

The answer is None where it was kept, else the version that they have seen by now.
"""


@dataclass(frozen=True)
class Field:
    """A field and what stands in it when the form opens.

    `options` are those of a list, or of a choice, where none may be chosen. A tick is typed where it is set. `fault`
    says at the field what is wrong with it.
    """

    name: str
    label: str
    value: str = ""
    kind: Literal["line", "text", "choice", "list", "tick"] = "line"
    options: tuple[Choice, ...] = ()
    help: str = ""
    width: int = 1
    fault: str = ""


@dataclass(frozen=True)
class EntryForm:
    """Rows of fields beside each other, facts that the next ones are about, and what can be done.

    The first act has a button that stands out, unless it `is_quiet`: what one seldom wants to do. `title` stands above
    a form that is not about what is right above it. `version` is that of the words that the form opens with.
    """

    rows: tuple[tuple[Field, ...] | Facts, ...]
    acts: tuple[Choice, ...]
    version: int = 0
    title: str = ""
    is_quiet: bool = False

    def with_faults(self, faults: Mapping[str, str]) -> EntryForm:
        """The form with what is wrong said at its fields, by their names."""
        rows = tuple(
            row if isinstance(row, Facts) else tuple(replace(one, fault=faults.get(one.name, "")) for one in row)
            for row in self.rows
        )
        return replace(self, rows=rows)


def entry_form(content: EntryForm, *, key: str, on_entry: OnEntry) -> None:
    """Draw it. What was typed stays where it was not kept; else the form opens anew with what stands."""
    # A field that is to open anew is a new field: the browser keeps what was typed in the one it has.
    count, seen = f"{key}:kept", f"{key}:seen"
    number = st.session_state.get(count, 0)
    keys = {
        field.name: f"{key}:{field.name}:{number}"
        for row in content.rows
        if not isinstance(row, Facts)
        for field in row
    }
    # What somebody else says while the form stands open is not seen: their words are not in its fields.
    if not any(name in st.session_state for name in keys.values()):
        st.session_state[seen] = content.version

    def entered(act: str) -> None:
        typed = {name: str(st.session_state.get(field) or "") for name, field in keys.items()}
        found = on_entry(act, typed, st.session_state[seen])
        if found is None:
            st.session_state[count] = number + 1
        else:
            st.session_state[seen] = found

    notes((), key=f"{key}:title", title=content.title)
    with st.form(key, enter_to_submit=False, border=False):
        for line, row in enumerate(content.rows):
            if isinstance(row, Facts):
                facts(row, key=f"{key}:about_{line}")
                continue
            for place, field in zip(st.columns([field.width for field in row], gap="medium"), row, strict=True):
                with place:
                    _draw(field, keys[field.name])
                    if field.fault:
                        told = Facts(notes=(Note(field.fault, "over", "bad"),), is_alert=True)
                        facts(told, key=f"{key}:fault_{field.name}")
        with st.container(horizontal=True):
            for number_of_act, act in enumerate(content.acts):
                is_main = number_of_act == 0 and not content.is_quiet
                st.form_submit_button(
                    act.label, type="primary" if is_main else "secondary", on_click=entered, args=(act.value,)
                )


def _draw(field: Field, key: str) -> None:
    if field.kind == "choice":
        labels = {option.value: option.label for option in field.options}
        values = list(labels)
        chosen = values.index(field.value) if field.value in labels else None
        st.radio(field.label, values, chosen, labels.__getitem__, key=key, horizontal=True, help=field.help or None)
    elif field.kind == "list":
        labels = {option.value: option.label for option in field.options}
        values = list(labels)
        chosen = values.index(field.value) if field.value in labels else 0
        st.selectbox(field.label, values, chosen, labels.__getitem__, key=key, help=field.help or None)
    elif field.kind == "tick":
        st.checkbox(field.label, bool(field.value), key=key, help=field.help or None)
    elif field.kind == "text":
        st.text_area(field.label, field.value, key=key, height=68, help=field.help or None)
    else:
        st.text_input(field.label, field.value, key=key, help=field.help or None)
