"""A process that drafts packs for the one that began it: a line of JSON is asked, a line is answered.

    python -m dashboard.packs.drafting_process

It ends where nothing more is asked, also when the one that began it was killed. It gives no pack its name.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

from sqlalchemy.engine import make_url

from dashboard.packs.drafting import Drafter
from dashboard.packs.wanted import Drafted, NotMade, Wanted
from dashboard.store.database import engine_of
from dashboard.texts import Texts
from dashboard.warehouse import Warehouse


def main() -> None:
    """Answer until nothing more is asked."""
    # Who stops the one that asks by the keyboard stops this one by it: one message, not two.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb", buffering=0)
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever a library prints is no answer
    asked = sys.stdin.buffer
    drafter = _drafter(json.loads(asked.readline()))
    for line in asked:
        told = json.loads(line)
        draft = Path(told.pop("draft"))
        drafted = drafter.draft(Wanted(**told), draft)
        try:
            answers.write(json.dumps(_told(drafted)).encode() + b"\n")
        except OSError:
            return  # nobody hears it any more


def _drafter(told: dict[str, Any]) -> Drafter:
    return Drafter(
        Path(told["packs"]),
        Warehouse(Path(told["releases"])),
        engine_of(make_url(told["store"])),
        Texts(told["language"], told["currency"], told["time_zone"]),
        told["words"],
    )


def _told(drafted: Drafted) -> dict[str, Any]:
    problem = drafted.problem
    return {
        "target": str(drafted.target),
        "is_new": drafted.is_new,
        "problem": problem
        and {
            "what": problem.what,
            "where": problem.where,
            "remedy": problem.remedy,
            "sentence": problem.sentence if isinstance(problem, NotMade) else "",
        },
    }


if __name__ == "__main__":
    main()
