"""Deciding what an account holds once an administrator's changes are made (R2.1-3, R2.3-10, R1.3-3)."""

from collections.abc import Sequence

from oktui.domain.accounts import AlreadyGranted, Grant, GrantChange, PermissionNotGrantable, grantable
from oktui.domain.authority import NotFound
from oktui.domain.modules import Module
from oktui.domain.offices import OfficeKind
from oktui.domain.people import check_order
from oktui.domain.policy import Policy


def decide_grants(
    held: Sequence[Grant],
    changes: Sequence[GrantChange],
    *,
    module: Module,
    office_kind: OfficeKind,
    policy: Policy,
) -> tuple[Grant, ...]:
    """What the account would hold after the changes; grants of other modules stay as they are.

    Raises:
        PermissionNotGrantable, AlreadyGranted, DateOutOfRange, DatesOutOfOrder: a change that is not allowed.
        NotFound: a change to a grant that this module's administrator does not see.
    """
    by_id = {grant.id: grant for grant in held if grant.module is module and grant.revoked_at is None}
    for change in changes:
        held_already = by_id.get(change.id)
        stored = (held_already.valid_from, held_already.valid_to) if held_already else ()
        check_order(change.valid_from, change.valid_to, stored=stored)
        if change.id is not None and change.id not in by_id:
            raise NotFound
        if change.id is None and change.permission not in grantable(module, office_kind, policy, held):
            raise PermissionNotGrantable(change.permission)
        if change.id is not None and not change.revoke and by_id[change.id].permission.obsolete:
            raise PermissionNotGrantable(by_id[change.id].permission)
    after = _after(by_id, changes, module)
    for grant in after:
        if office_kind is not OfficeKind.MPSV and grant.permission.mpsv_only and grant.revoked_at is None:
            raise PermissionNotGrantable(grant.permission)  # moved away from MPSV: revoke it first
    for permission in {grant.permission for grant in after}:
        if sum(grant.permission is permission for grant in after) > 1:
            raise AlreadyGranted(permission)
    return (*(grant for grant in held if grant.id not in by_id), *after)


def _after(by_id: dict[int | None, Grant], changes: Sequence[GrantChange], module: Module) -> list[Grant]:
    changed = {change.id: change for change in changes}
    kept = [_changed(grant, changed.get(key)) for key, grant in by_id.items()]
    added = [change.granted_in(module) for change in changes if change.id is None and not change.revoke]
    return [grant for grant in kept if grant is not None] + added


def _changed(grant: Grant, change: GrantChange | None) -> Grant | None:
    if change is None:
        return grant
    return None if change.revoke else change.applied_to(grant)
