"""Outages: something outside the program did not answer, and nothing was changed (X-4)."""

from dataclasses import dataclass

from oktui.domain.errors import Outage
from oktui.domain.files import Obstacle


@dataclass(eq=False)
class PathUnusable(Outage, code="path_unusable"):
    """A file of the installation itself is there, or should be, and cannot be worked with."""

    path: str
    obstacle: Obstacle


class KrkUnavailable(Outage, code="krk_unavailable"):
    """The register of persons failed or did not answer in time (X-4)."""


class DatabaseUnavailable(Outage, code="database_unavailable"):
    """Our own database failed or did not answer in time."""


class DatabaseReadOnly(Outage, code="database_read_only"):
    """Our database takes no changes: a standby, or one that its administrator has stopped for a while (X-33)."""


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
