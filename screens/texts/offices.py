"""Offices and their administrators (F12)."""

from typing import Final

NOTHING_IS_SENT: Final = (
    "Žádost se zobrazí a lze ji uložit do souboru. Program nic neodesílá, odeslání datovou schránkou zůstává na úřadu."
)


def first_administrator(username: str, password: str, *, revived: bool) -> str:
    """What MPSV's side passes on to an office (R2.4-2)."""
    done = "Účet správce byl znovu otevřen" if revived else "Účet správce byl založen, použitelný bude po sehrání"
    return f"{done}.\nUživatelské jméno: {username}\nDočasné heslo: {password}"
