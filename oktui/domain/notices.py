"""Notices by e-mail: what owners and administrators are told of, when it is tried again, and when no more."""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime, timedelta
from enum import Enum
from typing import Final

from oktui.domain.people import Employee
from oktui.values import dataclass


class NoticeKind(Enum):
    """What is told; templates and scripts name it by its value."""

    VALIDITY_ENDS = "validity_ends"
    PASSWORD_RESET = "password_reset"  # noqa: S105 - a kind of notice, not a password
    ACCOUNT_LOCKED = "account_locked"
    CHANGED_FROM_NEW_PLACE = "changed_from_new_place"
    DIGEST = "digest"

    @property
    def lifetime(self) -> timedelta:
        """For how long it is tried to send one: nobody needs yesterday's digest."""
        return timedelta(days=1) if self is NoticeKind.DIGEST else timedelta(days=5)


class NoticeState(Enum):
    """How far a notice has come."""

    WAITING = "waiting"
    SENDING = "sending"
    """The server is about to be given it; of one that is left so, nobody knows whether the server took it."""
    SENT = "sent"
    FAILED = "failed"
    DROPPED = "dropped"


class NoticeReason(Enum):
    """Why a notice was not sent."""

    REFUSED = "refused"
    """The server refused it for good."""
    EXPIRED = "expired"
    BAD_ADDRESS = "bad_address"
    NO_ADDRESS = "no_address"
    OUT_OF_DATE = "out_of_date"
    """What it tells of is no longer so."""


@dataclass(frozen=True)
class NewNotice:
    """What is to be told to the owner of an account; of one event of a kind they are told once."""

    kind: NoticeKind
    account_id: int
    event: str
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Notice(NewNotice):
    """A notice as it is stored; `token` is what its Message-ID is made of, so that it is the same in each attempt."""

    id: int = 0
    token: str = ""
    created_at: datetime = field(kw_only=True)
    due_at: datetime = field(kw_only=True)
    state: NoticeState = NoticeState.WAITING
    attempts: int = 0
    address: str = ""
    """Where it went, or was to go, when it was last tried."""
    settled_at: datetime | None = None
    reason: NoticeReason | None = None
    reply: int | None = None
    """The code that the server answered last."""


ENDS_WITHIN: Final = timedelta(days=14)
"""How long before the end of their validity owners are told of it."""
NEW_FOR: Final = timedelta(days=1)
"""For how long after the first sign-in from it a place is new to an account."""

_FIRST_DELAY: Final = timedelta(minutes=1)
_LONGEST_DELAY: Final = timedelta(hours=2)


def delay(attempts: int) -> timedelta:
    """How long after so many attempts in vain the next one is made: twice as long each time."""
    return min(_FIRST_DELAY * (1 << min(attempts, 20)), _LONGEST_DELAY)


def out_of_date(notice: NewNotice, employee: Employee) -> bool:
    """Whether what the notice tells of has been changed since: only an end of validity can be."""
    if notice.kind is not NoticeKind.VALIDITY_ENDS:
        return False
    last = employee.details.valid_to
    return employee.retired_at is not None or last is None or last.isoformat() != notice.event


def from_new_place(first_here: datetime | None, first_ever: datetime | None, now: datetime) -> bool:
    """Whether an account is used from a place that its owner first signed in from less than a day ago.

    The place of an account's very first sign-in is none: there is nothing that it would differ from.
    """
    if first_here is None or first_ever is None:
        return False
    return first_ever < first_here and now - first_here < NEW_FOR
