"""Delete what the program keeps of people beside the audit, once nobody needs it any more."""

from oktui.domain.calendar import add_months
from oktui.effects import Effects
from storage import incidents, sessions, sync
from storage.database import transaction


def purge_traces(*, effects: Effects) -> int:
    """Delete sessions, incidents and runs of the sync past their time; returns how many rows. Raises Outage."""
    oldest_kept = add_months(effects.now(), -effects.policy.traces_months)
    with transaction():
        return sessions.forget(oldest_kept) + incidents.forget(oldest_kept) + sync.forget_runs(oldest_kept)
