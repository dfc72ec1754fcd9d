"""Several questions that are asked in one are answered as if each had been asked alone, on every database."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, event

from dashboard.store.data_orders import waiting_orders
from dashboard.store.explanations import question_of_explanations
from dashboard.store.focus_areas import questions_of_centre
from dashboard.store.reading import Question, ask_together
from tests.store.said import EXPLANATION, TEXT, say_everything


def _questions() -> list[Question[Any]]:
    return [
        question_of_explanations(EXPLANATION.fiscal_year),
        waiting_orders(),
        *questions_of_centre(TEXT.centre_id),
        question_of_explanations(1999),
    ]


def test_they_are_answered_as_alone_and_asked_in_one(store: Engine) -> None:
    say_everything(store)
    alone = [question.ask(store) for question in _questions()]
    assert [bool(answer) for answer in alone] == [True] * 5 + [False]
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        asked.append(statement.split(maxsplit=1)[0].lower())

    event.listen(store, "before_cursor_execute", note)
    try:
        assert ask_together(store, _questions()) == alone
    finally:
        event.remove(store, "before_cursor_execute", note)
    assert [word for word in asked if word != "begin"] == ["select"]
