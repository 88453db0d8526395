"""That a use case comes to an end in time, and a change is made once however often it is asked for (X-32, X-33)."""

from collections.abc import Callable
from typing import Final, TypeVar

from oktui.values import dataclass
from storage import change_requests
from storage.database import close_database, reading, transaction
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


def ask_database() -> None:
    """Ask our database for nothing, to see whether it answers. Raises an Outage."""
    with transaction():
        pass


def leave() -> None:
    """Close what this thread has of our database; it asks nothing any more."""
    close_database()


@dataclass(frozen=True)
class Attempt:
    """A request for a change: its number, and whether it was made before and got no answer."""

    number: str
    again: bool = False


def once(attempt: Attempt, case: Callable[[], AnswerT]) -> AnswerT:
    """Make the change, unless it was made by an earlier attempt of the same number.

    Raises DoneBefore: it was.
    """
    if attempt.again:
        with reading():
            done = change_requests.find(attempt.number)
        if done is not None:
            raise done
    with change_requests.numbered(attempt.number):
        return case()
