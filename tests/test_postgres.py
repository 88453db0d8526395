"""The database server of the tests: it starts anywhere, keeps tests apart and leaves nothing behind."""

import shutil
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from tests.support import postgres

_START_AND_WAIT = """
from tests.support import postgres
with postgres.server() as server:
    print(server.url("postgres"), flush=True)
    input()
"""


def test_a_copy_has_what_its_template_has_and_keeps_its_own_changes(postgresql: postgres.Server) -> None:
    """Tests that write do not see each other."""
    with psycopg.connect(postgresql.create("pattern")) as connection:
        connection.execute("CREATE TABLE office (name text)")
    for name in ("first_copy", "second_copy"):
        with psycopg.connect(postgresql.create(name, "pattern")) as connection:
            connection.execute("INSERT INTO office VALUES ('Praha')")
            assert connection.execute("SELECT count(*) FROM office").fetchone() == (1,)


def test_a_dropped_database_is_gone_even_while_somebody_uses_it(postgresql: postgres.Server) -> None:
    """A test that leaves a connection open does not fail the next one."""
    url = postgresql.create("in_use")
    with psycopg.connect(url, autocommit=True) as connection:
        postgresql.drop("in_use")
        with pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT 1")
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        psycopg.connect(url)


def test_the_server_ends_when_the_tests_are_killed() -> None:
    """A run that was broken off leaves no server running."""
    run = subprocess.Popen(
        [sys.executable, "-c", _START_AND_WAIT], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert run.stdout is not None
    url = run.stdout.readline().strip()
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT current_setting('data_directory')").fetchone()
    assert row is not None
    data = Path(row[0])
    run.kill()
    run.communicate()
    assert _ended(data / "postmaster.pid")
    shutil.rmtree(data.parent)


def test_a_missing_server_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody has to search for why the tests fail on a bare machine."""
    monkeypatch.setattr(Path, "glob", lambda *_: [])
    monkeypatch.setenv("PATH", "")
    with pytest.raises(RuntimeError, match="apt-get install postgresql"), postgres.server():
        pass


def _ended(pid_file: Path) -> bool:
    """Whether the server removes its pid file, which is the last thing that it does."""
    deadline = time.monotonic() + 60
    while pid_file.exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    return not pid_file.exists()
