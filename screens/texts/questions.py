"""Questions: title, text, and the two answers, of which the second changes nothing."""

from datetime import datetime
from typing import Final

from oktui.domain.listing import Listed
from oktui.domain.people import Employee
from screens.texts import dates

DISCARD: Final = ("Zpět", "Zahodit rozepsané údaje?", "Zahodit", "Pokračovat v psaní")
SIGN_OUT: Final = ("Odhlásit", "Odhlásit se z aplikace?", "Odhlásit", "Zůstat")
LEAVE: Final = ("Konec", "Ukončit program?", "Ukončit", "Zůstat")
SIGN_OUT_LOCKED: Final = (
    "Odhlásit",
    "Odhlásit se? Údaje rozepsané ve formulářích pod zámkem se zahodí.",
    "Odhlásit",
    "Zůstat",
)
END_OTHER: Final = ("Ukončit a přihlásit", "Nepřihlašovat")
DELETE_ALL_THE_SAME: Final = ("Přesto smazat", "Nechat")
STORE_ALL_THE_SAME: Final = ("Uložit přesto", "Neukládat")
RETIRE_ALL_THE_SAME: Final = ("Přesto vyřadit", "Nevyřazovat")
DOUBTFUL_PERSON: Final = ("Nová osoba", "Zapsat osobu s tímto rodným číslem?", "Zapsat", "Opravit číslo")
ONE_NAME: Final = ("Nová osoba", "Zapsat osobu jen s jedním jménem?", "Zapsat", "Doplnit jméno")
DOUBTFUL_CORRECTION: Final = ("Oprava osoby", "Zapsat toto rodné číslo?", "Zapsat", "Opravit číslo")
BIRTH_NUMBER: Final = ("Oprava osoby", "Opravdu změnit rodné číslo?", "Změnit", "Neměnit")
ONE_NAME_LEFT: Final = ("Oprava osoby", "Ponechat osobě jediné jméno?", "Ponechat", "Doplnit jméno")
PERSON_KNOWN: Final = ("Nová osoba", "Převzít tuto osobu?", "Převzít", "Opravit údaje")


def sign_out_instead(until: datetime | None) -> tuple[str, str, str, str]:
    """The question before a demanded change is put off, with how long a temporary password opens it again (X-16)."""
    again = f"dočasným heslem jen do {dates.moment(until)}, potom už ne" if until else "dosavadním heslem"
    text = f"Bez změny hesla nelze pokračovat. Odhlásit se? Ke změně se můžete vrátit {again}."
    return ("Změna hesla", text, "Odhlásit", "Změnit heslo")


def deleting(employee: Employee) -> tuple[str, str, str, str]:
    """The question before an employee is deleted (X-26)."""
    text = (
        f"Smazat zaměstnance i s účtem: {employee.person.full_name}? Vzít to zpět nelze; lze to jen dokud se účtem "
        "nikdo nepřihlásil."
    )
    return "Smazání", text, "Smazat", "Nechat"


def retiring(row: Listed) -> tuple[str, str, str, str]:
    """The question before an account is retired (R2.5-1)."""
    who = f"{row.person} ({row.username})" if row.username else row.person
    return "Zrušení – vyřazení účtu", f"Vyřadit zaměstnance {who}?", "Vyřadit", "Nevyřazovat"


def end_session(name: str, username: str) -> tuple[str, str, str, str]:
    """The question before somebody's session is ended (F10)."""
    text = f"Odhlásit uživatele {name} ({username})? Co má rozepsáno, už neuloží; zůstane mu to jen zobrazené."
    return ("Odhlásit", text, "Odhlásit", "Ponechat")
