"""Reset a forgotten password: the original is not asked for, and a lock need not be in the way (R2.8-1, X-15, X-16)."""

from datetime import datetime

from oktui.domain.accounts import Account
from oktui.domain.audit import EventKind
from oktui.domain.authority import Action, Principal, Subject, require
from oktui.domain.handing_over import HandedOver, handed_over
from oktui.domain.passwords import normalise
from oktui.domain.recognition import Recognition, check_recognition, on_record
from oktui.domain.sessions import Actor
from oktui.effects import Effects
from oktui.services.acting import acting
from oktui.services.new_passwords import PasswordEntry, hash_for
from oktui.services.recording import record
from oktui.services.resetting import generate_password, store_reset
from oktui.services.subjects import account_for
from oktui.values import dataclass
from storage import accounts, slowed_names


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
    """The password as it is now, its terms, and whether a lock was ended."""

    password: str
    terms: HandedOver
    unlocked: bool


def reset_password(actor: Actor, request: ResetPassword, *, effects: Effects) -> Issued:
    """Give the account a new password, and end its open sessions (X-9).

    Raises:
        Required, PasswordsDiffer, PasswordRefused, PasswordReused: a password that was given is not fit.
        Required: the helpdesk has not said how the caller was recognised (X-16).
        Forbidden, NotFound
    """
    with acting(actor, Action.RESET_PASSWORD, effects) as principal:
        checked = _allowed(principal, request)
    password, password_hash = _make(request, checked, principal.at, effects)
    with acting(actor, Action.RESET_PASSWORD, effects) as principal:
        account = _allowed(principal, request)
        unlocked = request.unlock and _unlock(account, effects)
        store_reset(principal, checked, account, password_hash, must_change=request.must_change, effects=effects)
        _record(principal, request, account, unlocked=unlocked)
        terms = handed_over(accounts.load(account.id), principal.at, effects.policy)
    return Issued(password, terms, unlocked)


def _allowed(principal: Principal, request: ResetPassword) -> Account:
    account = account_for(principal, Action.RESET_PASSWORD, request.account_id)
    if request.unlock:
        require(principal, Action.UNLOCK, Subject.of(account.employee, account, principal.at))
    check_recognition(principal, request.recognised_by)
    return account


def _make(request: ResetPassword, account: Account, now: datetime, effects: Effects) -> tuple[str, str]:
    """The new password and its hash."""
    if request.password is not None:
        password_hash = hash_for(account, request.password, now, effects=effects)
        return normalise(request.password.password), password_hash
    return generate_password(account, now, effects)


def _unlock(account: Account, effects: Effects) -> bool:
    """End a lock, and the waits after failures where there is none (X-11); says whether there was a lock."""
    accounts.forget_failures(account.id)
    for module in account.employee.realm.modules:
        slowed_names.forget(module, account.username)
    return account.locked(effects.policy)


def _record(principal: Principal, request: ResetPassword, account: Account, *, unlocked: bool) -> None:
    after = {"must_change": request.must_change, **on_record(request.recognised_by)}
    record(
        principal,
        EventKind.PASSWORD_RESET,
        account.employee,
        before={"locked": True} if unlocked else {},
        after={**after, "locked": False} if unlocked else after,
    )
