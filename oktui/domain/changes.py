"""What is done to employees, to one or to many at once: what becomes of each is decided before anything is stored."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from typing import ClassVar, Final, TypeAlias

from oktui.domain.accounts import Account, Grant, GrantChange
from oktui.domain.audit import Differences, EventKind
from oktui.domain.authority import Action, Principal, Subject, require
from oktui.domain.errors import DomainError
from oktui.domain.granting import decide_grants
from oktui.domain.modules import Level, Permission
from oktui.domain.people import Details, DetailsEntry, Employee, Workplace, WorkplaceNotAllowed, check_details
from oktui.domain.policy import Policy
from oktui.domain.recognition import check_recognition
from oktui.domain.records import values
from oktui.domain.text import Required
from oktui.values import dataclass

AT_ONCE: Final = 5_000
"""How many employees are changed at once at the most."""


class NoAccount(DomainError, code="no_account"):
    """The change is one of an account, and the employee has none."""


class NobodyMarked(DomainError, code="nobody_marked"):
    """A change of many needs somebody whom it is made to."""


@dataclass(eq=False)
class TooManyMarked(DomainError, code="too_many_marked"):
    """More employees than are changed at once."""

    limit: int = AT_ONCE


@dataclass(frozen=True)
class State:
    """An employee, with their account if they have one."""

    employee: Employee
    account: Account | None


@dataclass(frozen=True)
class Extend:
    """Have the validity last until this day; one that lasts longer stays as it is."""

    action: ClassVar = Action.EDIT_EMPLOYEE
    kind: ClassVar = EventKind.EMPLOYEE_CHANGED
    valid_to: date | None


@dataclass(frozen=True)
class End:
    """Have the validity end with this day; one that ends sooner stays as it is."""

    action: ClassVar = Action.EDIT_EMPLOYEE
    kind: ClassVar = EventKind.EMPLOYEE_CHANGED
    valid_to: date | None


@dataclass(frozen=True)
class Retire:
    """Turn Vyřazen to Ano (R2.5-1)."""

    action: ClassVar = Action.RETIRE
    kind: ClassVar = EventKind.RETIRED


@dataclass(frozen=True)
class Restore:
    """Turn Vyřazen back to Ne (R2.5-1)."""

    action: ClassVar = Action.RETIRE
    kind: ClassVar = EventKind.RESTORED


@dataclass(frozen=True)
class Move:
    """Put them at another workplace."""

    action: ClassVar = Action.EDIT_EMPLOYEE
    kind: ClassVar = EventKind.EMPLOYEE_CHANGED
    workplace_id: int | None


@dataclass(frozen=True)
class Give:
    """Grant a permission (R2.3-10)."""

    action: ClassVar = Action.EDIT_EMPLOYEE
    kind: ClassVar = EventKind.EMPLOYEE_CHANGED
    permission: Permission
    level: Level
    valid_from: date | None
    valid_to: date | None = None


@dataclass(frozen=True)
class Revoke:
    """Revoke a permission of the actor's module."""

    action: ClassVar = Action.EDIT_EMPLOYEE
    kind: ClassVar = EventKind.EMPLOYEE_CHANGED
    permission: Permission


@dataclass(frozen=True)
class Unlock:
    """End a lock (R2.6-3)."""

    action: ClassVar = Action.UNLOCK
    kind: ClassVar = EventKind.UNLOCKED


@dataclass(frozen=True)
class GiveNewPassword:
    """Generate a temporary password (X-16)."""

    action: ClassVar = Action.RESET_PASSWORD
    kind: ClassVar = EventKind.PASSWORD_RESET


Change: TypeAlias = Extend | End | Retire | Restore | Move | Give | Revoke | Unlock | GiveNewPassword


@dataclass(frozen=True)
class Planned:
    """What a change of many would do to one of them: the fields that change, or why nothing can be done.

    `version` is that of the employee as they were looked at (X-21); of those beyond the actor's reach no name is told.
    """

    employee_id: int
    version: int
    name: str = ""
    username: str = ""
    changes: Differences = ()
    refusal: DomainError | None = None
    end_sooner: tuple[Grant, ...] = ()
    """The permissions that end before the validity will, when it is extended."""

    @property
    def key(self) -> int:
        """Whom it is of."""
        return self.employee_id

    @property
    def to_do(self) -> bool:
        """Whether something would be changed."""
        return self.refusal is None and bool(self.changes)


def check_many(employee_ids: Collection[int]) -> None:
    """Raise NobodyMarked, TooManyMarked: nobody, or more than are changed at once."""
    if not employee_ids:
        raise NobodyMarked
    if len(employee_ids) > AT_ONCE:
        raise TooManyMarked


