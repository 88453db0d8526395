"""When the sync runs (X-7, X-8)."""

import itertools
import logging
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from oktui.domain.audit import AuditEvent, EventKind, SubjectKind, Who
from oktui.domain.calendar import PRAGUE
from oktui.domain.kept_files import Format, name_file
from oktui.domain.sync import SyncState
from oktui.jobs import lease
from oktui.jobs.schedule import LOOK_EVERY, make_holder, run_once, run_when_due
from storage import audit, krk, sync
from storage.database import open_database, transaction
from storage.models import AuditRow, LeaseRow, SyncRunRow
from storage.sealing_key import read_anchor, use_sealing_key
from tests.support.cast import Cast
from tests.support.effects import Clock
from tests.support.newcomers import hire, states
from tests.support.unguarded import unguarded

TWO_HOURS = timedelta(hours=2)


class Waits(threading.Event):
    """A stop that moves the clock where the program would wait, and comes when the clock says so."""

    def __init__(self, clock: Clock, until: datetime, meanwhile: Callable[[datetime], None] | None = None) -> None:
        super().__init__()
        self._clock, self._until, self._meanwhile = clock, until, meanwhile
        self.waited: list[float] = []

    def wait(self, timeout: float | None = None) -> bool:
        """Move the clock by the time-out; `meanwhile` is told what it shows then."""
        assert timeout is not None
        assert not self._clock() >= self._until, "it waits on when it should stop"
        self.waited.append(timeout)
        self._clock.forward(timedelta(seconds=timeout))
        if self._meanwhile is not None:
            self._meanwhile(self._clock())
        if self._clock() >= self._until:
            self.set()
        return self.is_set()


def _runs() -> list[tuple[datetime, datetime]]:
    """Slot and start of the runs that were finished."""
    with transaction():
        query = SyncRunRow.select().where(SyncRunRow.finished_at.is_null(False)).order_by(SyncRunRow.id)
        return [(row.slot, row.started_at) for row in query]


def _keep_running(cast: Cast, waits: Waits, holder: str = "worker") -> None:
    run_when_due(waits, effects=cast.effects, holder=holder)


def test_a_missing_run_is_made_up_at_once_and_then_each_slot_has_one(cast: Cast) -> None:
    """X-7, X-8: started at 8:05, it runs then and at 10:00, 12:00, 14:00 on the minute."""
    start = cast.clock()
    _keep_running(cast, Waits(cast.clock, start + timedelta(hours=6)))
    on_the_hour = [start.replace(hour=hour, minute=0) for hour in (10, 12, 14)]
    assert _runs() == [(start.replace(hour=8, minute=0), start), *((slot, slot) for slot in on_the_hour)]


def test_runs_missed_for_days_are_made_up_by_one(cast: Cast) -> None:
    """X-7: a worker that was down from Monday to Friday runs once at its start."""
    _keep_running(cast, Waits(cast.clock, cast.clock() + timedelta(minutes=10)))
    cast.clock.forward(timedelta(days=4))
    _keep_running(cast, Waits(cast.clock, cast.clock() + timedelta(minutes=10)))
    assert len(_runs()) == 2


def test_a_worker_started_again_does_not_run_twice_in_a_slot(cast: Cast) -> None:
    """X-8: the slot's run is in the database, not in the worker's memory."""
    for _ in range(3):
        _keep_running(cast, Waits(cast.clock, cast.clock() + timedelta(minutes=10)))
    assert len(_runs()) == 1


@pytest.mark.parametrize(
    ("night", "hours"),
    [(datetime(2016, 10, 30, tzinfo=PRAGUE), [22, 0, 2, 4]), (datetime(2016, 3, 27, tzinfo=PRAGUE), [22, 0, 2, 4, 6])],
)
def test_summer_time_neither_doubles_nor_drops_a_run(cast: Cast, night: datetime, hours: list[int]) -> None:
    """X-8: from midnight in Prague, 22:00 or 23:00 UTC, eight hours on: one run in every slot all the same."""
    cast.clock.now = night.astimezone(UTC)
    _keep_running(cast, Waits(cast.clock, cast.clock() + timedelta(hours=8)))
    slots = [slot for slot, _ in _runs()]
    assert [slot.hour for slot in slots] == hours
    assert {later - earlier for earlier, later in itertools.pairwise(slots)} == {TWO_HOURS}


def test_a_clock_that_jumps_brings_the_run_of_the_slot_it_jumps_to(cast: Cast) -> None:
    """X-8: it is looked at every 15 s, so a clock set a day ahead and back again holds nothing up."""
    start = cast.clock()
    jumps = {1: timedelta(days=1), 2: timedelta(days=-1)}

    def jump(now: datetime) -> None:
        if now.second == 0:
            cast.clock.forward(jumps.get(now.minute - start.minute, timedelta(0)))

    waits = Waits(cast.clock, start + timedelta(days=2), jump)
    until = start + timedelta(minutes=3)
    waits.is_set = lambda: until <= cast.clock() < until + timedelta(hours=1)  # type: ignore[method-assign]
    _keep_running(cast, waits)
    minute = timedelta(minutes=1)
    assert [started - start for _, started in _runs()] == [timedelta(0), timedelta(days=1) + minute, 2 * minute]
    assert max(waits.waited) == LOOK_EVERY.total_seconds()


