"""On PostgreSQL the role that runs the program owns nothing, and can only add to the audit (X-19)."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from oktui import demo
from oktui.config import Settings, load_settings
from oktui.domain.audit import AuditEvent, EventKind, SubjectKind, Who
from oktui.domain.calendar import add_months
from oktui.domain.modules import Module
from oktui.domain.sessions import MachineOwner
from oktui.effects import Effects
from oktui.installation import make_effects, open_databases, open_empty, upgrade_databases
from oktui.jobs.purge_audit import purge_audit
from oktui.services.audit.verify_audit import verify_audit
from oktui.services.backup_file import Backup
from oktui.services.machine.back_up import back_up
from oktui.services.machine.check_database import check_database
from oktui.services.machine.restore import restore
from oktui.values import dataclass
from screens.texts.checks import AUDIT_EXPOSED
from storage import audit, backups, roles
from storage.database import close_database, transaction
from tests.support import postgres
from tests.support.shell import oktui

OWNER = MachineOwner(module=Module.REGISTR, name="root")


@dataclass(frozen=True)
class Installed:
    """An installation of two roles, with the document's people."""

    server: postgres.Server
    settings: Settings
    effects: Effects

    def asking(self, url: str | None = None) -> psycopg.Connection:
        """A connection past the program: as the role that runs it, or another."""
        return psycopg.connect(url or self.settings.database_url, autocommit=True)


def settings_for(home: Path, server: postgres.Server, name: str) -> Settings:
    """Settings with both roles, for a home of its own."""
    home.mkdir()
    (home / "oktui.toml").write_text(demo.SETTINGS, encoding="utf-8")
    as_role = {role: server.url(name).replace("postgres@", f"{role}@") for role in ("oktui_owner", "oktui_run")}
    urls = {"OKTUI_DATABASE_URL": as_role["oktui_run"], "OKTUI_DATABASE_OWNER_URL": as_role["oktui_owner"]}
    return load_settings(home, urls)


def make(server: postgres.Server, name: str) -> None:
    """An empty database that belongs to the one role, on a server that has both."""
    with psycopg.connect(server.url("postgres"), autocommit=True) as admin:
        for role in ("oktui_owner", "oktui_run"):
            if not admin.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,)).fetchone():
                admin.execute(f"CREATE ROLE {role} LOGIN".encode())
    server.create(name)
    with psycopg.connect(server.url("postgres"), autocommit=True) as admin:
        admin.execute(f"ALTER DATABASE {name} OWNER TO oktui_owner".encode())
    with psycopg.connect(server.url(name), autocommit=True) as admin:
        admin.execute("ALTER SCHEMA public OWNER TO oktui_owner")


@pytest.fixture
def installed(postgresql: postgres.Server, tmp_path: Path) -> Iterator[Installed]:
    """Made by the one role, and filled by the other one through the program's use cases."""
    make(postgresql, "two_roles")
    settings = settings_for(tmp_path / "home", postgresql, "two_roles")
    upgrade_databases(settings)
    open_databases(settings)
    effects = make_effects(settings)
    demo.prepare(effects=effects)
    for months in (20, 0):
        at = add_months(effects.now(), -months)
        with transaction():
            audit.append(AuditEvent(at, Who(None, "sync", "worker"), EventKind.SYNCHRONISED, SubjectKind.AUDIT, 1, ""))
    yield Installed(postgresql, settings, effects)
    close_database()
    postgresql.drop("two_roles")


FORBIDDEN = (
    "UPDATE audit_event SET outcome = 'refused'",
    "DELETE FROM audit_event",
    "TRUNCATE audit_event",
    "DROP TABLE audit_event",
    "DROP TRIGGER audit_event_kept ON audit_event",
    "ALTER TABLE audit_event DISABLE TRIGGER USER",
    "ALTER TABLE audit_event OWNER TO oktui_run",
    "ALTER TABLE audit_event ADD COLUMN note TEXT",
    "CREATE TRIGGER mine BEFORE INSERT ON audit_event FOR EACH ROW EXECUTE FUNCTION audit_guard()",
    "CREATE OR REPLACE FUNCTION audit_guard() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN OLD; END'",
    "SET session_replication_role = replica",
    "SET ROLE oktui_owner",
    "DELETE FROM permission",
    "INSERT INTO realm (name) VALUES ('jiné')",
    "DELETE FROM schema_migration",
    "ALTER TABLE account DROP COLUMN password_hash",
)


