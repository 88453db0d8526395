"""Outages: something outside the program did not answer, and nothing was changed (X-4)."""

from enum import Enum

from oktui.domain.errors import Outage
from oktui.domain.files import Obstacle
from oktui.values import dataclass


class Cause(Enum):
    """Why a database cannot be worked with, as far as it is known; for whoever can mend it."""

    ADDRESS = "address"
    """Its address says what there is not."""
    NO_DRIVER = "no_driver"
    NOT_MADE = "not_made"
    """There is no file of that name, or nothing in it."""
    FOLDER = "folder"
    """The name of the file is a folder's."""
    NOT_A_DATABASE = "not_a_database"
    DAMAGED = "damaged"
    FORBIDDEN = "forbidden"
    """The file is not ours to read or to write."""
    LOCKED = "locked"
    """Another program keeps it."""
    WRITE_PROTECTED = "write_protected"
    """The file may be read only, or all that is on its file system."""
    DEVICE = "device"
    """The disk."""
    NO_HOST = "no_host"
    CLOSED = "closed"
    """Nobody listens there."""
    SILENT = "silent"
    """Somebody listens, and does not answer."""
    PASSWORD = "password"  # noqa: S105 - a cause
    ROLE = "role"
    """The server does not let this role in from here."""
    NO_DATABASE = "no_database"
    FULL = "full"
    """All connections that the server has are taken."""
    NOT_READY = "not_ready"
    """The server is being started or stopped."""
    NO_PRIMARY = "no_primary"
    """Of several servers none takes changes now: another one is about to be chosen."""
    READ_ONLY = "read_only"
    """The server takes no changes: a standby, or one that its administrator has stopped for a while."""
    NO_TLS = "no_tls"
    CERTIFICATE = "certificate"
    PRIVILEGES = "privileges"
    """The role may not do with the tables what the program does."""
    NO_TABLES = "no_tables"
    BROKEN_OFF = "broken_off"
    """The connection ended before there was an answer."""
    UNAUTHORISED = "unauthorised"
    """The service does not let us in."""
    CREDENTIALS = "credentials"
    """What we would prove ourselves by, or the other side, cannot be used."""
    NO_SERVICE = "no_service"
    """Somebody answers there, but not to such questions."""
    REDIRECTED = "redirected"
    FAULTY = "faulty"
    """The service says that something went wrong with it."""
    TOO_LARGE = "too_large"
    NOT_UNDERSTOOD = "not_understood"
    """The answer is not what the contract says."""
    OTHERS = "others"
    """It answered about others than it was asked about."""
    OTHER = "other"


@dataclass(eq=False)
class PathUnusable(Outage, code="path_unusable"):
    """A file of the installation itself is there, or should be, and cannot be worked with."""

    path: str
    obstacle: Obstacle


@dataclass(eq=False)
class _OfDatabase:
    """What is known of a database that failed."""

    cause: Cause | None = None
    place: str = ""
    """Which database: a file, or server and name, without any password."""
    said: str = ""
    """What the driver said, which quotes nothing that is stored (X-20)."""

    def __str__(self) -> str:
        """For the log."""
        known = ("", "", "") if self.cause is None else (self.cause.value, self.place, self.said)
        return ": ".join((type(self).__name__, *filter(None, known)))


@dataclass(eq=False)
class KrkUnavailable(_OfDatabase, Outage, code="krk_unavailable"):
    """The register of persons failed or did not answer in time (X-4)."""


@dataclass(eq=False)
class KrkOutcomeUnknown(_OfDatabase, Outage, code="krk_outcome_unknown"):
    """KRK's answer to a change was lost: whether it has made it is not known (X-32)."""


@dataclass(eq=False)
class DatabaseUnavailable(_OfDatabase, Outage, code="database_unavailable"):
    """Our own database failed or did not answer in time."""


@dataclass(eq=False)
class DatabaseReadOnly(_OfDatabase, Outage, code="database_read_only"):
    """Our database takes no changes, by Cause.READ_ONLY or WRITE_PROTECTED (X-33)."""


class ConnectionInClear(Outage, code="connection_in_clear"):
    """The database on another machine would be spoken to in clear, for anybody on the way to read and to change."""


class OutcomeUnknown(Outage, code="outcome_unknown"):
    """No answer came to a change: whether it is stored is not known (X-32)."""


class DiskFull(Outage, code="disk_full"):
    """There is no room left to write to."""


@dataclass(eq=False)
class SchemaMismatch(Outage, code="schema_mismatch"):
    """The database was made by another version of the program; `newer` when by a later one."""

    newer: bool
