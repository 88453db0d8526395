"""Whom a use case does something to, once it is known that the actor may do it to them (R2.1-1 … R2.1-3, X-1, X-2)."""

from oktui.domain.accounts import Account
from oktui.domain.authority import Action, Principal, Subject, require
from oktui.domain.people import Employee, Workplace, WorkplaceNotAllowed
from oktui.domain.text import Required
from storage import accounts, employees, workplaces


def employee_for(
    principal: Principal, action: Action, employee_id: int, *, to_change: bool = False
) -> tuple[Employee, Account | None]:
    """The employee and their account, if they have one; `to_change` holds both. Raises Forbidden, NotFound."""
    account = accounts.of_employee(employee_id, to_change=to_change)
    employee = employees.load(employee_id, to_change=to_change)
    require(principal, action, Subject.of(employee, account, principal.at))
    return employee, account


def account_for(principal: Principal, action: Action, account_id: int) -> Account:
    """The account, held to be changed. Raises Forbidden, NotFound."""
    account = accounts.load(account_id, to_change=True)
    require(principal, action, Subject.of(account.employee, account, principal.at))
    return account


def workplace_for(principal: Principal, action: Action, workplace_id: int | None, ik: str) -> Workplace:
    """The workplace, if the actor may put this person at it today.

    Raises:
        Required, WorkplaceNotAllowed: none was chosen, or one that has ended.
        Forbidden: it lies outside the actor's power, or the person is the actor (R2.1-1).
    """
    if workplace_id is None:
        raise Required("workplace")
    workplace = workplaces.load(workplace_id)
    require(principal, action, Subject(principal.realm, workplace.office_kind, workplace.region, ik))
    if not workplace.valid_on(principal.today):
        raise WorkplaceNotAllowed
    return workplace
