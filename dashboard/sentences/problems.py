"""What is said when a page cannot be shown: one sentence, in the reader's language, with what to do."""

from __future__ import annotations

from dashboard.components.headline import Sentence
from dashboard.deeds import NotWrittenDown
from dashboard.texts import Texts, problem_sentence
from dashboard.warehouse import DoorProblem
from pipelines.problems import Problem


def sentence_of(texts: Texts, problem: Problem) -> Sentence:
    """The problem in words. A reader is told what it means for them; the details stand in the server's log."""
    if isinstance(problem, NotWrittenDown):
        lead = texts.say("Who looks at these figures is written down, and that cannot be done right now.")
        return Sentence(lead, texts.say("Try again in a moment."), "watch", "watch")
    reason = problem.reason if isinstance(problem, DoorProblem) else "refused"
    lead, _, rest = problem_sentence(reason, texts.language).partition(". ")
    return Sentence(lead + ("." if rest else ""), rest, "watch", "watch")


def not_for_role(texts: Texts) -> Sentence:
    """That a page is for others; it is said on the page itself, which a link may lead to."""
    lead = texts.say("Your role does not have this page.")
    return Sentence(lead, texts.say("Choose another in the menu."), "watch", "watch")
