"""Incidents (F16)."""

from typing import Final

from oktui.domain.incidents import Incident
from screens.texts import dates, sync

NO_INCIDENTS: Final = "Žádné chybové hlášení nebylo nalezeno."

UNSETTLED: Final = "po 30 dní, po nichž se nikdo nepřihlásil"


def incident(row: Incident) -> str:
    """Who tried to sign in, when, where from, in which state (X-6)."""
    return (
        f"Chyba č. {row.number}: {dates.second(row.at)}, {row.module.title}\n"
        f"Uživatelské jméno: {row.username}   Osoba: {row.person}\n"
        f"Odkud: {row.origin}\n"
        f"Stav účtu při pokusu: {sync.STATES[row.state]}"
    )
