"""That a use case comes to an end in time (X-33)."""

from collections.abc import Callable
from typing import Final, TypeVar

from storage.waiting import within

AnswerT = TypeVar("AnswerT")

ANSWER_WITHIN: Final = 10.0
"""Seconds within which a use case has an answer, or a refusal that says that there is none."""


def in_time(case: Callable[[], AnswerT]) -> AnswerT:
    """Run the use case with what is left of the time for each of its questions to our database.

    Raises DatabaseUnavailable or OutcomeUnknown when it has run out.
    """
    with within(ANSWER_WITHIN):
        return case()
