"""What a person is told when something cannot be done: one sentence, with the place and the remedy."""

from __future__ import annotations


class Problem(Exception):
    """Data or a machine refuses: `what` is wrong, `where`, and the `remedy`. Exit code 1."""

    exit_code = 1

    def __init__(self, what: str, *, where: str, remedy: str) -> None:
        self.what, self.where, self.remedy = what, where, remedy
        super().__init__(f"{where}: {what}; {remedy}.")


class WrongUse(Problem):
    """The command, a spec or a setting is written wrongly: nothing was tried. Exit code 2."""

    exit_code = 2
