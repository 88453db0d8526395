"""Who reads waits for nobody and writes nothing; who writes waits in turn, and a killed program holds up none."""

import fcntl
import os
import signal
import threading
import time
from collections.abc import Iterator
from datetime import date
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from oktui.domain.offices import OfficeKind, Region
from oktui.domain.people import NOT_STORED, Workplace
from storage import workplaces
from storage.database import (
    close_database,
    connect_to,
    database,
    execute,
    is_sqlite,
    open_database,
    reading,
    transaction,
)
from storage.embedded import EmbeddedDatabase
from storage.models import WorkplaceRow
from storage.waiting import within
from tests.support.programs import Databases, Program, barrier, start

SOON = 5.0
"""Seconds within which what is waited for comes, however busy the machine is."""


def add(name: str) -> None:
    """Store something."""
    workplaces.insert(Workplace(NOT_STORED, OfficeKind.KU, name, Region.VYSOCINA, date(2016, 1, 1)))


def count() -> int:
    """How much is stored."""
    return WorkplaceRow.select().count()


@pytest.fixture
def opened(database_url: str) -> Iterator[str]:
    """Our database, opened as the program opens it."""
    open_database(database_url)
    yield database_url
    close_database()


@pytest.fixture
def embedded(sqlite_url: str) -> EmbeddedDatabase:
    """The database in a file."""
    db = connect_to(sqlite_url)
    assert isinstance(db, EmbeddedDatabase)
    return db


def holder(databases: Databases, pipe: Connection) -> None:
    """Writes, says so, and goes on for ever."""
    open_database(databases.database_url)
    with transaction():
        add("held")
        pipe.send("written")
        signal.pause()


def spiller(databases: Databases, pipe: Connection) -> None:
    """As `holder`, but of what it writes there is more than it keeps in memory, so that the file has some of it."""
    open_database(databases.database_url)
    with transaction():
        database.execute_sql("PRAGMA cache_size = 5")
        for number in range(3_000):
            add(f"spilled {number}")
        pipe.send("written")
        signal.pause()


def kill(program: Program) -> None:
    """End it as a power cut would, and wait until it has ended."""
    assert program.process.pid is not None
    os.kill(program.process.pid, signal.SIGKILL)
    assert program.end() == -signal.SIGKILL


@pytest.mark.usefixtures("opened")
def test_what_reads_sees_one_state_whatever_is_changed_meanwhile() -> None:
    """Design: a page and its count, a person and their account are of the same moment."""
    begun, seen = threading.Event(), threading.Event()

    def write() -> None:
        begun.wait(SOON)
        with transaction():
            add("meanwhile")
            if is_sqlite():  # whose commit waits for whoever has begun to read
                seen.set()
        close_database()
        seen.set()

    writing = threading.Thread(target=write)
    writing.start()
    with reading():
        before = count()
        begun.set()
        assert seen.wait(SOON)
        assert count() == before
    writing.join(SOON)
    with reading():
        assert count() == before + 1


def test_what_reads_waits_for_nobody_who_writes(opened: str, krk_url: str) -> None:
    """Design: while another program is in the midst of a change; and it does not see half of it."""
    with reading():
        before = count()
    program = start(holder, Databases(opened, krk_url))
    assert program.report() == "written"
    with within(SOON), reading():
        assert count() == before
    kill(program)


def test_what_only_reads_holds_up_nobody_who_writes(opened: str) -> None:
    """Design: a list that is being read is no reason to wait before a change, only at its very end."""
    with reading():
        before = count()
        other = connect_to(opened, timeout=0 if is_sqlite() else SOON)
        other.connect()
        other.begin()
        execute(other, "UPDATE workplace SET version = version + 1")  # an outage if it had to wait
        other.rollback()
        other.close()
        assert count() == before


@pytest.mark.usefixtures("opened")
def test_what_says_that_it_reads_cannot_write() -> None:
    """Design: that is a bug, told as such and not as an outage; whoever comes next may write again."""
    with reading():
        before = count()
    with pytest.raises(RuntimeError, match="says that it reads"), reading():
        add("unsaid")
    with transaction():
        assert count() == before
        add("said")
        with reading():
            add("within a change it is a part of it")
    with reading():
        assert count() == before + 2


