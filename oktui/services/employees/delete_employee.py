"""Delete an employee outright, which is for those only who never signed in (X-26)."""

from oktui.domain.authority import Action
from oktui.domain.sessions import Actor
from oktui.effects import Effects
from oktui.services.acting import acting
from oktui.services.deleting import delete
from oktui.services.subjects import employee_for


def delete_employee(actor: Actor, employee_id: int, *, confirmed: bool = False, effects: Effects) -> None:
    """Remove the employee with the account and its grants; what was done to them stays in the audit.

    Raises:
        EverSignedIn: the account has been signed in to, so it can only be retired.
        LastAdministrator: nobody could administer the office any more, and that was not confirmed (X-10).
        Forbidden, NotFound
    """
    with acting(actor, Action.DELETE_EMPLOYEE, effects) as principal:
        employee, account = employee_for(principal, Action.DELETE_EMPLOYEE, employee_id, to_change=True)
        delete(principal, employee, account, confirmed=confirmed)
