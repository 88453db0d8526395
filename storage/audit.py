"""The audit: events are appended, never changed."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from peewee import SQL, DataError, IntegrityError, ProgrammingError

from oktui.domain.audit import AuditEvent, EventKind, Outcome, Recorded, SubjectKind, Who, changes_employee
from oktui.domain.chain import AuditUnwritable, End, Position
from storage import audit_chain, change_requests, employee_seals
from storage.mapping import columns, record
from storage.models import AuditRow


def append(event: AuditEvent) -> None:
    """Record the event, sealed, in the running transaction: no event, no change (X-19).

    From the first event on a transaction holds the chain: what else it is going to hold should be held before. What an
    event has changed of an employee is sealed with it, so the change comes before its event.

    Raises:
        AuditKeyMissing, AuditEndChanged: it cannot be sealed.
        AuditUnwritable: it cannot be stored.
        DoneBefore: it is of a request that was done already (X-32).
    """
    sealed = _columns_of(event)
    audit_chain.hold()
    previous, mac = audit_chain.seal_next([field.db_value(sealed[field.name]) for field in audit_chain.SEALED])
    try:
        number = AuditRow.insert(**sealed, previous_mac=previous, mac=mac).execute()
    except (IntegrityError, DataError, ProgrammingError) as error:
        raise AuditUnwritable from error
    audit_chain.move_end(End.HEAD, Position(number, mac))
    if event.subject_id is not None and changes_employee(event):
        employee_seals.put(event.subject_id, number)
    change_requests.note(event)


def _columns_of(event: AuditEvent) -> dict[str, Any]:
    who = event.who
    return {
        "actor_id": who.account_id,
        "actor_name": who.name,
        "origin": who.origin,
        **columns(event, but=("who",)),
    }


def last_of(
    subject_kind: SubjectKind, subject_id: int, kinds: Collection[EventKind], *, most: int = 1
) -> list[AuditEvent]:
    """The latest events of these kinds on a subject, newest first."""
    query = (
        AuditRow.select()
        .where(
            AuditRow.subject_kind == subject_kind,
            AuditRow.subject_id == subject_id,
            AuditRow.kind.in_(list(kinds)),
        )
        .order_by(AuditRow.id.desc())
        .limit(most)
    )
    return [value_of(row) for row in query]


def latest(subject_id: int, kinds: Collection[EventKind]) -> Recorded | None:
    """The latest event of these kinds on an employee."""
    on_them = (AuditRow.subject_kind == SubjectKind.EMPLOYEE, AuditRow.subject_id == subject_id)
    row = AuditRow.select().where(*on_them, AuditRow.kind.in_(list(kinds))).order_by(AuditRow.id.desc()).first()
    return None if row is None else Recorded(row.id, value_of(row))


def last_by(who: Who, kinds: Collection[EventKind], *, since: datetime) -> Recorded | None:
    """The latest event of these kinds that they have done to an employee since that moment."""
    theirs = AuditRow.actor_id == who.account_id
    if who.account_id is None:
        theirs = AuditRow.actor_id.is_null() & (AuditRow.actor_name == who.name)
    done = (AuditRow.at >= since, AuditRow.subject_kind == SubjectKind.EMPLOYEE, AuditRow.outcome == Outcome.DONE)
    query = AuditRow.select().where(theirs, AuditRow.kind.in_(list(kinds)), *done)
    row = query.order_by(AuditRow.at.desc(), AuditRow.id.desc()).first()
    return None if row is None else Recorded(row.id, value_of(row))


def parts_of(number: str) -> list[Recorded]:
    """The events of a change of many, oldest first."""
    query = AuditRow.select().where(*in_change(number))
    return [Recorded(row.id, value_of(row)) for row in query.order_by(AuditRow.id)]


def in_change(number: str) -> tuple[Any, Any]:
    """That an event is part of the change of many with this number."""
    # In letters, not as a parameter: only then does an engine see that the partial index holds them all.
    return SQL("part_of <> ''"), AuditRow.part_of == number


def done_by(account_id: int, kind: EventKind, subject_kind: SubjectKind, subject_id: int) -> bool:
    """Whether the account has done this to the subject."""
    query = AuditRow.select().where(
        AuditRow.subject_kind == subject_kind,
        AuditRow.subject_id == subject_id,
        AuditRow.kind == kind,
        AuditRow.outcome == Outcome.DONE,
        AuditRow.actor_id == account_id,
    )
    return query.exists()


def told_since(moment: datetime, event: AuditEvent) -> bool:
    """Whether an event like this one, on the same of many, is on record from the moment on."""
    row = AuditRow
    return (
        row.select()
        .where(
            row.subject_name == event.subject_name,
            row.at >= moment,
            row.kind == event.kind,
            row.subject_kind == event.subject_kind,
            row.realm == event.realm,
        )
        .exists()
    )


def first_since(
    moment: datetime, subject_kind: SubjectKind, subject_id: int, kinds: Collection[EventKind], *, most: int
) -> list[AuditEvent]:
    """The first events of these kinds on a subject from the moment on, oldest first."""
    query = AuditRow.select().where(
        AuditRow.subject_kind == subject_kind,
        AuditRow.subject_id == subject_id,
        AuditRow.kind.in_(list(kinds)),
        AuditRow.at >= moment,
    )
    return [value_of(row) for row in query.order_by(AuditRow.id).limit(most)]


def named(subject_name: str, kinds: Collection[EventKind]) -> list[AuditEvent]:
    """The events of these kinds on a subject of this name, oldest first."""
    query = AuditRow.select().where(AuditRow.subject_name == subject_name, AuditRow.kind.in_(list(kinds)))
    return [value_of(row) for row in query.order_by(AuditRow.id)]


def value_of(row: AuditRow) -> AuditEvent:
    """The event in a row."""
    return record(AuditEvent, row, who=Who(row.actor_id, row.actor_name, row.origin))
