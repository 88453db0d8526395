"""Our own database: opening it on SQLite or PostgreSQL, and the transaction every use case runs in."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import peewee
from peewee import (
    Database,
    DatabaseError,
    DatabaseProxy,
    DataError,
    IntegrityError,
    InterfaceError,
    InternalError,
    ModelSelect,
    OperationalError,
    ProgrammingError,
    SqliteDatabase,
)

from oktui.domain.errors import Outage
from oktui.domain.outages import Cause, DatabaseReadOnly, DatabaseUnavailable, DiskFull, OutcomeUnknown
from oktui.private_files import make_private
from storage.causes import cause_of, place_of, what_was_said
from storage.embedded import EmbeddedDatabase
from storage.postgresql import CommitUnanswered, PatientPostgresql
from storage.waiting import patience

_driver_errors = peewee.__exception_wrapper__  # type: ignore[attr-defined]  # peewee's stubs leave it out

Selected = TypeVar("Selected", bound="ModelSelect[Any]")

database = DatabaseProxy()
"""The database of this installation; `open_database` says which."""

SQLITE_PRAGMAS = {
    "journal_mode": "DELETE",
    "synchronous": "EXTRA",
    "foreign_keys": 1,
    "secure_delete": 1,
}
"""Why each: docs/decisions/0002-sqlite.md."""

BUSY_TIMEOUT = 10.0
"""Seconds that a connection waits for another one's transaction, on either engine."""


def connect_to(url: str, *, timeout: float = BUSY_TIMEOUT, read_only: bool = False) -> Database:
    """The peewee database behind `sqlite:///path` or `postgresql://…`; no connection is made yet.

    Every wait (for a lock, a connection or an answer) ends after `timeout` seconds. A transaction of a database opened
    `read_only` sees one state of it, and writes nothing, not even into the folder.
    """
    if url.startswith("sqlite:///"):
        return _sqlite(Path(url.removeprefix("sqlite:///")), timeout, read_only=read_only)
    if url.startswith(("postgresql://", "postgres://")):
        return _postgresql(url, timeout, read_only=read_only)
    raise ValueError("a database URL begins with sqlite:/// or postgresql://")


def _sqlite(path: Path, timeout: float, *, read_only: bool) -> EmbeddedDatabase:
    return EmbeddedDatabase(path, read_only=read_only, pragmas={} if read_only else SQLITE_PRAGMAS, timeout=timeout)


def _postgresql(url: str, timeout: float, *, read_only: bool) -> PatientPostgresql:
    milliseconds = int(timeout * 1000)
    options = f"-c lock_timeout={milliseconds} -c statement_timeout={milliseconds} -c timezone=UTC"
    options += (
        " -c max_parallel_workers_per_gather=0"  # starting one takes longer than the answer to any question of ours
    )
    if read_only:
        options += " -c default_transaction_read_only=on -c default_transaction_isolation=repeatable\\ read"
    return PatientPostgresql(
        url.replace("postgres://", "postgresql://", 1),
        timeout=timeout,
        read_only=read_only,
        tcp_user_timeout=milliseconds,
        application_name="oktui",
        options=options,
    )


def create_private(url: str) -> None:
    """Make the file of an embedded database, readable by its owner alone, if it is not there yet."""
    if url.startswith("sqlite:///"):
        make_private(Path(url.removeprefix("sqlite:///")))


def open_database(url: str, *, read_only: bool = False) -> None:
    """Point the program's models at the database behind the URL, from now on."""
    close_database()
    database.initialize(connect_to(url, read_only=read_only))


def close_database() -> None:
    """Close this thread's connection, if it has one."""
    if database.obj is not None and not database.is_closed():
        database.close()


@contextmanager
def transaction() -> Iterator[None]:
    """All or nothing: commits at the end, rolls back when anything is raised.

    Raises DatabaseUnavailable, DatabaseReadOnly or DiskFull for what the database could not do, OutcomeUnknown when
    its answer to the commit was lost (X-32); a broken constraint stays an IntegrityError, for the query module to
    translate.
    """
    with outages(database), _connected(), _in_turn(), database.atomic():
        yield


@contextmanager
def reading() -> Iterator[None]:
    """See one state of the database, whatever others change meanwhile, and change nothing; nobody waits for another.

    Only a commit waits, for those who have begun to read before it, and who comes at that moment for the commit. Within
    a transaction it is a part of that one. Raises as `transaction` does; RuntimeError, a bug, for a statement that
    writes.
    """
    with outages(database), _connected(), _unwritable(), database.atomic(reading=True):
        yield


