"""An attempt at an account's password, counted before it is verified: behind F1 and behind the lock screen."""

from oktui.domain.accounts import Account
from oktui.domain.audit import AuditEvent, Detail, EventKind, Outcome, SubjectKind, Who
from oktui.domain.modules import Module
from oktui.domain.offices import Region
from oktui.domain.passwords import normalise
from oktui.domain.people import NOT_STORED
from oktui.domain.sessions import SessionEnd
from oktui.domain.sign_in import Failure, NameAsPassword, SlowedDown, is_the_name
from oktui.domain.text import Required
from oktui.effects import Effects
from oktui.services import alarms, turns
from oktui.services.notices import tell_of_lock
from oktui.services.turns import Turn
from oktui.values import dataclass
from storage import accounts, audit, sessions
from storage.database import transaction


@dataclass(frozen=True, repr=False)
class Credentials:
    """A name and a password, typed for a module."""

    module: Module
    username: str
    password: str


def verify(typed: Credentials, kind: EventKind, *, effects: Effects) -> Account:
    """The account whose password was typed; a failure is recorded as one of the kind.

    The attempt is counted before it is verified, so that guesses made at once are no cheaper (X-14). An unknown name, a
    locked account and one that has to wait take the same time as a wrong password; the first two have the same answer
    (X-12). Not to be called in a transaction.

    Raises:
        Required, UnsafeText: the name or the password is empty, or no text.
        NameAsPassword: the name was typed twice; nothing is counted then, whether it is anybody's or not (X-12).
        BadCredentials: the name or the password is wrong, or the account is locked (R2.6-1).
        SlowedDown: no attempt is taken yet (X-11, X-31).
    """
    for field in ("username", "password"):
        if not getattr(typed, field).strip():
            raise Required(field)
    password = normalise(typed.password)
    if is_the_name(password, typed.username):
        raise NameAsPassword
    turn = _take_turn(typed, effects)
    account = turn.account if turn.taken else None
    stored = account.password_hash if account else effects.hashing.decoy
    right = effects.hashing.verify(stored, password)
    if account is None or not right:
        _count_failure(typed, kind, turn, effects)
        raise turn.refused
    return account


def confirm(verified: Account, typed: Credentials, effects: Effects) -> Account | None:
    """The account as it is now, its failures forgotten (R2.6-1), to be called in the transaction that lets it in.

    None when it was locked, or given another password, while this one was being verified.
    """
    turns.hold(typed.module, typed.username, effects)
    account = accounts.load(verified.id, to_change=True)
    if account.locked_at is not None or account.password_hash != verified.password_hash:
        return None
    accounts.forget_failures(account.id)
    turns.forgive(typed.module, typed.username, effects)
    return accounts.load(account.id)


def record_attempt(
    typed: Credentials,
    kind: EventKind,
    account: Account | None,
    effects: Effects,
    outcome: Outcome,
    after: Detail,
    *,
    source_region: Region | None = None,
) -> None:
    """Append the attempt, by whoever it was, on the account that it was for (X-19).

    One with a name that nobody has is for the administrators of the region whose officials use the source (X-31).
    """
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
            realm=typed.module.realm,
            region=account.employee.workplace.region if account else source_region,
            after=after,
        )
    )


def _take_turn(typed: Credentials, effects: Effects) -> Turn:
    effects = effects.at_one_moment()
    with transaction():
        return turns.take_turn(typed.module, typed.username, effects)


def _count_failure(typed: Credentials, kind: EventKind, turn: Turn, effects: Effects) -> None:
    effects = effects.at_one_moment()
    now, known = effects.now(), turn.account
    with transaction():
        account_id = known.id if known and turn.taken and typed.module.locks else NOT_STORED
        locked_now = accounts.lock_if_spent(account_id, effects.policy.lock_after, now)
        if locked_now:
            sessions.end_all_of(account_id, SessionEnd.LOCKED, now)
        after = {"reason": _reason(turn), "locked": locked_now}
        record_attempt(typed, kind, known, effects, Outcome.REFUSED, after, source_region=turn.region)
        alarms.watch_failure(typed.module, turn.region, known, effects, locked=locked_now)
        if locked_now and known is not None:
            tell_of_lock(known, now, effects)


def _reason(turn: Turn) -> str:
    """What was wrong, for the audit alone (X-12)."""
    if isinstance(turn.refused, SlowedDown) and not turn.taken:
        return turn.refused.code
    failure = Failure.UNKNOWN_NAME if turn.account is None else Failure.LOCKED
    return str((Failure.WRONG_PASSWORD if turn.taken else failure).value)
