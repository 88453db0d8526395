"""Delete an employee outright, which is for those only who never signed in (X-26)."""

from oktui.domain.accounts import EverSignedIn
from oktui.domain.audit import EventKind
from oktui.domain.authority import Action, Subject, require
from oktui.domain.sessions import Actor
from oktui.effects import Effects
from oktui.services.administration import keeping_administration
from oktui.services.identity import identify
from oktui.services.recording import picture, record
from storage import accounts, employees
from storage.database import transaction


def delete_employee(actor: Actor, employee_id: int, *, confirmed: bool = False, effects: Effects) -> None:
    """Remove the employee with the account and its grants; what was done to them stays in the audit.

    Raises:
        EverSignedIn: the account has been signed in to, so it can only be retired.
        LastAdministrator: nobody could administer the office any more, and that was not confirmed (X-10).
        Forbidden, NotFound
    """
    now = effects.now()
    with transaction():
        principal = identify(actor, effects)
        account = accounts.of_employee(employee_id, to_change=True)
        employee = employees.load(employee_id, to_change=True)
        require(principal, Action.DELETE_EMPLOYEE, Subject.of(employee, account, now))
        if account is not None and account.first_signed_in_at is not None:
            raise EverSignedIn
        with keeping_administration(employee, confirmed=confirmed, effects=effects):
            if account is not None:
                accounts.delete(account.id)
            employees.delete(employee_id)
        record(principal, EventKind.EMPLOYEE_DELETED, employee, at=now, before=picture(employee, account))
