"""Either database refuses to change the audit, or to delete what is to be kept, whoever asks it (X-19)."""

from collections.abc import Callable
from datetime import datetime, timedelta

import peewee
import pytest

from oktui.domain.audit import AuditEvent, EventKind, SubjectKind, Who
from oktui.domain.calendar import add_months
from oktui.effects import utc_now
from storage import audit, audit_guard
from storage.database import database, execute, is_sqlite, transaction
from storage.models import AuditRow
from tests.support.journal import undone

pytestmark = [
    pytest.mark.usefixtures("open_databases"),
    pytest.mark.breaks_the_database("what is refused, and what is taken away, is what these tests are about"),
]

COLUMNS = (
    "id, at, actor_id, '{}', origin, kind, outcome, module, subject_kind, subject_id, subject_name, realm, region, "
    "before, after, part_of, previous_mac, mac"
)
REFUSED = {
    "changed": "UPDATE audit_event SET actor_name = 'nikdo'",
    "made old, to be deleted then": "UPDATE audit_event SET at = '2000-01-01T00:00:00.000000+00:00'",
    "renumbered": "UPDATE audit_event SET id = id + 1000",
    "deleted": "DELETE FROM audit_event WHERE id = (SELECT max(id) FROM audit_event)",
    "deleted, all of them": "DELETE FROM audit_event",
    "put in anew": f"INSERT INTO audit_event SELECT {COLUMNS.format('nikdo')} FROM audit_event",  # noqa: S608
    "put in anew, or else changed": (
        f"INSERT INTO audit_event SELECT {COLUMNS.format('nikdo')} FROM audit_event WHERE true "  # noqa: S608
        "ON CONFLICT (id) DO UPDATE SET actor_name = 'nikdo'"
    ),
}
ON_SQLITE = {
    "replaced": f"REPLACE INTO audit_event SELECT {COLUMNS.format('nikdo')} FROM audit_event",  # noqa: S608
    "replaced by an update": "UPDATE OR REPLACE audit_event SET id = (SELECT max(id) FROM audit_event)",
}
ON_POSTGRESQL = {
    "emptied": "TRUNCATE audit_event",
    "emptied together with others": "TRUNCATE audit_event, change_request RESTART IDENTITY CASCADE",
    "forgotten before its time": "SELECT audit_forget(1000000)",
    "merged": (
        "MERGE INTO audit_event e USING (SELECT max(id) AS last FROM audit_event) AS l ON e.id = l.last "
        "WHEN MATCHED THEN DELETE"
    ),
}


def record(at: datetime) -> None:
    """Put on record, as of that moment."""
    with transaction():
        audit.append(AuditEvent(at, Who(None, "sync", "worker"), EventKind.SYNCHRONISED, SubjectKind.AUDIT, 1, ""))


def is_let_through(statement: str) -> bool:
    """Whether the database does it; what is done is taken back."""
    try:
        with undone():
            execute(database.obj, statement)
    except peewee.IntegrityError:
        return False
    return True


def test_no_statement_changes_an_event_or_deletes_it_before_its_time() -> None:
    """X-19: one statement each, by whoever owns the table; what SQLite's REPLACE does no trigger on DELETE is told."""
    for _ in range(2):
        record(utc_now())
    statements = REFUSED | (ON_SQLITE if is_sqlite() else ON_POSTGRESQL)
    assert [what for what, statement in statements.items() if is_let_through(statement)] == []
    with transaction():
        assert [row.actor_name for row in AuditRow.select()] == ["sync"] * 2


def test_what_is_past_its_time_can_be_deleted_and_still_not_changed() -> None:
    """X-19: eighteen months, less the day by which clocks may differ."""
    past = add_months(utc_now(), -18)
    record(past - timedelta(minutes=1))
    assert is_let_through("DELETE FROM audit_event")
    assert not is_let_through("UPDATE audit_event SET actor_name = 'nikdo'")
    record(past + timedelta(days=5))
    assert not is_let_through("DELETE FROM audit_event")


def test_silencing_triggers_does_not_silence_the_guard() -> None:
    """X-19: the parameter by which PostgreSQL's replicas skip triggers can be granted to any role."""
    if is_sqlite():
        pytest.skip("SQLite has none")
    record(utc_now())
    with transaction():
        execute(database.obj, "SET LOCAL session_replication_role = replica")
        with pytest.raises(peewee.IntegrityError), database.atomic():
            execute(database.obj, "SELECT audit_forget(1000000)")


def hollow_on_sqlite(name: str, when: str) -> Callable[[], None]:
    """Put a trigger of the same name, which does nothing, in the place of one."""

    def do() -> None:
        execute(database.obj, f"DROP TRIGGER {name}")
        execute(database.obj, f"CREATE TRIGGER {name} BEFORE {when} ON audit_event WHEN 0 BEGIN SELECT 1; END")

    return do


def running(statement: str) -> Callable[[], None]:
    """Run it in the open transaction."""
    return lambda: execute(database.obj, statement)


_ANEW = (
    "CREATE OR REPLACE TRIGGER audit_event_kept BEFORE {} ON audit_event FOR EACH ROW {} EXECUTE FUNCTION {}();"
    "ALTER TABLE audit_event ENABLE ALWAYS TRIGGER audit_event_kept"
)
HOLLOWED: dict[bool, dict[str, Callable[[], None]]] = {
    True: {
        "audit_event_unchanged": hollow_on_sqlite("audit_event_unchanged", "UPDATE"),
        "audit_event_kept": hollow_on_sqlite("audit_event_kept", "DELETE"),
        "audit_event_not_replaced": hollow_on_sqlite("audit_event_not_replaced", "INSERT"),
    },
    False: {
        "a function that lets all through": running(
            "CREATE OR REPLACE FUNCTION audit_guard() RETURNS trigger LANGUAGE plpgsql "
            "SET search_path = pg_catalog, pg_temp AS 'BEGIN RETURN coalesce(NEW, OLD); END'"
        ),
        "a function that looks its names up elsewhere": running("ALTER FUNCTION audit_guard() RESET search_path"),
        "never of a row": running(_ANEW.format("UPDATE OR DELETE", "WHEN (false)", "audit_guard")),
        "of one column": running(_ANEW.format("UPDATE OF mac OR DELETE", "", "audit_guard")),
        "of no deletion": running(_ANEW.format("UPDATE", "", "audit_guard")),
        "of another function": running(
            "CREATE FUNCTION other() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN coalesce(NEW, OLD); END';"
            + _ANEW.format("UPDATE OR DELETE", "", "other")
        ),
        "disabled": running("ALTER TABLE audit_event DISABLE TRIGGER audit_event_emptied"),
        "silenced for a replica": running("ALTER TABLE audit_event ENABLE TRIGGER audit_event_kept"),
    },
}


def test_a_guard_that_is_there_in_name_only_is_missed() -> None:
    """X-19: what `oktui db check` looks at is what the guard does, not what it is called."""
    with transaction():
        assert audit_guard.missing(database.obj) == []
    for what, hollow in HOLLOWED[is_sqlite()].items():
        with undone():
            hollow()
            assert len(audit_guard.missing(database.obj)) >= 1, what
