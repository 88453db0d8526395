"""Delete what the program keeps of people beside the audit, once nobody needs it any more."""

from oktui.domain.calendar import add_months
from oktui.effects import Effects
from storage import incidents, notices, sessions, sync
from storage.database import transaction


def purge_traces(*, effects: Effects) -> int:
    """Delete sessions, incidents, runs of the sync and notices past their time; returns how many. Raises Outage."""
    oldest_kept = add_months(effects.now(), -effects.policy.traces_months)
    with transaction():
        return sum(each.forget(oldest_kept) for each in (sessions, incidents, sync, notices))
