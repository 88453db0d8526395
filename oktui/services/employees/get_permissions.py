"""See what an account could do on a chosen day, past or future (F6)."""

from dataclasses import dataclass
from datetime import date, datetime, time

from oktui.domain.audit import EventKind
from oktui.domain.authority import Action, Subject, require
from oktui.domain.calendar import PRAGUE
from oktui.domain.dates import check_day
from oktui.domain.history import OnDay, on_day, undone
from oktui.domain.sessions import Actor
from oktui.effects import Effects
from oktui.services.employees.get_employee import EDITS
from oktui.services.identity import identify
from oktui.services.recording import SUBJECT, picture
from storage import accounts, audit, employees
from storage.database import transaction

_KINDS = (*EDITS, EventKind.ADMINISTRATOR_CREATED)
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
    with transaction():
        principal = identify(actor, effects)
        employee = employees.load(request.employee_id)
        account = accounts.of_employee(employee.id)
        require(principal, Action.SEE_EMPLOYEE, Subject.of(employee, account, effects.now()))
        later = audit.first_since(over, SUBJECT, employee.id, _KINDS, most=_MOST)
    return on_day(undone(picture(employee, account), reversed(later)), request.day, effects.policy)
