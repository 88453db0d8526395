"""What is past its time is purged, and the audit stays whole (X-19)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from oktui.domain.audit import AuditEvent, EventKind, SubjectKind, Who
from oktui.domain.backups import Restoration
from oktui.domain.chain import AuditEndChanged
from oktui.domain.records import values
from oktui.jobs import purge_audit as job
from oktui.jobs.anchor_audit import anchor_audit
from oktui.jobs.purge_audit import purge_audit
from oktui.services.audit.verify_audit import Verdict, verify_audit
from storage import audit
from storage.database import transaction
from storage.models import AuditRow
from storage.sealing_key import read_anchor
from tests.support.cast import Cast
from tests.support.unguarded import unguarded

KEPT_FROM = datetime(2015, 1, 25, 8, 5, tzinfo=UTC)
"""Eighteen months before the clock of the tests."""

SECOND = timedelta(seconds=1)


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts of four events, so that there are several."""
    monkeypatch.setattr(job, "_PART", 4)


def record(*moments: datetime) -> None:
    """Append an event at each of the moments."""
    for number, moment in enumerate(moments):
        with transaction():
            audit.append(
                AuditEvent(moment, Who(None, "sync", "worker"), EventKind.SYNCHRONISED, SubjectKind.AUDIT, number, "")
            )


def on_record() -> list[tuple[EventKind, datetime]]:
    """Kind and time of all events, oldest first."""
    with transaction():
        return [(row.kind, row.at) for row in AuditRow.select().order_by(AuditRow.id)]


def verified(cast: Cast) -> Verdict:
    """What a verification says."""
    return verify_audit(cast.actor("homola"), effects=cast.effects)


@pytest.mark.usefixtures("small_parts")
def test_what_is_past_eighteen_months_goes_and_the_rest_still_verifies(cast: Cast) -> None:
    """X-19: to the second; each part with an event that says how many went."""
    record(*(KEPT_FROM - SECOND * left for left in range(10, 0, -1)), KEPT_FROM, KEPT_FROM + SECOND)
    assert purge_audit(effects=cast.effects) == 10
    kinds = [kind for kind, _ in on_record()]
    assert kinds == [EventKind.SYNCHRONISED] * 2 + [EventKind.AUDIT_PURGED] * 3
    assert [at for _, at in on_record()[:2]] == [KEPT_FROM, KEPT_FROM + SECOND]
    with transaction():
        told = [row.after["events"] for row in AuditRow.select().where(AuditRow.kind == EventKind.AUDIT_PURGED)]
    assert told == [4, 4, 2]
    assert verified(cast) == Verdict(6, None)
    assert purge_audit(effects=cast.effects) == 0


def test_everything_may_be_past_its_time(cast: Cast) -> None:
    """X-19: after years out of use; what remains is the event that says so."""
    record(*[KEPT_FROM - SECOND] * 3)
    assert purge_audit(effects=cast.effects) == 3
    assert [kind for kind, _ in on_record()] == [EventKind.AUDIT_PURGED]
    assert verified(cast).finding is None


def test_an_installation_may_keep_events_for_longer(cast: Cast) -> None:
    """X-19: 24 months instead of 18."""
    record(KEPT_FROM - SECOND)
    policy = replace(cast.effects.policy, audit_months=24)
    assert purge_audit(effects=replace(cast.effects, policy=policy)) == 0
    assert purge_audit(effects=cast.effects) == 1


def test_an_old_event_behind_a_newer_one_waits_for_it(cast: Cast) -> None:
    """X-19: a clock that was wrong tears no hole into the chain."""
    record(KEPT_FROM - SECOND, KEPT_FROM + SECOND, KEPT_FROM - SECOND)
    assert purge_audit(effects=cast.effects) == 1
    assert [at for _, at in on_record()[:2]] == [KEPT_FROM + SECOND, KEPT_FROM - SECOND]
    assert verified(cast).finding is None


def test_evidence_is_not_purged(cast: Cast) -> None:
    """X-19: events that somebody has changed stay, and so does what follows."""
    record(*[KEPT_FROM - SECOND] * 3)
    with unguarded():
        AuditRow.update(actor_name="nobody").where(AuditRow.subject_id == 1).execute()
    before = on_record()
    with pytest.raises(AuditEndChanged):
        purge_audit(effects=cast.effects)
    assert on_record() == before


@pytest.mark.usefixtures("small_parts")
def test_it_stops_between_two_parts(cast: Cast) -> None:
    """X-7: a worker that is to end does not finish the work of an hour first."""
    record(*[KEPT_FROM - SECOND] * 10)
    answers = iter([False, True])
    assert purge_audit(effects=cast.effects, stop=lambda: next(answers)) == 4
    assert verified(cast).finding is None


def test_the_anchor_follows_the_chain(cast: Cast) -> None:
    """X-19: also past what has been purged since it was dropped."""
    assert anchor_audit()
    assert read_anchor() is None, "nothing has happened yet"
    record(KEPT_FROM - SECOND, KEPT_FROM)
    assert anchor_audit()
    first = read_anchor()
    purge_audit(effects=replace(cast.effects, now=lambda: cast.clock() + timedelta(days=1)))
    assert anchor_audit()
    second = read_anchor()
    assert first is not None
    assert second is not None
    assert second.number > first.number
    assert verified(cast).finding is None


def test_the_anchor_stays_where_it_is_when_what_it_holds_is_gone(cast: Cast) -> None:
    """X-19: the cut is found by every later look, not only by the first."""
    record(*[KEPT_FROM] * 3)
    assert anchor_audit()
    dropped = read_anchor()
    with unguarded():
        AuditRow.delete().where(AuditRow.subject_id == 2).execute()
    for _ in range(2):
        assert not anchor_audit()
        assert read_anchor() == dropped
    assert verified(cast).finding is not None


def test_that_the_database_was_restored_outlives_the_purge(cast: Cast) -> None:
    """X-19: it is said for ever, with what was lost."""
    done = Restoration(KEPT_FROM - SECOND, KEPT_FROM - SECOND * 9, 7, 9)
    with transaction():
        who = Who(None, "owner:root", "")
        kind, subject = EventKind.RESTORED_FROM_BACKUP, SubjectKind.AUDIT
        audit.append(AuditEvent(done.at, who, kind, subject, None, "backup", after=values(done)))
    assert purge_audit(effects=cast.effects) == 1
    verdict = verified(cast)
    assert (verdict.finding, verdict.restorations) == (None, (done,))
