"""Sign out."""

from oktui.domain.audit import AuditEvent, EventKind, SubjectKind
from oktui.domain.sessions import Actor, SessionEnd
from oktui.effects import Effects
from oktui.services.acting import attending
from oktui.services.recording import who
from storage import audit, sessions


def sign_out(actor: Actor, *, effects: Effects) -> None:
    """End the actor's own session; one that is over already stays as it ended."""
    with attending(actor, effects) as own:
        session, principal = own.session, own.principal
        if session.ended_at is not None:
            return
        sessions.end(session.id, SessionEnd.SIGNED_OUT, principal.at)
        audit.append(
            AuditEvent(
                at=principal.at,
                who=who(principal),
                kind=EventKind.SIGN_OUT,
                subject_kind=SubjectKind.SESSION,
                subject_id=session.id,
                subject_name=principal.username,
                module=session.module,
                realm=principal.realm,
                region=principal.workplace.region,
            )
        )
