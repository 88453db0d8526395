"""The database behind the models: how it is opened, what is in force, and what happens when it fails."""

import errno
import sqlite3
import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import psycopg
import pytest

from oktui.domain.offices import OfficeKind, Region
from oktui.domain.outages import DatabaseUnavailable, DiskFull, OutcomeUnknown
from oktui.domain.people import NOT_STORED, Workplace, WorkplaceTaken
from storage import schema, workplaces
from storage.database import (
    close_database,
    connect_to,
    database,
    execute,
    open_database,
    outages,
    transaction,
)
from tests.support import postgres

SINCE = date(2016, 1, 1)


def add(name: str) -> None:
    """Store something."""
    workplaces.insert(Workplace(NOT_STORED, OfficeKind.KU, name, Region.VYSOCINA, SINCE))


def stored() -> list[str]:
    """What was stored."""
    with transaction():
        return [place.name for place in workplaces.within(None)]


@pytest.fixture
def opened(database_url: str) -> Iterator[str]:
    """Our database, opened as the program opens it."""
    open_database(database_url)
    yield database_url
    close_database()


@pytest.fixture
def opened_sqlite(sqlite_url: str) -> Iterator[Path]:
    """The file of our database, opened as the program opens it."""
    open_database(sqlite_url)
    yield Path(sqlite_url.removeprefix("sqlite:///"))
    close_database()


# What is in force


@pytest.mark.usefixtures("opened_sqlite")
def test_sqlite_is_as_safe_as_the_program_counts_on() -> None:
    """Design: asked of the connection itself; a pragma with a slip in its name is ignored in silence."""
    expected = {
        "journal_mode": "delete",
        "synchronous": 3,  # EXTRA
        "foreign_keys": 1,
        "secure_delete": 1,
        "busy_timeout": 10_000,
    }
    with transaction():
        in_force = {name: database.execute_sql(f"PRAGMA {name}").fetchone()[0] for name in expected}
    assert in_force == expected


def test_a_transaction_that_only_reads_keeps_writers_out_already(opened_sqlite: Path) -> None:
    """Design: BEGIN IMMEDIATE; what a use case has read is still so when it writes."""
    other = sqlite3.connect(opened_sqlite, timeout=0)
    with transaction():
        workplaces.within(None)
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
    other.execute("BEGIN IMMEDIATE")
    other.close()


def test_nobody_else_can_read_the_file(tmp_path: Path) -> None:
    """Design: mode 0600, the journal's as well, in a folder of mode 0700, however lax the umask is."""
    path = tmp_path / "home" / "oktui.db"
    with ThreadPoolExecutor(1) as thread:
        thread.submit(schema.upgrade, f"sqlite:///{path}").result()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    open_database(f"sqlite:///{path}")
    with transaction():
        add("KÚ")
        assert stat.S_IMODE(path.with_name("oktui.db-journal").stat().st_mode) == 0o600
    close_database()


def test_what_was_deleted_is_not_in_the_file_any_more(opened_sqlite: Path) -> None:
    """Design: secure_delete; passwords' hashes and birth numbers leave no trace on the disk."""
    with transaction():
        add("Nezapomenutelný úřad")
    assert "Nezapomenutelný".encode() in opened_sqlite.read_bytes()
    with transaction():
        execute(database.obj, "DELETE FROM workplace")
    assert "Nezapomenutelný".encode() not in opened_sqlite.read_bytes()


def test_postgresql_waits_no_longer_than_it_is_told(postgresql_url: str) -> None:
    """X-4, design: for a lock, an answer or a connection; and moments come back in UTC."""
    db = connect_to(postgresql_url, timeout=0.2)
    with db.connection_context():
        query = (
            "SELECT current_setting('lock_timeout'), current_setting('statement_timeout'), current_setting('TimeZone')"
        )
        shown = db.execute_sql(query).fetchone()  # type: ignore[no-untyped-call]  # peewee's stubs leave it out
    assert shown == ("200ms", "200ms", "UTC")


def test_an_address_of_another_kind_is_refused() -> None:
    """Design: one URL chooses the engine."""
    with pytest.raises(ValueError, match="sqlite:/// or postgresql://"):
        connect_to("mysql://root@localhost/oktui")


# All or nothing


@pytest.mark.usefixtures("opened")
def test_a_transaction_is_all_or_nothing() -> None:
    """R2.3-11: whatever is raised, and nested ones belong to the outer."""

    def fail_in_the_outer() -> None:
        with transaction():
            with transaction():
                add("first")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_in_the_outer()
    assert stored() == []
    with transaction():
        add("first")
        with pytest.raises(WorkplaceTaken), transaction():
            add("first")
        add("second")
    assert sorted(stored()) == ["first", "second"]


# What fails


def test_a_locked_file_is_an_outage_and_no_endless_wait(opened_sqlite: Path) -> None:
    """Design: another program holds it for longer than we wait."""
    other = sqlite3.connect(opened_sqlite)
    other.execute("BEGIN EXCLUSIVE")
    database.initialize(connect_to(f"sqlite:///{opened_sqlite}", timeout=0.1))
    with pytest.raises(DatabaseUnavailable), transaction():
        pass
    other.rollback()
    other.close()
    assert stored() == []


