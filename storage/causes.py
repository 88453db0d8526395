"""Why a database did not do what it was asked: what an engine's error stands for."""

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from peewee import Database, SqliteDatabase

from oktui.domain.outages import Cause

_SQLITE: Final = {
    "SQLITE_NOTADB": Cause.NOT_A_DATABASE,
    "SQLITE_CORRUPT": Cause.DAMAGED,
    "SQLITE_BUSY": Cause.LOCKED,
    "SQLITE_LOCKED": Cause.LOCKED,
    "SQLITE_IOERR": Cause.DEVICE,
    "SQLITE_PERM": Cause.FORBIDDEN,
    "SQLITE_AUTH": Cause.FORBIDDEN,
    "SQLITE_READONLY": Cause.WRITE_PROTECTED,
}
_STATES: Final = {
    "28P01": Cause.PASSWORD,
    "28000": Cause.ROLE,
    "25006": Cause.READ_ONLY,
    "3D000": Cause.NO_DATABASE,
    "42501": Cause.PRIVILEGES,
    "42P01": Cause.NO_TABLES,
    "53300": Cause.FULL,
    "55P03": Cause.LOCKED,
    "57P01": Cause.NOT_READY,
    "57P02": Cause.NOT_READY,
    "57P03": Cause.NOT_READY,
    "57014": Cause.SILENT,
    "XX001": Cause.DAMAGED,
    "XX002": Cause.DAMAGED,
    "58030": Cause.DEVICE,
}
_WORDS: Final[Mapping[str, Cause]] = {
    # Of a connection that was not made the driver gives words only. Its own are English, and so are a server's whose
    # messages nobody has had translated; of others the words themselves are handed on.
    "invalid uri query parameter": Cause.ADDRESS,
    "invalid connection option": Cause.ADDRESS,
    "invalid port": Cause.ADDRESS,
    "invalid integer value": Cause.ADDRESS,
    "invalid sslmode": Cause.ADDRESS,
    "servname not supported": Cause.ADDRESS,
    "failed to resolve host": Cause.NO_HOST,
    "could not translate host name": Cause.NO_HOST,
    "password authentication failed": Cause.PASSWORD,
    "no password supplied": Cause.PASSWORD,
    "authentication failed": Cause.ROLE,
    "no pg_hba.conf entry": Cause.ROLE,
    "is not permitted to log in": Cause.ROLE,
    'role "" does not exist': Cause.ROLE,
    "does not support ssl": Cause.NO_TLS,
    "certificate": Cause.CERTIFICATE,
    "ssl error": Cause.CERTIFICATE,
    "too many clients": Cause.FULL,
    "too many connections": Cause.FULL,
    "remaining connection slots": Cause.FULL,
    "the database system is": Cause.NOT_READY,
    'database "" does not exist': Cause.NO_DATABASE,
    "permission denied for": Cause.PRIVILEGES,
    'database "" is not currently accepting connections': Cause.NOT_READY,
    "timeout": Cause.SILENT,
    "server closed the connection": Cause.NOT_READY,
    "connection refused": Cause.CLOSED,
    "no such file or directory": Cause.CLOSED,
    "network is unreachable": Cause.CLOSED,
    "no route to host": Cause.CLOSED,
    "permission denied": Cause.FORBIDDEN,
}
"""From the most telling words to those that the others hold too."""
_STANDBY: Final = ("failed: session is read-only", "failed: server is in hot standby mode")
"""Of several servers one at least is up and follows others: libpq's own words, in whichever line."""
_NAMES: Final = re.compile(r"""\"[^"]*\"|'[^']*'""")
"""What a message quotes: hosts, files, roles. Any of them may be called «role» or «database»."""


def cause_of(db: Database, error: BaseException) -> Cause:
    """What the error of the engine that the database is on stands for."""
    if isinstance(error, ImportError):
        return Cause.NO_DRIVER
    if isinstance(db, SqliteDatabase):
        return _of_file(path_of(db), error)
    for each in _behind(error):
        if cause := _STATES.get(getattr(each, "sqlstate", None) or ""):
            return cause
    if any(words in str(error) for words in _STANDBY):
        return Cause.NO_PRIMARY
    said = _NAMES.sub('""', what_was_said(error)).lower()
    return next((cause for words, cause in _WORDS.items() if words in said), Cause.OTHER)


def _of_file(path: Path, error: BaseException) -> Cause:
    if path.is_dir():
        return Cause.FOLDER
    for each in _behind(error):
        name = getattr(each, "sqlite_errorname", "") or ""
        if cause := next((cause for known, cause in _SQLITE.items() if name.startswith(known)), None):
            return cause
        if name == "SQLITE_ERROR" and "no such table" in str(each):
            return Cause.NO_TABLES
        if name == "SQLITE_CANTOPEN":
            return _of_path(path)
    return Cause.OTHER


def _of_path(path: Path) -> Cause:
    """Why a file cannot be opened."""
    try:
        if not path.exists():
            return Cause.NOT_MADE
    except OSError:
        return Cause.FORBIDDEN
    return Cause.DEVICE if os.access(path, os.R_OK | os.W_OK) else Cause.FORBIDDEN


def place_of(db: Database) -> str:
    """The file, or the servers and the name of the database; never a password."""
    if isinstance(db, SqliteDatabase):
        return str(path_of(db))
    try:
        from psycopg.conninfo import conninfo_to_dict

        said: dict[str, Any] = conninfo_to_dict(db.database)
    except Exception:  # noqa: BLE001 - no driver, or an address that it does not understand
        return "postgresql"
    hosts = (said.get("hostaddr") or said.get("host") or "").split(",")
    ports = (said.get("port") or "").split(",")
    ports = ports * len(hosts) if len(ports) == 1 else ports
    servers = (f"{host or 'localhost'}{f':{port}' if port else ''}" for host, port in zip(hosts, ports, strict=False))
    return f"{','.join(servers)}/{said.get('dbname') or ''}"


def path_of(db: SqliteDatabase) -> Path:
    """The file of an embedded database."""
    from urllib.parse import unquote, urlsplit

    return Path(unquote(urlsplit(str(db.database)).path))


def what_was_said(error: BaseException) -> str:
    """The first line of what the driver said: those after it may quote what is stored (X-20)."""
    lines = str(error).strip().splitlines()
    return lines[0] if lines else ""


def _behind(error: BaseException) -> Iterator[BaseException]:
    behind: BaseException | None = error
    while behind is not None:
        yield behind
        behind = behind.__context__
