"""Count the alarms of the last days, for the menu (F2, X-31)."""

from datetime import timedelta

from oktui.domain.alarms import SHOWN_DAYS
from oktui.domain.audit import AuditCriteria, EventKind
from oktui.domain.authority import Action
from oktui.domain.sessions import Actor
from oktui.effects import Effects
from oktui.services.acting import seeing
from storage import audit_log


def count_alarms(actor: Actor, *, effects: Effects) -> int:
    """How many the actor may read of; where they are is F15, by their kind. Raises Forbidden."""
    with seeing(actor, Action.SEE_AUDIT, effects) as principal:
        criteria = AuditCriteria(since=principal.today - timedelta(days=SHOWN_DAYS), kind=EventKind.ALARM)
        return audit_log.count(criteria, principal.scope)
