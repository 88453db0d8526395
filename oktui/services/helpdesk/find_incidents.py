"""Find incidents: by the number that somebody quotes, or the latest ones (F16, X-6)."""

from oktui.domain.authority import Action
from oktui.domain.calendar import day_begins
from oktui.domain.concerns import BEHIND
from oktui.domain.incidents import Incident
from oktui.domain.rows import Rows
from oktui.domain.sessions import Actor
from oktui.effects import Effects
from oktui.services.acting import seeing
from storage import incidents


def find_incidents(
    actor: Actor, number: int | None, rows: Rows[int], *, unsettled: bool = False, effects: Effects
) -> list[Incident]:
    """The incidents of accounts within the actor's power, newest first; with a number, that one at most.

    `unsettled` are those of the last days after which their owner has not got in (F18). Raises Forbidden.
    """
    with seeing(actor, Action.SEE_INCIDENTS, effects) as principal:
        since = day_begins(principal.today - BEHIND) if unsettled else None
        return incidents.page(number, principal.scope, rows, unsettled_since=since)
