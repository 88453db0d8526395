"""Alarms, in the menu and on the command line (X-31)."""

from oktui.domain.alarms import SHOWN_DAYS
from oktui.domain.audit import Recorded
from screens.texts import audit, dates


def none(days: int) -> str:
    """That there is nothing to look at."""
    return f"Žádný poplach (za posledních {days} dní)."


def counted(number: int) -> str:
    """How many there are, and the key that shows them."""
    return f"POPLACHŮ za posledních {SHOWN_DAYS} dní: {number}   (P je ukáže)"


def told(row: Recorded) -> str:
    """An alarm in a few lines: its number and when, on whom, from where, and what was seen."""
    event = row.event
    return f"č. {row.number}, {dates.second(event.at)}, {audit.event_line(event)}\n{audit.changes_of(event)}"
