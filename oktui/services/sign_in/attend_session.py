"""Attend to a session: what the terminal program asks by itself every few seconds (X-9, X-27)."""

from datetime import datetime

from oktui.domain.audit import EventKind
from oktui.domain.policy import Policy
from oktui.domain.sessions import Actor, is_over, left_alone, why_over
from oktui.effects import Effects
from oktui.services.acting import Own, attending
from oktui.services.closing import close
from oktui.services.recording import record
from storage import sessions


def attend_session(actor: Actor, touched_at: datetime, *, effects: Effects) -> bool:
    """Store when a key or the mouse was used last, and lock the session once it was left alone (X-27).

    Returns whether it is locked.

    Raises:
        SessionOver: it has ended, or ends now, though nobody does anything (X-9, X-27).
    """
    with attending(actor, effects) as own:
        over = why_over(own.session, own.account, own.principal.at, effects.policy)
        if over is None:
            return _locked(own, min(touched_at, own.principal.at), effects.policy)
        if own.session.ended_at is None:
            close(own, over)
    raise is_over(own.session, over)


def _locked(own: Own, touched_at: datetime, policy: Policy) -> bool:
    session, now = own.session, own.principal.at
    if session.locked_at is not None:  # keys pressed since then are perhaps somebody else's
        return True
    last = max(touched_at, session.last_active_at)
    if last > session.last_active_at:
        sessions.mark_active(session.id, last)
    if not left_alone(last, now, policy):
        return False
    sessions.lock(session.id, now)
    record(own.principal, EventKind.SESSION_LOCKED, own.account.employee, after={"session": session.id})
    return True
