"""See what needs doing: how many are on each list, and what happened by day (F18)."""

from datetime import timedelta

from oktui.domain.administrators import staffing
from oktui.domain.alarms import SHOWN_DAYS
from oktui.domain.audit import AuditCriteria, EventKind
from oktui.domain.authority import Action, Principal, denial
from oktui.domain.calendar import day_begins
from oktui.domain.concerns import BEHIND, Activity, Concern, Overview, StaffedOffice
from oktui.domain.listing import COUNTED_AT_MOST
from oktui.domain.sessions import Actor
from oktui.effects import Effects
from oktui.services.acting import acting
from storage import audit_log, concerns, incidents, proposals


def get_overview(actor: Actor, *, effects: Effects) -> Overview:
    """How many are on each list that the actor may see, those within their power (R2.1-1, R2.1-2).

    One more than COUNTED_AT_MOST stands for more than that. Raises Forbidden.
    """
    with acting(actor, Action.FIND_EMPLOYEES, effects) as principal:
        counts = {
            concern: _count(concern, principal) for concern in Concern if denial(principal, concern.needs) is None
        }
        if not (counts.get(Concern.PROPOSALS, 0) or effects.policy.second_person):
            counts.pop(Concern.PROPOSALS, None)  # where nothing ever waits for a second person, nobody hears of it
        waiting = counts[Concern.WAITING] > 0
        since = concerns.waiting_since(principal.scope, principal.today) if waiting else None
    return Overview(counts, since)


def list_thin_offices(actor: Actor, *, effects: Effects) -> list[StaffedOffice]:
    """The offices within the actor's power that have one administrator of the module or none, or soon will (X-10).

    Raises Forbidden.
    """
    with acting(actor, Action.SEE_WORKPLACES, effects) as principal:
        return _thin_offices(principal)


def get_activity(actor: Actor, *, effects: Effects) -> list[Activity]:
    """What sign-ins there were on each of the last days, today's last, as far as the actor may read the audit.

    Raises Forbidden.
    """
    with acting(actor, Action.SEE_AUDIT, effects) as principal:
        return concerns.activity(principal.scope, principal.today - BEHIND + timedelta(days=1), principal.today)


def _count(concern: Concern, principal: Principal) -> int:
    match concern:
        case Concern.PROPOSALS:
            return proposals.count(principal.module, principal.scope.region)
        case Concern.ADMINISTRATORS:
            return len(_thin_offices(principal))
        case Concern.INCIDENTS:
            return incidents.count_unsettled(principal.scope, day_begins(principal.today - BEHIND))
        case Concern.ALARMS:
            since = principal.today - timedelta(days=SHOWN_DAYS)
            return audit_log.count(AuditCriteria(since=since, kind=EventKind.ALARM), principal.scope)
    return concerns.count(concern, principal.scope, principal.today, most=COUNTED_AT_MOST + 1)


def _thin_offices(principal: Principal) -> list[StaffedOffice]:
    offices = (
        StaffedOffice(place, staffing(terms, principal.today))
        for place, terms in concerns.staffed(principal.scope, principal.module, principal.today)
    )
    return [office for office in offices if office.staffing.thin]
