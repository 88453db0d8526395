"""Sign out."""

from oktui.domain.audit import AuditEvent, EventKind
from oktui.domain.sessions import Actor, SessionEnd
from oktui.effects import Effects
from oktui.services.identity import principal_of, who
from storage import accounts, audit, sessions
from storage.database import transaction


def sign_out(actor: Actor, *, effects: Effects) -> None:
    """End the actor's own session; one that is over already stays as it ended."""
    now = effects.now()
    with transaction():
        session = sessions.load(actor.session_id)
        if session.ended_at is not None:
            return
        principal = principal_of(session, accounts.load(session.account_id))
        sessions.end(session.id, SessionEnd.SIGNED_OUT, now)
        audit.append(
            AuditEvent(
                at=now,
                who=who(principal),
                kind=EventKind.SIGN_OUT,
                subject_kind="session",
                subject_id=session.id,
                subject_name=principal.username,
                module=session.module,
                realm=principal.realm,
                region=principal.workplace.region,
            )
        )
