"""See an employee whole: what F6 opens with."""

from dataclasses import dataclass

from oktui.domain.accounts import Account
from oktui.domain.audit import AuditEvent, EventKind, SubjectKind
from oktui.domain.authority import Action
from oktui.domain.people import Employee
from oktui.domain.sessions import Actor
from oktui.effects import Effects
from oktui.services.acting import acting
from oktui.services.recording import EDITS
from oktui.services.subjects import employee_for
from storage import audit

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
    with acting(actor, Action.SEE_EMPLOYEE, effects) as principal:
        employee, account = employee_for(principal, Action.SEE_EMPLOYEE, employee_id)
        history = audit.last_of(SubjectKind.EMPLOYEE, employee_id, [EventKind.SYNCHRONISED], most=_HISTORY)
        edits = audit.last_of(SubjectKind.EMPLOYEE, employee_id, EDITS)
        return Seen(employee, account, tuple(history), edits[0] if edits else None)
