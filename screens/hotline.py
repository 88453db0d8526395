"""The hotline's notice: whom to call, whether anybody answers now, and when maintenance is (R3-1, R3-2)."""

from datetime import datetime

from oktui.domain.calendar import hotline_open, next_opening
from screens.texts import dates, program


def notice(now: datetime) -> str:
    """Three lines for help pages."""
    answers = (
        program.HOTLINE_OPEN
        if hotline_open(now)
        else program.HOTLINE_CLOSED.format(opening=dates.moment(next_opening(now)))
    )
    return f"{program.HOTLINE}\n{answers}\n{program.MAINTENANCE_RULE}"
