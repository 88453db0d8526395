"""Counting what needs doing within somebody's power: behind F18, and in the digest that is sent to them."""

from datetime import timedelta

from oktui.domain.administrators import staffing
from oktui.domain.alarms import SHOWN_DAYS
from oktui.domain.audit import AuditCriteria, EventKind
from oktui.domain.authority import Principal, denial
from oktui.domain.calendar import day_begins
from oktui.domain.concerns import BEHIND, Concern, StaffedOffice
from oktui.domain.listing import COUNTED_AT_MOST
from storage import audit_log, concerns, incidents, proposals


def count_concerns(principal: Principal) -> dict[Concern, int]:
    """How many are on each list that they may see (R2.1-1, R2.1-2); COUNTED_AT_MOST and one stands for more."""
    return {concern: _count(concern, principal) for concern in Concern if denial(principal, concern.needs) is None}


def thin_offices(principal: Principal) -> list[StaffedOffice]:
    """The offices within their power that have one administrator of the module or none, or soon will (X-10)."""
    offices = (
        StaffedOffice(place, staffing(terms, principal.today))
        for place, terms in concerns.staffed(principal.scope, principal.module, principal.today)
    )
    return [office for office in offices if office.staffing.thin]


def _count(concern: Concern, principal: Principal) -> int:
    match concern:
        case Concern.PROPOSALS:
            return proposals.count(principal.module, principal.scope.region)
        case Concern.ADMINISTRATORS:
            return len(thin_offices(principal))
        case Concern.INCIDENTS:
            return incidents.count_unsettled(principal.scope, day_begins(principal.today - BEHIND))
        case Concern.ALARMS:
            since = principal.today - timedelta(days=SHOWN_DAYS)
            return audit_log.count(AuditCriteria(since=since, kind=EventKind.ALARM), principal.scope)
    return concerns.count(concern, principal.scope, principal.today, most=COUNTED_AT_MOST + 1)
