"""Incidents: refused sign-ins that were given a number to quote (X-6)."""

from datetime import datetime

from oktui.domain.modules import Module
from oktui.domain.sync import SyncState
from oktui.values import dataclass


@dataclass(frozen=True)
class Incident:
    """Who tried to sign in, when, where from, and in which state of the sync the account was then."""

    number: int
    at: datetime
    username: str
    person: str
    module: Module
    state: SyncState
    origin: str

    @property
    def key(self) -> int:
        """Where the row stands."""
        return self.number