def test_a_file_that_is_no_database_is_an_outage(tmp_path: Path) -> None:
    """Design: the wrong path in oktui.toml."""
    (tmp_path / "letter.txt").write_text("Vážený pane, " * 100)
    open_database(f"sqlite:///{tmp_path / 'letter.txt'}")
    with pytest.raises(DatabaseUnavailable), transaction():
        workplaces.within(None)
    close_database()


@pytest.mark.usefixtures("opened_sqlite")
def test_a_full_disk_stores_nothing_and_does_not_stop_the_program() -> None:
    """Design: SQLite rolls back by itself then and forgets the transaction; nothing may be written after it."""
    with transaction():
        add("before")
        (pages,) = database.execute_sql("PRAGMA page_count").fetchone()

    def write_too_much() -> None:
        with transaction():
            execute(database.obj, f"PRAGMA max_page_count = {pages + 2}")
            for number in range(100):
                add(f"Kraj {number} " + "x" * 1000)

    with pytest.raises(DiskFull):
        write_too_much()
    assert stored() == ["before"]
    with transaction():
        add("after")
    assert sorted(stored()) == ["after", "before"]
    with transaction():
        assert database.execute_sql("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_full_disk_is_known_by_its_code_in_any_language() -> None:
    """Design: PostgreSQL writes its messages in the language of its administrator; other files may be full too."""
    in_czech = psycopg.errors.DiskFull("nelze rozšířit soubor: Na zařízení není volné místo")
    for error in (in_czech, OSError(errno.ENOSPC, "Na zařízení není volné místo")):
        with pytest.raises(DiskFull):
            fail_with(error)
    with pytest.raises(DatabaseUnavailable):
        fail_with(psycopg.OperationalError("database is full of surprises"))


def fail_with(error: Exception) -> None:
    """Let the driver fail in the middle of a transaction."""
    open_database("sqlite://" + "/:memory:")
    with outages(database):
        raise error


def cut_off(server: psycopg.Connection[tuple[object, ...]], name: str, *, allowed: bool) -> None:
    """Let the server take no connections to the database, or let it again, and end those that there are."""
    server.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS {str(allowed).lower()}".encode())
    # Told how long it may wait, the server answers when they have ended, not when they have been told to.
    server.execute("SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity WHERE datname = %s", (name,))


def test_a_server_that_stops_is_an_outage_and_works_when_it_is_back(
    postgresql: postgres.Server, postgresql_url: str
) -> None:
    """Design: in the middle of a transaction, while it is away, and afterwards without starting anew."""
    name = postgresql_url.partition("@/")[2].partition("?")[0]
    open_database(postgresql_url)
    with transaction():
        add("before")
    with psycopg.connect(postgresql.url("postgres"), autocommit=True) as server:

        def write_while_it_stops() -> None:
            with transaction():
                add("lost")
                cut_off(server, name, allowed=False)
                add("lost too")

        with pytest.raises(DatabaseUnavailable):
            write_while_it_stops()
        for _ in range(2):
            with pytest.raises(DatabaseUnavailable), transaction():
                add("never")
        cut_off(server, name, allowed=True)
    assert stored() == ["before"]
    with transaction():
        add("after")
    assert sorted(stored()) == ["after", "before"]
    close_database()


def test_a_connection_that_died_while_nobody_used_it_is_replaced(
    postgresql: postgres.Server, postgresql_url: str
) -> None:
    """X-33: the server was restarted over night; the first action makes a connection anew, and nobody need know."""
    name = postgresql_url.partition("@/")[2].partition("?")[0]
    open_database(postgresql_url)
    with transaction():
        add("before")
    with psycopg.connect(postgresql.url("postgres"), autocommit=True) as server:
        cut_off(server, name, allowed=True)
    with transaction():
        add("after")
    assert sorted(stored()) == ["after", "before"]
    close_database()


def test_a_commit_that_fails_is_an_outage_too(opened_sqlite: Path) -> None:
    """R2.3-11: what could not be committed was not done."""
    database.initialize(connect_to(f"sqlite:///{opened_sqlite}", timeout=0.1))
    reader = sqlite3.connect(opened_sqlite)

    def commit_while_it_is_read() -> None:
        with transaction():
            add("lost")
            reader.execute("BEGIN")
            reader.execute("SELECT * FROM workplace").fetchone()

    with pytest.raises(DatabaseUnavailable):
        commit_while_it_is_read()
    reader.rollback()
    reader.close()
    assert stored() == []


def test_a_commit_whose_folder_cannot_be_synced_is_not_known(opened_sqlite: Path) -> None:
    """X-32: SQLite says so when the journal is gone already, and its change is there unless the power goes now."""
    unsynced = sqlite3.OperationalError("disk I/O error")
    unsynced.sqlite_errorname = "SQLITE_IOERR_DIR_FSYNC"
    with pytest.raises(OutcomeUnknown), outages(database):
        raise unsynced