def test_the_role_that_runs_the_program_can_only_add_to_the_audit(installed: Installed) -> None:
    """X-19: nor anything else by which it could get at it."""
    with installed.asking() as db:
        events = db.execute("SELECT count(*) FROM audit_event").fetchone()
        for statement in FORBIDDEN:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                db.execute(statement.encode())
        assert db.execute("SELECT count(*) FROM audit_event").fetchone() == events
    assert not roles.audit_can_be_changed(installed.settings.database_url)


def test_the_way_to_purge_leads_to_nothing_that_is_to_be_kept(installed: Installed) -> None:
    """X-19: called past the program it deletes no event of the last eighteen months."""
    with installed.asking() as db, pytest.raises(psycopg.errors.IntegrityConstraintViolation):
        db.execute("SELECT audit_forget(1000000)")
    assert verify_audit(OWNER, effects=installed.effects).finding is None


@pytest.mark.parametrize(
    "statement",
    ["UPDATE audit_event SET outcome = 'refused'", "DELETE FROM audit_event", "TRUNCATE audit_event"],
)
def test_the_owner_has_to_take_the_guard_away_first(installed: Installed, statement: str) -> None:
    """X-19: by mistake nobody changes the audit, not even the role that owns it."""
    with (
        installed.asking(installed.settings.owner_url) as db,
        pytest.raises(psycopg.errors.IntegrityConstraintViolation),
    ):
        db.execute(statement.encode())


def test_the_whole_program_works_under_it(installed: Installed, tmp_path: Path) -> None:
    """X-19: the check, a backup, the purge of what is past its time, and a restoration by the owner."""
    assert check_database(OWNER, effects=installed.effects).breaches == ()
    key = tmp_path / "backup.key"
    backups.make_backup_key(key)
    file = tmp_path / "backup"
    url = installed.settings.database_url
    back_up(OWNER, Backup(file, backups.read_backup_key(key), url, None), effects=installed.effects)
    assert purge_audit(effects=installed.effects) == 1
    assert verify_audit(OWNER, effects=installed.effects).finding is None
    close_database()

    make(installed.server, "restored")
    again = settings_for(tmp_path / "again", installed.server, "restored")
    again.audit_key.parent.mkdir()
    again.audit_key.write_bytes(installed.settings.audit_key.read_bytes())
    open_empty(again)
    request = Backup(file, backups.read_backup_key(key), again.database_url, None)
    restore(OWNER, request, effects=make_effects(again))
    open_databases(again)
    assert verify_audit(OWNER, effects=make_effects(again)).finding is None
    assert not roles.audit_can_be_changed(again.database_url)
    close_database()
    installed.server.drop("restored")


