"""Persons in KRK (F4, F8, F17)."""

from collections.abc import Sequence
from typing import Final

from oktui.domain.modules import Realm
from oktui.domain.people import Person
from oktui.domain.register import Consent
from oktui.services.register.import_persons import Imported, Updated
from screens.texts import audit, dates

DOUBTFUL: Final = "Upozornění: neobvyklá kontrolní číslice, rozhodne KRK."
NOT_FOUND: Final = "Osoba nebyla v registru nalezena."
_MPSV_ENTERS: Final = "Zápis do KRK provádí pracovník MPSV na základě zaslaného souhlasu se zpracováním osobních údajů."
_ENTER_YOURSELF: Final = "Zavřete výběr osoby (Zpět) a na formuláři Zaměstnanec zvolte Nová osoba."
REGISTER_ADVICE: Final = f"{NOT_FOUND}\nDo KRK ji zapíšete příkazem Nová osoba."
CHANGED: Final = "Změna je v KRK zapsána."
CORRECTED: Final = "Oprava je v KRK zapsána."


def not_found(realm: Realm) -> str:
    """That KRK has no such person, and what to do about it in the realm (R2.2-2, R2.4-1)."""
    return f"{NOT_FOUND}\n{_ENTER_YOURSELF if realm.enters_persons else _MPSV_ENTERS}"


def persons_found(count: int, limit: int, enter: str) -> str:
    """How many persons KRK has for a question, and what the key Enter does with one."""
    if count == 1:
        return f"Nalezena 1 osoba, Enter ji {enter}."
    if count < limit:
        return f"Nalezeno osob: {count}. Vyberte šipkami, Enter {enter}."
    return f"Zobrazeno je prvních {limit} osob, upřesněte údaje."


def registered(person: Person) -> str:
    """That KRK has given the person an IK (R2.4-1)."""
    return f"{person.data.name}: přiděleno IK {person.ik}."


def imported(done: Imported, *, written: bool, update: bool) -> str:
    """How many persons a file brought to KRK, or would bring; with `update`, those whom it changes and the others."""
    counted = f"osob: {done.persons}"
    if update:
        counted = f"nových osob: {done.persons}, změněných: {len(done.updated)}, beze změny: {done.unchanged}"
    if not written:
        return f"Soubor je v pořádku, {counted}. Nic nebylo zapsáno."
    iks = f" Přidělena IK od {done.first_ik} do {done.last_ik}." if done.first_ik else ""
    return f"Zapsáno {counted}.{iks}"


def differences(updated: Updated) -> list[str]:
    """What a file changes of a person, a line for each field: old → new."""
    who = f"řádek {updated.row}, {updated.person.ik}: {updated.person.data.name}"
    return [f"{who}: {change}" for change in audit.changes(updated.differences).splitlines()]


def consents(on_record: Sequence[Consent]) -> str:
    """The consents that MPSV has on record for a person."""
    lines = [f"{dates.day(consent.received_on)}  {consent.reference}" for consent in on_record]
    return "\n".join(["Evidované souhlasy:", *lines]) if lines else "Žádný souhlas není evidován."


def stored(person: Person) -> str:
    """That KRK has written what was entered of a person."""
    return f"Uloženo v KRK: {person.data.full_name}, IK {person.ik}."
