"""Why an account can or cannot sign in: one pure function for sign-in (F1) and for the helpdesk (F13)."""

from datetime import date, datetime, timedelta
from enum import Enum

from oktui.domain.accounts import Account
from oktui.domain.calendar import add_months, local_date, next_sync
from oktui.domain.errors import DomainError
from oktui.domain.modules import Module
from oktui.domain.people import Details
from oktui.domain.policy import Policy
from oktui.domain.sync import SyncState
from oktui.domain.temporary_passwords import dies_at, password_alive
from oktui.values import dataclass


class SignInRefused(DomainError):
    """Base of all answers to a sign-in that does not succeed (F1)."""


class BadCredentials(SignInRefused, code="bad_credentials"):
    """A wrong name, a wrong password or a locked account: one answer for the three (X-12)."""


class NameAsPassword(SignInRefused, code="name_as_password"):
    """The username was typed for the password: a slip of the hand, and no attempt at anything (X-14)."""

    field = "password"


@dataclass(eq=False)
class SlowedDown(SignInRefused, code="slowed_down"):
    """Too many failures where failures do not lock: no attempt before `until` (X-11)."""

    until: datetime


@dataclass(eq=False)
class NoUsablePermission(SignInRefused, code="no_usable_permission"):
    """The account has no permission usable in the module (R1.1-2)."""

    module: Module


class AccountNotValid(SignInRefused, code="account_not_valid"):
    """Not valid yet, not valid any more, or retired (R2.5-1)."""


class TemporaryPasswordSpent(SignInRefused, code="temporary_password_spent"):
    """A password set by an administrator that has died (X-16)."""


@dataclass(eq=False)
class NotSynchronised(SignInRefused, code="not_synchronised"):
    """The sync has not made the account usable yet (R2.3-14); `incident` where one was registered (X-6)."""

    state: SyncState
    failed: bool
    ik: str
    next_sync: datetime
    incident: int | None = None


@dataclass(eq=False)
class AlreadySignedIn(SignInRefused, code="already_signed_in"):
    """The account has a session open elsewhere, which signing in would end (X-23)."""

    since: datetime
    origin: str


def is_the_name(password: str, username: str) -> bool:
    """Whether what was typed for a password is the username, which no password contains (X-17), whoever has it."""
    return password.strip().casefold() == username.strip().casefold()


class Failure(Enum):
    """What was wrong with an attempt that got the one answer for all of them: for the audit alone (X-12)."""

    WRONG_PASSWORD = "wrong_password"  # noqa: S105 - a reason, not a password
    LOCKED = "locked"
    UNKNOWN_NAME = "unknown_name"


class Condition(Enum):
    """What must hold for an account to sign in, in the order in which it is asked."""

    EXISTS = "exists"
    NOT_SLOWED = "not_slowed"
    UNLOCKED = "unlocked"
    PASSWORD_ALIVE = "password_alive"  # noqa: S105 - a condition, not a password
    SYNCHRONISED = "synchronised"
    PERMITTED = "permitted"
    BEGUN = "begun"
    NOT_ENDED = "not_ended"
    NOT_RETIRED = "not_retired"


class Cause(Enum):
    """Why a condition is not met, where there are several ways for that."""

    USED = "used"
    EXPIRED = "expired"
    KRK_FAILED = "krk_failed"
    NOTHING_TO_LOAD = "nothing_to_load"
    NOT_GRANTED = "not_granted"
    NOT_YET = "not_yet"
    NO_LONGER = "no_longer"
    REVOKED = "revoked"
    OPENS_NOTHING = "opens_nothing"


@dataclass(frozen=True)
class Finding:
    """One condition, whether it is met, and from when and until when that is so, each only where it is known.

    Days are a validity's own first and last one. `elsewhere` are the modules that have what is missing in this one
    (R1.1-2).
    """

    condition: Condition
    met: bool
    since: datetime | date | None = None
    cause: Cause | None = None
    until: datetime | date | None = None
    elsewhere: tuple[Module, ...] = ()


def diagnose(
    account: Account | None, module: Module, now: datetime, policy: Policy, *, slowed_until: datetime | None = None
) -> tuple[Finding, ...]:
    """Every condition of signing in to the module, in order, met or not (R1.1-2, R2.3-14, R2.5-1, R2.6-1, X-11, X-16).

    `slowed_until` is when the next attempt with the name is taken. Without an account there is nothing more to ask.
    """
    if account is None:
        return (Finding(Condition.EXISTS, False),)
    slowed = slowed_until is not None and now < slowed_until
    retired_at = account.employee.retired_at
    return (
        Finding(Condition.EXISTS, True),
        Finding(Condition.NOT_SLOWED, not slowed, until=slowed_until if slowed else None),
        Finding(Condition.UNLOCKED, not account.locked(policy), account.locked_at),
        _password(account, now, policy),
        _sync(account, now, policy),
        _permission(account, module, now, policy),
        *_validity(account.employee.details, local_date(now)),
        Finding(Condition.NOT_RETIRED, retired_at is None, retired_at),
    )


