"""What people do, a case and more for each action of the table: who does it by which form, and who has it not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from streamlit.proto.WidgetStates_pb2 import WidgetState

from dashboard.rules import Action
from tests.rights.personas import Persona
from tests.rights.visitor import Drawn, Sitting

SAID = "Ord nok til at blive gemt, skrevet af en prøve"
ELSEWHERE = (
    Persona("data_unit_of_a_part", "data_unit", ("310000",)),
    Persona("administrator_of_a_part", "administrator", ("310000",)),
    Persona("head_elsewhere", "institution_head", ("112010",)),
)
"""Who may what others may, for units that are not theirs; beside the twelve."""
_TEXT, _CHOICE = frozenset({"text_area", "text_input"}), frozenset({"radio", "selectbox"})


@dataclass(frozen=True)
class Act:
    """Something that `does` may, at an address: fields filled in and buttons pressed, one after the other.

    `without` is somebody who sees the same and has not the action; `elsewhere` has it for other units. `typed` is what
    is chosen or written by the names of fields, every other of `words` is a sentence. `told` is what a component tells,
    by its key. What is done is kept in the store, of `unit` where one is named; or something is `shown`.
    """

    action: Action
    does: str
    without: str
    elsewhere: str
    path: str
    query: dict[str, str]
    form: str = ""
    typed: dict[str, str] = field(default_factory=dict)
    words: tuple[str, ...] = ("words",)
    buttons: tuple[int, ...] = (0,)
    told: tuple[str, dict[str, str]] | None = None
    unit: str = ""
    shown: str = ""


_TEXTS = tuple(f"{name}_{language}" for name in ("title", "sees", "why", "silent") for language in ("da", "en"))
ACTS = (
    Act(
        "explain", "head", "analyst", "head_elsewhere",
        "", {"unit": "111010", "explain": "111010", "group": "wages"}, "111010:wages:", {"cause": "Mængde"},
    ),
    Act(
        "give_forecast", "head", "analyst", "head_elsewhere",
        "prognoserunde", {"unit": "111010"}, "forecast:", words=("comment",), buttons=(0, 1),
    ),
    Act(
        "approve_forecast", "manager_of_schools", "analyst", "manager_of_a_small_centre",
        "prognoserunde", {"unit": "112010"}, "sign:",
    ),
    Act(
        "steer_round", "controller", "data_unit", "controller_of_a_part",
        "prognoserunde", {}, "round:", {"closes_on": "24.11.2026"}, (),
    ),
    Act(
        "change_carry_over", "controller", "data_unit", "controller_of_a_part",
        "overfoerselssag", {"line": "capital:XA-0000005316"}, "capital:", {"amount": "100.000"}, ("reason",),
    ),
    Act(
        "sign_supervision", "head", "data_unit", "head_elsewhere",
        "ledelsestilsyn", {"entry": "sign:2026-10:111010"}, "form:sign:", {"mark_0": "Set, den er rigtig"},
        ("words_0",), (1,),
    ),
    Act(
        "follow_supervision", "controller", "data_unit", "controller_of_a_part",
        "ledelsestilsyn", {"unit": "111010", "entry": "follow:111010"}, "form:follow:", {"due_on": "31.12.2026"},
        ("why", "who"),
    ),
    Act(
        "edit_focus_areas", "data_unit", "analyst", "data_unit_of_a_part",
        "fokusomraader", {"unit": "110000", "entry": "focus:add"}, "form:focus:add", words=(*_TEXTS, "owner"),
        unit="110000",
    ),
    Act(
        "validate_focus_areas", "controller", "data_unit", "manager_of_schools",
        "fokusomraader", {"unit": "140000", "entry": "focus:validate"}, "form:focus:validate",
        {"state": "De er rigtige og rimelige"}, ("representative",),
    ),
    Act(
        "decide_focus_areas", "manager_of_schools", "analyst", "manager_of_a_small_centre",
        "fokusomraader", {"unit": "110000", "entry": "focus:decide:expected_overspend:111070"}, "form:focus:decide:",
        {"decision": "Vi holder øje"},
    ),
    Act(
        "make_packs", "data_unit", "controller", "data_unit_of_a_part",
        "fokuspakker", {}, told=("missing", {"make": "make:420000"}),
    ),
    Act(
        "order_data", "manager_of_schools", "administrator", "analyst_of_a_centre",
        "bestil-data", {"unit": "110000", "entry": "order:new"}, "form:order:new", {"needed_by": "31.12.2026"},
        ("title", "decision", "purpose", "asked_by", "owner", "validator"), unit="110000",
    ),
    Act(
        "see_orders", "manager_of_schools", "analyst", "manager_of_a_small_centre",
        "bestil-data", {"entry": "order:4"}, buttons=(), shown="Hvor mange støttetimer skolen planlægger med",
    ),
    Act(
        "agree_orders", "data_unit", "controller", "data_unit_of_a_part",
        "bestil-data", {"entry": "order:4"}, "form:order:4", words=("owner", "validator", "words"),
    ),
    Act(
        "give_rights", "administrator", "controller", "administrator_of_a_part",
        "adgange", {"entry": "right:new"}, "form:right:new",
        {"who": "nobody", "role": "Analytiker", "unit_id": "Havrevig Kommune"},
    ),
    Act(
        "read_audit", "administrator", "controller", "administrator_of_a_part",
        "revisionslog", {}, "steps", buttons=(1,),
    ),
    # What else the same actions do, by other forms.
    Act(
        "explain", "head", "analyst", "head_elsewhere",
        "", {"unit": "111010", "explain": "111010", "group": "wages"}, "outcome:", {"done": "ja"}, ("outcome",),
    ),
    Act(
        "approve_forecast", "manager_of_schools", "analyst", "manager_of_a_small_centre",
        "prognoserunde", {"unit": "112010"}, "sign:", buttons=(1,),
    ),
    Act(
        "steer_round", "controller", "data_unit", "controller_of_a_part", "prognoserunde", {}, "opening",
        {"name": "En runde mere", "round_date": "30.11.2026", "opens_on": "24.11.2026", "closes_on": "31.12.2026"}, (),
    ),
    Act(
        "follow_supervision", "controller", "data_unit", "controller_of_a_part",
        "ledelsestilsyn", {"unit": "111010", "entry": "sign:2026-10:111010"}, "form:sign:",
    ),
    Act(
        "edit_focus_areas", "data_unit", "analyst", "data_unit_of_a_part",
        "fokusomraader", {"unit": "320000"}, told=("candidates", {"take": "evidence:places_missing:320000"}),
    ),
    Act(
        "edit_focus_areas", "data_unit", "analyst", "data_unit_of_a_part",
        "fokusomraader", {"unit": "110000", "entry": "focus:publish"}, "form:focus:publish", {"although": "ja"},
        ("what_changed",), unit="110000",
    ),
    Act(
        "decide_focus_areas", "manager_of_schools", "analyst", "manager_of_a_small_centre",
        "fokusomraader", {"unit": "110000", "entry": "focus:came:2026K2:expected_overspend:111070"}, "form:focus:came:",
        {"is_done": "Delvist gjort"},
    ),
    Act(
        "make_packs", "data_unit", "controller", "data_unit_of_a_part",
        "fokuspakker", {}, told=("missing", {"make": "make:directors"}),
    ),
    Act(
        "agree_orders", "data_unit", "controller", "data_unit_of_a_part",
        "bestil-data", {"entry": "order:2"}, "form:order:2",
    ),
    Act(
        "give_rights", "administrator", "controller", "administrator_of_a_part",
        "adgange", {"entry": "right:9"}, "form:right:9",
    ),
)  # fmt: skip


def done_by(sitting: Sitting, act: Act, drawn: Drawn) -> list[bytes]:
    """Do it on the page as it was drawn, as a browser does; the messages that were sent for it."""
    sent = []
    if act.told:
        sitting.act(act.told[0], **act.told[1])
        return [sitting.sent]
    for number in act.buttons:
        drawn = sitting.press(_pressed(drawn, act, number))
        sent.append(sitting.sent)
    return sent or [sitting.sent]


def _pressed(drawn: Drawn, act: Act, number: int) -> Iterator[WidgetState]:
    """What a browser says of the form that stands there, filled in, and of its button."""
    elements = [one.delta.new_element for one in drawn.messages if one.WhichOneof("type") == "delta"]
    for element in elements:
        kind = str(element.WhichOneof("type"))
        if kind in _TEXT | _CHOICE and (of_form := getattr(element, kind)).form_id.startswith(act.form):
            said = _typed(of_form.id, act) or _stands(of_form, kind)
            if said is not None:
                yield WidgetState(id=of_form.id, string_value=said)
        elif kind == "checkbox" and _typed(element.checkbox.id, act):
            yield WidgetState(id=element.checkbox.id, bool_value=True)
    buttons = [one.button.id for one in elements if one.HasField("button") and one.button.form_id.startswith(act.form)]
    yield WidgetState(id=buttons[number], trigger_value=True)


def _typed(field_id: str, act: Act) -> str:
    names = field_id.split("-", 2)[-1].split(":")
    typed = next((said for name, said in act.typed.items() if name in names), "")
    return typed or (SAID if set(act.words) & set(names) else "")


def _stands(field: Any, kind: str) -> str | None:
    if kind in _TEXT:
        return str(field.value if field.set_value else field.default)
    return str(field.options[field.default]) if field.HasField("default") else None
