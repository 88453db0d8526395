"""Accounts and what is granted to them."""

from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import date, datetime
from typing import Any

from oktui.domain.calendar import local_date
from oktui.domain.errors import DomainError
from oktui.domain.modules import Level, Module, Permission
from oktui.domain.offices import OfficeKind
from oktui.domain.people import Employee, covers
from oktui.domain.policy import Policy
from oktui.domain.sync import SyncState
from oktui.values import dataclass


@dataclass(eq=False)
class PermissionNotGrantable(DomainError, code="permission_not_grantable"):
    """A permission that this module's administrator cannot give to this account (R2.1-3, R1.3-3, R1.1-3)."""

    permission: Permission
    field: str | None = "permission"


@dataclass(eq=False)
class AlreadyGranted(DomainError, code="already_granted"):
    """The account has this permission already."""

    permission: Permission
    field: str | None = "permission"


@dataclass(eq=False)
class NothingGranted(DomainError, code="nothing_granted"):
    """The account has no permission that opens the module, now or later (R1.1-2); confirming allows it."""

    module: Module


class EverSignedIn(DomainError, code="ever_signed_in"):
    """An account that has been signed in to is not deleted, only retired (X-26)."""


@dataclass(frozen=True)
class Grant:
    """A permission given to an account (R2.3-10); `id` is None until it is stored."""

    id: int | None
    module: Module
    permission: Permission
    level: Level
    valid_from: date
    valid_to: date | None = None
    revoked_at: datetime | None = None

    def in_force(self, day: date) -> bool:
        """Whether the grant stands on that day."""
        return self.revoked_at is None and covers(self.valid_from, self.valid_to, day)

    def ever_in_force(self, day: date) -> bool:
        """Whether the grant stands on that day or will later."""
        return self.revoked_at is None and (self.valid_to is None or day <= self.valid_to)

    def opens(self, policy: Policy) -> bool:
        """Whether a grant of this permission, when in force, lets its owner in (R1.3-3, X-2)."""
        return not self.permission.obsolete and self.shown(policy)

    def shown(self, policy: Policy) -> bool:
        """Whether the grant is spoken of at all: with its switch off, Podpora uživatelů appears nowhere (X-2)."""
        return self.permission.shown(policy)


@dataclass(frozen=True)
class GrantChange:
    """A row of the table Přístupová oprávnění as somebody wants it: new without `id`, otherwise changed or revoked."""

    permission: Permission
    level: Level
    valid_from: date
    valid_to: date | None = None
    id: int | None = None
    revoke: bool = False

    def applied_to(self, grant: Grant) -> Grant:
        """The stored grant as it is wanted; what it permits, and where, stays."""
        return replace(grant, **terms(self))

    def granted_in(self, module: Module) -> Grant:
        """The new grant that is wanted."""
        return Grant(id=None, module=module, permission=self.permission, **terms(self))


_TERMS = tuple(field.name for field in fields(GrantChange) if field.name not in ("permission", "id", "revoke"))


def terms(grant: Any) -> dict[str, Any]:
    """What can be changed of a grant, or of a row that shows one: level and days."""
    return {name: getattr(grant, name) for name in _TERMS}


@dataclass(frozen=True)
class Account:
    """Username and password of one employee, with the state of the lock and of the sync."""

    id: int
    employee: Employee
    username: str
    created_at: datetime
    password_hash: str
    password_set_at: datetime
    must_change: bool
    temporary: bool
    temporary_until: datetime | None
    temporary_used_at: datetime | None
    failures: int
    locked_at: datetime | None
    sync_state: SyncState
    sync_failed: bool
    sync_changed_at: datetime
    first_signed_in_at: datetime | None
    last_signed_in_at: datetime | None
    grants: tuple[Grant, ...] = ()

    def locked(self, policy: Policy) -> bool:
        """Whether the account is locked (R2.6-1); attempts still being verified count as failures (X-14)."""
        return self.locked_at is not None or self.failures >= policy.lock_after

    def usable(self, module: Module, now: datetime, policy: Policy) -> tuple[Grant, ...]:
        """The grants that let the owner in to the module now (R1.1-2)."""
        day = local_date(now)
        return tuple(
            grant for grant in self.grants if grant.module is module and grant.in_force(day) and grant.opens(policy)
        )

    def loadable(self, now: datetime, policy: Policy) -> bool:
        """Whether sync has any permission to load: one that opens a module now or will (R2.3-14)."""
        return ever_opens(self.grants, local_date(now), policy)

    def usable_from(self, day: date, policy: Policy) -> date | None:
        """The first day from that one on when the account is valid and has a permission to sign in with, if ever.

        What the sync has still to do is another matter (R2.3-12).
        """
        employee = self.employee
        if employee.retired_at is not None:
            return None
        starts = (
            max(day, employee.details.valid_from, grant.valid_from)
            for grant in self.grants
            if grant.ever_in_force(day) and grant.opens(policy)
        )
        return min((start for start in starts if self._usable_on(start, policy)), default=None)

    def _usable_on(self, day: date, policy: Policy) -> bool:
        return self.employee.valid_on(day) and any(grant.in_force(day) and grant.opens(policy) for grant in self.grants)

    def is_administrator(self, now: datetime) -> bool:
        """Whether the account has, or will have, Správa systému in any of its modules (X-2, X-15)."""
        return holds_administration(self.grants, now)


def ever_opens(grants: Iterable[Grant], day: date, policy: Policy) -> bool:
    """Whether any of the grants lets its owner in to a module, on that day or later (R1.1-2)."""
    return any(grant.ever_in_force(day) and grant.opens(policy) for grant in grants)


def check_opens(
    module: Module, after: Iterable[Grant], day: date, policy: Policy, *, before: Iterable[Grant] | None = None
) -> None:
    """Raise NothingGranted if an account that opened the module `before`, or is new, does not any more (R1.1-2)."""

    def opened(grants: Iterable[Grant]) -> bool:
        return ever_opens((grant for grant in grants if grant.module is module), day, policy)

    if not opened(after) and (before is None or opened(before)):
        raise NothingGranted(module)


def holds_administration(grants: tuple[Grant, ...], now: datetime) -> bool:
    """Whether any of the grants is, now or later, Správa systému (X-2, X-15)."""
    day = local_date(now)
    return any(grant.permission is Permission.SYSTEM_ADMINISTRATION and grant.ever_in_force(day) for grant in grants)


def grantable(
    module: Module, office_kind: OfficeKind, policy: Policy, held: Iterable[Grant] = ()
) -> tuple[Permission, ...]:
    """What an administrator of the module can grant at such an office to an account that holds, or held, `held`.

    R2.1-3, R1.1-3, R1.3-3, X-2.
    """
    barred = {permission for grant in held for permission in grant.permission.bars}
    return tuple(
        permission
        for permission in module.permissions
        if not permission.obsolete
        and (office_kind is OfficeKind.MPSV or not permission.mpsv_only)
        and permission.shown(policy)
        and permission not in barred
    )
