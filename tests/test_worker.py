"""The worker as a process: started, killed, stopped, and two at once (X-7)."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from oktui.cli.invocation import OUTAGE, UNUSABLE
from oktui.domain.sync import SyncState
from oktui.jobs.synchronise_accounts import sync_due, synchronise_accounts
from tests.support.cast import AUDIT_KEY, Cast
from tests.support.newcomers import STATES, STEPS, hire, states, steps_of, steps_taken
from tests.support.programs import Databases, Program, effects_ahead, start, worker, worker_once
from tests.support.shell import oktui

NOW = timedelta(0)
GOLDEN = 0.618034
"""Its multiples, modulo 1, lie as evenly as numbers can: chance that comes out the same each time."""


@pytest.fixture
def databases(database_url: str, krk_url: str) -> Databases:
    """Where the databases are."""
    return Databases(database_url, krk_url)


def _start_worker(databases: Databases, ahead: timedelta = NOW) -> Program:
    program = start(worker, databases, ahead)
    assert program.report() == "begins"
    return program


def _signal(program: Program, number: signal.Signals) -> int:
    assert program.process.pid is not None
    os.kill(program.process.pid, number)
    return program.end()


def _wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline, "it does not come"
        time.sleep(0.02)


def _waiting() -> int:
    return sum(count for state, count in states().items() if state is not SyncState.ACTIVE)


@pytest.mark.slow
@pytest.mark.parametrize(("database_url", "lives"), [("sqlite", 200), ("postgresql", 60)], indirect=["database_url"])
def test_killing_it_again_and_again_loses_and_doubles_nothing(cast: Cast, databases: Databases, lives: int) -> None:
    """X-7, X-19: after each kill -9 the audit has exactly the steps that accounts have taken; in the end all work."""
    usable_before = states()[SyncState.ACTIVE]
    hired = hire(cast, 200)
    killed_at_work, longest = 0, 0.1
    for life in range(1, lives + 1):
        if _waiting() < 50:
            hired += hire(cast, 100, already=len(hired))
        before = steps_taken()
        # Each begins in a later slot, when the lease of the one before has ended.
        program = _start_worker(databases, life * timedelta(hours=2))
        time.sleep(life * GOLDEN % 1 * longest)
        assert _signal(program, signal.SIGKILL) == -signal.SIGKILL
        taken = sum(STATES.index(state) * count for state, count in states().items())
        assert steps_taken() == taken - STATES.index(SyncState.ACTIVE) * usable_before
        at_work = steps_taken() > before and _waiting() > 0
        killed_at_work += at_work
        # How long a life must be to get somewhere says more of the machine than of the worker.
        longest *= 0.9 if at_work else 1.3
    assert killed_at_work > lives / 2
    program = start(worker_once, databases, (lives + 1) * timedelta(hours=2))
    assert program.report().finished
    assert program.end() == 0
    assert states() == {SyncState.ACTIVE: usable_before + len(hired)}
    assert [steps_of(account_id) for account_id in hired] == [STEPS] * len(hired)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_it_between_two_accounts(cast: Cast, databases: Databases, number: signal.Signals) -> None:
    """X-7: it exits with 0, no account stands half-way, and another worker can go on at once."""
    hire(cast, 100)
    program = _start_worker(databases)
    _wait_for(lambda: _waiting() < 100)
    assert _signal(program, number) == 0
    assert states().keys() == {SyncState.NEW, SyncState.ACTIVE}
    assert sync_due(effects=effects_ahead(NOW))
    assert synchronise_accounts("another", effects=effects_ahead(NOW), stop=lambda: True) is not None


def test_a_signal_ends_its_waiting_for_the_next_slot(cast: Cast, databases: Databases) -> None:
    """X-8: it does not sleep out its 15 seconds."""
    hire(cast, 1)
    program = _start_worker(databases)
    _wait_for(lambda: not sync_due(effects=effects_ahead(NOW)))
    started = time.monotonic()
    assert _signal(program, signal.SIGTERM) == 0
    assert time.monotonic() - started < 5


@pytest.mark.slow
def test_of_two_at_once_one_does_the_work(cast: Cast, databases: Databases) -> None:
    """X-7: the other one sees that somebody is at it and leaves; each account takes each step once."""
    hired = hire(cast, 100)
    programs = [start(worker_once, databases, NOW) for _ in range(2)]
    runs = [program.report() for program in programs]
    assert [program.end() for program in programs] == [0, 0]
    assert sorted((run.processed, run.activated) if run else (0, 0) for run in runs) == [(0, 0), (100, 100)]
    assert [steps_of(account_id) for account_id in hired] == [STEPS] * 100


@pytest.mark.slow
def test_two_whose_clocks_disagree_take_each_step_once(cast: Cast, databases: Databases) -> None:
    """X-7: one whose clock is ahead takes the lease of a live one, which stops before its next step."""
    hired = hire(cast, 200)  # enough for the second to come while the first is at work
    robbed = start(worker_once, databases, NOW)
    _wait_for(lambda: _waiting() < 200)
    robber = start(worker_once, databases, timedelta(minutes=30))
    first, second = robbed.report(), robber.report()
    assert (robbed.end(), robber.end()) == (0, 0)
    assert (first.finished, second.finished) == (False, True)
    assert first.activated + second.activated == 200
    assert [steps_of(account_id) for account_id in hired] == [STEPS] * 200


@pytest.mark.slow
def test_once_goes_on_where_a_killed_one_was(cast: Cast, databases: Databases) -> None:
    """X-7: it waits for the dead one's lease to end, no longer, and does the rest."""
    hired = hire(cast, 100)
    program = _start_worker(databases)
    _wait_for(lambda: _waiting() < 100)
    assert _signal(program, signal.SIGKILL) == -signal.SIGKILL
    left = _waiting()
    almost = start(worker_once, databases, timedelta(seconds=24))
    run = almost.report()
    assert almost.end() == 0
    assert run.activated == left
    assert [steps_of(account_id) for account_id in hired] == [STEPS] * 100


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_it_waits_for_a_database_server_that_starts_after_it(
    cast: Cast, database_url: str, krk_url: str, tmp_path: Path
) -> None:
    """X-7: after the machine has started, the worker may be first; it says why it waits, and a signal ends that too."""
    # The socket of the server, which is not where the worker looks for it yet.
    folder = Path(parse_qs(urlsplit(database_url).query)["host"][0])
    url = database_url.replace(str(folder), str(tmp_path / "later"))
    home = tmp_path / "home"
    (home / "keys").mkdir(parents=True)
    (home / "keys" / "audit.key").write_text(f"{AUDIT_KEY.hex()}\n", encoding="ascii")
    environ = {**os.environ, "OKTUI_HOME": str(home), "OKTUI_DATABASE_URL": url, "OKTUI_KRK_URL": krk_url}
    command = [sys.executable, "-m", "oktui", "worker"]
    for starts in (False, True):
        with subprocess.Popen(command, env=environ, stderr=subprocess.PIPE, text=True) as program:
            assert program.stderr is not None
            assert "žádný server databáze není" in program.stderr.readline()
            if starts:
                hire(cast, 1)
                (tmp_path / "later").symlink_to(folder)
                _wait_for(lambda: states().keys() == {SyncState.ACTIVE})
            assert program.poll() is None
            program.terminate()
            assert program.wait(60) == 0
            assert program.stderr.read() == ""
    assert "worker: DatabaseUnavailable: closed" in (home / "oktui.log").read_text(encoding="utf-8")


@pytest.mark.parametrize(("query", "status"), [("port=1&ssl_mode=x", UNUSABLE), ("sslmode=disable&port=1", OUTAGE)])
def test_what_does_not_pass_by_itself_is_not_waited_for(query: str, status: int, tmp_path: Path) -> None:
    """An address that cannot be understood ends it; so does one run that was asked for now, whatever the outage."""
    environ = {"OKTUI_DATABASE_URL": f"postgresql://postgres@127.0.0.1/x?{query}"}
    once = [] if status is UNUSABLE else ["--once"]
    assert oktui("worker", *once, "--home", tmp_path, **environ).returncode == status
