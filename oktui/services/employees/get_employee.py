"""See an employee whole: what F6 opens with."""

from dataclasses import dataclass

from oktui.domain.accounts import Account
from oktui.domain.audit import AuditEvent, EventKind
from oktui.domain.authority import Action, Subject, require
from oktui.domain.people import Employee
from oktui.domain.sessions import Actor
from oktui.effects import Effects
from oktui.services.identity import identify
from oktui.services.recording import SUBJECT
from storage import accounts, audit, employees
from storage.database import transaction

EDITS = (
    EventKind.EMPLOYEE_CREATED,
    EventKind.EMPLOYEE_CHANGED,
    EventKind.ADMINISTRATOR_CREATED,
    EventKind.RETIRED,
    EventKind.RESTORED,
    EventKind.UNLOCKED,
    EventKind.PASSWORD_RESET,
)
"""The kinds of events that people make by editing an employee (X-21)."""

_HISTORY = 20


@dataclass(frozen=True)
class Seen:
    """An employee, their account if they have one, how the sync went, newest first, and the last edit."""

    employee: Employee
    account: Account | None
    sync_history: tuple[AuditEvent, ...]
    last_edit: AuditEvent | None


def get_employee(actor: Actor, employee_id: int, *, effects: Effects) -> Seen:
    """The employee with all that the detail shows. Raises Forbidden, NotFound."""
    now = effects.now()
    with transaction():
        principal = identify(actor, effects)
        employee = employees.load(employee_id)
        account = accounts.of_employee(employee_id)
        require(principal, Action.SEE_EMPLOYEE, Subject.of(employee, account, now))
        history = audit.last_of(SUBJECT, employee_id, [EventKind.SYNCHRONISED], most=_HISTORY)
        edits = audit.last_of(SUBJECT, employee_id, EDITS)
        return Seen(employee, account, tuple(history), edits[0] if edits else None)
