"""The catalogue of modules and permissions is data: a new one is a row, no table has to be built anew."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from oktui.domain.modules import Module, Realm
from storage.database import connect_to, database, transaction
from tests.support.cast import Cast

ROOT = Path(__file__).parents[2]
PACKAGES = ("oktui", "screens", "storage")

MODULES = "oktui/domain/modules.py"
GROWN = {
    '    OKNOUZE = "oknouze"\n\n    @property\n    def about': (
        '    OKNOUZE = "oknouze"\n    DAVKY = "davky"\n\n    @property\n    def about'
    ),
    '    OKNOUZE = "oknouze"\n\n    @property\n    def category': (
        '    OKNOUZE = "oknouze"\n    DAVKY = "davky"\n\n    @property\n    def category'
    ),
    '    USER_SUPPORT = "user_support"\n': '    USER_SUPPORT = "user_support"\n    BENEFITS = "benefits"\n',
    "_REALMS: Final = {": "_REALMS: Final = {\n    Realm.DAVKY: _RealmRow(Category.SS),",
    "_PERMISSIONS: Final = {": '_PERMISSIONS: Final = {\n    Permission.BENEFITS: _PermissionRow("Dávky"),',
    "_MODULES: Final = {": (
        "_MODULES: Final = {\n    Module.DAVKY: About(\n"
        '        title="Dávky", realm=Realm.DAVKY, purpose=("Dávky.",), address="http://portal.mpsv.cz",\n'
        "        permissions=(Permission.BENEFITS, Permission.SYSTEM_ADMINISTRATION),\n    ),"
    ),
}
"""A fourth module with a realm and a permission of its own, as somebody would write it into the table."""

MIGRATION = """
def up(migrator, db):
    db.execute_sql("INSERT INTO realm (name) VALUES ('davky')")
    db.execute_sql("INSERT INTO module (name, realm) VALUES ('davky', 'davky')")
    for name in ("benefits", "system_administration"):
        db.execute_sql(f"INSERT INTO permission (module, name) VALUES ('davky', '{name}')")
"""

PROGRAM = """
import sys
from dataclasses import replace
from storage import accounts, employees, grants, schema, workplaces
from storage.database import open_database, transaction
from oktui.demo import CERNY
from oktui.domain.accounts import Grant, grantable
from oktui.domain.modules import Level, Module, Permission, Realm
from oktui.domain.offices import OfficeKind
from oktui.domain.people import Details
from oktui.domain.policy import Policy
from oktui.effects import utc_now
from screens.menu.tasks import tasks_of

schema.upgrade(sys.argv[1])
schema.check_schema(sys.argv[1])
open_database(sys.argv[1])
now = utc_now()
[benefits, _] = grantable(Module.DAVKY, OfficeKind.KU, Policy())
with transaction():
    office = next(place for place in workplaces.within(None) if place.region is not None)
    employee = employees.insert(CERNY, Realm.DAVKY, office, Details(now.date(), email="a@b.cz", position="referent"))
    account = accounts.insert(employee, Realm.DAVKY, "cerny", accounts.NewPassword("hash", now, temporary=False))
    grants.insert(account, Realm.DAVKY, Grant(None, Module.DAVKY, benefits, Level.VIEW, now.date()), None)
with transaction():
    stored = accounts.load(account)
assert [grant.permission.title for grant in stored.usable(Module.DAVKY, now, Policy())] == ["Dávky"]
assert Module.DAVKY.locks and not Realm.DAVKY.enters_persons
assert [task.title for task in tasks_of(Module.DAVKY)][1] == "Zaměstnanci"
print("done")
"""


@pytest.mark.usefixtures("open_databases")
def test_the_database_has_the_programs_catalogue() -> None:
    """R1.1-3, R1.2-1, R1.3-2, R1.3-3: what can be granted is what the program can read."""
    with transaction():
        realms = {name for (name,) in database.execute_sql("SELECT name FROM realm")}
        modules = set(database.execute_sql("SELECT name, realm FROM module").fetchall())
        permissions = set(database.execute_sql("SELECT module, name FROM permission").fetchall())
    assert realms == {realm.value for realm in Realm}
    assert modules == {(module.value, module.realm.value) for module in Module}
    assert permissions == {(module.value, each.value) for module in Module for each in module.permissions}


@pytest.mark.breaks_the_database("a program with one module more stores there, past the audit")
def test_a_fourth_module_and_a_new_permission_rebuild_no_table(cast: Cast, database_url: str, tmp_path: Path) -> None:
    """R1-1, R2.1-3: rows of one table in the program and of three in the database; what is stored stays as it is."""
    cast.sign_in("homola")
    before = _tables(database_url)
    copy = _grown_copy(tmp_path / "grown")
    environment = {**os.environ, "PYTHONPATH": str(copy)}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, database_url],
        cwd=copy, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (0, "done\n"), done.stderr
    assert _tables(database_url) == before


def _grown_copy(folder: Path) -> Path:
    for package in PACKAGES:
        shutil.copytree(ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__"))
    source = folder / MODULES
    text = source.read_text(encoding="utf-8")
    for old, new in GROWN.items():
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    source.write_text(text, encoding="utf-8")
    (folder / "storage" / "migrations" / "0099_davky.py").write_text(MIGRATION)
    return folder


def _tables(url: str) -> set[tuple[object, ...]]:
    """Each table as it is kept: one that is built anew gets another place (SQLite) or number (PostgreSQL)."""
    db = connect_to(url)
    kept = "SELECT relname, oid, relfilenode FROM pg_class WHERE relkind = 'r' AND relname !~ '^(pg|sql)_'"
    if url.startswith("sqlite"):
        kept = "SELECT name, rootpage, sql FROM sqlite_master WHERE type = 'table'"
    with db.connection_context():
        return set(db.execute_sql(kept).fetchall())  # type: ignore[no-untyped-call]  # peewee's stubs leave it out
