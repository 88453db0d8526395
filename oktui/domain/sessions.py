"""Sessions: what a signed-in account began with, and what ends it."""

from datetime import datetime
from enum import Enum
from typing import Final, NamedTuple

from oktui.domain.accounts import Account
from oktui.domain.calendar import local_date
from oktui.domain.errors import DomainError
from oktui.domain.modules import Level, Module, Permission
from oktui.domain.policy import Policy
from oktui.domain.temporary_passwords import password_alive
from oktui.values import dataclass


class SessionEnd(Enum):
    """Why a session is over (X-9, X-16, X-23, X-27)."""

    SIGNED_OUT = "signed_out"
    RETIRED = "retired"
    NOT_VALID = "not_valid"
    LOCKED = "locked"
    PASSWORD_RESET = "password_reset"  # noqa: S105 - a reason, not a password
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - a reason, not a password
    SIGNED_IN_ELSEWHERE = "signed_in_elsewhere"
    TOO_LONG = "too_long"
    ENDED_BY_ADMINISTRATOR = "ended_by_administrator"
    WRONG_PASSWORDS = "wrong_passwords"
    PASSWORD_DIED = "password_died"  # noqa: S105 - a reason, not a password
    LEFT_ALONE = "left_alone"


LEAVES_FORMS: Final = frozenset(SessionEnd) - {SessionEnd.SIGNED_OUT, SessionEnd.WRONG_PASSWORDS}
"""The ends after which whoever is at the terminal is the one who typed, and may read it (X-9)."""


class Place(Enum):
    """Where a session was begun; in each place an account has one session a module (X-23)."""

    TERMINAL = "terminal"
    CHECK = "check"
    """`oktui sign-in`, which signs out at once."""
    APPLICATION = "application"
    """An application, which holds a token of it (`oktui serve`)."""


@dataclass(eq=False)
class SessionOver(DomainError, code="session_over"):
    """The actor's session has been ended (X-9, X-27): when and by whom, where somebody else has ended it."""

    reason: SessionEnd
    at: datetime | None = None
    by: str = ""


class SessionLocked(DomainError, code="session_locked"):
    """The session was left alone, and nothing can be done before its owner's password is given (X-27)."""


class UnknownSession(DomainError, code="unknown_session"):
    """The token is none that the application was given, or the session is long over."""


class MustChangePassword(DomainError, code="must_change_password"):
    """Until the password is changed, nothing else can be done (X-16)."""


@dataclass(frozen=True)
class Actor:
    """Who asks a use case for something: the owner of this session."""

    session_id: int


@dataclass(frozen=True)
class MachineOwner(Actor):
    """Whoever may run commands on the machine, and so holds its databases and keys anyway; they have no session."""

    session_id: int = 0
    module: Module = Module.REGISTR
    name: str = ""


@dataclass(frozen=True)
class Session:
    """A sign-in that lasts; `permissions` are those it began with (R2.3-13)."""

    id: int
    account_id: int
    module: Module
    place: Place
    permissions: dict[Permission, Level]
    started_at: datetime
    last_active_at: datetime
    ended_at: datetime | None
    end_reason: SessionEnd | None
    origin: str
    must_change: bool
    wrong_passwords: int = 0
    locked_at: datetime | None = None
    ended_by: str = ""
    """The administrator who ended it, as the audit names them; empty where nobody did."""


class SessionCursor(NamedTuple):
    """Where a session stands in the list of those signed in, which is in Czech order of their owners."""

    sort_key: str
    session_id: int


@dataclass(frozen=True)
class ListedSession:
    """A row of the list of those signed in (F10)."""

    key: SessionCursor
    ik: str
    name: str
    username: str
    workplace: str
    started_at: datetime
    last_active_at: datetime
    locked_at: datetime | None
    origin: str


def left_alone(last_active_at: datetime, now: datetime, policy: Policy) -> bool:
    """Whether nobody has touched the program for so long that a lock screen has to cover it (X-27).

    An application has no lock screen: its session ends then.

    A program that was killed is left alone for good. Its session can still be used by nobody, for only that program
    knew of it; it ends at its limit, when an administrator ends it, or when its owner signs in again (X-23).
    """
    return now - last_active_at >= policy.idle_limit


def is_over(session: Session, reason: SessionEnd) -> SessionOver:
    """What the session's owner is told of its end (X-9)."""
    return SessionOver(reason, session.ended_at, session.ended_by)


def good_until(session: Session, policy: Policy) -> datetime:
    """Until when an application's session goes on if nobody touches it, and nothing else ends it (X-27)."""
    return min(session.last_active_at + policy.idle_limit, session.started_at + policy.session_limit)


def why_over(session: Session, account: Account, now: datetime, policy: Policy) -> SessionEnd | None:
    """Why the session ends at this action, if it does (X-9, X-27); a change of grants is no reason (R2.3-13).

    One that waits for the change of a temporary password ends with that password (X-16).
    """
    if session.ended_at is not None:
        return session.end_reason or SessionEnd.SIGNED_OUT
    if account.employee.retired_at is not None:
        return SessionEnd.RETIRED
    if not account.employee.valid_on(local_date(now)):
        return SessionEnd.NOT_VALID
    if account.locked_at is not None:
        return SessionEnd.LOCKED
    if now - session.started_at >= policy.session_limit:
        return SessionEnd.TOO_LONG
    if session.place is Place.APPLICATION and left_alone(session.last_active_at, now, policy):
        return SessionEnd.LEFT_ALONE
    if session.must_change and not password_alive(account, now, policy):
        return SessionEnd.PASSWORD_DIED
    return None
