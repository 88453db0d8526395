"""See an employee whole: what F6 opens with."""

from oktui.domain.accounts import Account
from oktui.domain.audit import AuditEvent, EventKind, SubjectKind
from oktui.domain.authority import Action
from oktui.domain.history import renewed_username
from oktui.domain.people import Employee
from oktui.domain.proposals import Proposal
from oktui.domain.sessions import Actor
from oktui.effects import Effects
from oktui.services.acting import seeing
from oktui.services.new_accounts import free_username
from oktui.services.recording import EDITS
from oktui.services.subjects import employee_for
from oktui.values import dataclass
from storage import audit, proposals

_HISTORY = 20
_LOOKED_THROUGH = 100


@dataclass(frozen=True)
class Seen:
    """An employee, their account if they have one, how the sync went, newest first, and the last edit.

    `username_offered` is a free username after a surname that has changed since theirs was chosen; else empty.
    """

    employee: Employee
    account: Account | None
    sync_history: tuple[AuditEvent, ...]
    last_edit: AuditEvent | None
    username_offered: str = ""
    waiting: tuple[Proposal, ...] = ()
    """What of Správa systému waits for a second administrator."""


def get_employee(actor: Actor, employee_id: int, *, effects: Effects) -> Seen:
    """The employee with all that the detail shows. Raises Forbidden, NotFound."""
    with seeing(actor, Action.SEE_EMPLOYEE, effects) as principal:
        employee, account = employee_for(principal, Action.SEE_EMPLOYEE, employee_id)
        history = audit.last_of(SubjectKind.EMPLOYEE, employee_id, [EventKind.SYNCHRONISED], most=_HISTORY)
        edits = audit.last_of(SubjectKind.EMPLOYEE, employee_id, EDITS)
        offered = _username_offered(account) if account else ""
        waiting = tuple(proposals.of_account(account.id)) if account else ()
        return Seen(employee, account, tuple(history), edits[0] if edits else None, offered, waiting)


def _username_offered(account: Account) -> str:
    employee = account.employee
    events = audit.last_of(SubjectKind.EMPLOYEE, employee.id, [EventKind.SYNCHRONISED, *EDITS], most=_LOOKED_THROUGH)
    wanted = renewed_username(account.username, employee.person, events)
    return free_username(employee.realm, wanted) if wanted else ""
