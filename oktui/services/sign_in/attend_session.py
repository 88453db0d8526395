"""Attend to a session: what the terminal program asks by itself every few seconds (X-9, X-27)."""

from datetime import datetime

from oktui.domain.accounts import Account
from oktui.domain.audit import EventKind
from oktui.domain.sessions import Actor, Session, SessionEnd, SessionOver, left_alone, why_over
from oktui.effects import Effects
from oktui.services.identity import principal_of
from oktui.services.recording import record
from storage import accounts, sessions
from storage.database import transaction


def attend_session(actor: Actor, touched_at: datetime, *, effects: Effects) -> bool:
    """Store when a key or the mouse was used last, and lock the session once it was left alone (X-27).

    Returns whether it is locked.

    Raises:
        SessionOver: it has ended, or ends now, though nobody does anything (X-9, X-27).
    """
    now = effects.now()
    with transaction():
        session = sessions.load(actor.session_id)
        account = accounts.load(session.account_id)
        over = why_over(session, account, now, effects.policy)
        if over is None:
            return _locked(session, account, min(touched_at, now), effects)
        if session.ended_at is None:
            close(session, account, over, now)
    raise SessionOver(over)


def close(session: Session, account: Account, reason: SessionEnd, now: datetime) -> None:
    """End a session of which no person says that it ends, and record that, in the running transaction (X-19)."""
    sessions.end(session.id, reason, now)
    record(
        principal_of(session, account),
        EventKind.SESSION_ENDED,
        account.employee,
        at=now,
        after={"session": session.id, "reason": reason.value},
    )


def _locked(session: Session, account: Account, touched_at: datetime, effects: Effects) -> bool:
    if session.locked_at is not None:  # keys pressed since then are perhaps somebody else's
        return True
    now, last = effects.now(), max(touched_at, session.last_active_at)
    if last > session.last_active_at:
        sessions.mark_active(session.id, last)
    if not left_alone(last, now, effects.policy):
        return False
    sessions.lock(session.id, now)
    principal = principal_of(session, account)
    record(principal, EventKind.SESSION_LOCKED, account.employee, at=now, after={"session": session.id})
    return True
