"""Unlock one's own session, which was left alone, with one's password (X-27)."""

from oktui.domain.accounts import Account
from oktui.domain.audit import EventKind, Outcome
from oktui.domain.errors import DomainError
from oktui.domain.passwords import WrongPassword
from oktui.domain.sessions import Actor, SessionEnd, is_over, why_over
from oktui.domain.sign_in import BadCredentials
from oktui.effects import Effects
from oktui.services.acting import Own, attending
from oktui.services.attempts import Credentials, confirm, record_attempt, verify
from oktui.services.closing import close
from storage import sessions

_KIND = EventKind.SESSION_UNLOCKED


def unlock_session(actor: Actor, password: str, *, effects: Effects) -> None:
    """Let the session go on where it was left, also one in which a change of password is demanded.

    A wrong password is a failure of the account exactly as at sign-in (R2.6-1, X-11, X-14).

    Raises:
        Required: the password is empty.
        WrongPassword: it is not the account's.
        SlowedDown: no attempt is taken yet.
        SessionOver: it has ended, or has with the third wrong password.
    """
    with attending(actor, effects) as own:
        over = _why_over(own, effects)
    if over is not None:
        raise is_over(own.session, over)
    typed = Credentials(own.session.module, own.account.username, password)
    refused: DomainError | None
    try:
        verified = verify(typed, _KIND, effects=effects)
    except BadCredentials:
        refused = _refusal(actor, effects)
    else:
        refused = _let_go_on(actor, verified, typed, effects)
    if refused is not None:
        raise refused


def _why_over(own: Own, effects: Effects) -> SessionEnd | None:
    return why_over(own.session, own.account, own.principal.at, effects.policy)


def _refusal(actor: Actor, effects: Effects) -> DomainError:
    """What a wrong password means for the session; where failures do not lock, it ends with the third one."""
    with attending(actor, effects) as own:
        over = _why_over(own, effects)
        if over is None and sessions.count_wrong_password(own.session.id) >= effects.policy.lock_after:
            over = SessionEnd.WRONG_PASSWORDS
            close(own, over)
    return WrongPassword("password") if over is None else is_over(own.session, over)


def _let_go_on(actor: Actor, verified: Account, typed: Credentials, effects: Effects) -> DomainError | None:
    with attending(actor, effects) as own:
        over = _why_over(own, effects)
        if over is not None:
            return is_over(own.session, over)
        if confirm(verified, typed, effects) is None:
            return WrongPassword("password")
        sessions.unlock(own.session.id, own.principal.at)
        record_attempt(typed, _KIND, own.account, effects, Outcome.DONE, {"session": own.session.id})
    return None
