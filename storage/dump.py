"""A database as a stream of plain values, the same from either engine, which either engine takes in.

A table begins with a mapping (its name, its columns, the number it would give out next) and goes on with a list for
each row. Moments and days are ISO 8601, flags 0 and 1, bytes a mapping of their hexadecimal digits.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from datetime import date, datetime
from graphlib import TopologicalSorter
from typing import Any

from peewee import SqliteDatabase, chunked

from storage.fields import InstantField

Item = dict[str, Any] | list[Any]
"""The beginning of a table, or a row of it."""

_HISTORY = "schema_migration"
_ENGINES_OWN = ("sqlite_", "employee_search")
_BATCH = 1_000
_moment = InstantField()


def _embedded(db: Any) -> bool:
    return isinstance(db, SqliteDatabase)


def tables(db: Any) -> list[str]:
    """The tables, each after those that it refers to; without what the program or the engine makes by itself."""
    names = [name for name in db.get_tables() if name != _HISTORY and not name.startswith(_ENGINES_OWN)]
    return list(TopologicalSorter({name: _referred(db, name) for name in sorted(names)}).static_order())


def _referred(db: Any, table: str) -> set[str]:
    if _embedded(db):
        return {key.dest_table for key in db.get_foreign_keys(table)} - {table}
    return {name for (name,) in db.execute_sql(_REFERRED, (table,)).fetchall()} - {table}


def _primary_key(db: Any, table: str) -> list[str]:
    if _embedded(db):
        return list(db.get_primary_keys(table))
    return [name for (name,) in db.execute_sql(_PRIMARY_KEY, (table,)).fetchall()]


# peewee asks the information schema, which hides keys of tables from a role that only reads them.
_REFERRED = "SELECT confrelid::regclass::text FROM pg_constraint WHERE contype = 'f' AND conrelid = %s::regclass"
_PRIMARY_KEY = """
    SELECT a.attname FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
    WHERE i.indisprimary AND i.indrelid = %s::regclass ORDER BY array_position(i.indkey::int2[], a.attnum)"""


def dump(db: Any) -> Iterator[Item]:
    """All that is stored at one moment, while others go on writing; to be called outside a transaction."""
    yield from _dump_sqlite(db) if _embedded(db) else _dump_postgresql(db)


def _dump_sqlite(db: Any) -> Iterator[Item]:
    # A nameless database is a file that no name leads to, and that is gone when it is closed.
    with closing(sqlite3.connect("")) as copy:
        db.connection().backup(copy)
        numbers = dict(copy.execute("SELECT name, seq FROM sqlite_sequence"))
        for table in tables(db):
            last = numbers.get(table)
            yield _heading(db, table, None if last is None else last + 1)
            yield from (list(map(_plain, row)) for row in copy.execute(_all_of(db, table)))


def _dump_postgresql(db: Any) -> Iterator[Item]:
    with db.atomic():
        for table in tables(db):
            yield _heading(db, table, _next_number(db, table))
            with db.connection().cursor(name="dump") as cursor:
                cursor.execute(_all_of(db, table))
                yield from (list(map(_plain, row)) for row in cursor)


def _heading(db: Any, table: str, following: int | None) -> Item:
    return {"table": table, "columns": _columns(db, table), "next": following}


def _columns(db: Any, table: str) -> list[str]:
    return [column.name for column in db.get_columns(table)]


def _all_of(db: Any, table: str) -> str:
    order = ", ".join(_primary_key(db, table))
    return f"SELECT {', '.join(_columns(db, table))} FROM {table} ORDER BY {order}"  # noqa: S608 - the database's names


def _sequence(db: Any, table: str) -> str | None:
    key = _primary_key(db, table)[0]
    found: str | None = db.execute_sql("SELECT pg_get_serial_sequence(%s, %s)", (table, key)).fetchone()[0]
    return found


def _next_number(db: Any, table: str) -> int | None:
    sequence = _sequence(db, table)
    if sequence is None:
        return None
    last, called = db.execute_sql(f"SELECT last_value, is_called FROM {sequence}").fetchone()  # noqa: S608
    return int(last + called)


def _plain(value: object) -> object:
    match value:
        case bool():
            return int(value)
        case datetime():
            return _moment.db_value(value)
        case date():
            return value.isoformat()
        case bytes() | memoryview():
            return {"hex": bytes(value).hex()}
    return value


def load(db: Any, items: Iterable[Item], *, ahead: int = 0) -> None:
    """Put in what was dumped, in the running transaction, in place of what migrations had put there.

    Numbers are given out from `ahead` beyond the next on: what was given out since the dump is not given to others.
    """
    for table in reversed(tables(db)):
        db.execute_sql(f"DELETE FROM {table}")  # noqa: S608 - the database's names
    rows = iter(items)
    heading = next(rows, None)
    while isinstance(heading, dict):
        following: list[dict[str, Any]] = []
        _load_table(db, heading, _until_heading(rows, following))
        if heading["next"] is not None:
            _give_out_from(db, heading["table"], heading["next"] + ahead)
        heading = following[0] if following else None


def _until_heading(items: Iterator[Item], following: list[dict[str, Any]]) -> Iterator[list[Any]]:
    """The rows of a table; the heading that comes after them is put into `following`."""
    for item in items:
        if isinstance(item, dict):
            following.append(item)
            return
        yield item


def _load_table(db: Any, heading: dict[str, Any], rows: Iterable[Sequence[Any]]) -> None:
    table, columns = heading["table"], heading["columns"]
    values = ([bytes.fromhex(value["hex"]) if isinstance(value, dict) else value for value in row] for row in rows)
    if _embedded(db):
        statement = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"  # noqa: S608
        for batch in chunked(values, _BATCH):
            db.connection().executemany(statement, batch)
        return
    flags = {column.name for column in db.get_columns(table) if column.data_type == "boolean"}
    places = [place for place, name in enumerate(columns) if name in flags]
    with db.connection().cursor() as cursor, cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
        for row in values:
            for place in places:
                row[place] = bool(row[place])
            copy.write_row(row)


def _give_out_from(db: Any, table: str, number: int) -> None:
    if _embedded(db):
        db.execute_sql("DELETE FROM sqlite_sequence WHERE name = ?", (table,))
        db.execute_sql("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (table, number - 1))
    else:
        db.execute_sql("SELECT setval(%s::regclass, %s, false)", (_sequence(db, table), number))
