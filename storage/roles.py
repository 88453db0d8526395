"""The two roles of a PostgreSQL installation: one owns the tables, the other one runs the program and owns nothing."""

from typing import Any, Final

from peewee import PostgresqlDatabase

from storage import schema
from storage.database import connect_to, execute, outages

_READ: Final = "SELECT"
_ADD: Final = "SELECT, INSERT"
_ALL: Final = "SELECT, INSERT, UPDATE, DELETE"
_LESS: Final = {"audit_event": _ADD, "module": _READ, "permission": _READ, "realm": _READ, "schema_migration": _READ}
"""What the program does not need to change: the audit, what the migrations put there, and their own history."""


def as_owner(url: str, owner_url: str | None) -> str:
    """The URL of the database as the role that owns its tables: the same one where the engine has no roles."""
    return url if owner_url is None or url.startswith("sqlite:///") else owner_url


def upgrade(url: str, owner_url: str | None) -> list[str]:
    """Bring the database to this version as its owner, and give the role of the URL what it needs; returns the names.

    Raises SchemaMismatch, Outage.
    """
    owning = as_owner(url, owner_url)
    applied = schema.upgrade(owning)
    if owning != url and (role := user_of(url)) is not None and role != user_of(owning):
        grant(owning, role)
    return applied


def user_of(url: str) -> str | None:
    """The role that the database at the URL knows us by; None where the database has no roles. Raises Outage."""
    db: Any = connect_to(url)
    if not _has_roles(db):
        return None
    with outages(db), db.connection_context():
        return str(db.execute_sql("SELECT current_user").fetchone()[0])


def grant(owner_url: str, role: str) -> None:
    """Give the role what running the program needs of the owner's tables, and take away whatever else it had of them.

    Raises Outage.
    """
    db: Any = connect_to(owner_url)
    with outages(db), db.connection_context(), db.atomic():
        asked = "SELECT current_schema(), quote_ident(current_schema()), quote_ident(%s)"
        plain, name, to = db.execute_sql(asked, (role,)).fetchone()
        execute(db, f"REVOKE CREATE ON SCHEMA {name} FROM PUBLIC, {to}")  # as it was for all before PostgreSQL 15
        execute(db, f"GRANT USAGE ON SCHEMA {name} TO {to}")
        for table in db.get_tables(schema=plain):
            execute(db, f"REVOKE ALL ON {name}.{table} FROM {to}")
            execute(db, f"GRANT {_LESS.get(table, _ALL)} ON {name}.{table} TO {to}")
        execute(db, f"REVOKE ALL ON ALL SEQUENCES IN SCHEMA {name} FROM {to}")
        execute(db, f"GRANT SELECT ON ALL SEQUENCES IN SCHEMA {name} TO {to}")  # for a backup
        execute(db, f"GRANT EXECUTE ON FUNCTION {name}.audit_forget(bigint) TO {to}")


def audit_can_be_changed(url: str) -> bool:
    """Whether the role that runs the program could change the audit, as itself or as a role that it can become.

    As the owner of it, of its guard or of what both are in; by what somebody has granted, down to a column; as one who
    makes roles, or writes the server's files. False where the database has no roles. Raises Outage.
    """
    db: Any = connect_to(url, read_only=True)
    if not _has_roles(db):
        return False
    with outages(db), db.connection_context():
        return bool(db.execute_sql(_CAN_CHANGE).fetchone()[0])


_CAN_CHANGE: Final = """
    SELECT EXISTS (SELECT 1 FROM pg_roles r WHERE pg_has_role(r.oid, 'MEMBER') AND (
        r.rolsuper OR r.rolcreaterole OR r.rolname IN ('pg_execute_server_program', 'pg_write_server_files')
        OR has_table_privilege(r.oid, 'audit_event', 'UPDATE, DELETE, TRUNCATE, TRIGGER')
        OR has_any_column_privilege(r.oid, 'audit_event', 'UPDATE')
        OR r.oid IN (
            SELECT relowner FROM pg_class WHERE oid = 'audit_event'::regclass
            UNION SELECT n.nspowner FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.oid = 'audit_event'::regclass
            UNION SELECT datdba FROM pg_database WHERE datname = current_database()
            UNION SELECT f.proowner FROM pg_trigger t JOIN pg_proc f ON f.oid = t.tgfoid
            WHERE t.tgrelid = 'audit_event'::regclass AND NOT t.tgisinternal
            UNION SELECT proowner FROM pg_proc WHERE oid = to_regprocedure('audit_forget(bigint)'))))"""


def _has_roles(db: Any) -> bool:
    return isinstance(db, PostgresqlDatabase)
