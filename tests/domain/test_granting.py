"""What an account holds once an administrator's changes are made (R2.1-3, R2.3-10, R1.3-3)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from oktui.domain.accounts import AlreadyGranted, Grant, GrantChange, PermissionNotGrantable
from oktui.domain.authority import NotFound
from oktui.domain.dates import DatesOutOfOrder
from oktui.domain.granting import decide_grants
from oktui.domain.modules import Level, Module, Permission
from oktui.domain.offices import OfficeKind
from tests.support.roles import NOW, POLICY, RECORDS, TODAY, grant

DAY = timedelta(days=1)
ELSEWHERE = grant(Permission.REPORTS, Module.POSKYTOVATEL, id=9)


def after(
    *changes: GrantChange,
    held: tuple[Grant, ...] = (RECORDS, ELSEWHERE),
    module: Module = Module.REGISTR,
    kind: OfficeKind = OfficeKind.KU,
) -> tuple[Grant, ...]:
    """What is held afterwards."""
    return decide_grants(held, changes, module=module, office_kind=kind, policy=POLICY)


def change(of: Grant, *, until: date | None = None, revoke: bool = False, level: Level | None = None) -> GrantChange:
    """A change to a grant that is held."""
    return GrantChange(of.permission, level or of.level, of.valid_from, until, id=of.id, revoke=revoke)


def test_what_is_not_changed_stays_and_so_does_another_modules() -> None:
    """R1.1-3: a module's administrator touches that module only."""
    new = GrantChange(Permission.SYSTEM_ADMINISTRATION, Level.VIEW, TODAY)
    given = Grant(None, Module.REGISTR, Permission.SYSTEM_ADMINISTRATION, Level.VIEW, TODAY)
    assert set(after(new)) == {RECORDS, ELSEWHERE, given}
    assert after(change(RECORDS, revoke=True)) == (ELSEWHERE,)
    assert set(after(change(RECORDS, level=Level.VIEW))) == {replace(RECORDS, level=Level.VIEW), ELSEWHERE}


def test_another_modules_grant_and_a_revoked_one_are_not_found() -> None:
    """R1.1-3: a number alone reaches nothing."""
    over = replace(RECORDS, id=3, revoked_at=NOW)
    for beyond in (ELSEWHERE, over, replace(RECORDS, id=77)):
        with pytest.raises(NotFound):
            after(change(beyond, revoke=True), held=(RECORDS, ELSEWHERE, over))


def test_the_old_permission_for_appeals_can_be_revoked_but_not_changed() -> None:
    """R1.3-3: nobody is to have Řešení odvolání longer than they have it already."""
    appeals = grant(Permission.APPEALS, Module.OKNOUZE)
    asked = {"held": (appeals,), "module": Module.OKNOUZE, "kind": OfficeKind.OU_SZ}
    assert after(change(appeals, revoke=True), **asked) == ()  # type: ignore[arg-type]  # keyword arguments of `after`
    with pytest.raises(PermissionNotGrantable) as refused:
        after(change(appeals, until=TODAY), **asked)  # type: ignore[arg-type]
    assert refused.value.permission is Permission.APPEALS


def test_the_ministrys_permission_does_not_come_along_to_another_office() -> None:
    """R2.1-3: whoever moves away from MPSV has it revoked first."""
    ministrys = grant(Permission.INSPECTION_RECORDS)
    assert after(held=(ministrys,), kind=OfficeKind.MPSV) == (ministrys,)
    assert after(change(ministrys, revoke=True), held=(ministrys,)) == ()
    with pytest.raises(PermissionNotGrantable) as refused:
        after(held=(ministrys,))
    assert refused.value.permission is Permission.INSPECTION_RECORDS


def test_a_permission_is_held_once_and_ends_after_it_begins() -> None:
    """R2.3-10: Nelze přidat dvakrát stejné oprávnění; revoked and given anew at once it is one."""
    again = GrantChange(RECORDS.permission, Level.VIEW, TODAY)
    with pytest.raises(AlreadyGranted) as refused:
        after(again)
    assert refused.value.permission is RECORDS.permission
    assert [each.level for each in after(again, change(RECORDS, revoke=True), held=(RECORDS,))] == [Level.VIEW]
    with pytest.raises(DatesOutOfOrder):
        after(change(RECORDS, until=RECORDS.valid_from - DAY))


def test_what_the_module_or_the_office_does_not_have_cannot_be_given() -> None:
    """R1.3-3, R2.1-3: nor can an old permission be given anew."""
    for module, kind, permission in (
        (Module.REGISTR, OfficeKind.KU, Permission.INSPECTION_RECORDS),
        (Module.REGISTR, OfficeKind.KU, Permission.SOCIAL_WORKER),
        (Module.OKNOUZE, OfficeKind.OU_SZ, Permission.APPEALS),
    ):
        with pytest.raises(PermissionNotGrantable) as refused:
            after(GrantChange(permission, Level.UPDATE, TODAY), held=(), module=module, kind=kind)
        assert refused.value.permission is permission