def test_who_has_waited_longer_writes_first(embedded: EmbeddedDatabase) -> None:
    """Design: whoever comes later overtakes nobody who stands at the door, however quick they are."""
    door = Path(embedded.database.removeprefix("file://").partition("?")[0] + "-door")
    order: list[int] = []

    def write(number: int) -> None:
        with embedded.turn(SOON):
            order.append(number)
            time.sleep(0.01)

    threads = [threading.Thread(target=write, args=(number,)) for number in (1, 2)]
    with embedded.turn(SOON):
        threads[0].start()
        until_locked(door)
        threads[1].start()
    write(3)
    for thread in threads:
        thread.join(SOON)
    assert sorted(order) == [1, 2, 3]
    assert order[0] == 1


def until_locked(path: Path) -> None:
    """Wait until somebody holds the file."""
    ends = time.monotonic() + SOON
    while time.monotonic() < ends:
        with path.open("wb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
    raise AssertionError(f"nobody holds {path}")


def test_whoever_waits_in_vain_goes_on_and_is_told_by_the_database(embedded: EmbeddedDatabase) -> None:
    """X-33: the queue is for fairness; the lock is SQLite's, and every wait ends."""
    waited: list[float] = []

    def wait() -> None:
        began = time.monotonic()
        with embedded.turn(0.05):
            waited.append(time.monotonic() - began)

    with embedded.turn(SOON):
        for _ in range(2):
            thread = threading.Thread(target=wait)
            thread.start()
            thread.join(SOON)
    assert len(waited) == 2
    assert min(waited) >= 0.05


def test_where_no_queue_can_be_made_one_goes_without(embedded: EmbeddedDatabase, tmp_path: Path) -> None:
    """Design: in the way of the file is a link, which is not followed; nothing is made behind it."""
    path = Path(embedded.database.removeprefix("file://").partition("?")[0])
    for name in ("door", "turn"):
        path.with_name(f"{path.name}-{name}").unlink(missing_ok=True)
        path.with_name(f"{path.name}-{name}").symlink_to(tmp_path / "elsewhere")
    with embedded.turn(0.05):
        assert not (tmp_path / "elsewhere").exists()


@pytest.mark.slow
def test_who_is_killed_in_the_midst_of_a_change_holds_up_nobody(opened: str, krk_url: str) -> None:
    """Design: the place in the queue goes with the program, and so does what it had not committed."""
    with reading():
        before = count()
    program = start(holder, Databases(opened, krk_url))
    assert program.report() == "written"
    kill(program)
    with within(SOON), transaction():
        assert count() == before
        add("afterwards")


@pytest.mark.slow
def test_who_only_reads_puts_right_what_a_killed_program_left_in_the_file(sqlite_url: str, krk_url: str) -> None:
    """Design: half a change is in the file, and the first who comes afterwards is one who may not write."""
    open_database(sqlite_url)
    with reading():
        before = count()
    close_database()
    journal = Path(f"{sqlite_url.removeprefix('sqlite:///')}-journal")
    program = start(spiller, Databases(sqlite_url, krk_url))
    assert program.report() == "written"
    kill(program)
    assert journal.stat().st_size > 10_000
    with reading():
        assert count() == before
    with transaction():
        add("afterwards")
    close_database()
    assert not journal.exists()


def changer(databases: Databases, number: int, together: threading.Barrier, pipe: Connection) -> None:
    """Changes and reads by turns, as quickly as it can; reports the longest wait, or what went wrong."""
    open_database(databases.database_url)
    longest = 0.0
    together.wait()
    try:
        for step in range(STEPS):
            began = time.monotonic()
            with within(10), transaction():
                add(f"{number}:{step}")
            with within(10), reading():
                count()
            longest = max(longest, time.monotonic() - began)
    except Exception as error:  # noqa: BLE001 - whatever it is, the test is to say it
        pipe.send(repr(error))
        return
    pipe.send(longest)


AT_ONCE, STEPS = 8, 25


@pytest.mark.slow
def test_eight_who_change_and_read_as_quickly_as_they_can_are_all_answered(opened: str, krk_url: str) -> None:
    """Design: none is refused for having waited too long, and nothing that was acknowledged is missing."""
    with reading():
        before = count()
    together = barrier(AT_ONCE)
    programs = [start(changer, Databases(opened, krk_url), number, together) for number in range(AT_ONCE)]
    reports = [program.report() for program in programs]
    assert [report for report in reports if not isinstance(report, float)] == []
    assert {program.end() for program in programs} == {0}
    with reading():
        assert count() == before + AT_ONCE * STEPS
