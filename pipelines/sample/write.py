"""The whole fictive municipality as files, and the truth about them."""

from __future__ import annotations

from pathlib import Path

from pipelines.problems import Problem
from pipelines.sample.capital import write_capital
from pipelines.sample.plan import make_plan
from pipelines.sample.postings import OnProgress, write_postings
from pipelines.sample.registers import write_registers
from pipelines.sample.savings import write_savings
from pipelines.sample.staff_files import write_staff
from pipelines.sample.targets import write_targets
from pipelines.sample.truth import Truth

SEED = 20_261
POSTINGS = 60_000


def write_sample(
    out: Path, *, postings: int | None = None, seed: int = SEED, on_progress: OnProgress | None = None
) -> Truth:
    """Every extract of the fictive municipality into the folder `out`, which is made; gives what is true of them.

    `postings` regular lines of the ledger in all, within one per cent (60 000 when None): the same units, budgets and
    sums, cut into more or fewer lines. The same seed writes the same bytes. `on_progress(written, wanted)` is called
    after every month. Raises WrongUse for too few postings and Problem when the folder cannot be written.
    """
    plan = make_plan(seed)
    truth = Truth(seed)
    try:
        out.mkdir(parents=True, exist_ok=True)
        write_postings(out, plan, POSTINGS if postings is None else postings, truth, on_progress)
        write_registers(out, plan, truth)
        write_capital(out, plan, truth)
        write_staff(out, plan, truth)
        write_savings(out, plan, truth)
        write_targets(out, plan, truth)
    except OSError as error:
        raise Problem(
            f"the sample cannot be written ({error.strerror})",
            where=str(error.filename or out),
            remedy="free some space there or name another folder",
        ) from error
    return truth
