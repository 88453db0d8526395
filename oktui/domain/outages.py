"""Outages: something outside the program did not answer, and nothing was changed (X-4)."""

from dataclasses import dataclass

from oktui.domain.errors import Outage


class KrkUnavailable(Outage):
    """The register of persons failed or did not answer in time (X-4)."""


class DatabaseUnavailable(Outage):
    """Our own database failed or did not answer in time."""


class DiskFull(Outage):
    """There is no room left to write to."""


@dataclass(eq=False)
class SchemaMismatch(Outage):
    """The database was made by another version of the program; `newer` when by a later one."""

    newer: bool
