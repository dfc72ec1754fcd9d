"""What is said when a page cannot be shown: one sentence, in the reader's language, with what to do."""

from __future__ import annotations

from dashboard.components.headline import Sentence
from dashboard.texts import Texts, problem_sentence
from dashboard.warehouse import DoorProblem
from pipelines.problems import Problem


def sentence_of(texts: Texts, problem: Problem) -> Sentence:
    """The problem in words. A reader is told what it means for them; the details stand in the server's log."""
    reason = problem.reason if isinstance(problem, DoorProblem) else "refused"
    lead, _, rest = problem_sentence(reason, texts.language).partition(". ")
    return Sentence(lead + ("." if rest else ""), rest, "watch", "watch")
