"""What F3's export has of an employee: dates as dates, and nothing that tells a birth number (X-20)."""

from collections.abc import Callable, Sequence
from datetime import date

from oktui.domain.accounts import Account
from oktui.domain.authority import Principal
from oktui.domain.kept_files import Format, KeptFile
from oktui.domain.listing import Criteria, Entry
from oktui.domain.policy import Policy
from oktui.domain.sessions import Actor
from oktui.effects import Effects
from oktui.services.employees.export_employees import export_employees
from oktui.services.exporting import Target
from oktui.services.long_work import Progress
from oktui.services.tables import Cell
from screens.texts import employees

Work = Callable[[Format, Progress], KeptFile]
Columns = Sequence[tuple[str, Callable[[Entry], Cell]]]


def exporting(actor: Actor, criteria: Criteria, principal: Principal, day: date, effects: Effects) -> Work:
    """What writes those who match to a file of a chosen kind."""
    columns = columns_for(principal, effects.policy, day)

    def work(kind: Format, progress: Progress) -> KeptFile:
        return export_employees(actor, criteria, Target(kind, columns), effects=effects, progress=progress)

    return work


def columns_for(principal: Principal, policy: Policy, day: date) -> Columns:
    """The columns of the list, and what an office asks for besides; permissions are those of the actor's module."""

    def permissions(entry: Entry) -> str:
        if entry.account is None:
            return ""
        grants = (grant for grant in entry.account.grants if grant.module is principal.module and grant.shown(policy))
        return employees.granted(grant for grant in grants if grant.ever_in_force(day))

    return [
        ("Osoba", lambda entry: entry.listed.person),
        ("Uživatelské jméno", lambda entry: entry.listed.username),
        ("Platnost od", lambda entry: entry.listed.valid_from),
        ("Platnost do", lambda entry: entry.listed.valid_to),
        ("Vyřazen", lambda entry: "Ano" if entry.listed.retired else "Ne"),
        ("Stav účtu", lambda entry: employees.status(entry.listed.status(day))),
        ("Datum stavu", lambda entry: entry.dated(entry.listed.status(day))),
        ("Druh úřadu", lambda entry: entry.employee.workplace.office_kind.title),
        ("Pracoviště", lambda entry: entry.employee.workplace.name),
        ("Email", lambda entry: entry.employee.details.email),
        ("Telefon", lambda entry: entry.employee.details.phone),
        ("Funkce/služební číslo", lambda entry: entry.employee.details.position),
        ("Oprávnění", permissions),
        ("Účet založen", _of_account(lambda account: account.created_at)),
        ("První přihlášení", _of_account(lambda account: account.first_signed_in_at)),
        ("Poslední přihlášení", _of_account(lambda account: account.last_signed_in_at)),
    ]


def _of_account(cell: Callable[[Account], Cell]) -> Callable[[Entry], Cell]:
    return lambda entry: None if entry.account is None else cell(entry.account)
