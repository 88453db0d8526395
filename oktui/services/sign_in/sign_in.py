"""Sign in: F1's one use case, also behind `oktui sign-in` (R2.6-1, R2.6-2, R2.3-14, X-11 … X-14)."""

from dataclasses import field
from datetime import datetime

from oktui.domain.accounts import Account, Grant
from oktui.domain.applications import Application
from oktui.domain.audit import EventKind, Outcome
from oktui.domain.authority import Principal
from oktui.domain.errors import DomainError
from oktui.domain.modules import Module
from oktui.domain.passwords import normalise
from oktui.domain.preferences import NOBODYS, Preferences
from oktui.domain.sessions import Actor, Place, SessionEnd, good_until, why_over
from oktui.domain.sign_in import AlreadySignedIn, BadCredentials, NotSynchronised, SignInRefused, must_change, refusal
from oktui.domain.sync import SyncState
from oktui.domain.temporary_passwords import dies_at
from oktui.effects import Effects
from oktui.services import alarms
from oktui.services.acting import principal_of
from oktui.services.attempts import Credentials, confirm, record_attempt, verify
from oktui.values import dataclass
from storage import accounts, applications, incidents, sessions, sources
from storage.database import transaction


@dataclass(frozen=True, repr=False)
class SignIn(Credentials):
    """What the form asks for; `end_other` ends the account's session in the same module and place (X-23)."""

    end_other: bool = False
    place: Place = Place.TERMINAL
    application: Application | None = None
    """Which application is to have the session's token."""

    @classmethod
    def through(cls, application: Application, username: str, password: str, *, end_other: bool = False) -> "SignIn":
        """Signing in through an application, to its own module and no other."""
        place = Place.APPLICATION
        return cls(application.module, username, password, end_other=end_other, place=place, application=application)

    @classmethod
    def only_to_check(cls, module: Module, username: str, password: str) -> "SignIn":
        """Signing in to sign out at once: nobody at a terminal is in the way, and what another check has left goes."""
        return cls(module, username, password, end_other=True, place=Place.CHECK)


@dataclass(frozen=True)
class SignedIn:
    """A session that has begun; until the password is changed it is good for nothing else if `must_change`.

    `grants` are those that let the owner in now. `password_dies_at` is when a temporary password does, and the session
    with it (X-16).
    """

    actor: Actor
    principal: Principal
    must_change: bool
    grants: tuple[Grant, ...]
    password_dies_at: datetime | None = None
    preferences: Preferences = NOBODYS
    token: str = field(default="", repr=False)
    """By which the application knows the session, told to nobody else and stored nowhere."""
    good_until: datetime | None = None
    """Until when an application's session goes on if nobody touches it."""


def sign_in(request: SignIn, *, effects: Effects) -> SignedIn:
    """Open a session for whoever knows the password and may use the module.

    Raises:
        Required: the name or the password is empty.
        SignInRefused: any of F1's refusals.
        UnknownKey: the application through which it is done was removed a moment ago.
    """
    account, hashing = verify(request, EventKind.SIGN_IN, effects=effects), effects.hashing
    fresh_hash = hashing.hash(normalise(request.password)) if hashing.outdated(account.password_hash) else None
    answer = _let_in(request, account, fresh_hash, effects)
    if isinstance(answer, DomainError):
        raise answer
    return answer


def _let_in(request: SignIn, verified: Account, fresh_hash: str | None, effects: Effects) -> SignedIn | SignInRefused:
    """The answer to a right password, which is no failure whatever it meets (X-13)."""
    effects = effects.at_one_moment()
    with transaction():
        confirmed = confirm(verified, request, effects)
        account = confirmed or verified
        refused = BadCredentials() if confirmed is None else _refusal(request, account, effects)
        if refused is not None:
            if isinstance(refused, NotSynchronised):
                _register(refused, request, account, effects)
            record_attempt(request, EventKind.SIGN_IN, account, effects, Outcome.REFUSED, _reason(refused))
            return refused
        if fresh_hash is not None:
            accounts.set_hash(account.id, fresh_hash)
        return _begin(request, account, effects)


def _refusal(request: SignIn, account: Account, effects: Effects) -> SignInRefused | None:
    refused = refusal(account, request.module, effects.now(), effects.policy)
    return refused or _other_session(request, account, effects)


def _other_session(request: SignIn, account: Account, effects: Effects) -> AlreadySignedIn | None:
    """A session of the module that still goes on, unless it is to be ended; any other is closed here (X-23)."""
    now = effects.now()
    session = sessions.open_of(account.id, request.module, request.place)
    if session is None:
        return None
    over = why_over(session, account, now, effects.policy)
    if over is None and not request.end_other:
        return AlreadySignedIn(session.started_at, session.origin)
    sessions.end(session.id, over or SessionEnd.SIGNED_IN_ELSEWHERE, now)
    return None


def _register(refused: NotSynchronised, request: SignIn, account: Account, effects: Effects) -> None:
    if refused.state is SyncState.PERSON_LOADED and not refused.failed:
        refused.incident = incidents.register(account, request.module, now=effects.now(), origin=effects.origin)


def _begin(request: SignIn, account: Account, effects: Effects) -> SignedIn:
    now = effects.now()
    grants = account.usable(request.module, now, effects.policy)
    permissions = {grant.permission: grant.level for grant in grants}
    change = must_change(account, now, effects.policy)
    session_id = sessions.begin(
        account.id, request.module, request.place, permissions, now=now, origin=effects.origin, must_change=change
    )
    token = _give_token(request, session_id, effects)
    accounts.mark_signed_in(account, now)
    alarms.watch_sign_in(account, request.module, effects)
    employee = account.employee
    sources.signed_in(effects.source, employee.realm, account.username, employee.workplace.region, now)
    record_attempt(request, EventKind.SIGN_IN, account, effects, Outcome.DONE, {})
    session = sessions.load(session_id)
    principal = principal_of(session, account, now)
    end = dies_at(accounts.load(account.id), effects.policy) if account.temporary else None
    return SignedIn(
        actor=Actor(session_id),
        principal=principal,
        must_change=change,
        grants=grants,
        password_dies_at=end,
        preferences=accounts.preferences(account.id),
        token=token,
        good_until=good_until(session, effects.policy) if token else None,
    )


def _give_token(request: SignIn, session_id: int, effects: Effects) -> str:
    if request.application is None:
        return ""
    token = effects.make_secret()
    applications.give(session_id, request.application.id, token)
    return token


def _reason(refused: SignInRefused) -> dict[str, object]:
    reason: dict[str, object] = {"reason": refused.code}
    if isinstance(refused, NotSynchronised):
        reason |= {"state": refused.state.value, "failed": refused.failed, "incident": refused.incident}
    return reason
