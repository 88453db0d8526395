"""Whether somebody else has saved an employee since they were looked at (X-21)."""

from oktui.domain.audit import EditConflict, SubjectKind, changes_by
from oktui.domain.people import Employee
from oktui.services.recording import EDITS
from storage import audit


def check_version(employee: Employee, version: int | None) -> None:
    """Refuse a change to an employee who is not any more as they were looked at; None asks for nothing.

    Raises:
        EditConflict: who saved them last, when, and what has changed since that version.
    """
    if version in (None, employee.version):
        return
    behind = employee.version - (version or 0)
    events = audit.last_of(SubjectKind.EMPLOYEE, employee.id, EDITS, most=behind)
    raise EditConflict(events[0].who.name, events[0].at, changes_by(reversed(events)))
