"""Who the actor is, at each action anew (X-3, X-9)."""

from datetime import date

from oktui.domain.accounts import Account
from oktui.domain.audit import Who
from oktui.domain.authority import Principal
from oktui.domain.modules import Level, Permission
from oktui.domain.offices import OfficeKind
from oktui.domain.people import Workplace
from oktui.domain.sessions import Actor, MachineOwner, MustChangePassword, Session, SessionLocked, SessionOver, why_over
from oktui.effects import Effects
from storage import accounts, sessions


def identify(actor: Actor, effects: Effects, *, changing_password: bool = False) -> Principal:
    """The actor's principal with the permissions their session began with (R2.3-13); to be called in the transaction.

    Raises:
        SessionOver: the session was ended, or ends at this action (X-9, X-27).
        SessionLocked: it was left alone, and waits for its owner's password (X-27).
        MustChangePassword: a demanded change of password comes first (X-16), unless this is it.
    """
    if isinstance(actor, MachineOwner):
        return _principal_of_owner(actor, effects)
    session = sessions.load(actor.session_id)
    account = accounts.load(session.account_id)
    over = why_over(session, account, effects.now(), effects.policy)
    if over is not None:
        raise SessionOver(over)
    if session.locked_at is not None:
        raise SessionLocked
    if session.must_change and not changing_password:
        raise MustChangePassword
    return principal_of(session, account)


def principal_of(session: Session, account: Account) -> Principal:
    """What the rules need to know of a signed-in account."""
    employee = account.employee
    return Principal(
        session_id=session.id,
        account_id=account.id,
        ik=employee.ik,
        name=employee.full_name,
        username=account.username,
        module=session.module,
        workplace=employee.workplace,
        permissions=session.permissions,
        origin=session.origin,
    )


def _principal_of_owner(owner: MachineOwner, effects: Effects) -> Principal:
    """An owner's reach is that of MPSV's administrators; they are nobody's colleague, so no account is their own."""
    place = Workplace(0, OfficeKind.MPSV, owner.name, None, date.min)
    return Principal(
        session_id=owner.session_id,
        account_id=None,
        ik="",
        name="vlastník počítače",
        username=owner.name,
        module=owner.module,
        workplace=place,
        permissions={Permission.SYSTEM_ADMINISTRATION: Level.UPDATE},
        origin=effects.origin,
    )


def who(principal: Principal) -> Who:
    """The actor as the audit names them (X-19)."""
    return Who(principal.account_id, f"{principal.username} ({principal.name})", principal.origin)
