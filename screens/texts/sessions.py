"""Sessions: who is signed in (F10), and why somebody is not any more (X-9)."""

from typing import Final

from oktui.domain.audit import Who
from oktui.domain.sessions import ListedSession, SessionEnd, SessionOver
from screens.texts import audit, dates
from screens.texts.message import sentence

LOCKED: Final = (
    "Program zůstal delší dobu bez obsluhy. Rozepsané údaje zůstaly, jak byly.\n"
    "Pokračovat může jen přihlášený uživatel, po zadání svého hesla."
)
OWN: Final = ("Odhlásit", "To je vaše vlastní přihlášení. Odhlásíte se v hlavním menu klávesou Esc.")


def why_over(over: SessionOver) -> str:
    """Why a session is over, and when and by whom it was ended, where that is known (X-9)."""
    at = f" v {dates.clock(over.at)}" if over.at is not None else ""
    if over.by and over.reason in _ENDED_BY:
        return _ENDED_BY[over.reason].format(at=at, by=audit.who(Who(None, over.by, "")))
    return _ENDED[over.reason].format(at=at)


def left_over(over: SessionOver) -> str:
    """Why nothing can be done any more with what is still shown (X-9)."""
    return f"{why_over(over)}\nRozepsané údaje zůstaly zobrazené, lze je opsat; uložit je nelze."


_ENDED: Final = {
    SessionEnd.SIGNED_OUT: "Byli jste odhlášeni.",
    SessionEnd.RETIRED: "Přihlášení skončilo{at}: účet byl vyřazen.",
    SessionEnd.NOT_VALID: "Přihlášení skončilo{at}: účet není platný.",
    SessionEnd.LOCKED: "Přihlášení skončilo{at}: účet byl zablokován po třech chybně zadaných heslech.",
    SessionEnd.PASSWORD_RESET: "Přihlášení skončilo{at}: k účtu bylo zadáno nové heslo.",
    SessionEnd.PASSWORD_CHANGED: "Přihlášení skončilo{at}: heslo k účtu bylo změněno v jiném přihlášení.",
    SessionEnd.SIGNED_IN_ELSEWHERE: "Přihlášení skončilo{at}: tímto účtem se někdo přihlásil jinde.",
    SessionEnd.TOO_LONG: "Přihlášení skončilo{at}: trvalo déle než povolenou dobu. Přihlaste se znovu.",
    SessionEnd.ENDED_BY_ADMINISTRATOR: "Přihlášení ukončil{at} správce systému.",
    SessionEnd.WRONG_PASSWORDS: "Přihlášení skončilo{at}: heslo bylo třikrát zadáno chybně.",
    SessionEnd.LEFT_ALONE: "Přihlášení skončilo{at}: delší dobu nebylo používáno. Přihlaste se znovu.",
    SessionEnd.PASSWORD_DIED: (
        "Přihlášení skončilo{at}: dočasné heslo propadlo dřív, než jste si zvolili vlastní. "
        "O nové požádejte správce systému."
    ),
}
_ENDED_BY: Final = {
    SessionEnd.RETIRED: "Přihlášení skončilo{at}: účet vyřadil správce {by}.",
    SessionEnd.NOT_VALID: "Přihlášení skončilo{at}: platnost účtu ukončil správce {by}.",
    SessionEnd.PASSWORD_RESET: "Přihlášení skončilo{at}: nové heslo k účtu zadal {by}.",
    SessionEnd.ENDED_BY_ADMINISTRATOR: "Přihlášení ukončil{at} správce {by}.",
}


def session(row: ListedSession) -> str:
    """All that is known of a session, in three lines (F10)."""
    state = f"zamčeno od {dates.clock(row.locked_at)}" if row.locked_at else "v činnosti"
    return (
        f"{row.ik}: {row.name} ({row.username}) · {row.workplace}\n"
        f"přihlášení od {dates.moment(row.started_at)}, odkud: {row.origin}\n"
        f"poslední činnost {dates.clock(row.last_active_at)}, {state}"
    )


def ended(name: str) -> str:
    """That somebody's session has been ended (F10)."""
    return sentence(f"Odhlášeno: {name}")
