"""An attempt at an account's password, counted before it is verified: behind F1 and behind the lock screen."""

from dataclasses import dataclass

from oktui.domain.accounts import Account
from oktui.domain.audit import AuditEvent, Detail, EventKind, Outcome, SubjectKind, Who
from oktui.domain.modules import Module
from oktui.domain.names import is_username
from oktui.domain.passwords import normalise
from oktui.domain.sessions import SessionEnd
from oktui.domain.sign_in import BadCredentials, Failure, NameAsPassword, SlowedDown, is_the_name, slow_down
from oktui.domain.text import Required
from oktui.effects import Effects
from storage import accounts, audit, sessions, slowed_names
from storage.database import transaction


@dataclass(frozen=True, repr=False)
class Credentials:
    """A name and a password, typed for a module."""

    module: Module
    username: str
    password: str


def verify(typed: Credentials, kind: EventKind, *, effects: Effects) -> Account:
    """The account whose password was typed; a failure is recorded as one of the kind.

    The attempt is counted before it is verified, so that guesses made at once are no cheaper (X-14). An unknown name or
    a locked account takes the same time as a wrong password, and has the same answer (X-12). Not to be called in a
    transaction.

    Raises:
        Required, UnsafeText: the name or the password is empty, or no text.
        NameAsPassword: the name was typed twice; nothing is counted then, whether it is anybody's or not (X-12).
        BadCredentials: the name or the password is wrong, or the account is locked (R2.6-1).
        SlowedDown: no attempt is taken yet (X-11).
    """
    for field in ("username", "password"):
        if not getattr(typed, field).strip():
            raise Required(field)
    password = normalise(typed.password)
    if is_the_name(password, typed.username):
        raise NameAsPassword
    account = _reserve(typed, kind, effects)
    if isinstance(account, SlowedDown):
        raise account
    stored = account.password_hash if account else effects.hashing.decoy
    right = effects.hashing.verify(stored, password)
    if account is None or not right:
        _count_failure(typed, kind, account, effects)
        raise BadCredentials
    return account


def confirm(verified: Account, typed: Credentials) -> Account | None:
    """The account as it is now, its failures forgotten (R2.6-1), to be called in the transaction that lets it in.

    None when it was locked, or given another password, while this one was being verified.
    """
    account = accounts.load(verified.id, to_change=True)
    if account.locked_at is not None or account.password_hash != verified.password_hash:
        return None
    accounts.forget_failures(account.id)
    if not typed.module.locks:
        slowed_names.forget(typed.module, account.username)
    return accounts.load(account.id)


def record_attempt(
    typed: Credentials, kind: EventKind, account: Account | None, effects: Effects, outcome: Outcome, after: Detail
) -> None:
    """Append the attempt, by whoever it was, on the account that it was for (X-19)."""
    audit.append(
        AuditEvent(
            at=effects.now(),
            # What belongs to nobody is not kept: people type passwords and birth numbers into this field.
            who=Who(account.id if account else None, account.username if account else "", effects.origin),
            kind=kind,
            subject_kind=SubjectKind.EMPLOYEE if account else SubjectKind.UNKNOWN,
            subject_id=account.employee.id if account else None,
            subject_name=f"{account.employee.ik}: {account.employee.person.name}" if account else "",
            outcome=outcome,
            module=typed.module,
            realm=account.employee.realm if account else None,
            region=account.employee.workplace.region if account else None,
            after=after,
        )
    )


def _reserve(typed: Credentials, kind: EventKind, effects: Effects) -> Account | SlowedDown | None:
    """The account whose password may be verified; None for an unknown name and a lock, which is no oracle (X-12)."""
    effects = effects.at_one_moment()
    with transaction():
        account = _named(typed)
        slowed = None if typed.module.locks else _take_turn(typed, effects)
        if slowed is not None:
            record_attempt(typed, kind, account, effects, Outcome.REFUSED, {"reason": SlowedDown.code})
            return slowed
        if account is None or account.locked(effects.policy):
            if typed.module.locks:  # a write for them too, or the time that it takes would tell
                slowed_names.attempts(typed.module, typed.username.strip(), effects.now())
            return None
        if typed.module.locks and not accounts.reserve_attempt(account.id, effects.policy.lock_after):
            return None
        return account


def _named(typed: Credentials) -> Account | None:
    # What can be nobody's name is not asked for: PostgreSQL would stumble over some of what people paste.
    username = typed.username.strip()
    return accounts.named(typed.module.realm, username) if is_username(username) else None


def _take_turn(typed: Credentials, effects: Effects) -> SlowedDown | None:
    now, username = effects.now(), typed.username.strip()
    failures, next_at = slowed_names.attempts(typed.module, username, now)
    if now < next_at:
        return SlowedDown(next_at)
    wait = slow_down(failures + 1, effects.policy)
    slowed_names.count(typed.module, username, next_at=now + wait)
    return None


def _count_failure(typed: Credentials, kind: EventKind, account: Account | None, effects: Effects) -> None:
    effects = effects.at_one_moment()
    now = effects.now()
    with transaction():
        known = account or _named(typed)
        locked_now = (
            account is not None
            and typed.module.locks
            and accounts.lock_if_spent(account.id, effects.policy.lock_after, now)
        )
        if account is not None and locked_now:
            sessions.end_all_of(account.id, SessionEnd.LOCKED, now)
        reason = Failure.WRONG_PASSWORD if account else Failure.LOCKED if known else Failure.UNKNOWN_NAME
        record_attempt(typed, kind, known, effects, Outcome.REFUSED, {"reason": reason.value, "locked": locked_now})
