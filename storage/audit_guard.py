"""What keeps the audit as it is on either engine, and whether it is there as the program made it (X-19)."""

from typing import Any, Final

from peewee import SqliteDatabase

from storage.database import execute

_SQLITE: Final = {
    "audit_event_unchanged": """
        CREATE TRIGGER audit_event_unchanged BEFORE UPDATE ON audit_event BEGIN
            SELECT RAISE(ABORT, 'audit events are never changed');
        END""",
    "audit_event_kept": """
        CREATE TRIGGER audit_event_kept BEFORE DELETE ON audit_event
        WHEN old.at > strftime('%Y-%m-%dT%H:%M:%f', 'now', '-18 months', '+1 day') BEGIN
            SELECT RAISE(ABORT, 'audit events are kept for eighteen months');
        END""",
    "audit_event_not_replaced": """
        CREATE TRIGGER audit_event_not_replaced BEFORE INSERT ON audit_event
        WHEN EXISTS (SELECT 1 FROM audit_event WHERE id = new.id) BEGIN
            SELECT RAISE(ABORT, 'audit events are never changed');
        END""",
}
"""Events stay as they are, for as long as the decree asks (X-19), by the engine's own clock, which may be ahead.

INSERT OR REPLACE deletes the row that is in its way, and no trigger is told of that.
"""

_GUARD: Final = """
    BEGIN
        IF TG_OP = 'DELETE' THEN
            IF OLD.at <= now() - interval '18 months' + interval '1 day' THEN
                RETURN OLD;
            END IF;
        END IF;
        RAISE EXCEPTION 'audit events are kept as they are for eighteen months'
            USING ERRCODE = 'integrity_constraint_violation';
    END """
_PINNED: Final = "search_path=pg_catalog, pg_temp"
_POSTGRESQL: Final = {
    "audit_event_kept": ("UPDATE OR DELETE", "ROW", 27),
    "audit_event_emptied": ("TRUNCATE", "STATEMENT", 34),
}
"""The same; of each trigger what it comes before, for each of what, and both in the catalogue's own number."""


def put_up(db: Any) -> None:
    """Have the database refuse to change events, or to delete them before their time, whoever asks; for a migration."""
    if isinstance(db, SqliteDatabase):
        for statement in _SQLITE.values():
            execute(db, statement)
        return
    schema = db.execute_sql("SELECT quote_ident(current_schema())").fetchone()[0]
    pinned = _PINNED.replace("=", " = ")
    execute(db, f"CREATE FUNCTION audit_guard() RETURNS trigger LANGUAGE plpgsql SET {pinned} AS $${_GUARD}$$")
    for name, (event, each, _) in _POSTGRESQL.items():
        execute(
            db,
            f"CREATE TRIGGER {name} BEFORE {event} ON audit_event FOR EACH {each} EXECUTE FUNCTION audit_guard()",
        )
        # ALWAYS: not silenced by session_replication_role, a parameter that can be granted.
        execute(db, f"ALTER TABLE audit_event ENABLE ALWAYS TRIGGER {name}")
    # The one way to delete for a role that owns nothing here (storage/roles.py), which is guarded too.
    execute(
        db,
        f"CREATE FUNCTION audit_forget(up_to bigint) RETURNS void LANGUAGE sql SECURITY DEFINER SET {pinned} AS "  # noqa: S608
        f"'DELETE FROM {schema}.audit_event WHERE id <= up_to'",
    )
    execute(db, "REVOKE ALL ON FUNCTION audit_forget(bigint) FROM PUBLIC")


def missing(db: Any) -> list[str]:
    """The guards that are not there, or are not what `put_up` makes."""
    ask: Any = db.execute_sql
    if isinstance(db, SqliteDatabase):
        found = dict(ask(_TRIGGERS_SQLITE).fetchall())
        return [name for name, made in _SQLITE.items() if found.get(name, "").split() != made.split()]
    there = set(ask(_TRIGGERS_POSTGRESQL, (_GUARD, [_PINNED])).fetchall())
    return [name for name, (_, _, type_) in _POSTGRESQL.items() if (name, type_) not in there]


_TRIGGERS_SQLITE = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_event'"
_TRIGGERS_POSTGRESQL = """
    SELECT t.tgname, t.tgtype FROM pg_trigger t JOIN pg_proc f ON f.oid = t.tgfoid
    JOIN pg_language l ON l.oid = f.prolang
    WHERE t.tgrelid = 'audit_event'::regclass AND t.tgenabled = 'A' AND t.tgqual IS NULL AND t.tgattr::text = ''
    AND f.prosrc = %s AND f.proconfig = %s AND l.lanname = 'plpgsql'"""
