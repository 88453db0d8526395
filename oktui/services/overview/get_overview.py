"""See what needs doing: how many are on each list, and what happened by day (F18)."""

from datetime import timedelta

from oktui.domain.authority import Action
from oktui.domain.concerns import BEHIND, Activity, Concern, Overview, StaffedOffice
from oktui.domain.sessions import Actor
from oktui.effects import Effects
from oktui.services.acting import seeing
from oktui.services.counting import count_concerns, thin_offices
from storage import concerns


def get_overview(actor: Actor, *, effects: Effects) -> Overview:
    """How many are on each list that the actor may see, those within their power (R2.1-1, R2.1-2).

    One more than COUNTED_AT_MOST stands for more than that. Raises Forbidden.
    """
    with seeing(actor, Action.FIND_EMPLOYEES, effects) as principal:
        counts = count_concerns(principal)
        if not (counts.get(Concern.PROPOSALS, 0) or effects.policy.second_person):
            counts.pop(Concern.PROPOSALS, None)  # where nothing ever waits for a second person, nobody hears of it
        waiting = counts[Concern.WAITING] > 0
        since = concerns.waiting_since(principal.scope, principal.today) if waiting else None
    return Overview(counts, since)


def list_thin_offices(actor: Actor, *, effects: Effects) -> list[StaffedOffice]:
    """The offices within the actor's power that have one administrator of the module or none, or soon will (X-10).

    Raises Forbidden.
    """
    with seeing(actor, Action.SEE_WORKPLACES, effects) as principal:
        return thin_offices(principal)


def get_activity(actor: Actor, *, effects: Effects) -> list[Activity]:
    """What sign-ins there were on each of the last days, today's last, as far as the actor may read the audit.

    Raises Forbidden.
    """
    with seeing(actor, Action.SEE_AUDIT, effects) as principal:
        return concerns.activity(principal.scope, principal.today - BEHIND + timedelta(days=1), principal.today)
