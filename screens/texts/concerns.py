"""What needs doing: the lists of F18 and of `oktui report`, in words."""

from datetime import datetime
from typing import Final

from oktui.domain.concerns import Concern, Staffing
from screens.texts import dates, employees

TITLES: Final = {
    Concern.LOCKED: "zamčené účty",
    Concern.ENDING: "platnost končí do 30 dnů",
    Concern.ENDED: "platnost skončila a nejsou vyřazeni",
    Concern.NEVER_SIGNED_IN: "do 30 dnů od aktivace se nepřihlásili",
    Concern.WAITING: "čekají na sehrání",
    Concern.TEMPORARY_PASSWORDS: "dočasné heslo dnes končí nebo skončilo",
    Concern.ADMINISTRATORS: "pracoviště s jedním nebo žádným správcem",
    Concern.INCIDENTS: "chybová hlášení, po nichž se nikdo nepřihlásil",
    Concern.ALARMS: "poplachy za 30 dní",
}


def line(concern: Concern, number: int, waiting_since: datetime | None) -> str:
    """What a list is, and of those that wait since when."""
    if concern is Concern.WAITING and number and waiting_since is not None:
        return f"{TITLES[concern]}, nejdéle od {dates.moment(waiting_since)}"
    return TITLES[concern]


def staffing(found: Staffing) -> str:
    """How many administrators an office has, and will have."""
    now = f"správců dnes: {found.today}"
    return now if found.fewer_on is None else f"{now}, od {dates.day(found.fewer_on)}: {found.then}"


def counted(number: int) -> str:
    """How many are on a list; counting ends at a limit."""
    return employees.count(number)
