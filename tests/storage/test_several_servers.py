"""A primary and its standby behind one address: work goes to the one that takes changes, and outlives it."""

import socket
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from oktui.domain.outages import Cause, DatabaseUnavailable, OutcomeUnknown
from storage.database import close_database, connect_to, database, execute, open_database, reading, transaction
from storage.waiting import within
from tests.support import postgres


def address(*hosts: str) -> str:
    """The address of the servers, of which the one that takes changes is meant."""
    ports = ",".join("5432" for _ in hosts)
    return f"postgresql://postgres@/postgres?host={','.join(hosts)}&port={ports}&target_session_attrs=read-write"


@pytest.fixture
def primary() -> Iterator[postgres.Server]:
    """A server whose commits wait for a standby, once it is told so."""
    with postgres.server(**postgres.REPLICATING) as running:
        yield running


@pytest.fixture
def standby(primary: postgres.Server) -> Iterator[postgres.Server]:
    """Its standby."""
    with postgres.standby_of(primary) as running:
        yield running


@pytest.fixture
def both(primary: postgres.Server, standby: postgres.Server) -> Iterator[str]:
    """The address of both, the standby first, with a table that nothing is acknowledged in before both have it."""
    primary.change("synchronous_standby_names", "*")
    url = address(standby.folder, primary.folder)
    open_database(url)
    with transaction():
        execute(database.obj, "CREATE TABLE office (name text)")
    yield url
    close_database()


def found() -> list[str]:
    """What is in the table."""
    with reading():
        return [name for (name,) in database.execute_sql("SELECT name FROM office ORDER BY name").fetchall()]


def add(name: str) -> None:
    """Store a name."""
    with transaction():
        execute(database.obj, "INSERT INTO office VALUES (%s)", (name,))


def test_work_goes_on_with_the_new_primary_and_nothing_acknowledged_is_lost(
    both: str, primary: postgres.Server, standby: postgres.Server
) -> None:
    """X-32, X-33: between the two it is said that there is none; after it nobody need know, nor open anything anew."""
    add("Praha")
    primary.crash()
    with pytest.raises(DatabaseUnavailable) as refused:
        add("Brno")
    assert refused.value.cause is Cause.NO_PRIMARY
    assert refused.value.place == f"{standby.folder}:5432,{primary.folder}:5432/postgres"
    standby.change("synchronous_standby_names", "")
    standby.promote()
    add("Jihlava")
    assert found() == ["Jihlava", "Praha"]


def test_what_only_reads_finds_the_primary_as_well(both: str) -> None:
    """A backup, doctor and whoever is not to write open sessions that could not, on the same server."""
    add("Praha")
    db = connect_to(both, read_only=True)
    with db.connection_context():
        asked = "SELECT name, pg_is_in_recovery() FROM office"
        assert db.execute_sql(asked).fetchall() == [("Praha", False)]  # type: ignore[no-untyped-call]


def test_what_one_server_alone_has_is_not_said_to_be_stored(
    both: str, primary: postgres.Server, standby: postgres.Server
) -> None:
    """X-32: where somebody ends a commit's waiting for the standby, it is there, and is lost if the server is."""
    standby.crash()
    outcomes: list[BaseException] = []

    def store() -> None:
        try:
            add("Praha")
        except OutcomeUnknown as error:
            outcomes.append(error)
        finally:
            close_database()

    storing = threading.Thread(target=store)
    storing.start()
    while storing.is_alive() and not primary.cancel_who_waits_for("SyncRep"):
        pass
    storing.join()
    assert len(outcomes) == 1
    assert found() == ["Praha"]


def test_a_frozen_server_leaves_time_for_the_others(postgresql: postgres.Server) -> None:
    """X-33: it takes a connection and says nothing; the next one is asked while the same call is still waiting."""
    with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as frozen:
        frozen.bind(str(Path(folder, ".s.PGSQL.5432")))
        frozen.listen()
        db = connect_to(address(folder, postgresql.folder), timeout=4)
        with within(4), db.connection_context():
            assert db.execute_sql("SELECT 1").fetchone() == (1,)  # type: ignore[no-untyped-call]
