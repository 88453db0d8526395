"""PostgreSQL as we use it: each answer is waited for so long and no longer, and a lost one is told from a refusal."""

import math
import select
from itertools import zip_longest
from typing import Any, Final

from peewee import PostgresqlDatabase

from oktui.domain.outages import Cause, ConnectionInClear, DatabaseUnavailable
from storage.causes import what_was_said
from storage.waiting import patience

_LEAST = 2
"""Seconds that libpq gives a connection at least."""

_SYSTEM_SINCE: Final = 160000
"""The first libpq that knows the system's own certificates; an older one looks for them in ~/.postgresql/root.crt."""

_ENCRYPTED: Final = ("require", "verify-ca", "verify-full")
_TAKEN: Final = ("host", "hostaddr", "service", "sslrootcert", "target_session_attrs")
"""What an URL leaves out, libpq takes from PGHOST, PGHOSTADDR, PGSERVICE, PGSSLROOTCERT and PGTARGETSESSIONATTRS."""

_HERE: Final = ("", "localhost", "127.0.0.1", "::1")


class CommitUnanswered(Exception):
    """Whether the server has done a COMMIT, and for good, is not known (X-32).

    The connection was lost at it; or somebody has ended the waiting for the standby's copy, so that the change is on
    one server alone, and is lost if that one is.
    """


def encrypting(url: str) -> dict[str, Any]:
    """What a connection needs beside the URL to be encrypted where it leaves this machine; nothing on this machine.

    Where the URL says nothing the server has to prove who it is, by a certificate that this machine trusts. What libpq
    takes from the environment may lead elsewhere as well, but loosens nothing.

    Raises:
        ConnectionInClear: the URL allows a connection in clear.
        DatabaseUnavailable: it says what there is not, or the driver is not installed.
    """
    return _encrypting(_said(url))


def _said(url: str) -> dict[str, Any]:
    """What the URL says, and the environment where it is silent. Raises DatabaseUnavailable."""
    try:
        from psycopg import ProgrammingError, pq
        from psycopg.conninfo import conninfo_to_dict
    except ImportError as error:
        raise DatabaseUnavailable(Cause.NO_DRIVER, "postgresql", what_was_said(error)) from error
    try:
        told = {option.keyword.decode(): option.val for option in pq.Conninfo.get_defaults()}
        taken = {name: value.decode() for name in _TAKEN if (value := told.get(name))}
        return taken | conninfo_to_dict(url)
    except ProgrammingError as error:
        # Of an address that cannot be taken apart the driver quotes parts, and a password may be one.
        quotable = str(error).startswith("invalid URI query parameter")
        raise DatabaseUnavailable(Cause.ADDRESS, "postgresql", what_was_said(error) if quotable else "") from None


def _encrypting(said: dict[str, Any]) -> dict[str, Any]:
    from psycopg import pq

    mode = said.get("sslmode")
    if mode in _ENCRYPTED or ("service" not in said and all(map(_is_here, _hosts(said)))):
        return {}
    if mode is not None:
        raise ConnectionInClear
    own = {} if said.get("sslrootcert") or pq.version() < _SYSTEM_SINCE else {"sslrootcert": "system"}
    return {"sslmode": "verify-full"} | own


def _hosts(said: dict[str, Any]) -> list[str]:
    """What each connection that may be tried goes to: an address where there is one, or else the name."""
    addresses, names = (f"{said.get(option) or ''}".split(",") for option in ("hostaddr", "host"))
    return [address or name for address, name in zip_longest(addresses, names, fillvalue="")]


def _reaching(said: dict[str, Any], *, read_only: bool) -> dict[str, Any]:
    """How to find the primary, where that is asked for, with connections that are not to write themselves.

    Of several servers "read-write" takes the one where a session could write: of ours that only read, none could.
    """
    asked = said.get("target_session_attrs")
    return {"target_session_attrs": "primary"} if read_only and asked == "read-write" else {}


def _is_here(host: str) -> bool:
    return host in _HERE or host.startswith(("/", "@"))


class PatientPostgresql(PostgresqlDatabase):
    """A database that answers within `timeout` seconds, or not at all (X-33).

    A server that is stopped keeps its connections, whose packets its kernel goes on taking: neither its own time-outs
    nor TCP's end such a wait.
    """

    def __init__(self, url: str, *, timeout: float, read_only: bool, **parameters: Any) -> None:
        self._timeout = timeout
        said = _said(url)
        self._servers = len(_hosts(said))
        more = _encrypting(said) | _reaching(said, read_only=read_only)
        super().__init__(url, prefer_psycopg3=True, **parameters, **more)

    def _connect(self) -> Any:
        connect = _patient_connection().connect
        # Each server is given as long: one that is frozen must leave time for the one that has taken its place.
        seconds = max(_LEAST, math.floor(patience(self._timeout) / self._servers))
        connection = connect(self.database, connect_timeout=seconds, autocommit=True, **self.connect_params)
        connection.longest_wait = self._timeout
        return connection

    def connect(self, reuse_if_open: bool = False) -> bool:
        """As peewee's; a connection that its server has ended meanwhile is made anew, and nobody need know."""
        if reuse_if_open and not self.is_closed() and self._was_ended():
            self.close()
        return bool(super().connect(reuse_if_open=reuse_if_open))

    def begin(self, *, reading: bool = False) -> None:  # type: ignore[override]  # peewee's takes PostgreSQL's words
        """Begin; to read, on one state of the database and without any right to change it."""
        super().begin("REPEATABLE READ READ ONLY" if reading else None)

    def commit(self) -> None:
        """Commit. Raises CommitUnanswered where no answer came, or one that warns: one server alone has it."""
        warnings: list[str] = []
        connection = self._connection

        def hear(notice: Any) -> None:
            if notice.severity_nonlocalized == "WARNING":
                warnings.append(notice.message_primary)

        connection.add_notice_handler(hear)
        try:
            super().commit()
        except Exception as error:
            if self._is_lost():
                raise CommitUnanswered from error
            raise
        finally:
            connection.remove_notice_handler(hear)
        if warnings:
            raise CommitUnanswered(warnings[0])

    def rollback(self) -> None:
        """Roll back; what a lost connection has left the server takes back by itself."""
        if not self._is_lost():
            super().rollback()

    def _is_lost(self) -> bool:
        return self.is_closed() or self._connection.closed

    @property
    def _connection(self) -> Any:
        return self.connection()  # type: ignore[no-untyped-call]  # peewee's stubs leave it out

    def _was_ended(self) -> bool:
        """Whether an idle connection has something to be read: the end of it, for nothing was asked."""
        connection = self._connection
        if connection.closed:
            return True
        if self.transaction_depth():
            return False
        waiting = select.poll()
        waiting.register(connection.fileno(), select.POLLIN)
        return bool(waiting.poll(0))


def _patient_connection() -> Any:
    """psycopg's connection, giving up in time; made when it is needed, for SQLite's users may not have psycopg."""
    import psycopg

    class PatientConnection(psycopg.Connection[Any]):
        longest_wait: float | None = None

        def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
            if timeout is None and self.longest_wait is not None:
                timeout = patience(self.longest_wait)
            try:
                return super().wait(gen, interval, timeout)
            except psycopg.OperationalError:
                if self.pgconn.transaction_status == psycopg.pq.TransactionStatus.ACTIVE:
                    self.close()  # no answer came, and one that comes later would be taken for the next one's
                raise

    return PatientConnection
