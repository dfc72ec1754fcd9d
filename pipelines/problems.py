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


def printable(text: str) -> str:
    """What somebody else has written, on one line: it begins none of its own, and steers no terminal."""
    return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in text)
