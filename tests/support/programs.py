"""What tests run in processes of their own, forked off one that has imported it all: a start takes milliseconds."""

import multiprocessing
import sys
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from oktui.domain.errors import DomainError
from oktui.effects import Effects, utc_now
from oktui.jobs.post import Post
from oktui.jobs.schedule import make_holder
from oktui.jobs.send_notices import send_notices
from oktui.mail_server import MailServer
from oktui.services.sign_in.sign_in import SignIn, sign_in
from oktui.values import dataclass
from oktui.worker import work, work_once
from storage import krk
from storage.database import open_database
from storage.sealing_key import SealingKey, use_sealing_key
from tests.support.cast import AUDIT_KEY
from tests.support.effects import NO_FILES, QuickHashing

_processes = multiprocessing.get_context("forkserver")
# pytest too, because each child runs the main module, which begins by importing it.
_processes.set_forkserver_preload(["pytest", __name__])


@dataclass(frozen=True)
class Databases:
    """The databases that a program opens."""

    database_url: str
    krk_url: str

    def open(self) -> None:
        """Open them as the program does."""
        open_database(self.database_url)
        krk.open_krk(self.krk_url)
        use_sealing_key(SealingKey(AUDIT_KEY, Path(urlsplit(self.krk_url).path).with_name("audit.anchor")))


@dataclass(frozen=True)
class Program:
    """A running process, and the pipe that it reports through."""

    process: ForkServerProcess
    pipe: Connection

    def report(self) -> Any:
        """The next thing it reports; fails when there is none within a minute."""
        assert self.pipe.poll(60), "no report"
        return self.pipe.recv()

    def end(self) -> int:
        """Wait until it has ended; returns its exit status, negative for a signal."""
        self.process.join(60)
        status = self.process.exitcode
        assert status is not None, "it does not end"
        self.process.close()
        self.pipe.close()
        return status


def start(target: Callable[..., None], *arguments: object) -> Program:
    """Run the target in a process, with the arguments and the other end of the pipe."""
    ours, theirs = _processes.Pipe(duplex=False)
    process = _processes.Process(target=target, args=(*arguments, theirs), daemon=True)
    process.start()
    theirs.close()
    return Program(process, ours)


def barrier(parties: int) -> threading.Barrier:
    """Something for so many programs to wait at until all are there."""
    return _processes.Barrier(parties, timeout=60)


def effects_ahead(ahead: timedelta) -> Effects:
    """The real clock, so much ahead, and quick hashing."""
    return Effects(
        files=NO_FILES, now=lambda: utc_now() + ahead, hashing=QuickHashing(), origin="worker", source="worker"
    )


def worker(databases: Databases, ahead: timedelta, pipe: Connection) -> None:
    """`oktui worker`; reports when it begins."""
    databases.open()
    pipe.send("begins")
    sys.exit(work(lambda: effects_ahead(ahead)))


def poster(databases: Databases, ahead: timedelta, server: MailServer, pipe: Connection) -> None:
    """Sends the notices that are due, as the worker does; reports when it begins, and what it has sent."""
    databases.open()
    pipe.send("begins")
    post = Post(server, lambda notice, _: (notice.kind.value, notice.event))
    pipe.send(send_notices(make_holder(), post, effects=effects_ahead(ahead)))


def worker_once(databases: Databases, ahead: timedelta, pipe: Connection) -> None:
    """`oktui worker --once`; reports the run."""
    databases.open()
    pipe.send(work_once(effects_ahead(ahead)))


class SlowHashing(QuickHashing):
    """Hashing that takes long enough for others to come in between."""

    def verify(self, stored: str, password: str) -> bool:
        """As quick hashing does, after a while."""
        time.sleep(0.05)
        return super().verify(stored, password)


def guesser(
    databases: Databases, now: datetime, request: SignIn, source: str, together: threading.Barrier, pipe: Connection
) -> None:
    """`oktui sign-in`, at the same moment as others; reports the answer's type and the hashes that were verified."""
    databases.open()
    hashing = SlowHashing()
    effects = Effects(files=NO_FILES, now=lambda: now, hashing=hashing, origin="guesser", source=source)
    together.wait()
    try:
        answer = type(sign_in(request, effects=effects)).__name__
    except DomainError as error:
        answer = type(error).__name__
    pipe.send((answer, hashing.verified))
