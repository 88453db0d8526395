"""What stands behind our database: the engine, its clock, how it is spoken to, until when it is certified."""

import socket
import sqlite3
import ssl
from contextlib import suppress
from datetime import datetime
from struct import pack
from typing import Final

from oktui.values import dataclass
from storage.database import database, is_sqlite

_SSL_REQUEST: Final = pack(">ii", 8, 80877103)
"""What a client says first that wants TLS: PostgreSQL's protocol, SSLRequest."""
_PATIENCE: Final = 5.0
"""Seconds for the certificate, which nothing depends on."""


@dataclass(frozen=True)
class Engine:
    """A database's engine, as it says of itself."""

    version: str
    now: datetime | None = None
    """Its clock; None of a file, which has ours."""
    protocol: str | None = None
    """The version of TLS, or nothing where the connection is in clear; None of a file."""
    certified_until: datetime | None = None
    """The last moment of its certificate, where there is one to be seen."""


def engine() -> Engine:
    """Ask for it. Within a transaction."""
    if is_sqlite():
        return Engine(f"SQLite {sqlite3.sqlite_version}")
    asked = (
        "SELECT current_setting('server_version'), clock_timestamp(), version"
        " FROM pg_stat_ssl WHERE pid = pg_backend_pid()"
    )
    version, now, protocol = database.execute_sql(asked).fetchone()
    return Engine(f"PostgreSQL {version}", now, protocol or "", _certified_until() if protocol else None)


def _certified_until() -> datetime | None:
    """Read the certificate in a connection of our own: the driver, which has checked it, shows none."""
    from cryptography.x509 import load_der_x509_certificate

    told = database.connection().info
    certificate: bytes | None = None
    with suppress(OSError), socket.create_connection((told.hostaddr or told.host, told.port), _PATIENCE) as plain:
        plain.sendall(_SSL_REQUEST)
        if plain.recv(1) == b"S":
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
            with context.wrap_socket(plain, server_hostname=told.host) as encrypted:
                certificate = encrypted.getpeercert(binary_form=True)
    return None if certificate is None else load_der_x509_certificate(certificate).not_valid_after_utc
