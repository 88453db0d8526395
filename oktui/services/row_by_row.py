"""Making a change of many row by row: each row once, whatever becomes of the others (X-21, X-32)."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from oktui.domain.audit import DoneBefore
from oktui.domain.changes import Planned
from oktui.domain.errors import DomainError, Outage
from oktui.domain.files import Stopped
from oktui.domain.outages import OutcomeUnknown
from oktui.domain.sessions import MustChangePassword, SessionLocked, SessionOver
from oktui.services.answering import Attempt, in_time, once
from oktui.services.long_work import Progress
from oktui.services.outcomes import Ending, Made

_NONE_CAN_FOLLOW: Final = (SessionOver, SessionLocked, MustChangePassword, Outage)
"""Refusals that the next row would meet as well."""


def row_by_row(rows: Sequence[Planned], make: Callable[[int], Made], progress: Progress) -> tuple[Made, ...]:
    """Make the row at each place, and tell what became of each; `progress` may stop it, and what is done stays."""
    made: list[Made] = []
    for place in range(len(rows)):
        try:
            progress(place)
        except Stopped:
            break
        made.append(make(place))
        if isinstance(made[-1].refusal, _NONE_CAN_FOLLOW):
            break
    return (*made, *(Made(row, Ending.LEFT) for row in rows[len(made) :]))


def make_once(number: str, row: Planned, case: Callable[[], Made]) -> Made:
    """What became of a row whose change has this number; one that got no answer is asked after under it (X-32)."""
    try:
        try:
            return in_time(partial(once, Attempt(number), case))
        except OutcomeUnknown:
            return in_time(partial(once, Attempt(number, again=True), case))
    except DoneBefore:
        return Made(row, Ending.DONE)
    except DomainError as refusal:
        return Made(row, Ending.REFUSED, refusal)