def check_change(change: Change) -> None:
    """Raise Required: what the change needs was not filled in."""
    match change:
        case Extend(valid_to=None) | End(valid_to=None):
            raise Required("valid_to")
        case Move(workplace_id=None):
            raise Required("workplace")
        case Give(valid_from=None):
            raise Required("valid_from")


def becomes(change: Change, state: State, principal: Principal, policy: Policy, place: Workplace | None) -> State:
    """What the change makes of them; the same as before where there is nothing to change.

    `place` is the workplace that they are to be moved to. Whether the actor may do it, and whether an office keeps its
    administrator and the account a permission, is asked elsewhere.

    Raises:
        NoAccount: there is no account to change.
        Forbidden, WorkplaceNotAllowed: the workplace is not one that the actor may put them at.
        DomainError: a day or a permission that cannot be given; see `check_details` and `decide_grants`.
    """
    employee, account = state.employee, state.account
    match change:
        case Extend(valid_to=until):
            ends = employee.details.valid_to
            longer = ends is not None and until is not None and ends < until
            return _with_end(state, until) if longer else state
        case End(valid_to=on):
            ends = employee.details.valid_to
            sooner = on is not None and (ends is None or on < ends)
            return _with_end(state, on) if sooner else state
        case Retire():
            return state if employee.retired_at is not None else _of(state, retired_at=principal.at)
        case Restore():
            return _of(state, retired_at=None)
        case Move():
            return _moved(state, place, principal, policy)
        case Unlock():
            account = _account(account)
            unlocked = replace(account, failures=0, locked_at=None)
            return State(employee, unlocked) if account.locked(policy) else state
        case GiveNewPassword():
            check_recognition(principal, frozenset())
            return State(employee, replace(_account(account), must_change=True, temporary=True))
        case _:
            return _granted(change, state, principal, policy)


def end_sooner(change: Change, after: State, principal: Principal) -> tuple[Grant, ...]:
    """The permissions of the actor's module that extending leaves behind: validity alone lets nobody in (R1.1-2)."""
    until = after.employee.details.valid_to
    if not isinstance(change, Extend) or after.account is None or until is None:
        return ()
    return tuple(
        grant
        for grant in after.account.grants
        if grant.module is principal.module
        and grant.valid_to is not None
        and grant.valid_to < until
        and grant.ever_in_force(principal.today)
    )


def _with_end(state: State, day: date | None) -> State:
    stored = state.employee.details
    wanted = DetailsEntry(**values(replace(stored, valid_to=day)))
    return _of(state, details=check_details(wanted, stored))


def _moved(state: State, place: Workplace | None, principal: Principal, policy: Policy) -> State:
    employee, account = state.employee, state.account
    if place is None:
        raise Required("workplace")
    if place.id == employee.workplace.id:
        return state
    there = Subject(principal.realm, place.office_kind, place.region, employee.ik)
    require(principal, Action.EDIT_EMPLOYEE, there)
    if not place.valid_on(principal.today):
        raise WorkplaceNotAllowed
    if account is not None:
        decide_grants(account.grants, (), module=principal.module, office_kind=place.office_kind, policy=policy)
    return _of(state, workplace=place)


def _granted(change: Give | Revoke, state: State, principal: Principal, policy: Policy) -> State:
    account = _account(state.account)
    grants = decide_grants(
        account.grants,
        _changes_of_grants(change, account, principal),
        module=principal.module,
        office_kind=state.employee.workplace.office_kind,
        policy=policy,
    )
    return State(state.employee, replace(account, grants=grants)) if grants != account.grants else state


def _changes_of_grants(change: Give | Revoke, account: Account, principal: Principal) -> list[GrantChange]:
    if isinstance(change, Give):
        if change.valid_from is None:
            raise Required("valid_from")
        return [GrantChange(change.permission, change.level, change.valid_from, change.valid_to)]
    return [
        GrantChange(grant.permission, grant.level, grant.valid_from, grant.valid_to, id=grant.id, revoke=True)
        for grant in account.grants
        if grant.module is principal.module and grant.permission is change.permission and grant.revoked_at is None
    ]


def _account(account: Account | None) -> Account:
    if account is None:
        raise NoAccount
    return account


def _of(state: State, **changed: Workplace | Details | object) -> State:
    """The same people with fields of the employee changed."""
    employee = replace(state.employee, **changed)  # type: ignore[arg-type]
    account = state.account
    return State(employee, None if account is None else replace(account, employee=employee))
