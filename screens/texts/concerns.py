"""What needs doing: the lists of F18 and of `oktui report`, in words."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from oktui.domain.concerns import Activity, Concern
from screens.texts import dates, employees

TITLES: Final = {
    Concern.LOCKED: "zablokované účty",
    Concern.ENDING: "platnost končí do 30 dnů",
    Concern.ENDED: "platnost skončila a nejsou vyřazeni",
    Concern.NEVER_SIGNED_IN: "do 30 dnů od aktivace se nepřihlásili",
    Concern.WAITING: "čekají na sehrání",
    Concern.TEMPORARY_PASSWORDS: "dočasné heslo dnes končí nebo skončilo",
    Concern.PROPOSALS: "Správa systému čeká na druhého správce",
    Concern.ADMINISTRATORS: "pracoviště s jedním nebo žádným správcem",
    Concern.INCIDENTS: "chybová hlášení, po nichž se nikdo nepřihlásil",
    Concern.ALARMS: "poplachy za 30 dní",
}


def line(concern: Concern, number: int, waiting_since: datetime | None) -> str:
    """What a list is, and of those that wait since when."""
    if concern is Concern.WAITING and number and waiting_since is not None:
        return f"{TITLES[concern]}, nejdéle od {dates.moment(waiting_since)}"
    return TITLES[concern]


ALL_ADMINISTERED: Final = "Každé pracoviště má aspoň dva správce, dnes i v příštích 30 dnech."

_BARS: Final = "▁▂▃▄▅▆▇█"


def begins(*, menu: bool) -> str:
    """With which form the next sign-in begins."""
    return f"Po příštím přihlášení uvidíte nejdřív {'hlavní menu' if menu else 'Přehled'}."


def only(concern: Concern) -> str:
    """That a list shows nobody but those of the overview, and the key that shows the others too."""
    return f"Přehled: {TITLES[concern]}   (F3 ukáže i ostatní)"


def activity(days: Sequence[Activity]) -> str:
    """What happened by day, as bars and in words."""
    lines = [f"Od {dates.day(days[0].day)} do dneška, každý den jeden sloupec:"]
    for title, of in _SERIES:
        counts = [of(day) for day in days]
        most = max(counts)
        peak = days[len(counts) - 1 - counts[::-1].index(most)].day
        said = f"dnes {counts[-1]}, celkem {sum(counts)}"
        lines.append(f"{title:<12}{bars(counts)}")
        lines.append(f"{'':12}{said}, nejvíc {most} dne {dates.day(peak)}" if most else f"{'':12}žádné")
    return "\n".join(lines)


def bars(counts: Sequence[int]) -> str:
    """A bar a day, the highest where most was; only a day of nothing has a dot."""
    most = max(counts)
    return "".join(_BARS[-(-count * len(_BARS) // most) - 1] if count else "·" for count in counts)


_SERIES: Final[tuple[tuple[str, Callable[[Activity], int]], ...]] = (
    ("Přihlášení", lambda day: day.signed_in),
    ("Odmítnutí", lambda day: day.refused),
    ("Zablokování", lambda day: day.locked),
)


def counted(number: int) -> str:
    """How many are on a list; counting ends at a limit."""
    return employees.count(number)
