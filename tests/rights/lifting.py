"""What a server is told while it runs: for one action, that everybody may, or that everybody speaks for every unit.

It reads `lifted.txt` in its home each time that it asks. `rights explain` lifts the right while pages are drawn, so
that the form stands there and what holds is asked again when something is saved; `rights explain saving` lifts it there
too, so that a replayed message is kept: then it was this that held. `units …` does the same with whose units they are.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from streamlit.runtime.scriptrunner_utils.script_run_context import RunLocation, ThreadState

from dashboard import access, deeds, pack_making, rules
from dashboard.decisions import explanation
from dashboard.looks import explanation_entry, forecast_answers, forecast_fields, forecast_round
from dashboard.roles import Role
from dashboard.scoped_views import WHOLE_MUNICIPALITY

SAVING = "saving"
UNITS = ("110000", "111010")
"""Of whom the forms are that are asked for units by name, and not by what a door shows."""
_file = "lifted.txt"


def lift(folder: Path, *words: str) -> None:
    """Tell the server of that home; no word: nothing is lifted."""
    (folder / _file).write_text(" ".join(words), encoding="utf-8")


def as_it_is_told() -> None:
    """Let the server of this process be told."""
    deeds.COUNTED_FOR_SECONDS = 0.0  # each refusal is a line of its own
    # Making a pack takes longer than all of this; that it begins is noted before its process does.
    pack_making.subprocess = SimpleNamespace(  # type: ignore[attr-defined]
        Popen=lambda command, **how: subprocess.Popen([command[0], "-c", ""], **how), DEVNULL=subprocess.DEVNULL
    )
    _lift_rights()
    _lift_units()


def _is_lifted(what: str, action: str = "") -> bool:
    file = Path(sys.argv[1]) / _file
    words = file.read_text(encoding="utf-8").split() if file.exists() else []
    is_asked_now = SAVING in words or ThreadState.get().run_location is not RunLocation.CALLBACK
    return what in words and (not action or action in words) and is_asked_now


def _lift_rights() -> None:
    may, causes_of = rules.may, explanation.causes_of
    may_answer, may_approve = forecast_round.may_answer, forecast_round.may_approve

    def everybody_may(role: Role, kind: rules.Kind, thing: str) -> bool:
        is_lifted = kind == "page" or (kind == "action" and _is_lifted("rights", thing))
        return may(role, kind, thing) or (is_lifted and _is_lifted("rights"))

    rules.may = everybody_may
    of_explanations: Mapping[str, Any] = {
        "causes_of": lambda role, stands: (
            explanation.CAUSES if _is_lifted("rights", "explain") else causes_of(role, stands)
        )
    }
    of_forecasts: Mapping[str, Any] = {
        "may_answer": lambda person, unit: _is_lifted("rights", "give_forecast") or may_answer(person, unit),
        "may_approve": lambda person, unit: _is_lifted("rights", "approve_forecast") or may_approve(person, unit),
    }
    vars(explanation).update(of_explanations)
    vars(explanation_entry).update(of_explanations)
    for look in (forecast_round, forecast_answers, forecast_fields):
        vars(look).update({name: one for name, one in of_forecasts.items() if hasattr(look, name)})


def _lift_units() -> None:
    looking_of = access.looking_of

    def of_every_unit(cookies: Mapping[str, str], wanted: str | None) -> access.Looking:
        looking = looking_of(cookies, wanted)
        every = replace(looking.person, units=(WHOLE_MUNICIPALITY, *UNITS))
        return replace(looking, person=every) if _is_lifted("units") else looking

    access.looking_of = of_every_unit
