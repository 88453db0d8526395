"""Why a database cannot be worked with, as its driver says it."""

import peewee
import psycopg
import pytest

from oktui.domain.outages import Cause
from storage.causes import cause_of
from storage.database import connect_to
from tests.support import postgres

REFUSED = 'connection failed: connection to server at "{}" (192.0.2.7), port 5432 failed: Connection refused'
SAID = {
    REFUSED.format("database.kraj.cz"): Cause.CLOSED,
    REFUSED.format("certificates.kraj.cz"): Cause.CLOSED,
    REFUSED.format("role-does-not-exist.kraj.cz"): Cause.CLOSED,
    'connection to server on socket "/srv/roles/.s.PGSQL.5432" failed: No such file or directory': Cause.CLOSED,
    "failed to resolve host 'password-authentication-failed.kraj.cz': [Errno -2] Name or service not known": (
        Cause.NO_HOST
    ),
    'connection to server at "timeout.kraj.cz", port 5432 failed: FATAL:  role "database" does not exist': Cause.ROLE,
    'connection to server at "db", port 5432 failed: FATAL:  database "role" does not exist': Cause.NO_DATABASE,
    'connection to server at "db", port 5432 failed: FATAL:  permission denied for database "role"': Cause.PRIVILEGES,
    'connection to server at "db", port 5432 failed: SSL error: certificate verify failed': Cause.CERTIFICATE,
    'connection to server at "db", port 5432 failed: root certificate file "/srv/role" does not exist': (
        Cause.CERTIFICATE
    ),
    'connection to server at "db", port 5432 failed: server certificate for "role" does not match host name "db"': (
        Cause.CERTIFICATE
    ),
}


@pytest.mark.parametrize("said", SAID)
def test_what_hosts_roles_and_files_are_called_is_no_cause(said: str) -> None:
    """Only the driver's own words count, whatever those that it quotes would mean."""
    error = peewee.OperationalError(said)
    assert cause_of(connect_to("postgresql://db/oktui"), error) is SAID[said]


@pytest.mark.parametrize("name", ["role", "database", "certificate", "permission denied for"])
def test_a_server_is_believed_whatever_the_database_is_called(postgresql: postgres.Server, name: str) -> None:
    """A real server and the driver's real words."""
    url = postgresql.url("postgres").replace("/postgres?", f"/{name.replace(' ', '%20')}?")
    with pytest.raises(psycopg.OperationalError) as caught:
        psycopg.connect(url)
    assert cause_of(connect_to("postgresql://db/oktui"), caught.value) is Cause.NO_DATABASE
