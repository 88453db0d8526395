"""The worker's process: the sync without a terminal, ended by a signal (X-7)."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from oktui.effects import Effects
from oktui.jobs.schedule import make_holder, run_once, run_when_due
from oktui.jobs.synchronise_accounts import Run


def work(effects: Effects) -> int:
    """Run the sync whenever it is due, until SIGTERM or SIGINT; returns the exit status."""
    with _stopped_by_signals() as stop:
        run_when_due(stop, effects=effects, holder=make_holder())
    return 0


def work_once(effects: Effects) -> Run | None:
    """Run the sync now; None when another worker is at it. A signal ends it between two accounts. Raises Outage."""
    with _stopped_by_signals() as stop:
        return run_once(stop, effects=effects, holder=make_holder())


@contextmanager
def _stopped_by_signals() -> Iterator[threading.Event]:
    stop = threading.Event()

    def handle(*_: object) -> None:
        # From another thread, as this one may be inside stop.wait(), with the lock that set() takes.
        threading.Thread(target=stop.set).start()

    before = {number: signal.signal(number, handle) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
