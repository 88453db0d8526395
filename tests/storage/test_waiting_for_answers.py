"""Every wait for PostgreSQL ends, and of a commit without an answer nothing is claimed (X-32, X-33)."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import peewee
import psycopg
import pytest

from oktui.domain.offices import OfficeKind, Region
from oktui.domain.outages import DatabaseReadOnly, DatabaseUnavailable, OutcomeUnknown
from oktui.domain.people import NOT_STORED, Workplace
from storage import workplaces
from storage.database import close_database, database, open_database, transaction
from storage.waiting import patience, within
from tests.support import postgres


@pytest.fixture
def opened(postgresql_url: str) -> Iterator[str]:
    """Our database on PostgreSQL, opened as the program opens it."""
    open_database(postgresql_url)
    yield postgresql_url
    close_database()


def add(name: str) -> None:
    """Store something."""
    with transaction():
        workplaces.insert(Workplace(NOT_STORED, OfficeKind.KU, name, Region.VYSOCINA, date(2016, 1, 1)))


def stored() -> list[str]:
    """What was stored."""
    with transaction():
        return [place.name for place in workplaces.within(None)]


@contextmanager
def frozen() -> Iterator[None]:
    """Stop the server as a machine does that hangs: its connections stay, and new ones are taken and never served."""
    with transaction():
        [pid] = database.execute_sql("SELECT pg_backend_pid()").fetchone()
    master = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    for each in (master, pid):
        os.kill(each, signal.SIGSTOP)
    try:
        yield
    finally:
        for each in (master, pid):
            os.kill(each, signal.SIGCONT)


def test_a_server_that_hangs_is_waited_for_so_long_and_no_longer(opened: str) -> None:
    """X-33: however many questions a use case has; afterwards work goes on."""
    add("before")
    with frozen():
        begun = time.monotonic()
        with within(0.5):
            for _ in range(2):
                with pytest.raises((DatabaseUnavailable, OutcomeUnknown)):
                    add("lost")
        assert 0.5 <= time.monotonic() - begun < 5  # libpq gives a connection two seconds at least
    add("after")
    assert sorted(stored()) == ["after", "before"]


def test_without_a_use_case_each_answer_has_its_time(opened: str) -> None:
    """X-33: what may take long as a whole, such as an export, hangs no longer than for one answer."""
    add("before")
    with frozen():
        database.connection().longest_wait = 0.3
        with pytest.raises((DatabaseUnavailable, OutcomeUnknown)):
            add("lost")
    assert stored() == ["before"]


def test_blocks_within_blocks_end_with_the_first() -> None:
    """X-33: nobody gives themselves more time than whoever called them has."""
    assert patience(7) == 7
    with within(1):
        with within(60):
            assert patience(7) <= 1
        assert 0.5 < patience(7) <= 1
    assert patience(7) == 7


def test_a_commit_that_was_done_and_not_answered_is_unknown(opened: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """X-32: neither «stored» nor «not stored» is said, and it is there."""
    commit = peewee.PostgresqlDatabase.commit

    def lose_the_answer(db: Any) -> None:
        commit(db)
        db.connection().close()
        raise peewee.OperationalError

    with monkeypatch.context() as patch:
        patch.setattr(peewee.PostgresqlDatabase, "commit", lose_the_answer)
        with pytest.raises(OutcomeUnknown):
            add("there")
    assert stored() == ["there"]


def test_a_commit_that_was_not_done_and_not_answered_is_unknown_too(
    opened: str, postgresql: postgres.Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """X-32: the server ended the connection when it was asked to commit, which cannot be told from the other case."""
    commit = peewee.PostgresqlDatabase.commit

    def end(db: Any) -> None:
        with psycopg.connect(postgresql.url("postgres"), autocommit=True) as server:
            server.execute("SELECT pg_terminate_backend(%s)", (db.connection().info.backend_pid,))
        commit(db)

    with monkeypatch.context() as patch:
        patch.setattr(peewee.PostgresqlDatabase, "commit", end)
        with pytest.raises(OutcomeUnknown):
            add("lost")
    assert stored() == []


def test_a_commit_that_the_server_refuses_is_no_riddle(opened: str) -> None:
    """X-32: it has answered, so it is known that nothing was stored."""

    def store_what_is_held_against_at_the_end() -> None:
        with transaction():
            database.execute_sql("CREATE TEMP TABLE once (n integer UNIQUE DEFERRABLE INITIALLY DEFERRED)")
            database.execute_sql("INSERT INTO once VALUES (1), (1)")

    with pytest.raises(peewee.IntegrityError):
        store_what_is_held_against_at_the_end()
    assert stored() == []


def test_a_server_that_takes_no_changes_is_called_that(opened: str, postgresql: postgres.Server) -> None:
    """X-33: a standby, which can be read."""
    name = opened.partition("@/")[2].partition("?")[0]
    with psycopg.connect(postgresql.url("postgres"), autocommit=True) as server:
        server.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on".encode())
    close_database()
    open_database(opened)
    assert stored() == []
    with pytest.raises(DatabaseReadOnly):
        add("never")