@contextmanager
def _connected() -> Iterator[None]:
    database.connect(reuse_if_open=True)
    yield


@contextmanager
def _in_turn() -> Iterator[None]:
    db = database.obj
    if not isinstance(db, EmbeddedDatabase) or db.in_transaction():
        yield
        return
    with db.turn(patience(db.timeout)):
        _wait_for_lock(db)
        yield


@contextmanager
def _unwritable() -> Iterator[None]:
    db = database.obj
    if db.in_transaction():
        yield
        return
    if isinstance(db, EmbeddedDatabase):
        _wait_for_lock(db)
        execute(db, "PRAGMA query_only = ON")
    try:
        yield
    except (OperationalError, InternalError) as error:
        if _is_of_writing(error):
            raise RuntimeError("what says that it reads has tried to write") from error
        raise
    finally:
        if isinstance(db, EmbeddedDatabase) and not db.is_closed():
            execute(db, "PRAGMA query_only = OFF")


def _is_of_writing(error: BaseException) -> bool:
    behind: BaseException = error.__cause__ or error.__context__ or error
    by_name = getattr(behind, "sqlite_errorname", "").startswith("SQLITE_READONLY")
    return by_name or getattr(behind, "sqlstate", "") == _READ_ONLY_TRANSACTION


_READ_ONLY_TRANSACTION = "25006"


def _wait_for_lock(db: SqliteDatabase) -> None:
    """Have SQLite wait for others for as long as this thread may still wait (X-33)."""
    execute(db, f"PRAGMA busy_timeout = {patience(db.timeout) * 1000:.0f}")


@contextmanager
def outages(db: Any) -> Iterator[None]:
    """Turn what a database could not do into an Outage, and drop the connection, which may be unusable."""
    try:
        with _driver_errors:  # peewee itself leaves out what happens where rows are fetched one by one
            yield
    except ProgrammingError as error:
        found = outage(db, error)
        if isinstance(found, DatabaseUnavailable) and found.cause in _OF_TABLES:
            db.close()
            raise found from error
        raise
    except (IntegrityError, DataError):
        raise
    except CommitUnanswered as error:
        db.close()
        raise OutcomeUnknown from error
    except (DatabaseError, InterfaceError, OSError) as error:
        db.close()
        raise outage(db, error) from error


_OF_TABLES = (Cause.NO_TABLES, Cause.PRIVILEGES)
"""What PostgreSQL calls a statement that cannot be meant, though it is the database that is not as it should be."""


def outage(db: Any, error: BaseException) -> Outage:
    """The Outage that an error of the database's driver stands for.

    A full disk may stand behind the error: when SQLite runs out of room, it ends the transaction by itself, and what is
    raised last is that there is none to roll back.
    """
    behind: BaseException | None = error
    while behind is not None:
        if _is_full(behind):
            return DiskFull()
        if _is_unsynced(behind):
            return OutcomeUnknown()
        behind = behind.__context__
    db = db.obj if isinstance(db, DatabaseProxy) else db
    cause = cause_of(db, error)
    of_kind = DatabaseReadOnly if cause in _UNWRITABLE else DatabaseUnavailable
    return of_kind(cause, place_of(db), what_was_said(error))


_UNWRITABLE = (Cause.READ_ONLY, Cause.WRITE_PROTECTED)


def _is_full(error: BaseException) -> bool:
    # By code: PostgreSQL writes its messages in the server's language.
    return (
        getattr(error, "sqlite_errorname", "") == "SQLITE_FULL"
        or getattr(error, "sqlstate", "") == "53100"
        or getattr(error, "errno", 0) == errno.ENOSPC
    )


def _is_unsynced(error: BaseException) -> bool:
    """Whether a commit's last step failed: the journal is gone, and only the disk knows whether for good (X-32)."""
    return getattr(error, "sqlite_errorname", "") == "SQLITE_IOERR_DIR_FSYNC"


def for_update(query: Selected) -> Selected:
    """Lock the rows found until the transaction ends; on SQLite the whole transaction is exclusive already."""
    return query if is_sqlite() else query.for_update()


def execute(db: Database, sql: str, parameters: tuple[object, ...] = ()) -> None:
    """Run a statement that peewee has no words for."""
    db.execute_sql(sql, parameters or None)  # type: ignore[no-untyped-call]  # peewee's stubs leave it out


def is_sqlite() -> bool:
    """Whether the database is embedded in this program."""
    return isinstance(database.obj, SqliteDatabase)
