"""Administrators near an employee's office, whom somebody without the power can turn to (F13)."""

from datetime import date
from typing import Any, cast

from oktui.domain.accounts import Account
from oktui.domain.administrators import Nearness
from oktui.domain.audit import EventKind, SubjectKind
from oktui.domain.modules import Level, Module, Permission
from oktui.domain.offices import OfficeKind
from oktui.domain.people import Workplace
from oktui.domain.sync import SyncState
from storage import accounts, audit
from storage.models import AccountRow, EmployeeRow, GrantRow, WorkplaceRow


def near(office: Workplace, nearness: Nearness, module: Module, day: date, *, most: int) -> list[Account]:
    """The module's administrators of that nearness to the office, as far as a database can tell; kraje come first."""
    query = (
        AccountRow.select(AccountRow.id)
        .join(EmployeeRow)
        .join(WorkplaceRow)
        .switch(AccountRow)
        .join(GrantRow, on=(GrantRow.account == AccountRow.id))
        .where(_near(office, nearness), _stands(module, day))
        .where(
            AccountRow.sync_state == SyncState.ACTIVE,
            AccountRow.locked_at.is_null(),
            EmployeeRow.retired_at.is_null(),
        )
        .order_by(WorkplaceRow.office_kind != OfficeKind.KU, EmployeeRow.sort_key, AccountRow.id)
        .limit(most)
    )
    return [accounts.load(row.id) for row in query]


def _near(office: Workplace, nearness: Nearness) -> Any:
    there = EmployeeRow.workplace == office.id
    match nearness:
        case Nearness.OFFICE:
            return there
        case Nearness.REGION:
            return ~there & (EmployeeRow.region == office.region) & EmployeeRow.region.is_null(False)
    return ~there & (WorkplaceRow.office_kind == OfficeKind.MPSV)


def _stands(module: Module, day: date) -> Any:
    return (
        (GrantRow.module == module)
        & (GrantRow.permission == Permission.SYSTEM_ADMINISTRATION)
        & (GrantRow.level == Level.UPDATE)
        & GrantRow.revoked_at.is_null()
        & (GrantRow.valid_from <= day)
        & (GrantRow.valid_to.is_null() | (GrantRow.valid_to >= day))
    )


def makers(account_id: int, employee_id: int | None, *, generations: int) -> list[Account]:
    """Who granted the account Správa systému, who granted it to them, and so on, nearest first.

    With an employee, also who created that one.
    """
    found: list[int] = []
    asked = {account_id}
    for _ in range(generations):
        query = GrantRow.select(GrantRow.granted_by).where(
            GrantRow.account.in_(list(asked)),
            GrantRow.permission == Permission.SYSTEM_ADMINISTRATION,
            GrantRow.granted_by.is_null(False),
        )
        asked = {cast(Any, row).granted_by_id for row in query.distinct()} - {account_id, *found}
        if not asked:
            break
        found += sorted(asked)
    if employee_id is not None:
        created = audit.last_of(SubjectKind.EMPLOYEE, employee_id, [EventKind.EMPLOYEE_CREATED])
        found += [by for event in created if (by := event.who.account_id) is not None and by not in found]
    return [account for account in map(accounts.find, found) if account is not None]
