"""What the sync writes down: to the audit what it did (X-19), to the log what went wrong."""

import logging
import traceback

from oktui.domain.audit import AuditEvent, Detail, EventKind, Outcome, SubjectKind, Who
from oktui.domain.people import Employee
from oktui.effects import Effects
from storage import audit

LOGGER = logging.getLogger("oktui")


def record(
    employee: Employee, before: Detail, after: Detail, *, effects: Effects, outcome: Outcome = Outcome.DONE
) -> None:
    """Append what the sync did to the employee or their account, in the transaction that does it."""
    audit.append(
        AuditEvent(
            at=effects.now(),
            who=Who(None, "sync", effects.origin),
            kind=EventKind.SYNCHRONISED,
            subject_kind=SubjectKind.EMPLOYEE,
            subject_id=employee.id,
            subject_name=f"{employee.ik}: {employee.person.name}",
            outcome=outcome,
            realm=employee.realm,
            region=employee.workplace.region,
            before=before,
            after=after,
        )
    )


def log_failure(what: str, error: Exception) -> None:
    """Log where something went wrong that should not, but no message: a database may quote the whole row (X-20)."""
    LOGGER.error("sync: %s: %s\n%s", what, type(error).__name__, "".join(traceback.format_tb(error.__traceback__)))
