"""Deleting an employee outright, who never signed in, whoever asks for it (X-10, X-26)."""

from oktui.domain.accounts import Account, EverSignedIn
from oktui.domain.audit import Detail, EventKind
from oktui.domain.authority import Principal
from oktui.domain.people import Employee
from oktui.services.administration import keeping_administration
from oktui.services.recording import record, snapshot
from storage import accounts, employees


def check_never_used(account: Account | None) -> None:
    """Raise EverSignedIn: the account has been signed in to, so it can only be retired."""
    if account is not None and account.first_signed_in_at is not None:
        raise EverSignedIn


def delete(
    principal: Principal, employee: Employee, account: Account | None, *, confirmed: bool, after: Detail | None = None
) -> None:
    """Remove the employee with the account and its grants, and put it on record.

    Raises:
        EverSignedIn: the account has been signed in to.
        LastAdministrator: nobody could administer the office any more, and that was not confirmed (X-10).
    """
    check_never_used(account)
    before = snapshot(employee, account)
    with keeping_administration(employee, confirmed=confirmed, today=principal.today):
        if account is not None:
            accounts.delete(account.id)
        employees.delete(employee.id)
    record(principal, EventKind.EMPLOYEE_DELETED, employee, before=before, after=after)
