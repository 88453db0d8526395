"""List who is signed in to the actor's module: F10."""

from oktui.domain.authority import Action
from oktui.domain.rows import Rows
from oktui.domain.sessions import Actor, ListedSession, SessionCursor
from oktui.effects import Effects
from oktui.services.acting import seeing
from storage import sessions


def list_sessions(actor: Actor, rows: Rows[SessionCursor], *, effects: Effects) -> list[ListedSession]:
    """The sessions within the actor's power that are not over, in Czech order of their owners. Raises Forbidden."""
    with seeing(actor, Action.SEE_SESSIONS, effects) as principal:
        return sessions.going_on(
            principal.module,
            principal.scope.region,
            rows,
            begun_after=principal.at - effects.policy.session_limit,
            used_after=principal.at - effects.policy.idle_limit,
            day=principal.today,
        )
