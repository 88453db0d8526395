"""Every use case that does something to an employee, called the same way, for the rules that hold for all of them."""

from collections.abc import Callable
from datetime import date

from oktui import demo
from oktui.domain.accounts import Account, GrantChange
from oktui.domain.modules import Level, Permission
from oktui.domain.people import Details
from oktui.domain.recognition import Recognition
from oktui.domain.sessions import Actor
from oktui.services.employees.create_employee import CreateEmployee, create_employee
from oktui.services.employees.edit_employee import AccountEdit, EditEmployee, edit_employee
from oktui.services.employees.get_employee import get_employee
from oktui.services.employees.retire_employee import restore_employee, retire_employee
from oktui.services.helpdesk.reset_password import ResetPassword, reset_password
from oktui.services.helpdesk.unlock_account import unlock_account
from oktui.services.new_accounts import NewAccount
from oktui.services.new_passwords import PasswordEntry
from tests.support.cast import Cast

NEW_PASSWORD = "Zelenina-Na-Trhu-2016"
ENTRY = PasswordEntry(NEW_PASSWORD, NEW_PASSWORD)
SINCE = date(2014, 9, 15)
EDITED = Details(SINCE, phone="+420 566 000 000", email="nova@kr-vysocina.example", position="vedoucí")
RECORDS = GrantChange(Permission.SOCIAL_SERVICES_RECORDS, Level.UPDATE, SINCE)

UseCase = Callable[[Cast, Actor, Account], object]


def create(cast: Cast, actor: Actor, account: Account, ik: str = demo.CERNY.ik) -> int:
    """Employ Černý, or whoever has the IK, at the account's workplace, with an account."""
    new = NewAccount("cerny", ENTRY, (RECORDS,))
    request = CreateEmployee(ik, account.employee.workplace.id, EDITED, new)
    return create_employee(actor, request, effects=cast.effects)


def edit_of(account: Account, *grants: GrantChange, **rest: object) -> EditEmployee:
    """An edit that changes the details, and the grants given; `rest` names fields of AccountEdit."""
    change = AccountEdit(**({"username": account.username, "grants": grants} | rest))  # type: ignore[arg-type]  # ditto
    employee = account.employee
    return EditEmployee(employee.id, employee.version, employee.workplace.id, EDITED, change)


def edit(cast: Cast, actor: Actor, account: Account) -> None:
    """Change the details of the account's owner."""
    edit_employee(actor, edit_of(account), effects=cast.effects)


def reset(cast: Cast, actor: Actor, account: Account) -> None:
    """Give the account another password."""
    request = ResetPassword(account.id, ENTRY, recognised_by=frozenset({Recognition.IN_PERSON}))
    reset_password(actor, request, effects=cast.effects)


def retire(cast: Cast, actor: Actor, account: Account) -> None:
    """Retire the account's owner, were they an office's last administrator."""
    retire_employee(actor, account.employee.id, confirmed=True, effects=cast.effects)


def restore(cast: Cast, actor: Actor, account: Account) -> None:
    """Restore the account's owner."""
    restore_employee(actor, account.employee.id, effects=cast.effects)


def unlock(cast: Cast, actor: Actor, account: Account) -> None:
    """Unlock the account."""
    unlock_account(actor, account.id, effects=cast.effects)


def see(cast: Cast, actor: Actor, account: Account) -> object:
    """Look at the account's owner."""
    return get_employee(actor, account.employee.id, effects=cast.effects)
