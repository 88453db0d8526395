"""See what an account could do on a chosen day, past or future (F6)."""

from datetime import date, datetime, time

from oktui.domain.audit import SubjectKind
from oktui.domain.authority import Action
from oktui.domain.calendar import PRAGUE
from oktui.domain.dates import check_day
from oktui.domain.history import OnDay, on_day, undone
from oktui.domain.sessions import Actor
from oktui.effects import Effects
from oktui.services.acting import seeing
from oktui.services.recording import EDITS, snapshot
from oktui.services.subjects import employee_for
from oktui.values import dataclass
from storage import audit

_MOST = 10_000


@dataclass(frozen=True)
class PermissionsOn:
    """Whose permissions are asked for, and of which day."""

    employee_id: int
    day: date


def get_permissions(actor: Actor, request: PermissionsOn, *, effects: Effects) -> OnDay:
    """How it stood at the end of that day: what the audit says was changed since is undone.

    Raises DateOutOfRange, Forbidden, NotFound.

    Of a day to come it is how things would stand if nothing were changed any more.
    """
    check_day(request.day, "day")
    over = datetime.combine(request.day, time.max, PRAGUE)
    with seeing(actor, Action.SEE_EMPLOYEE, effects) as principal:
        employee, account = employee_for(principal, Action.SEE_EMPLOYEE, request.employee_id)
        later = audit.first_since(over, SubjectKind.EMPLOYEE, employee.id, EDITS, most=_MOST)
    return on_day(undone(snapshot(employee, account), reversed(later)), request.day, effects.policy)
