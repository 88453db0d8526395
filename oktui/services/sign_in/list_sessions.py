"""List who is signed in to the actor's module: F10."""

from oktui.domain.authority import Action, require
from oktui.domain.calendar import local_date
from oktui.domain.rows import Rows
from oktui.domain.sessions import Actor, ListedSession, SessionCursor
from oktui.effects import Effects
from oktui.services.identity import identify
from storage import sessions
from storage.database import transaction


def list_sessions(actor: Actor, rows: Rows[SessionCursor], *, effects: Effects) -> list[ListedSession]:
    """The sessions within the actor's power that are not over, in Czech order of their owners. Raises Forbidden."""
    now = effects.now()
    with transaction():
        principal = identify(actor, effects)
        require(principal, Action.SEE_SESSIONS)
        return sessions.going_on(
            principal.module,
            principal.scope.region,
            rows,
            begun_after=now - effects.policy.session_limit,
            day=local_date(now),
        )
