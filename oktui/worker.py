"""The worker's process: the sync and the post without a terminal, ended by a signal (X-7)."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from oktui.bugs import LOGGER
from oktui.config import Settings
from oktui.domain.accounts import Account
from oktui.domain.notices import Notice
from oktui.domain.outages import Cause, DatabaseUnavailable
from oktui.effects import Effects
from oktui.jobs.background import run_background
from oktui.jobs.post import Post
from oktui.jobs.schedule import LOOK_EVERY, make_holder, run_once
from oktui.jobs.synchronise_accounts import Run
from oktui.notice_templates import OwnTemplates
from screens.texts.notices import Words


def work(open_all: Callable[[], Effects], post: Post | None = None) -> int:
    """Run the sync and send notices whenever they are due, until SIGTERM or SIGINT; returns the exit status.

    A database server that is not there yet, as after the machine has started, is waited for. Raises Outage of others.
    """
    with _stopped_by_signals() as stop:
        effects = _open_in_time(open_all, stop)
        if effects is not None:
            run_background(stop, effects=effects, post=post)
    return 0


def _open_in_time(open_all: Callable[[], Effects], stop: threading.Event) -> Effects | None:
    """What was opened, however many tries that took; None when stopped before."""
    pause = _FIRST_PAUSE
    while not stop.is_set():
        try:
            return open_all()
        except DatabaseUnavailable as error:
            if error.cause not in _PASSING:
                raise
            LOGGER.warning("worker: %s, tries again in %d s", error, pause.seconds)
        stop.wait(pause.total_seconds())
        pause = min(2 * pause, LOOK_EVERY)
    return None


_FIRST_PAUSE = timedelta(seconds=1)
_PASSING = {Cause.NO_HOST, Cause.CLOSED, Cause.SILENT, Cause.NOT_READY, Cause.NO_PRIMARY, Cause.FULL}
"""What a server that starts, or a network that does, gets over by itself."""


def post_of(settings: Settings) -> Post | None:
    """What the installation sends notices by; None where it sends none."""
    if settings.mail is None:
        return None
    words = words_of(settings)

    def write(notice: Notice, account: Account) -> tuple[str, str]:
        written = words.write(notice, account, notice.created_at)
        return written.subject, written.text

    return Post(settings.mail, write)


def words_of(settings: Settings) -> Words:
    """The words that the installation's notices are written in."""
    phone, email = settings.hotline
    return Words(OwnTemplates(settings.home), phone, email)


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
