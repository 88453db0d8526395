"""The entrance of every use case: its transaction, who the actor is at this action, and that they may (X-3, X-9)."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime

from oktui.domain.accounts import Account
from oktui.domain.authority import Action, Principal, require
from oktui.domain.modules import Level, Module, Permission
from oktui.domain.offices import OfficeKind
from oktui.domain.people import Workplace
from oktui.domain.sessions import Actor, MachineOwner, MustChangePassword, Session, SessionLocked, is_over, why_over
from oktui.domain.sign_in import refusal
from oktui.effects import Effects
from oktui.values import dataclass
from storage import accounts, sessions
from storage.database import reading, transaction


@dataclass(frozen=True)
class Own:
    """The actor's own session and account, and whom the rules and the audit take them for."""

    session: Session
    account: Account
    principal: Principal


@contextmanager
def acting(actor: Actor, action: Action, effects: Effects, *, part_of: str = "") -> Iterator[Principal]:
    """Open the transaction of a use case for an actor who may do this at all; the clock is read here, and only here.

    Whether they may do it to a certain employee is required inside, once it is known who that is. `part_of` is the
    number of the change of many that this is part of.

    Raises:
        Forbidden: they may do it to nobody.
        SessionOver, SessionLocked, MustChangePassword: their session is good for nothing, or not yet.
    """
    with transaction():
        principal = _identify(actor, effects)
        require(principal, action)
        yield replace(principal, part_of=part_of) if part_of else principal


@contextmanager
def seeing(actor: Actor, action: Action, effects: Effects) -> Iterator[Principal]:
    """As `acting`, of a use case that only reads: on one state of the database, and nobody waits for it.

    Raises as `acting` does.
    """
    with reading():
        principal = _identify(actor, effects)
        require(principal, action)
        yield principal


def allowed(actor: Actor, action: Action, effects: Effects) -> Principal:
    """The actor, if they may do this at all: for what is done outside our database. Raises as `acting` does."""
    with seeing(actor, action, effects) as principal:
        return principal


@contextmanager
def acting_on_oneself(actor: Actor, effects: Effects, *, changing_password: bool = False) -> Iterator[Own]:
    """Open the transaction of a use case that concerns nobody but the actor, and so takes no permission.

    Raises:
        SessionOver, SessionLocked: their session is good for nothing, or not yet.
        MustChangePassword: a demanded change of password comes first (X-16), unless this is it.
    """
    with transaction():
        yield _oneself(actor, effects, changing_password=changing_password)


@contextmanager
def seeing_oneself(actor: Actor, effects: Effects, *, changing_password: bool = False) -> Iterator[Own]:
    """As `acting_on_oneself`, of a use case that only reads. Raises as that does."""
    with reading():
        yield _oneself(actor, effects, changing_password=changing_password)


@contextmanager
def attending(actor: Actor, effects: Effects) -> Iterator[Own]:
    """Open the transaction of a use case about the actor's session itself, be it over or locked: that is its matter."""
    with transaction():
        yield _own(actor, effects.now())


def principal_of(session: Session, account: Account, at: datetime) -> Principal:
    """What the rules need to know of a signed-in account, with the permissions the session began with (R2.3-13)."""
    return _principal(account, session.module, session.permissions, session.origin, at, session_id=session.id)


def as_if_signed_in(account: Account, module: Module, effects: Effects) -> Principal | None:
    """The account's owner without a session, for what they asked for in one; None if they could not sign in now."""
    at = effects.now()
    if refusal(account, module, at, effects.policy) is not None:
        return None
    permissions = {grant.permission: grant.level for grant in account.usable(module, at, effects.policy)}
    return _principal(account, module, permissions, effects.origin, at, session_id=0)


def _principal(
    account: Account,
    module: Module,
    permissions: dict[Permission, Level],
    origin: str,
    at: datetime,
    *,
    session_id: int,
) -> Principal:
    employee = account.employee
    return Principal(
        session_id=session_id,
        account_id=account.id,
        ik=employee.ik,
        name=employee.person.full_name,
        username=account.username,
        module=module,
        workplace=employee.workplace,
        permissions=permissions,
        origin=origin,
        at=at,
    )


def _identify(actor: Actor, effects: Effects) -> Principal:
    if isinstance(actor, MachineOwner):
        return _principal_of_owner(actor, effects)
    own = _own(actor, effects.now())
    _check_session(own, effects)
    return own.principal


def _own(actor: Actor, at: datetime) -> Own:
    session = sessions.load(actor.session_id)
    account = accounts.load(session.account_id)
    return Own(session, account, principal_of(session, account, at))


def _oneself(actor: Actor, effects: Effects, *, changing_password: bool) -> Own:
    own = _own(actor, effects.now())
    _check_session(own, effects, changing_password=changing_password)
    return own


def _check_session(own: Own, effects: Effects, *, changing_password: bool = False) -> None:
    over = why_over(own.session, own.account, own.principal.at, effects.policy)
    if over is not None:
        raise is_over(own.session, over)
    if own.session.locked_at is not None:
        raise SessionLocked
    if own.session.must_change and not changing_password:
        raise MustChangePassword


def _principal_of_owner(owner: MachineOwner, effects: Effects) -> Principal:
    """An owner's reach is that of MPSV's administrators; they are nobody's colleague, so no account is their own."""
    place = Workplace(0, OfficeKind.MPSV, owner.name, None, date.min)
    return Principal(
        session_id=owner.session_id,
        account_id=None,
        ik="",
        name="",
        username=owner.name,
        module=owner.module,
        workplace=place,
        permissions={Permission.SYSTEM_ADMINISTRATION: Level.UPDATE},
        origin=effects.origin,
        at=effects.now(),
    )
