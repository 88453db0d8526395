"""What is kept of people beside the audit goes once nobody needs it."""

from datetime import timedelta

import pytest

from oktui import demo
from oktui.domain.sign_in import NotSynchronised
from oktui.domain.sync import SyncState
from oktui.jobs.purge_traces import purge_traces
from oktui.jobs.synchronise_accounts import synchronise_accounts
from storage.database import transaction
from storage.models import AuditRow, IncidentRow, SessionRow, SyncRunRow
from tests.support.cast import Cast
from tests.support.newcomers import RECORDS


def kept() -> tuple[int, int, int]:
    """How many sessions, incidents and runs there are."""
    with transaction():
        return SessionRow.select().count(), IncidentRow.select().count(), SyncRunRow.select().count()


def a_days_work(cast: Cast) -> None:
    """Somebody signs in and never out, somebody gets the number of an incident, and the sync runs."""
    cast.sign_in("homola")
    with pytest.raises(NotSynchronised):
        cast.sign_in("martinka")
    synchronise_accounts("worker", effects=cast.effects)


def test_after_six_months_they_go_and_the_audit_stays(cast: Cast) -> None:
    """Retention: those of later stay; whoever works now goes on working."""
    cast.employ(demo.MARTINKA, "martinka", RECORDS, state=SyncState.PERSON_LOADED)
    a_days_work(cast)
    assert kept() == (1, 1, 1)
    cast.clock.forward(timedelta(days=180))
    assert purge_traces(effects=cast.effects) == 0
    actor = cast.actor("klicpera")
    synchronise_accounts("worker", effects=cast.effects)
    with transaction():
        events = AuditRow.select().count()
    cast.clock.forward(timedelta(days=5))
    assert purge_traces(effects=cast.effects) == 3
    assert kept() == (1, 0, 1)
    with transaction():
        assert AuditRow.select().count() == events
        assert SessionRow.get().id == actor.session_id