def _password(account: Account, now: datetime, policy: Policy) -> Finding:
    end = dies_at(account, policy)
    if password_alive(account, now, policy):
        return Finding(Condition.PASSWORD_ALIVE, True, account.password_set_at, until=end)
    cause = Cause.EXPIRED if end == account.temporary_until else Cause.USED
    return Finding(Condition.PASSWORD_ALIVE, False, end, cause)


def _sync(account: Account, now: datetime, policy: Policy) -> Finding:
    if account.sync_state is SyncState.ACTIVE:
        return Finding(Condition.SYNCHRONISED, True, account.sync_changed_at)
    if account.sync_failed:
        return Finding(Condition.SYNCHRONISED, False, account.sync_changed_at, Cause.KRK_FAILED)
    stuck = account.sync_state is SyncState.PERSON_LOADED and not account.loadable(now, policy)
    return Finding(Condition.SYNCHRONISED, False, cause=Cause.NOTHING_TO_LOAD if stuck else None)


def _validity(details: Details, day: date) -> tuple[Finding, Finding]:
    since, until = details.valid_from, details.valid_to
    begun, ended = since <= day, until is not None and until < day
    return (
        Finding(Condition.BEGUN, True, since) if begun else Finding(Condition.BEGUN, False, until=since),
        Finding(Condition.NOT_ENDED, False, until) if ended else Finding(Condition.NOT_ENDED, True, until=until),
    )


def _permission(account: Account, module: Module, now: datetime, policy: Policy) -> Finding:
    """Whether a permission lets the owner in, and if none does, what has become of any that would (R1.1-2, R1.3-3)."""
    usable = account.usable(module, now, policy)
    if usable:
        ends = [grant.valid_to for grant in usable if grant.valid_to is not None]
        until = max(ends) if len(ends) == len(usable) else None
        return Finding(Condition.PERMITTED, True, min(grant.valid_from for grant in usable), until=until)
    others = (other for other in module.realm.modules if other is not module)
    elsewhere = tuple(other for other in others if account.usable(other, now, policy))
    cause, at = _what_became_of(account, module, local_date(now), policy)
    since, until = (None, at) if cause is Cause.NOT_YET else (at, None)
    return Finding(Condition.PERMITTED, False, since, cause, until, elsewhere)


def _what_became_of(
    account: Account, module: Module, day: date, policy: Policy
) -> tuple[Cause, datetime | date | None]:
    held = [grant for grant in account.grants if grant.module is module and grant.shown(policy)]
    opening = [grant for grant in held if grant.opens(policy)]
    unrevoked = [grant for grant in opening if grant.revoked_at is None]
    coming = [grant.valid_from for grant in unrevoked if day < grant.valid_from]
    over = [grant.valid_to for grant in unrevoked if grant.valid_to is not None]
    revoked = [grant.revoked_at for grant in opening if grant.revoked_at is not None]
    if coming:
        return Cause.NOT_YET, min(coming)
    if over:
        return Cause.NO_LONGER, max(over)
    if revoked:
        return Cause.REVOKED, max(revoked)
    return Cause.OPENS_NOTHING if held else Cause.NOT_GRANTED, None


def refusal(account: Account, module: Module, now: datetime, policy: Policy) -> SignInRefused | None:
    """The answer to a right password: None, or the refusal for the first condition that is not met (F1)."""
    for finding in diagnose(account, module, now, policy):
        if not finding.met:
            return _refusal_for(finding.condition, account, module, now, policy)
    return None


def _refusal_for(
    condition: Condition, account: Account, module: Module, now: datetime, policy: Policy
) -> SignInRefused:
    match condition:
        case Condition.EXISTS | Condition.UNLOCKED:
            return BadCredentials()
        case Condition.PASSWORD_ALIVE:
            return TemporaryPasswordSpent()
        case Condition.SYNCHRONISED:
            return NotSynchronised(
                state=account.sync_state,
                failed=account.sync_failed,
                ik=account.employee.ik,
                next_sync=next_sync(now, policy.sync_every),
            )
        case Condition.PERMITTED:
            return NoUsablePermission(module)
    return AccountNotValid()


def must_change(account: Account, now: datetime, policy: Policy) -> bool:
    """Whether the owner has to choose a new password at this sign-in (X-15, X-16)."""
    last_day = add_months(local_date(account.password_set_at), policy.passwords.max_age_months)
    return account.must_change or local_date(now) >= last_day


def slow_down(failures: int, policy: Policy) -> timedelta:
    """How long no attempt is taken after this many failures: from the third on, twice as long each time (X-11)."""
    return growing_wait(failures - policy.lock_after, policy)


def growing_wait(beyond: int, policy: Policy) -> timedelta:
    """The wait after the failure so many beyond the first that is waited for: none before it, then doubling."""
    return min(_FIRST_WAIT * (1 << min(beyond, 20)), policy.slow_down_at_most) if beyond >= 0 else timedelta(0)


_FIRST_WAIT = timedelta(seconds=5)
