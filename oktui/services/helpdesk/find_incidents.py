"""Find incidents: by the number that somebody quotes, or the latest ones (F16, X-6)."""

from oktui.domain.authority import Action, require
from oktui.domain.incidents import Incident
from oktui.domain.rows import Rows
from oktui.domain.sessions import Actor
from oktui.effects import Effects
from oktui.services.identity import identify
from storage import incidents
from storage.database import transaction


def find_incidents(actor: Actor, number: int | None, rows: Rows[int], *, effects: Effects) -> list[Incident]:
    """The incidents of accounts within the actor's power, newest first; with a number, that one at most.

    Raises Forbidden.
    """
    with transaction():
        principal = identify(actor, effects)
        require(principal, Action.SEE_INCIDENTS)
        return incidents.page(number, principal.scope, rows)
