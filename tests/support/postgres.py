"""A PostgreSQL server that the tests start for themselves, with a database of its own for each test."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import psycopg

from tests.support.memory import memory

_SETTINGS = {
    # Reached through a socket in its own folder: no port is taken and no other machine gets in.
    "listen_addresses": "",
    # All is thrown away afterwards, so nothing needs to outlive a power cut.
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
}

REPLICATING = {
    "wal_level": "replica",
    "max_wal_senders": "4",
    "synchronous_commit": "on",
    "wal_retrieve_retry_interval": "50ms",
}
"""Settings of a server that others follow, and of those."""


class Server:
    """A running server, with its socket in `folder`."""

    folder: str

    def __init__(
        self, folder: Path, port: str, process: subprocess.Popen[bytes], start: Callable[[], subprocess.Popen[bytes]]
    ) -> None:
        self.folder = str(folder)
        self._folder = folder
        self._port = port
        self.process = process
        self._start = start
        self._admin = psycopg.connect(self.url("postgres"), autocommit=True)

    def url(self, name: str) -> str:
        """The URL of the database of that name."""
        return f"postgresql://postgres@/{name}?host={self._folder}&port={self._port}"

    def create(self, name: str, template: str = "template0") -> str:
        """Copy the template, which nobody may be connected to, and return the URL of the copy."""
        # Copying files takes half the time of copying pages, which is for servers that others use meanwhile.
        self._execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        return self.url(name)

    def drop(self, name: str) -> None:
        """Delete the database, whoever is still connected to it."""
        self._execute(f"DROP DATABASE {name} WITH (FORCE)")

    def demand_passwords(self) -> None:
        """Have whoever comes over the network give one; the role "in" has some."""
        self._execute("CREATE ROLE \"in\" LOGIN PASSWORD 'right'")
        rules = self._folder / "data" / "pg_hba.conf"
        rules.write_text("local all all trust\nhost all all all scram-sha-256\n", encoding="utf-8")
        self._execute("SELECT pg_reload_conf()")

    def promote(self) -> None:
        """Make a standby the primary."""
        self._execute("SELECT pg_promote()")

    def change(self, setting: str, value: str) -> None:
        """Change a setting that takes no restart."""
        self._execute(f"ALTER SYSTEM SET {setting} = '{value}'")
        self._execute("SELECT pg_reload_conf()")

    def cancel_who_waits_for(self, event: str) -> bool:
        """Cancel what sessions wait for by that name; whether one did."""
        cancel = "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = %s"
        return bool(self._admin.execute(cancel, (event,)).fetchall())

    def crash(self) -> None:
        """End the server as a crash would: it takes leave of nobody."""
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait(timeout=60)

    def close(self) -> None:
        """End this object's own connection."""
        self._admin.close()

    @contextmanager
    def stopped(self) -> Iterator[None]:
        """Stop the server, whoever is connected, and start it again afterwards."""
        self.close()
        _stop(self.process)
        yield
        self.process = self._start()
        self._admin = _connect(self._folder, self._port, self.process, self._start)._admin

    def _execute(self, statement: str) -> None:
        self._admin.execute(statement.encode())


@contextmanager
def server(**settings: str) -> Iterator[Server]:
    """Start a server, with more settings, in a new folder; stop it and delete the folder afterwards.

    Raises RuntimeError when PostgreSQL is missing (the message says what to install) or does not start.
    """
    with _server(settings, None) as running:
        yield running


@contextmanager
def standby_of(primary: Server) -> Iterator[Server]:
    """Start a server that follows another one, which was started with `REPLICATING`; as `server` does."""
    with _server(REPLICATING, primary) as running:
        yield running


@contextmanager
def _server(settings: dict[str, str], following: Server | None) -> Iterator[Server]:
    programs = _programs()
    with tempfile.TemporaryDirectory(prefix="oktui-pg-", dir=memory()) as name:
        folder = Path(name)
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres", "postgres")
        with (folder / "log").open("wb") as log:
            if following is None:
                _initialise(programs, folder, log.fileno())
            else:
                _copy(programs, following, folder, log.fileno())
            start = partial(_start, programs, folder, log.fileno(), settings)
            process = start()
            running = None
            try:
                running = _connect(folder, settings.get("port", "5432"), process, start)
                yield running
                running.close()
            finally:
                _stop(process if running is None else running.process)


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGINT)  # PostgreSQL's "fast" shutdown: it waits for nobody
    process.wait(timeout=60)


def _programs() -> Path:
    """The folder of the server's programs, which Debian keeps off the PATH, one for each version."""
    versions = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(versions, key=lambda path: int(path.parts[-3]), default=None)
    found = newest or shutil.which("initdb")
    if not found:
        raise RuntimeError("PostgreSQL is missing; on Debian: apt-get install postgresql")
    return Path(found).resolve().parent


def _as_server(command: list[str | Path]) -> list[str | Path]:
    """The command, run by somebody who may be a server (root may not), and ended when the tests are."""
    user = ["--reuid=postgres", "--regid=postgres", "--init-groups"] if os.geteuid() == 0 else []
    return ["setpriv", *user, "--pdeathsig=INT", "--", *command]


def _initialise(programs: Path, folder: Path, log: int) -> None:
    options = ["--no-sync", "--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C.UTF-8"]
    command = _as_server([programs / "initdb", "--pgdata", folder / "data", *options])
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=folder, check=False)
    if done.returncode:
        raise RuntimeError(f"initdb failed: {(folder / 'log').read_text()}")


def _copy(programs: Path, primary: Server, folder: Path, log: int) -> None:
    options = ["--no-sync", "--checkpoint=fast", "--write-recovery-conf", "--dbname", primary.url("postgres")]
    command = _as_server([programs / "pg_basebackup", "--pgdata", folder / "data", *options])
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=folder, check=False)
    if done.returncode:
        raise RuntimeError(f"pg_basebackup failed: {(folder / 'log').read_text()}")


def _start(programs: Path, folder: Path, log: int, more: dict[str, str]) -> subprocess.Popen[bytes]:
    settings = _SETTINGS | {"unix_socket_directories": str(folder)} | more
    options = [f"--{name}={value}" for name, value in settings.items()]
    command = _as_server([programs / "postgres", "-D", folder / "data", *options])
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=folder)


def _connect(
    folder: Path, port: str, process: subprocess.Popen[bytes], start: Callable[[], subprocess.Popen[bytes]]
) -> Server:
    deadline = time.monotonic() + 60
    while True:
        try:
            return Server(folder, port, process, start)
        except psycopg.OperationalError as error:
            if process.poll() is not None or time.monotonic() > deadline:
                log = (folder / "log").read_text()
                raise RuntimeError(f"PostgreSQL did not start: {log}") from error
            time.sleep(0.02)
