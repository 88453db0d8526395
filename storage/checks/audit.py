"""What always holds of the audit, and of employees held against it (X-19)."""

from collections.abc import Iterable, Mapping
from enum import Enum
from functools import partial

from peewee import fn

from oktui.domain.audit import ATTEMPTS, LEAVING_EMPLOYEES_ALONE, EventKind, SubjectKind
from oktui.domain.chain import AuditEndChanged, End
from storage import audit_chain, audit_guard, employee_seals
from storage.checks.registry import Invariant, asking
from storage.database import database
from storage.models import AuditRow, WorkplaceRow

INVARIANTS: list[Invariant] = []
_of_events = partial(asking, INVARIANTS, table="audit_event")
_of_employees = partial(asking, INVARIANTS, table="employee")


def ends_of_the_chain_are_sealed() -> Iterable[str]:
    """With the installation's key."""
    for which in End:
        try:
            audit_chain.end(which)
        except AuditEndChanged:
            yield which.value


def employee_is_as_the_audit_left_them() -> Iterable[int]:
    """Nothing of an employee, their account or grants was changed, or put in, by any other way than the program's."""
    return (found.employee_id for found in employee_seals.sealed() if not found.whole)


def workplace_is_as_the_audit_left_it() -> Iterable[int]:
    """What was saved of a workplace is what there is of it; of one that the audit knows nothing of, nothing is said."""
    row = AuditRow
    saved = (EventKind.WORKPLACE_CREATED, EventKind.WORKPLACE_CHANGED)
    of_workplaces = (row.subject_kind == SubjectKind.WORKPLACE) & row.kind.in_(saved)
    last = row.select(fn.MAX(row.id)).where(of_workplaces).group_by(row.subject_id)
    told = {each.subject_id or 0: each.after for each in row.select().where(row.id.in_(last))}
    there = {place.id: place for place in WorkplaceRow.select().where(WorkplaceRow.id.in_(list(told)))}
    return (key for key, after in told.items() if key not in there or not _agrees(there[key], after))


def _agrees(place: WorkplaceRow, after: Mapping[str, object]) -> bool:
    """Whether the row has what the event says, of each field as plain text."""
    now = (getattr(place, name) for name in after)
    plain = ("" if value is None else str(value.value if isinstance(value, Enum) else value) for value in now)
    return list(plain) == list(after.values())


def audit_is_guarded() -> Iterable[str]:
    """What lets nobody change an event, or delete one before its time, is there, and is what the program made."""
    return audit_guard.missing(database.obj)


INVARIANTS += [
    Invariant("audit_is_guarded", "X-19", "audit_event", audit_is_guarded),
    Invariant("ends_of_the_chain_are_sealed", "X-19", "audit_end", ends_of_the_chain_are_sealed),
    Invariant("employee_is_as_the_audit_left_them", "X-19", "employee", employee_is_as_the_audit_left_them),
    Invariant("workplace_is_as_the_audit_left_it", "X-19", "workplace", workplace_is_as_the_audit_left_it),
]


@_of_events("X-19")
def chain_ends_with_its_last_event() -> str:
    """Nothing was cut off, and nothing put behind the end."""
    return """
        SELECT h.number FROM audit_end h CROSS JOIN (SELECT max(id) AS last FROM audit_event) AS e
        WHERE h.name = 'head' AND h.number <> coalesce(e.last, h.number)"""


@_of_events("X-19")
def chain_begins_with_its_first_event() -> str:
    """What was purged is gone."""
    return """
        SELECT e.id FROM audit_event e JOIN audit_end s ON s.name = 'start' WHERE e.id <= s.number"""


@_of_employees("X-19")
def employee_was_sealed_by_their_last_event() -> str:
    """No older state was put back together with its seal."""
    return f"""
        SELECT s.employee_id FROM employee_seal s WHERE EXISTS (
            SELECT 1 FROM audit_event e WHERE e.subject_kind = 'employee' AND e.subject_id = s.employee_id
            AND e.id > s.number AND e.kind NOT IN ({_listed(LEAVING_EMPLOYEES_ALONE)})
            AND (e.kind NOT IN ({_listed(ATTEMPTS)}) OR e.outcome = 'done' OR e.after LIKE '%"locked":true%'))"""  # noqa: S608


@_of_employees("X-26")
def employee_who_is_gone_was_deleted() -> str:
    """Whoever the program made is there, or there is an event that says that they were deleted."""
    made = _listed({EventKind.EMPLOYEE_CREATED, EventKind.ADMINISTRATOR_CREATED})
    return f"""
        SELECT m.subject_id FROM audit_event m LEFT JOIN employee e ON e.id = m.subject_id
        WHERE m.kind IN ({made}) AND m.subject_kind = 'employee' AND e.id IS NULL AND NOT EXISTS (
            SELECT 1 FROM audit_event d WHERE d.subject_kind = 'employee' AND d.subject_id = m.subject_id
            AND d.kind = '{EventKind.EMPLOYEE_DELETED.value}')"""  # noqa: S608


@_of_events("X-26")
def actor_of_an_event_is_there() -> str:
    """Whoever did something had signed in, and whoever has signed in is not deleted."""
    return """
        SELECT e.id FROM audit_event e LEFT JOIN account a ON a.id = e.actor_id
        WHERE e.actor_id IS NOT NULL AND a.id IS NULL AND e.kind <> 'sign_in'"""


def _listed(kinds: Iterable[EventKind]) -> str:
    return ", ".join(sorted(f"'{kind.value}'" for kind in kinds))
