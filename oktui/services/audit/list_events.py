"""Read the audit: pages of it, newest first (F15)."""

from oktui.domain.audit import AuditCriteria, AuditCursor, Recorded
from oktui.domain.authority import Action, require
from oktui.domain.dates import DatesOutOfOrder, check_day
from oktui.domain.rows import Rows
from oktui.domain.sessions import Actor
from oktui.effects import Effects
from oktui.services.identity import identify
from storage import audit_log
from storage.database import transaction


def list_events(actor: Actor, criteria: AuditCriteria, rows: Rows[AuditCursor], *, effects: Effects) -> list[Recorded]:
    """The events that match, of employees in the actor's region; for MPSV all, attempts by unknown names included.

    Raises:
        DateOutOfRange: a day asked for is a typing mistake.
        DatesOutOfOrder: the last day asked for precedes the first.
        Forbidden: the actor is no administrator.
    """
    for day, field in ((criteria.since, "since"), (criteria.until, "until")):
        if day is not None:
            check_day(day, field)
    if criteria.since and criteria.until and criteria.until < criteria.since:
        raise DatesOutOfOrder("until")
    with transaction():
        principal = identify(actor, effects)
        require(principal, Action.SEE_AUDIT)
        return audit_log.page(criteria, principal.scope, rows)
