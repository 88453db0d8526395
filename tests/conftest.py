"""Fixtures for everybody: fresh, migrated databases on every engine."""

import itertools
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import settings

from oktui.files_folder import FilesFolder
from storage import krk, schema
from storage.database import close_database, open_database
from storage.sealing_key import SealingKey, use_sealing_key
from tests.support import postgres
from tests.support.cast import AUDIT_KEY, Cast
from tests.support.memory import memory
from tests.support.soundness import kept_by_the_program

# How long one example takes says more of the machine and its neighbours than of the rule; benchmarks measure.
settings.register_profile("oktui", deadline=None)
settings.load_profile("oktui")

_numbers = itertools.count()

# The program refuses what others could get at, so what a test lays out is closed as an administrator would have it.
os.umask(0o077)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes long, so that no worker is left with it at the end."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[postgres.Server]:
    """This test process's own PostgreSQL server, started when the first test asks for it."""
    with postgres.server() as server:
        yield server


@pytest.fixture(scope="session")
def _postgresql_templates(postgresql: postgres.Server, _templates: Path) -> None:
    schema.upgrade(postgresql.create("migrated"))
    krk_file = shutil.copy(_templates / "krk-migrated", _templates / "krk-postgresql")
    _populate(postgresql.create("populated", "migrated"), f"sqlite:///{krk_file}")


@pytest.fixture(scope="session")
def _templates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """SQLite files to copy: migrated, and populated with the cast; most tests would spend their time on the latter."""
    folder = tmp_path_factory.mktemp("templates")
    for state in ("migrated", "populated"):
        schema.upgrade(f"sqlite:///{folder / state}")
        schema.upgrade(f"sqlite:///{folder / f'krk-{state}'}", schema.KRK)
    _populate(f"sqlite:///{folder / 'populated'}", f"sqlite:///{folder / 'krk-populated'}")
    return folder


def _populate(database_url: str, krk_url: str) -> None:
    open_database(database_url)
    krk.open_krk(krk_url)
    use_sealing_key(SealingKey(AUDIT_KEY, Path("no.anchor")))
    Cast()
    use_sealing_key(None)
    close_database()


@pytest.fixture
def _state(request: pytest.FixtureRequest) -> str:
    return "populated" if "cast" in request.fixturenames else "migrated"


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    """A fresh folder, in memory where there is room."""
    with tempfile.TemporaryDirectory(prefix="oktui-", dir=memory()) as name:
        yield Path(name)


@pytest.fixture
def sqlite_url(_templates: Path, _state: str, tmp_path: Path) -> str:
    """The URL of a fresh SQLite database with our tables, and nothing in them, or the cast where it is asked for."""
    return f"sqlite:///{shutil.copy(_templates / _state, tmp_path / 'oktui.db')}"


@pytest.fixture
def postgresql_url(postgresql: postgres.Server, _postgresql_templates: None, _state: str) -> Iterator[str]:
    """As `sqlite_url`, on PostgreSQL."""
    name = f"test_{next(_numbers)}"
    yield postgresql.create(name, _state)
    postgresql.drop(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The URL of a fresh database with our tables, on each engine in turn."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def krk_url(_templates: Path, _state: str, tmp_path: Path) -> str:
    """The URL of a fresh KRK with its tables, and nobody in it, or the cast where it is asked for."""
    return f"sqlite:///{shutil.copy(_templates / f'krk-{_state}', tmp_path / 'krk.db')}"


@pytest.fixture
def open_databases(database_url: str, krk_url: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[None]:
    """Both databases, opened as the program opens them; whatever the test did, what always holds of them still does."""
    open_database(database_url)
    krk.open_krk(krk_url)
    key = SealingKey(AUDIT_KEY, tmp_path / "audit.anchor")
    use_sealing_key(key)
    if request.node.get_closest_marker("breaks_the_database") is None:
        with kept_by_the_program():
            yield
            use_sealing_key(key)
    else:
        yield
    close_database()


@pytest.fixture
def cast(open_databases: None, tmp_path: Path) -> Cast:
    """The document's people in fresh databases."""
    cast = Cast(populated=True)
    cast.effects = replace(cast.effects, files=FilesFolder(tmp_path / "files"))
    return cast
