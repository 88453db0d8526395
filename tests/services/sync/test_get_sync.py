"""What the sync is doing, as far as it concerns the actor (F14)."""

from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest

from oktui import demo
from oktui.domain.authority import Forbidden
from oktui.domain.modules import Module, Permission, Realm
from oktui.domain.rows import Rows
from oktui.domain.sync import RunState, SyncRun, SyncState, Waiting
from oktui.jobs.synchronise_accounts import synchronise_accounts
from oktui.services.sync.get_sync import get_sync, list_runs, list_waiting
from storage import krk, leases, sync
from storage.database import transaction
from tests.support.cast import JIHOMORAVSKY, Cast, granted
from tests.support.newcomers import hire

RECORDS = granted(Module.REGISTR, Permission.SOCIAL_SERVICES_RECORDS)
ALL = Rows[int](100)


def newcomers(cast: Cast) -> None:
    """One account waits in Kraj Vysočina, one in Jihomoravský kraj, one in the other realm."""
    cast.employ(demo.MARTINKA, "martinka", RECORDS, state=SyncState.NEW)
    cast.employ(demo.CERNY, "cerny", RECORDS, workplace=JIHOMORAVSKY, state=SyncState.PERSON_LOADED)
    cast.employ(demo.GOLLOVA, "nova", realm=Realm.OKNOUZE, state=SyncState.NEW)


def test_what_waits_is_seen_with_its_state_and_in_scope(cast: Cast) -> None:
    """F14, R2.1-1, R2.1-2: an administrator's own region and realm; MPSV's see all regions."""
    newcomers(cast)
    homola, radek = cast.actor("homola"), cast.actor("mpsv_radek")
    seen = list_waiting(homola, ALL, effects=cast.effects)
    assert [(row.ik, row.name, row.username, row.state, row.failed, row.since) for row in seen] == [
        (demo.MARTINKA.ik, "Radomír Martinka", "martinka", SyncState.NEW, False, cast.clock())
    ]
    assert get_sync(homola, effects=cast.effects).waiting == {SyncState.NEW: 1}
    assert [row.username for row in list_waiting(radek, ALL, effects=cast.effects)] == ["martinka", "cerny"]
    assert get_sync(radek, effects=cast.effects).waiting == {SyncState.NEW: 1, SyncState.PERSON_LOADED: 1}


def test_nothing_waits_once_the_sync_has_run_and_the_run_is_on_record(cast: Cast) -> None:
    """F14: counts and duration of each run, the newest first."""
    newcomers(cast)
    homola = cast.actor("homola")
    assert list_runs(homola, ALL, effects=cast.effects) == []
    assert get_sync(homola, effects=cast.effects).last_run is None
    synchronise_accounts("worker", effects=cast.effects)
    overview = get_sync(homola, effects=cast.effects)
    run = overview.last_run
    assert run is not None
    assert (overview.waiting, overview.without_krk) == ({}, 0)
    assert (run.state, run.processed, run.activated, run.failed) == (RunState.FINISHED, 3, 2, 0)
    assert (run.started_at, run.duration) == (cast.clock(), timedelta(0))
    cast.clock.forward(timedelta(hours=2))
    synchronise_accounts("worker", effects=cast.effects)
    assert [run.processed for run in list_runs(homola, ALL, effects=cast.effects)] == [1, 3]


def test_when_krk_has_failed_it_says_so(cast: Cast, krk_url: str) -> None:
    """F14, X-4: for how many accounts of the actor's, and for which."""
    newcomers(cast)
    homola = cast.actor("homola")
    krk.open_krk(krk_url.replace("krk.db", "away.db"))
    synchronise_accounts("worker", effects=cast.effects)
    overview = get_sync(homola, effects=cast.effects)
    assert (overview.waiting, overview.without_krk) == ({SyncState.NEW: 1}, 1)
    assert [row.failed for row in list_waiting(homola, ALL, effects=cast.effects)] == [True]
    assert overview.last_run is not None
    assert overview.last_run.failed == 2


def test_a_run_is_running_while_its_worker_lives_and_broken_off_after(cast: Cast) -> None:
    """F14, X-7: a worker that was killed leaves a run that is never finished, and it is not shown as running."""
    homola, now = cast.actor("homola"), cast.clock()
    with transaction():
        leases.take(sync.LEASE, "dead", now, now + timedelta(seconds=20))
        sync.begin_run(now, "dead", now)
    states = [run.state for run in list_runs(homola, ALL, effects=cast.effects)]
    assert states == [RunState.RUNNING]
    cast.clock.forward(timedelta(seconds=20))
    states = [run.state for run in list_runs(homola, ALL, effects=cast.effects)]
    assert states == [RunState.BROKEN_OFF]
    with transaction():
        leases.take(sync.LEASE, "alive", cast.clock(), cast.clock() + timedelta(seconds=20))
        sync.begin_run(now, "alive", cast.clock())
    states = [run.state for run in list_runs(homola, ALL, effects=cast.effects)]
    assert states == [RunState.RUNNING, RunState.BROKEN_OFF]


Read = Callable[..., Sequence[Waiting] | Sequence[SyncRun]]


@pytest.mark.parametrize("read", [list_waiting, list_runs])
def test_both_lists_are_read_by_key_in_either_direction(cast: Cast, read: Read) -> None:
    """F14: any number of accounts and runs."""
    hire(cast, 7)
    homola = cast.actor("homola")
    for number in range(7):
        with transaction():
            sync.begin_run(cast.clock(), f"worker {number}", cast.clock())
    everything = read(homola, ALL, effects=cast.effects)
    assert len(everything) == 7
    down = [*read(homola, Rows(3), effects=cast.effects)]
    while page := read(homola, Rows(3, after=down[-1].key), effects=cast.effects):
        down += page
    up = [*read(homola, Rows(3, backwards=True), effects=cast.effects)]
    while page := read(homola, Rows(3, before=up[0].key), effects=cast.effects):
        up = [*page, *up]
    assert down == up == everything


def test_an_official_without_sprava_systemu_sees_nothing_of_it(cast: Cast) -> None:
    """F14, R2.1-1."""
    dlouhy = cast.actor("dlouhy")
    with pytest.raises(Forbidden):
        get_sync(dlouhy, effects=cast.effects)
    for read in (list_waiting, list_runs):
        with pytest.raises(Forbidden):
            read(dlouhy, ALL, effects=cast.effects)