@pytest.mark.parametrize("ahead", [timedelta(minutes=2), timedelta(hours=2), timedelta(hours=2, minutes=30)])
def test_a_clock_that_was_ahead_hides_no_run_once_it_goes_back(cast: Cast, ahead: timedelta) -> None:
    """X-7, X-8: the slot's run is made up at once, and that of the slot which was run too early comes as well."""
    start = cast.clock().replace(hour=9, minute=58)
    slot = start.replace(hour=8, minute=0)
    cast.clock.now = start + ahead
    _keep_running(cast, Waits(cast.clock, cast.clock() + LOOK_EVERY))
    cast.clock.now = start
    _keep_running(cast, Waits(cast.clock, start + timedelta(hours=1)))
    assert _runs()[1:] == [(slot, start), (slot + TWO_HOURS, slot + TWO_HOURS)]


def test_another_machines_clock_may_be_ahead_a_little(cast: Cast) -> None:
    """X-8: a run just finished there is not run once more here."""
    before = cast.clock().replace(hour=9, minute=59, second=30)
    cast.clock.now = before + timedelta(minutes=1)
    _keep_running(cast, Waits(cast.clock, cast.clock() + LOOK_EVERY))
    cast.clock.now = before
    _keep_running(cast, Waits(cast.clock, before + timedelta(minutes=5)), "another")
    assert len(_runs()) == 1


