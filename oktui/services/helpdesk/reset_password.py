"""Reset a forgotten password: the original is not asked for, and a lock need not be in the way (R2.8-1, X-15, X-16)."""

from dataclasses import dataclass
from datetime import datetime

from oktui.domain.accounts import Account
from oktui.domain.audit import EventKind
from oktui.domain.authority import Action, Principal, Subject, require
from oktui.domain.passwords import Owner, generate_for, normalise
from oktui.domain.recognition import Recognition, check_recognition
from oktui.domain.sessions import Actor, SessionEnd
from oktui.domain.sync import SyncState
from oktui.effects import Effects
from oktui.services.identity import identify
from oktui.services.passwords import PasswordEntry, take_password
from oktui.services.recording import record
from storage import accounts, employees, sessions, slowed_names
from storage.accounts import NewPassword
from storage.database import transaction


@dataclass(frozen=True)
class ResetPassword:
    """A new password for an account, generated unless it is given; with `must_change` it is a temporary one (X-16).

    `unlock` ends a lock in the same transaction; `recognised_by` says how the caller was known to be the owner.
    """

    account_id: int
    password: PasswordEntry | None = None
    must_change: bool = True
    unlock: bool = False
    recognised_by: frozenset[Recognition] = frozenset()


@dataclass(frozen=True, repr=False)
class Issued:
    """The password as it is now, until when it opens anything if that is limited, and whether a lock was ended."""

    password: str
    until: datetime | None
    unlocked: bool


def reset_password(actor: Actor, request: ResetPassword, *, effects: Effects) -> Issued:
    """Give the account a new password, and end its open session (X-9).

    Raises:
        Required, PasswordsDiffer, PasswordRefused, PasswordReused: a password that was given is not fit.
        Required: the helpdesk has not said how the caller was recognised (X-16).
        Forbidden, NotFound
    """
    with transaction():
        account = _allowed(actor, request, effects)[1]
    password, password_hash = _make(request, account, effects)
    with transaction():
        principal, current = _allowed(actor, request, effects)
        promoted = current.is_administrator(effects.now()) and not account.is_administrator(effects.now())
        account = current
        unlocked = request.unlock and _unlock(account, effects)
        until = store_password(account, password_hash, must_change=request.must_change, effects=effects)
        if promoted:
            accounts.demand_change(account.id)  # it was checked against the milder rules
        employees.touch(account.employee.id)
        _record(principal, request, account, unlocked=unlocked, effects=effects)
    return Issued(password, until, unlocked)


def _allowed(actor: Actor, request: ResetPassword, effects: Effects) -> tuple[Principal, Account]:
    principal = identify(actor, effects)
    account = accounts.load(request.account_id, to_change=True)
    subject = Subject.of(account.employee, account, effects.now())
    require(principal, Action.RESET_PASSWORD, subject)
    if request.unlock:
        require(principal, Action.UNLOCK, subject)
    check_recognition(principal, request.recognised_by)
    return principal, account


def _make(request: ResetPassword, account: Account, effects: Effects) -> tuple[str, str]:
    """The new password and its hash."""
    if request.password is not None:
        password_hash = hash_for(account, request.password, effects=effects)
        return normalise(request.password.password), password_hash
    password = generate_for(owner_of(account, effects), effects.policy.passwords, effects.choose)
    return password, effects.hashing.hash(password)


def _unlock(account: Account, effects: Effects) -> bool:
    """End a lock, and the waits after failures where there is none (X-11); says whether there was a lock."""
    accounts.forget_failures(account.id)
    for module in account.employee.realm.modules:
        slowed_names.forget(module, account.username)
    return account.locked(effects.policy)


def _record(
    principal: Principal, request: ResetPassword, account: Account, *, unlocked: bool, effects: Effects
) -> None:
    after: dict[str, object] = {"must_change": request.must_change}
    if request.recognised_by:
        ways = (way.title for way in Recognition if way in request.recognised_by)
        after["recognised_by"] = ", ".join(ways)
    record(
        principal,
        EventKind.PASSWORD_RESET,
        account.employee,
        at=effects.now(),
        before={"locked": True} if unlocked else {},
        after={**after, "locked": False} if unlocked else after,
    )


def owner_of(account: Account, effects: Effects) -> Owner:
    """What the account's password must not tell, and how long it must be (X-15, X-17)."""
    employee = account.employee
    administrator = account.is_administrator(effects.now())
    return Owner(account.username, employee.surname, employee.birth_number, administrator)


def hash_for(account: Account, entry: PasswordEntry, *, effects: Effects) -> str:
    """Hash a new password for an existing account, none of its last ones (X-15). Not to be called in a transaction."""
    with transaction():
        past = accounts.past_hashes(account.id, effects.policy.passwords.remembered)
    used = (account.password_hash, *past)
    return take_password(entry, owner_of(account, effects), used, effects=effects)


def store_password(account: Account, password_hash: str, *, must_change: bool, effects: Effects) -> datetime | None:
    """Store an administrator's password: a temporary one dies at the time returned, or at its first use (X-16).

    Of an account that the sync has not activated yet, that time begins with the activation.
    """
    now, passwords = effects.now(), effects.policy.passwords
    active = account.sync_state is SyncState.ACTIVE
    until = now + passwords.temporary_lifetime if must_change and active else None
    new = NewPassword(password_hash, now, temporary=must_change, temporary_until=until)
    accounts.set_password(account.id, new, remembered=passwords.remembered)
    sessions.end_all_of(account.id, SessionEnd.PASSWORD_RESET, now)
    return until
