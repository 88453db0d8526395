"""Employees, their accounts and grants (F3, F5, F6)."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from oktui.domain.accounts import Account, Grant
from oktui.domain.history import OnDay
from oktui.domain.listing import COUNTED_AT_MOST, Entry, Listed, Order, Sorting, Status
from oktui.domain.people import Employee
from oktui.domain.sync import SyncState
from screens.texts import dates
from screens.texts.message import sentence

APPEALS: Final = (
    "Účtům s oprávněním Řešení odvolání nelze přiřadit oprávnění pro práci se standardizovaným záznamem. "
    "Tyto účty budou zrušeny."
)
PERSON_NOT_IN_KRK: Final = "Není-li osoba v KRK, zvolte Nová osoba (F6)."
CHOOSE_PERSON: Final = "Vyberte osobu z KRK: Obnovit (F5)."
NOTHING_CHANGED: Final = "Nic se nezměnilo, nebylo co uložit."
NO_GRANTS: Final = "Žádné oprávnění, přidejte je: Nové oprávnění (F7)."
NOTHING_TO_GRANT: Final = ("Nové oprávnění", "Účet už má všechna oprávnění, která lze v tomto modulu přidělit.")
LOCK: Final = "Existuje zámek přihlášení uživatelského účtu"
OWN: Final = "Vlastní účet spravovat nemůžete."
OF_AN_ACCOUNT: Final = frozenset({"new", "edit", "remove", "generate", "unlock", "permissions", "like_colleague"})
TICK_ACCOUNT: Final = "Bez uživatelského účtu to nejde. Zaškrtněte Včetně uživatelského účtu."
NOT_POSSIBLE: Final = {
    "edit": "Nejdříve vyberte v tabulce platné oprávnění.",
    "remove": "Nejdříve vyberte v tabulce platné oprávnění.",
    "unlock": "Účet není zablokován.",
}
"""Why a key of F5 and F6 does nothing, where no permission is missing."""
NO_PERMISSIONS: Final = "Toho dne není v platnosti žádné oprávnění."
NOBODY_MATCHES: Final = "Zadaným kritériím nevyhovuje žádný zaměstnanec."
NOT_SORTED_BY: Final = "Řadit lze podle sloupců Osoba, Platnost od a Platnost do."
UP: Final = "▲"
DOWN: Final = "▼"
_SORTED_BY: Final = {
    Order.PERSON: ("Seřazeno podle příjmení, od A.", "Seřazeno podle příjmení, od Ž."),
    Order.VALID_FROM: ("Seřazeno podle Platnost od, nejstarší první.", "Seřazeno podle Platnost od, nejnovější první."),
    Order.VALID_TO: ("Seřazeno podle Platnost do, nejbližší první.", "Seřazeno podle Platnost do, bez konce první."),
}
_BRIEFLY: Final = {Order.PERSON: "Osoba", Order.VALID_FROM: "Platnost od", Order.VALID_TO: "Platnost do"}
_STATUSES = {
    Status.NO_ACCOUNT: "bez účtu",
    Status.RETIRED: "vyřazen",
    Status.LOCKED: "zablokován",
    Status.EXPIRED: "neplatný",
    Status.NOT_BEGUN: "zatím ne",
    Status.ACTIVE: "platný",
}
_DATED = {
    Status.LOCKED: "zablokován",
    Status.EXPIRED: "platnost skončila",
    Status.PENDING: "čeká na sehrání",
    Status.NOT_BEGUN: "platnost začne",
    Status.ACTIVE: "platný, sehrán",
}
"""What an export says: the day in the next column is that of these words."""


def stored(employee: Employee) -> str:
    """That what was changed of an employee has been stored."""
    return sentence(f"Uloženo: {employee.person.full_name}")


def identity(employee: Employee, account: Account | None) -> str:
    """Who an employee is, all of it whole, however little room a form has."""
    lines = [
        f"Osoba: {employee.person.full_name}",
        f"Uživatelské jméno: {account.username}" if account else "",
        f"Pracoviště: {employee.workplace.office_kind.title} {employee.workplace.name}",
        f"Funkce/služební číslo: {employee.details.position}",
        f"Email: {employee.details.email}",
        f"Telefon: {employee.details.phone}" if employee.details.phone else "",
    ]
    return "\n".join(filter(None, lines))


def retired(row: Listed) -> str:
    """That the employee of a row has been retired or, retired before, restored."""
    return sentence(f"{'Obnoveno' if row.retired else 'Vyřazeno'}: {row.person}")


def deleted(employee: Employee) -> str:
    """That an employee has been deleted."""
    return sentence(f"Smazáno: {employee.person.full_name}")


def unlocked(account: Account) -> str:
    """That an account has been unlocked."""
    return f"Účet {account.username} je odblokován."


def reset(account: Account) -> str:
    """That an account has another password than before."""
    return f"Účet {account.username} má nové heslo."


def username_offered(username: str) -> str:
    """That the surname has changed, and the key that takes the username after the new one."""
    return f"Příjmení se změnilo; navržené uživatelské jméno: {username}. Převzít: ^N"


def sorted_by(sorting: Sorting) -> str:
    """What the list is sorted by."""
    return _SORTED_BY[sorting.order][sorting.descending]


def briefly_sorted_by(sorting: Sorting) -> str:
    """The same beside the count, where it is not what everybody expects."""
    mark = DOWN if sorting.descending else UP
    return "" if sorting == Sorting() else f" · {_BRIEFLY[sorting.order]} {mark}"


COUNTING: Final = "počítá se…"


def count(found: int) -> str:
    """How many match a list's criteria; counting ends at a limit."""
    return str(found) if found <= COUNTED_AT_MOST else f"více než {COUNTED_AT_MOST}"


