"""Writing to the audit, in the transaction of the change itself (X-19)."""

from oktui.domain.accounts import Account
from oktui.domain.audit import OWNER, AuditEvent, Detail, EventKind, Outcome, SubjectKind, Who
from oktui.domain.authority import Principal
from oktui.domain.history import describe, name_of
from oktui.domain.people import Employee, PersonalData
from oktui.domain.records import values
from oktui.services import alarms
from storage import audit

EDITS = (
    EventKind.EMPLOYEE_CREATED,
    EventKind.EMPLOYEE_CHANGED,
    EventKind.ADMINISTRATOR_CREATED,
    EventKind.RETIRED,
    EventKind.RESTORED,
    EventKind.UNLOCKED,
    EventKind.PASSWORD_RESET,
    EventKind.CHANGE_UNDONE,
    EventKind.ADMINISTRATION_CONFIRMED,
)
"""The kinds of events that people make by editing an employee (X-21)."""

UNDOABLE_AFTER = (*EDITS, EventKind.EMPLOYEE_DELETED)
"""Among which the last change of somebody is looked for, be it one that can be taken back or not."""


def who(principal: Principal) -> Who:
    """The actor as the audit names them (X-19)."""
    if principal.account_id is None:
        return Who(None, f"{OWNER}{principal.username}", principal.origin)
    return Who(principal.account_id, f"{principal.username} ({principal.name})", principal.origin)


def record(
    actor: Principal,
    kind: EventKind,
    employee: Employee,
    *,
    before: Detail | None = None,
    after: Detail | None = None,
    outcome: Outcome = Outcome.DONE,
) -> None:
    """Append what the actor did to the employee."""
    audit.append(
        AuditEvent(
            at=actor.at,
            who=who(actor),
            kind=kind,
            subject_kind=SubjectKind.EMPLOYEE,
            subject_id=employee.id,
            subject_name=f"{employee.ik}: {employee.person.name}",
            outcome=outcome,
            module=actor.module,
            realm=employee.realm,
            region=employee.workplace.region,
            before=before or {},
            after=after or {},
            part_of=actor.part_of,
        )
    )
    if kind in EDITS and outcome is Outcome.DONE:
        alarms.watch_change(actor, employee)


def snapshot(employee: Employee, account: Account | None) -> Detail:
    """What can be changed of an employee, as plain data for before and after; no password, no hash, no birth number."""
    shown: dict[str, object] = {
        "office_kind": employee.workplace.office_kind.value,
        "workplace": employee.workplace.name,
        **{name: _plain(value) for name, value in values(employee.details).items()},
        "retired": employee.retired_at is not None,
    }
    if account is not None:
        shown["username"] = account.username
        shown["locked"] = account.locked_at is not None
        for grant in account.grants:
            if grant.revoked_at is None:
                shown[name_of(grant)] = describe(grant)
    return shown


def told(person: PersonalData) -> Detail:
    """What the audit may know of a person (X-20)."""
    return {**values(person), "birth_number": person.birth_number.masked}


def told_change(before: PersonalData, after: PersonalData) -> tuple[Detail, Detail]:
    """What the audit may know of a person before and after; of a birth number that changed, also that it did."""
    changed = {"birth_number_changed": True} if before.birth_number != after.birth_number else {}
    return told(before), {**told(after), **changed}


def _plain(value: object) -> str:
    return "" if value is None else str(value)


def record_of_all(
    principal: Principal, kind: EventKind, name: str, *, outcome: Outcome = Outcome.DONE, after: Detail | None = None
) -> None:
    """Append what was done to all, with what file or database."""
    audit.append(
        AuditEvent(
            at=principal.at,
            who=who(principal),
            kind=kind,
            subject_kind=SubjectKind.AUDIT,
            subject_id=None,
            subject_name=name,
            outcome=outcome,
            module=principal.module,
            after=after or {},
        )
    )
