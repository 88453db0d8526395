"""Sessions (F10)."""

from typing import Final

from oktui.domain.sessions import ListedSession
from screens.texts import dates

LOCKED: Final = (
    "Program zůstal delší dobu bez obsluhy. Rozepsané údaje zůstaly, jak byly.\n"
    "Pokračovat může jen přihlášený uživatel, po zadání svého hesla."
)
OWN: Final = ("Odhlásit", "To je vaše vlastní přihlášení. Odhlásíte se v hlavním menu klávesou Esc.")


def session(row: ListedSession) -> str:
    """All that is known of a session, in three lines (F10)."""
    state = f"zamčeno od {dates.clock(row.locked_at)}" if row.locked_at else "v činnosti"
    return (
        f"{row.ik}: {row.name} ({row.username}) · {row.workplace}\n"
        f"přihlášen od {dates.moment(row.started_at)}, odkud: {row.origin}\n"
        f"poslední činnost {dates.clock(row.last_active_at)}, {state}"
    )