def test_a_copy_is_made_by_the_owner_for_the_role_that_runs_the_program(installed: Installed, tmp_path: Path) -> None:
    """X-19: from SQLite, where an installation begins, and from there back, with the chain as it is."""
    close_database()
    embedded, home = f"sqlite:///{tmp_path / 'embedded.db'}", installed.settings.home
    told = [oktui("db", "copy", embedded, "--home", home, OKTUI_DATABASE_URL=installed.settings.database_url)]
    make(installed.server, "moved_by_owner")
    as_role = {
        role: installed.server.url("moved_by_owner").replace("postgres@", f"{role}@")
        for role in ("oktui_owner", "oktui_run")
    }
    environ = {"OKTUI_DATABASE_URL": embedded, "OKTUI_DATABASE_OWNER_URL": as_role["oktui_owner"]}
    told.append(oktui("db", "copy", as_role["oktui_run"], "--home", home, **environ))
    assert [(done.returncode, done.stderr) for done in told] == [(0, "")] * 2
    assert not roles.audit_can_be_changed(as_role["oktui_run"])
    with installed.asking(as_role["oktui_run"]) as db:
        assert db.execute("SELECT count(*) > 2 FROM audit_event").fetchone() == (True,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            db.execute("DELETE FROM audit_event")
    installed.server.drop("moved_by_owner")


def test_the_owners_address_is_nothing_to_a_database_without_roles(installed: Installed, tmp_path: Path) -> None:
    """X-4: left over in the environment, it makes nothing elsewhere in the place of the file."""
    make(installed.server, "nothing")
    home, url = tmp_path / "embedded", installed.server.url("nothing")
    home.mkdir()
    environ = {"OKTUI_DATABASE_URL": f"sqlite:///{home / 'oktui.db'}", "OKTUI_DATABASE_OWNER_URL": url}
    upgrade_databases(load_settings(home, environ))
    with installed.asking(url) as db:
        assert db.execute("SELECT to_regclass('audit_event')").fetchone() == (None,)
    installed.server.drop("nothing")


EXPOSED = {
    "a member that can become the owner": (
        "ALTER ROLE oktui_run NOINHERIT; GRANT oktui_owner TO oktui_run",
        "REVOKE oktui_owner FROM oktui_run; ALTER ROLE oktui_run INHERIT",
    ),
    "the owner of the database, and so of the schema": (
        "ALTER DATABASE two_roles OWNER TO oktui_run",
        "ALTER DATABASE two_roles OWNER TO oktui_owner",
    ),
    "the owner of the schema": ("ALTER SCHEMA public OWNER TO oktui_run", "ALTER SCHEMA public OWNER TO oktui_owner"),
    "the owner of the guard": (
        "ALTER FUNCTION audit_guard() OWNER TO oktui_run",
        "ALTER FUNCTION audit_guard() OWNER TO oktui_owner",
    ),
    "one column": (
        "GRANT UPDATE (outcome) ON audit_event TO oktui_run",
        "REVOKE UPDATE (outcome) ON audit_event FROM oktui_run",
    ),
    "what all have": ("GRANT DELETE ON audit_event TO PUBLIC", "REVOKE DELETE ON audit_event FROM PUBLIC"),
    "what a predefined role has": (
        "GRANT pg_write_all_data TO oktui_run",
        "REVOKE pg_write_all_data FROM oktui_run",
    ),
    "a maker of roles": ("ALTER ROLE oktui_run CREATEROLE", "ALTER ROLE oktui_run NOCREATEROLE"),
    "a superuser": ("ALTER ROLE oktui_run SUPERUSER", "ALTER ROLE oktui_run NOSUPERUSER"),
    "a program of the server": (
        "GRANT pg_execute_server_program TO oktui_run",
        "REVOKE pg_execute_server_program FROM oktui_run",
    ),
}


def test_each_way_to_the_audit_is_seen(installed: Installed) -> None:
    """X-19: whatever somebody has given the role that runs the program, and nothing once it is taken back."""
    url = installed.settings.database_url
    with installed.asking(installed.server.url("two_roles")) as admin:
        for what, (given, taken) in EXPOSED.items():
            admin.execute(given.encode())
            try:
                assert roles.audit_can_be_changed(url), what
            finally:
                admin.execute(taken.encode())
            assert not roles.audit_can_be_changed(url), what


def test_an_upgrade_takes_away_what_was_granted_besides(installed: Installed) -> None:
    """X-19: of tables, columns, sequences and the schema; what PostgreSQL gave everybody before 15 as well."""
    with installed.asking(installed.server.url("two_roles")) as admin:
        for given in (
            "ALL ON ALL TABLES IN SCHEMA public TO oktui_run",
            "UPDATE (outcome) ON audit_event TO oktui_run",
            "ALL ON ALL SEQUENCES IN SCHEMA public TO oktui_run",
            "CREATE ON SCHEMA public TO PUBLIC, oktui_run",
        ):
            admin.execute(f"GRANT {given}".encode())
    upgrade_databases(installed.settings)
    assert not roles.audit_can_be_changed(installed.settings.database_url)
    with installed.asking() as db:
        for statement in (*FORBIDDEN, "SELECT setval('audit_event_id_seq', 1)", "CREATE TABLE mine (id INT)"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                db.execute(statement.encode())


def test_the_check_says_when_one_role_does_both(installed: Installed) -> None:
    """X-19: an installation of one role works; what it is open to is said, and is no breach."""
    home = installed.settings.home
    told = {}
    for role, url in (("one", installed.settings.owner_url), ("two", installed.settings.database_url)):
        told[role] = oktui("db", "check", "--home", home, OKTUI_DATABASE_URL=url or "")
    assert [done.returncode for done in told.values()] == [0, 0]
    assert AUDIT_EXPOSED in told["one"].stdout
    assert AUDIT_EXPOSED not in told["two"].stdout
