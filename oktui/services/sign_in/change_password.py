"""Change one's own password (R2.7-1, X-15)."""

from oktui.domain.audit import EventKind, Outcome
from oktui.domain.password_owner import Owner
from oktui.domain.passwords import PasswordTooYoung, WrongPassword, normalise
from oktui.domain.sessions import Actor, SessionEnd, SessionOver
from oktui.domain.sign_in import Failure
from oktui.domain.text import Required
from oktui.effects import Effects
from oktui.services.acting import Own, acting_on_oneself, seeing_oneself
from oktui.services.closing import close
from oktui.services.new_passwords import PasswordEntry, demand_stricter, hash_for, owner_of
from oktui.services.notices import tell_of_new_place
from oktui.services.recording import record
from oktui.values import dataclass
from storage import accounts, sessions
from storage.accounts import NewPassword


@dataclass(frozen=True, repr=False)
class ChangePassword:
    """What F9 holds."""

    original: str
    password: PasswordEntry


def change_password(actor: Actor, request: ChangePassword, *, effects: Effects) -> None:
    """Replace the actor's own password; a change that was demanded lets the session go on (X-16).

    The account's sessions elsewhere end: whoever else knows the old password is to be rid of (X-9).

    Raises:
        WrongPassword: the original does not agree; the third time in a session ends it (SessionOver, X-14).
        SessionOver: as many are being tried already, or it has ended.
        PasswordTooYoung: the last change was too recent, and nobody demands this one (X-15).
        Required, PasswordsDiffer, PasswordRefused, PasswordReused: the new one is not fit.
    """
    if not request.original:
        raise Required("original")
    own = _take_turn(actor, effects)
    account = own.account
    if not effects.hashing.verify(account.password_hash, normalise(request.original)):
        _refuse_original(actor, effects)
    _give_turn_back(actor, effects)
    _refuse_too_young(own, effects)
    password_hash = hash_for(account, request.password, own.principal.at, effects=effects)
    with acting_on_oneself(actor, effects, changing_password=True) as own:
        now, current = own.principal.at, accounts.load(account.id, to_change=True)
        if current.password_hash != account.password_hash:  # reset by an administrator in the meantime
            raise SessionOver(SessionEnd.PASSWORD_RESET)
        new = NewPassword(password_hash, now, temporary=False)
        accounts.set_password(current.id, new, remembered=effects.policy.passwords.remembered)
        demand_stricter(
            current.id,
            was_administrator=account.is_administrator(now),
            is_administrator=current.is_administrator(now),
        )
        sessions.password_changed(actor.session_id)
        ended = sessions.end_others(actor.session_id, SessionEnd.PASSWORD_CHANGED, now)
        after = {"sessions_ended": ended} if ended else {}
        record(own.principal, EventKind.PASSWORD_CHANGED, current.employee, after=after)
        tell_of_new_place(current, now, effects)


def get_password_owner(actor: Actor, *, effects: Effects) -> Owner:
    """Whose password it is, for showing the rules while a new one is typed (F9)."""
    with seeing_oneself(actor, effects, changing_password=True) as own:
        return owner_of(own.account, own.principal.at)


def _take_turn(actor: Actor, effects: Effects) -> Own:
    """Count the attempt before it is verified, so that guesses made at once are no cheaper (X-14)."""
    with acting_on_oneself(actor, effects, changing_password=True) as own:
        taken = sessions.count_wrong_password(own.session.id) <= effects.policy.lock_after
        if not taken:
            close(own, SessionEnd.WRONG_PASSWORDS)
    if not taken:
        raise SessionOver(SessionEnd.WRONG_PASSWORDS)
    return own


def _give_turn_back(actor: Actor, effects: Effects) -> None:
    """A right password makes up for the wrong ones, as at sign-in (R2.6-1)."""
    with acting_on_oneself(actor, effects, changing_password=True) as own:
        sessions.forget_wrong_passwords(own.session.id)


def _refuse_original(actor: Actor, effects: Effects) -> None:
    with acting_on_oneself(actor, effects, changing_password=True) as own:
        spent = own.session.wrong_passwords >= effects.policy.lock_after
        if spent:
            sessions.end(own.session.id, SessionEnd.WRONG_PASSWORDS, own.principal.at)
        after = {"reason": Failure.WRONG_PASSWORD.value}
        record(own.principal, EventKind.PASSWORD_CHANGED, own.account.employee, outcome=Outcome.REFUSED, after=after)
    raise SessionOver(SessionEnd.WRONG_PASSWORDS) if spent else WrongPassword()


def _refuse_too_young(own: Own, effects: Effects) -> None:
    until = own.account.password_set_at + effects.policy.passwords.min_age
    if not own.session.must_change and own.principal.at < until:
        raise PasswordTooYoung(until)
