"""The hotline's notice: whom to call, whether anybody answers now, and when maintenance is (R3-1, R3-2)."""

from datetime import datetime

from oktui.domain.calendar import hotline_open, next_opening
from screens import texts


def notice(now: datetime) -> str:
    """Three lines for help pages."""
    answers = (
        texts.HOTLINE_OPEN
        if hotline_open(now)
        else texts.HOTLINE_CLOSED.format(opening=texts.moment(next_opening(now)))
    )
    return f"{texts.HOTLINE}\n{answers}\n{texts.MAINTENANCE_RULE}"