def test_an_outage_of_the_database_is_waited_out(
    cast: Cast, database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    """X-7: it tries again every 15 s, says so in the log, and runs as soon as the database is back."""
    hire(cast, 1)
    start = cast.clock()

    def back_after_a_minute(now: datetime) -> None:
        if now - start == timedelta(minutes=1):
            open_database(database_url)

    open_database("sqlite:////nowhere/oktui.db")
    with caplog.at_level(logging.WARNING, "oktui"):
        _keep_running(cast, Waits(cast.clock, start + timedelta(minutes=2), back_after_a_minute))
    assert [started - start for _, started in _runs()] == [timedelta(minutes=1)]
    assert states().keys() == {SyncState.ACTIVE}
    cause = "sync: DatabaseUnavailable: not_made: /nowhere/oktui.db: unable to open database file"
    assert caplog.text.count(f"{cause}, tries again in 15 s") == 4


def test_an_outage_of_krk_ends_with_the_next_slot(cast: Cast, krk_url: str, tmp_path: Path) -> None:
    """R2.3-14, X-7: the account fails in one run and is made usable by the next."""
    hire(cast, 1)
    krk.open_krk(f"sqlite:///{tmp_path / 'nowhere.db'}")
    _keep_running(cast, Waits(cast.clock, cast.clock() + timedelta(minutes=10)))
    assert states()[SyncState.NEW] == 1
    krk.open_krk(krk_url)
    _keep_running(cast, Waits(cast.clock, cast.clock() + TWO_HOURS))
    assert states().keys() == {SyncState.ACTIVE}


def test_a_bug_in_one_run_does_not_end_the_runs_to_come(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """X-7: it is logged and tried again."""

    def fail_once(**_: object) -> None:
        monkeypatch.undo()
        raise ZeroDivisionError

    monkeypatch.setattr("oktui.jobs.schedule.sync_due", fail_once)
    _keep_running(cast, Waits(cast.clock, cast.clock() + timedelta(minutes=1)))
    assert "run: ZeroDivisionError" in caplog.text
    assert len(_runs()) == 1


def test_a_dead_workers_slot_is_taken_over_within_a_minute(cast: Cast) -> None:
    """X-7: a worker killed in the middle leaves a lease and an unfinished run; another one carries on."""
    hire(cast, 1)
    start = cast.clock()
    with transaction():
        assert lease.Lease("dead", cast.effects).take()
        sync.begin_run(start, "dead", start)
    _keep_running(cast, Waits(cast.clock, start + timedelta(minutes=2)))
    [(_, started)] = _runs()
    assert lease.LENGTH < started - start <= lease.LENGTH + timedelta(seconds=krk.patience()) + LOOK_EVERY
    assert states().keys() == {SyncState.ACTIVE}


def test_two_workers_in_turn_run_each_slot_once(cast: Cast) -> None:
    """X-7: the second one sees that the slot is done."""
    _keep_running(cast, Waits(cast.clock, cast.clock() + timedelta(minutes=5)), "one")
    _keep_running(cast, Waits(cast.clock, cast.clock() + timedelta(minutes=5)), "another")
    assert len(_runs()) == 1


def test_once_runs_whether_due_or_not(cast: Cast) -> None:
    """R2.3-12: an administrator in a hurry need not wait for the slot."""
    stop = threading.Event()
    for _ in range(2):
        run = run_once(stop, effects=cast.effects, holder="worker")
        assert run is not None
        assert run.finished
    assert len(_runs()) == 2


def test_once_waits_for_a_dead_workers_lease_to_end(cast: Cast) -> None:
    """X-7: nobody prolongs it, so nobody is at work."""
    hire(cast, 1)
    with transaction():
        assert lease.Lease("dead", cast.effects).take()
    waits = Waits(cast.clock, cast.clock() + timedelta(minutes=5))
    run = run_once(waits, effects=cast.effects, holder="worker")
    assert run is not None
    assert run.activated == 1
    assert sum(waits.waited) == lease.LENGTH.total_seconds() + krk.patience()


def test_once_leaves_it_to_a_worker_that_is_alive(cast: Cast) -> None:
    """X-7: a lease that is prolonged while one waits is somebody's who is at work."""
    living = lease.Lease("living", cast.effects)
    with transaction():
        assert living.take()

    def prolong(_: datetime) -> None:
        with transaction():
            living.renew()

    waits = Waits(cast.clock, cast.clock() + timedelta(minutes=5), prolong)
    assert run_once(waits, effects=cast.effects, holder="worker") is None
    assert len(waits.waited) == 1
    with transaction():
        assert LeaseRow.get().holder == "living"


def test_once_can_be_stopped_while_it_waits(cast: Cast) -> None:
    """X-7: a signal ends the waiting."""
    with transaction():
        assert lease.Lease("dead", cast.effects).take()
    waits = Waits(cast.clock, cast.clock() + timedelta(seconds=2))
    assert run_once(waits, effects=cast.effects, holder="worker") is None
    assert waits.is_set()


def test_no_two_holders_are_the_same() -> None:
    """X-7: not even after a restart that has the same number of process."""
    assert make_holder() != make_holder()


def _record(moment: datetime) -> None:
    with transaction():
        audit.append(AuditEvent(moment, Who(None, "test", ""), EventKind.SYNCHRONISED, SubjectKind.AUDIT, None, ""))


def test_each_slot_moves_the_audits_anchor_and_purges_what_is_past_its_time(cast: Cast) -> None:
    """X-19: after the sync; what is nineteen months old goes, and the anchor is never behind by more than a slot."""
    _record(cast.clock() - timedelta(days=600))
    _record(cast.clock())
    for step, anchored in ((timedelta(minutes=1), EventKind.SYNCHRONISED), (TWO_HOURS, EventKind.AUDIT_PURGED)):
        _keep_running(cast, Waits(cast.clock, cast.clock() + step))
        with transaction():
            events = {row.id: row.kind for row in AuditRow.select().order_by(AuditRow.id)}
        assert list(events.values()) == [EventKind.SYNCHRONISED, EventKind.AUDIT_PURGED]
        anchor = read_anchor()
        assert anchor is not None
        assert events[anchor.number] is anchored


def test_each_slot_removes_files_that_nobody_fetched(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    """X-30: and a folder that is out of order keeps no sync from running."""
    files, effects = cast.effects.files, cast.effects
    name = name_file(SubjectKind.AUDIT, Format.CSV, effects.now(), effects.choose)
    with files.make(name, effects.now()):
        pass
    cast.clock.forward(files.keep)
    files.path.chmod(0o755)
    _keep_running(cast, Waits(cast.clock, cast.clock() + timedelta(minutes=1)))
    assert "files: FilesUnavailable" in caplog.text
    assert (files.path / name).exists()
    files.path.chmod(0o700)
    _keep_running(cast, Waits(cast.clock, cast.clock() + TWO_HOURS))
    assert not (files.path / name).exists()
    assert len(_runs()) == 2


def test_an_audit_that_was_cut_off_is_an_error_in_the_log_at_each_slot(
    cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    """X-19: and the sync goes on."""
    _record(cast.clock())
    _keep_running(cast, Waits(cast.clock, cast.clock() + timedelta(minutes=1)))
    with unguarded():
        AuditRow.delete().execute()
    with caplog.at_level(logging.ERROR, "oktui"):
        _keep_running(cast, Waits(cast.clock, cast.clock() + TWO_HOURS * 2))
    assert caplog.text.count("audit: events that were on record are missing") == 3
    assert len(_runs()) == 3


def test_without_a_key_the_sync_says_so_and_is_tried_again(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    """X-19: no key, no event, no change: the account stays as it is."""
    hire(cast, 1)
    use_sealing_key(None)
    with caplog.at_level(logging.WARNING, "oktui"):
        _keep_running(cast, Waits(cast.clock, cast.clock() + timedelta(seconds=20)))
    assert "AuditKeyMissing" in caplog.text
    assert states()[SyncState.NEW] == 1
    assert not _runs()
