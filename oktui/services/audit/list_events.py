"""Read the audit: pages of it, newest first (F15)."""

from oktui.domain.audit import AuditCriteria, AuditCursor, Recorded, check_criteria
from oktui.domain.authority import Action
from oktui.domain.rows import Rows
from oktui.domain.sessions import Actor
from oktui.effects import Effects
from oktui.services.acting import seeing
from storage import audit_log


def list_events(actor: Actor, criteria: AuditCriteria, rows: Rows[AuditCursor], *, effects: Effects) -> list[Recorded]:
    """The events that match, of employees in the actor's region; for MPSV all, attempts by unknown names included.

    Raises:
        DateOutOfRange: a day asked for is a typing mistake.
        DatesOutOfOrder: the last day asked for precedes the first.
        Forbidden: the actor is no administrator.
    """
    check_criteria(criteria)
    with seeing(actor, Action.SEE_AUDIT, effects) as principal:
        return audit_log.page(criteria, principal.scope, rows)