def status(status: Status) -> str:
    """The account's state in words that can stand beside its date, whenever they are read."""
    return _DATED.get(status) or _STATUSES[status]


def granted(grants: Iterable[Grant]) -> str:
    """Permissions with their levels, in one line: Správa systému (aktualizace, od 1.1.2010 do 31.12.2016)."""
    return "; ".join(
        f"{grant.permission.title} ({grant.level.title}, {dates.validity(grant.valid_from, grant.valid_to)})"
        for grant in grants
    )


def account_status(status: Status, left: timedelta) -> str:
    """The account's state in a word, and how long a new one waits."""
    if status is not Status.PENDING:
        return _STATUSES[status]
    hours, minutes = divmod(-(-left // timedelta(minutes=1)), 60)
    return f"čeká {hours}:{minutes:02} h" if hours else f"čeká {minutes} min"


def account_state(row: Listed, status: Status, due: datetime, left: timedelta) -> str:
    """The account's state in a sentence."""
    said = {
        Status.NO_ACCOUNT: "nemá uživatelský účet",
        Status.RETIRED: "účet je vyřazen; stejným postupem (F8) se obnoví",
        Status.LOCKED: "účet je zablokován; odblokuje ho Odemknout účet v detailu (F4)",
        Status.EXPIRED: f"platnost skončila {dates.day(row.valid_to)}",
        Status.PENDING: f"čeká na sehrání, další proběhne v {dates.clock(due)} (za {dates.duration(left)})",
        Status.NOT_BEGUN: f"platnost začne {dates.day(row.valid_from)}",
        Status.ACTIVE: "účet je platný a sehraný",
    }
    return f"{row.username or row.person}: {said[status]}."


_STATES: Final = {
    Status.NO_ACCOUNT: "BEZ ÚČTU",
    Status.RETIRED: "VYŘAZEN",
    Status.LOCKED: "ZABLOKOVÁN",
    Status.EXPIRED: "NEPLATNÝ",
    Status.PENDING: "ČEKÁ NA SEHRÁNÍ",
    Status.NOT_BEGUN: "ZATÍM NEPLATNÝ",
    Status.ACTIVE: "PLATNÝ",
}


def state(entry: Entry, status: Status) -> str:
    """How it is with an account, at a glance: what hinders it most and since when, the sync, the validity."""
    since = entry.dated(status)
    began = f" od {dates.moment(since)}" if isinstance(since, datetime) and status in _SINCE else ""
    account = entry.account
    synchronised = account is not None and account.sync_state is SyncState.ACTIVE
    parts = [
        f"{_STATES[status]}{began}",
        "sehrán" if synchronised else "",
        f"platí {dates.validity(entry.listed.valid_from, entry.listed.valid_to)}",
        "dočasné heslo" if account is not None and account.temporary else "",
    ]
    return " · ".join(filter(None, parts))


_SINCE: Final = (Status.RETIRED, Status.LOCKED, Status.PENDING)


def on_day(found: OnDay) -> str:
    """How an employee stood on a day, in one sentence."""
    when = dates.day(found.day)
    if not found.exists:
        return f"Ke dni {when} zaměstnanec ještě nebyl evidován."
    if found.username is None:
        return f"Ke dni {when}: {found.workplace}, bez uživatelského účtu."
    states = [
        "v platnosti" if found.valid else "mimo platnost",
        "vyřazen" if found.retired else "nevyřazen",
    ]
    said = f"Ke dni {when}: účet {found.username}, {found.workplace}, {', '.join(states)}."
    return said if found.usable else f"{said} Přihlásit se nelze, oprávnění níže nejsou použitelná."
