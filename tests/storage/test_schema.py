"""Migrations, and the models that go with them: the same schema on both engines, made once."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import peewee
import pytest

from oktui.domain.outages import DatabaseUnavailable, SchemaMismatch
from storage import dump, models, schema
from storage.database import connect_to, create_private, database
from storage.krk_models import CategoryRow, PersonRow, register_of_persons
from tests.support import postgres

OURS = sorted(path.stem for path in schema.OURS.glob("0*.py"))
CATALOGUE = {"realm", "module", "permission"}
"""What only constraints refer to: the program knows it by heart (tests/storage/test_catalogue.py)."""
UPGRADE = "import sys; from storage import schema; print(*schema.upgrade(sys.argv[1]))"
LATER = """
def up(migrator, db):
    db.execute_sql("CREATE TABLE later (id INTEGER)")
"""
BROKEN = (
    LATER
    + """
    db.execute_sql("CREATE TABLE later (id INTEGER)")
"""
)


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database that has nothing in it yet, on each engine in turn."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'new' / 'oktui.db'}"
    else:
        server: postgres.Server = request.getfixturevalue("postgresql")
        yield server.create("brand_new")
        server.drop("brand_new")


@pytest.fixture
def with_later(tmp_path: Path) -> Path:
    """The migrations of a program that has one more."""
    return migrations_with(tmp_path, LATER)


def migrations_with(folder: Path, text: str) -> Path:
    """Our migrations, and one more of this text."""
    directory = folder / "migrations"
    directory.mkdir()
    for path in schema.OURS.glob("0*.py"):
        (directory / path.name).write_bytes(path.read_bytes())
    (directory / "0099_later.py").write_text(text)
    return directory


def tables(url: str) -> set[str]:
    """What tables there are."""
    db = connect_to(url)
    with db.connection_context():
        return set(db.get_tables())


def test_four_programs_that_start_at_once_migrate_once(empty_url: str) -> None:
    """Design: one does the work, the others wait for it and find nothing to do."""
    programs = [
        subprocess.Popen([sys.executable, "-c", UPGRADE, empty_url], stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    done = [program.communicate(timeout=60)[0].split() for program in programs]
    assert [program.returncode for program in programs] == [0] * 4
    assert sorted(done) == [[], [], [], OURS]
    schema.check_schema(empty_url)
    assert schema.upgrade(empty_url) == []


def test_a_database_without_our_tables_is_older_than_the_program(empty_url: str) -> None:
    """Design: told at the start, not by the first query that fails."""
    create_private(empty_url)
    with pytest.raises(SchemaMismatch) as refused:
        schema.check_schema(empty_url)
    assert not refused.value.newer


def test_an_older_database_is_upgraded_and_a_newer_one_is_left_alone(database_url: str, with_later: Path) -> None:
    """Design: a program never works on a database that another version of it has made."""
    schema.check_schema(database_url)
    with pytest.raises(SchemaMismatch) as older:
        schema.check_schema(database_url, with_later)
    assert not older.value.newer
    assert schema.upgrade(database_url, with_later) == ["0099_later"]
    schema.check_schema(database_url, with_later)
    for use in (schema.check_schema, schema.upgrade):
        with pytest.raises(SchemaMismatch) as newer:
            use(database_url)
        assert newer.value.newer


def test_a_migration_that_fails_leaves_nothing_behind(database_url: str, tmp_path: Path) -> None:
    """Design: all or nothing, tables included."""
    before = tables(database_url)
    with pytest.raises((peewee.ProgrammingError, DatabaseUnavailable)):
        schema.upgrade(database_url, migrations_with(tmp_path, BROKEN))
    assert tables(database_url) == before
    schema.check_schema(database_url)


def test_a_database_that_is_away_is_an_outage_and_is_not_made_anew(tmp_path: Path) -> None:
    """Design: a disk that was not mounted must not look like an empty installation."""
    path = tmp_path / "away.db"
    with pytest.raises(DatabaseUnavailable):
        schema.check_schema(f"sqlite:///{path}")
    assert not path.exists()


@pytest.mark.usefixtures("open_databases")
def test_models_and_tables_have_the_same_columns() -> None:
    """Design: on both engines, with the same of them allowed to be empty."""
    rows = models._Row.__subclasses__()
    with database.connection_context():
        assert set(dump.tables(database.obj)) - CATALOGUE == {row._meta.table_name for row in rows}
        for row in rows:
            assert columns_of(row) == columns_in(database, row._meta.table_name), row


@pytest.mark.usefixtures("open_databases")
def test_models_and_tables_of_krk_have_the_same_columns() -> None:
    """X-4: our own register, which stands in for the ministry's."""
    with register_of_persons.connection_context():
        for row in (PersonRow, CategoryRow):
            assert columns_of(row) == columns_in(register_of_persons, row._meta.table_name), row


def columns_of(row: type[peewee.Model]) -> dict[str, bool]:
    """The columns that the model thinks there are, and whether they may be empty."""
    return {field.column_name: field.null for field in row._meta.sorted_fields if not field.primary_key}


def columns_in(db: peewee.Database | peewee.DatabaseProxy, table: str) -> dict[str, bool]:
    """The columns that there are, and whether they may be empty."""
    keys = db.get_primary_keys(table)
    composite = len(keys) > 1
    return {column.name: column.null for column in db.get_columns(table) if composite or column.name not in keys}
