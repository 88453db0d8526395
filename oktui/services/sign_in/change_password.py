"""Change one's own password (R2.7-1, X-15)."""

from dataclasses import dataclass

from oktui.domain.accounts import Account
from oktui.domain.audit import EventKind, Outcome
from oktui.domain.authority import Principal
from oktui.domain.passwords import Owner, PasswordTooYoung, WrongPassword, normalise
from oktui.domain.sessions import Actor, SessionEnd, SessionOver
from oktui.domain.text import Required
from oktui.effects import Effects
from oktui.services.helpdesk.reset_password import hash_for, owner_of
from oktui.services.identity import identify
from oktui.services.passwords import PasswordEntry
from oktui.services.recording import record
from storage import accounts, sessions
from storage.accounts import NewPassword
from storage.database import transaction


@dataclass(frozen=True, repr=False)
class ChangePassword:
    """What F9 holds."""

    original: str
    password: PasswordEntry


def change_password(actor: Actor, request: ChangePassword, *, effects: Effects) -> None:
    """Replace the actor's own password; a change that was demanded lets the session go on (X-16).

    Raises:
        WrongPassword: the original does not agree; the third time in a session ends it (SessionOver, X-14).
        PasswordTooYoung: the last change was too recent, and nobody demands this one (X-15).
        Required, PasswordsDiffer, PasswordRefused, PasswordReused: the new one is not fit.
    """
    if not request.original:
        raise Required("original")
    with transaction():
        principal, account, demanded = _load(actor, effects)
    if not effects.hashing.verify(account.password_hash, normalise(request.original)):
        _refuse_original(actor, principal, account, effects)
    _refuse_too_young(account, demanded=demanded, effects=effects)
    password_hash = hash_for(account, request.password, effects=effects)
    with transaction():
        principal, current, _ = _load(actor, effects)
        if current.password_hash != account.password_hash:  # reset by an administrator in the meantime
            raise SessionOver(SessionEnd.PASSWORD_RESET)
        now = effects.now()
        new = NewPassword(password_hash, now, temporary=False)
        accounts.set_password(current.id, new, remembered=effects.policy.passwords.remembered)
        if current.is_administrator(now) and not account.is_administrator(now):
            accounts.demand_change(current.id)  # granted meanwhile: it was checked against the milder rules
        sessions.password_changed(actor.session_id)
        record(principal, EventKind.PASSWORD_CHANGED, current.employee, at=now)


def get_password_owner(actor: Actor, *, effects: Effects) -> Owner:
    """Whose password it is, for showing the rules while a new one is typed (F9)."""
    with transaction():
        return owner_of(_load(actor, effects)[1], effects)


def _load(actor: Actor, effects: Effects) -> tuple[Principal, Account, bool]:
    principal = identify(actor, effects, changing_password=True)
    session = sessions.load(actor.session_id)
    return principal, accounts.load(session.account_id, to_change=True), session.must_change


def _refuse_original(actor: Actor, principal: Principal, account: Account, effects: Effects) -> None:
    now = effects.now()
    with transaction():
        spent = sessions.count_wrong_password(actor.session_id) >= effects.policy.lock_after
        if spent:
            sessions.end(actor.session_id, SessionEnd.WRONG_PASSWORDS, now)
        record(
            principal, EventKind.PASSWORD_CHANGED, account.employee, at=now, outcome=Outcome.REFUSED,
            after={"reason": "WrongPassword"},
        )  # fmt: skip
    raise SessionOver(SessionEnd.WRONG_PASSWORDS) if spent else WrongPassword()


def _refuse_too_young(account: Account, *, demanded: bool, effects: Effects) -> None:
    until = account.password_set_at + effects.policy.passwords.min_age
    if not demanded and effects.now() < until:
        raise PasswordTooYoung(until)
