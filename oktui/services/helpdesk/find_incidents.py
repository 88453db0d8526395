"""Find incidents: by the number that somebody quotes, or the latest ones (F16, X-6)."""

from oktui.domain.authority import Action
from oktui.domain.incidents import Incident
from oktui.domain.rows import Rows
from oktui.domain.sessions import Actor
from oktui.effects import Effects
from oktui.services.acting import acting
from storage import incidents


def find_incidents(actor: Actor, number: int | None, rows: Rows[int], *, effects: Effects) -> list[Incident]:
    """The incidents of accounts within the actor's power, newest first; with a number, that one at most.

    Raises Forbidden.
    """
    with acting(actor, Action.SEE_INCIDENTS, effects) as principal:
        return incidents.page(number, principal.scope, rows)
