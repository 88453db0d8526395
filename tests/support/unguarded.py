"""The audit without its guards, as for whoever owns the tables: what they do then, the chain has to find."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from storage.database import database, execute, is_sqlite, transaction

_ON_POSTGRESQL = "SELECT tgname FROM pg_trigger WHERE tgrelid = 'audit_event'::regclass AND NOT tgisinternal"
_GUARDS = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_event'"


@contextmanager
def unguarded() -> Iterator[None]:
    """A transaction of the open database in which events can be changed and deleted."""
    with transaction():
        guards = database.execute_sql(_GUARDS).fetchall() if is_sqlite() else []
        if not is_sqlite():
            execute(database.obj, "ALTER TABLE audit_event DISABLE TRIGGER USER")
        for name, _ in guards:
            execute(database.obj, f"DROP TRIGGER {name}")
        yield
        for _, statement in guards:
            execute(database.obj, statement)
    if not is_sqlite():  # which does not do so while what was changed waits to be looked at
        with transaction():
            for (name,) in database.execute_sql(_ON_POSTGRESQL).fetchall():
                execute(database.obj, f"ALTER TABLE audit_event ENABLE ALWAYS TRIGGER {name}")


@contextmanager
def unguarded_file(db: sqlite3.Connection) -> Iterator[None]:
    """The same of a file that the program has not opened."""
    guards = db.execute(_GUARDS).fetchall()
    for name, _ in guards:
        db.execute(f"DROP TRIGGER {name}")
    yield
    for _, statement in guards:
        db.execute(statement)
