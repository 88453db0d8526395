"""Fixtures for everybody: fresh, migrated databases on every engine."""

import itertools
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from storage import krk, schema
from storage.database import close_database, open_database
from storage.sealing_key import SealingKey, use_sealing_key
from tests.support import postgres
from tests.support.cast import AUDIT_KEY, Cast

# How long one example takes says more of the machine and its neighbours than of the rule; benchmarks measure.
settings.register_profile("oktui", deadline=None)
settings.load_profile("oktui")

_numbers = itertools.count()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[postgres.Server]:
    """This test process's own PostgreSQL server, started when the first test asks for it."""
    with postgres.server() as server:
        yield server


@pytest.fixture(scope="session")
def _postgresql_template(postgresql: postgres.Server) -> str:
    schema.upgrade(postgresql.create("migrated"))
    return "migrated"


@pytest.fixture(scope="session")
def _sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _migrated_file(tmp_path_factory.mktemp("sqlite") / "migrated.db", schema.OURS)


@pytest.fixture(scope="session")
def _krk_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _migrated_file(tmp_path_factory.mktemp("krk") / "migrated.db", schema.KRK)


def _migrated_file(path: Path, migrations: Path) -> Path:
    schema.upgrade(f"sqlite:///{path}", migrations)
    return path


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    """A fresh folder, in memory where the system has such: all is thrown away, and no commit waits for a disk."""
    memory = Path("/dev/shm")  # noqa: S108 - the folder in it is ours alone
    with tempfile.TemporaryDirectory(prefix="oktui-", dir=memory if memory.is_dir() else None) as name:
        yield Path(name)


@pytest.fixture
def sqlite_url(_sqlite_template: Path, tmp_path: Path) -> str:
    """The URL of a fresh SQLite database with our tables, and nothing in them."""
    return f"sqlite:///{shutil.copy(_sqlite_template, tmp_path / 'oktui.db')}"


@pytest.fixture
def postgresql_url(postgresql: postgres.Server, _postgresql_template: str) -> Iterator[str]:
    """The URL of a fresh PostgreSQL database with our tables, and nothing in them."""
    name = f"test_{next(_numbers)}"
    yield postgresql.create(name, _postgresql_template)
    postgresql.drop(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The URL of a fresh database with our tables, on each engine in turn."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def krk_url(_krk_template: Path, tmp_path: Path) -> str:
    """The URL of a fresh KRK with its tables, and nobody in it."""
    return f"sqlite:///{shutil.copy(_krk_template, tmp_path / 'krk.db')}"


@pytest.fixture
def open_databases(database_url: str, krk_url: str, tmp_path: Path) -> Iterator[None]:
    """Both databases, opened as the program opens them."""
    open_database(database_url)
    krk.open_krk(krk_url)
    use_sealing_key(SealingKey(AUDIT_KEY, tmp_path / "audit.anchor"))
    yield
    close_database()


@pytest.fixture
def cast(open_databases: None) -> Cast:
    """The document's people in fresh databases."""
    return Cast()
