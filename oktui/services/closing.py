"""Ending a session of which no person says that it ends (X-9, X-19, X-27)."""

from oktui.domain.audit import EventKind
from oktui.domain.sessions import SessionEnd
from oktui.services.acting import Own
from oktui.services.recording import record
from storage import sessions


def close(own: Own, reason: SessionEnd) -> None:
    """End the session and record why, in the running transaction."""
    sessions.end(own.session.id, reason, own.principal.at)
    after = {"session": own.session.id, "reason": reason.value}
    record(own.principal, EventKind.SESSION_ENDED, own.account.employee, after=after)
