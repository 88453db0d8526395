"""The states through which the sync takes a new account (R2.3-14, X-7)."""

from datetime import datetime, timedelta
from enum import Enum

from oktui.domain.modules import Realm
from oktui.domain.people import Person
from oktui.values import dataclass


class SyncState(Enum):
    """How far the sync has come with an account; the document's table of messages is by these."""

    NEW = "new"
    IK_CONFIRMED = "ik_confirmed"
    PERSON_LOADED = "person_loaded"
    ACTIVE = "active"

    @property
    def asks_krk(self) -> bool:
        """Whether the step out of this state needs KRK."""
        return self in (SyncState.NEW, SyncState.IK_CONFIRMED)


@dataclass(frozen=True)
class Waiting:
    """An account that the sync has not made usable yet, and since when it is in its state (F14)."""

    key: int
    ik: str
    name: str
    username: str
    state: SyncState
    failed: bool
    since: datetime


class RunState(Enum):
    """How a run of the sync stands."""

    FINISHED = "finished"
    RUNNING = "running"
    BROKEN_OFF = "broken_off"


@dataclass(frozen=True)
class SyncRun:
    """A run of the sync; only of a finished one are the counts known (F14)."""

    key: int
    slot: datetime
    started_at: datetime
    finished_at: datetime | None
    running: bool
    processed: int
    activated: int
    failed: int

    @property
    def state(self) -> RunState:
        """A run that nobody carries on any more was broken off; the next one did its work (X-7)."""
        if self.finished_at is not None:
            return RunState.FINISHED
        return RunState.RUNNING if self.running else RunState.BROKEN_OFF

    @property
    def duration(self) -> timedelta | None:
        """How long a finished run took."""
        return None if self.finished_at is None else self.finished_at - self.started_at


def next_state(state: SyncState, *, realm: Realm, person: Person | None, loadable: bool) -> SyncState:
    """One step of the sync: the following state, or the same one if what it needs is missing (R2.3-14).

    `person` is KRK's answer for the account's IK, `loadable` whether there is a permission to load.
    """
    match state:
        case SyncState.NEW if person is not None:
            return SyncState.IK_CONFIRMED
        case SyncState.IK_CONFIRMED if person is not None and person.usable_in(realm):
            return SyncState.PERSON_LOADED
        case SyncState.PERSON_LOADED if loadable:
            return SyncState.ACTIVE
    return state
