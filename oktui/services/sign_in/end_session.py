"""End somebody's session: <Odhlásit> of F10."""

from oktui.domain.audit import EventKind
from oktui.domain.authority import Action, NotFound, Subject, require
from oktui.domain.sessions import Actor, SessionEnd, why_over
from oktui.effects import Effects
from oktui.services.acting import acting
from oktui.services.recording import record, who
from storage import accounts, sessions


def end_session(actor: Actor, session_id: int, *, effects: Effects) -> None:
    """End a session in the actor's module at its owner's next action; one that is over stays as it is (X-9).

    Raises:
        Forbidden: it is not in the actor's power, or their own: that is signing out.
        NotFound: there is no such session in the module.
    """
    with acting(actor, Action.END_SESSION, effects) as principal:
        now, session = principal.at, sessions.load(session_id)
        account = accounts.load(session.account_id)
        require(principal, Action.END_SESSION, Subject.of(account.employee, account, now))
        if session.module is not principal.module:
            raise NotFound
        if why_over(session, account, now, effects.policy) is not None:
            return
        reason = SessionEnd.ENDED_BY_ADMINISTRATOR
        sessions.end(session.id, reason, now, by=who(principal).name)
        record(
            principal,
            EventKind.SESSION_ENDED,
            account.employee,
            after={"session": session.id, "reason": reason.value},
        )
