"""What needs doing: the lists that an administrator's day begins with (F18), and who is on them."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Final

from oktui.domain.accounts import Account
from oktui.domain.authority import Action
from oktui.domain.calendar import local_date
from oktui.domain.people import Employee, Workplace
from oktui.domain.sync import SyncState
from oktui.values import dataclass

AHEAD: Final = timedelta(days=30)
"""How far ahead the lists look: to what ends, and to when an office runs out of administrators."""
UNUSED_FOR: Final = timedelta(days=30)
"""After so long an account that nobody has ever signed in to is looked at."""
BEHIND: Final = timedelta(days=30)
"""How far back incidents count, and for how many days the plot shows what happened."""


class Concern(Enum):
    """One list; `oktui report` and the filters of F3 name it by its value."""

    LOCKED = "locked"
    ENDING = "ending"
    ENDED = "ended"
    NEVER_SIGNED_IN = "never-signed-in"
    WAITING = "waiting"
    TEMPORARY_PASSWORDS = "temporary-passwords"
    PROPOSALS = "proposals"
    ADMINISTRATORS = "administrators"
    INCIDENTS = "incidents"
    ALARMS = "alarms"

    @property
    def needs(self) -> Action:
        """What somebody must be allowed to do to see the list (R2.1-1)."""
        return _NEEDS.get(self, Action.FIND_EMPLOYEES)

    @property
    def of_employees(self) -> bool:
        """Whether those on it are employees, so that F3 can show them."""
        return self not in _NEEDS


_NEEDS: Final = {
    Concern.PROPOSALS: Action.SEE_PROPOSALS,
    Concern.ADMINISTRATORS: Action.SEE_WORKPLACES,
    Concern.INCIDENTS: Action.SEE_INCIDENTS,
    Concern.ALARMS: Action.SEE_AUDIT,
}


def concerned(concern: Concern, employee: Employee, account: Account | None, today: date) -> bool:
    """Whether the employee is on the list today; nobody who is retired is on any."""
    if employee.retired_at is not None:
        return False
    last = employee.details.valid_to
    ended = last is not None and last < today
    if concern is Concern.ENDED:
        return ended
    if ended:
        return False
    if concern is Concern.ENDING:
        return last is not None and last <= today + AHEAD
    return account is not None and _account_concerned(concern, account, today)


def _account_concerned(concern: Concern, account: Account, today: date) -> bool:
    active = account.sync_state is SyncState.ACTIVE
    match concern:
        case Concern.LOCKED:
            return account.locked_at is not None
        case Concern.NEVER_SIGNED_IN:
            unused = active and account.first_signed_in_at is None
            return unused and local_date(account.sync_changed_at) < today - UNUSED_FOR
        case Concern.WAITING:
            return not active
        case Concern.TEMPORARY_PASSWORDS:
            return account.temporary_until is not None and local_date(account.temporary_until) >= today
    return False


@dataclass(frozen=True)
class Overview:
    """How many are on each list that the actor may see, and since when the one waits who waits longest."""

    counts: Mapping[Concern, int]
    waiting_since: datetime | None


@dataclass(frozen=True)
class Staffing:
    """How many can administer an office today, and on which coming day they become fewer, if one is near."""

    today: int
    fewer_on: date | None = None
    then: int = 0

    @property
    def thin(self) -> bool:
        """Whether one is left, or none: who leaves or falls ill has no deputy (X-10)."""
        return self.today < _ENOUGH or (self.fewer_on is not None and self.then < _ENOUGH)


_ENOUGH: Final = 2


@dataclass(frozen=True)
class StaffedOffice:
    """An office with employees, and who administers it."""

    workplace: Workplace
    staffing: Staffing

    @property
    def key(self) -> int:
        """Where the row stands."""
        return self.workplace.id


@dataclass(frozen=True)
class Activity:
    """What happened on one day: who got in, who was refused, and how many were locked by it."""

    day: date
    signed_in: int = 0
    refused: int = 0
    locked: int = 0
