"""Offices and their administrators (F12)."""

from typing import Final

from oktui.domain.birth_number import DoubtfulBirthNumber
from oktui.domain.people import Workplace
from screens.texts import refusals
from screens.texts.message import sentence

NOTHING_IS_SENT: Final = (
    "Žádost se zobrazí a lze ji uložit do souboru. Program nic neodesílá, odeslání datovou schránkou zůstává na úřadu."
)


NOBODY_TO_ASK: Final = (
    "Založení účtu je třeba potvrdit, a není kdo by odpověděl. Spusťte příkaz v terminálu, nebo s volbou --yes."
)
NOT_CONFIRMED: Final = "Nic se nezaložilo."
CONFIRM: Final = "Založit účet? [ano/ne] "
CONFIRMED: Final = frozenset({"ano", "a"})


def understood(lines: str) -> str:
    """What was read in an office's letter, before anything is created (R2.4-2)."""
    return f"Ze žádosti program vyčetl:\n\n{lines}\n"


def doubtful(error: DoubtfulBirthNumber) -> str:
    """That a birth number is doubtful, and how it is entered all the same (X-25)."""
    return f"{refusals.refusal(error).text} Souhlasí-li, zadejte příkaz s volbou --doubtful-birth-number."


def first_administrator(username: str, password: str, *, revived: bool) -> str:
    """What MPSV's side passes on to an office (R2.4-2)."""
    done = "Účet správce byl znovu otevřen" if revived else "Účet správce byl založen, použitelný bude po sehrání"
    return f"{done}.\nUživatelské jméno: {username}\nDočasné heslo: {password}"


def workplace(place: Workplace) -> str:
    """A workplace in one line, its name whole."""
    return " · ".join(filter(None, (place.name, place.region.title if place.region else None)))


def stored(name: str) -> str:
    """That a workplace has been stored."""
    return sentence(f"Uloženo: {name.strip()}")
