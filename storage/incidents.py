"""Incidents: refused sign-ins that were given a number (X-6)."""

from datetime import datetime
from typing import Any, cast

from peewee import JOIN

from oktui.domain.accounts import Account
from oktui.domain.authority import Scope
from oktui.domain.incidents import Incident
from oktui.domain.modules import Module
from oktui.domain.people import PersonalData
from oktui.domain.rows import Rows
from storage import keyset
from storage.keyset import checked
from storage.mapping import record
from storage.models import AccountRow, EmployeeRow, IncidentRow


def register(account: Account, module: Module, *, now: datetime, origin: str) -> int:
    """Record who tried, when, where from and in which state, and return the number."""
    query = IncidentRow.insert(
        at=now,
        account=account.id,
        username=account.username,
        module=module,
        sync_state=account.sync_state,
        origin=origin,
        region=account.employee.workplace.region,
    )
    return cast(int, query.execute())


def forget(before: datetime) -> int:
    """Delete the incidents of before then; returns how many."""
    return cast(int, IncidentRow.delete().where(IncidentRow.at < before).execute())


def page(
    number: int | None, scope: Scope, rows: Rows[int], *, unsettled_since: datetime | None = None
) -> list[Incident]:
    """The scope's incidents that are asked for by their numbers, newest first; `number` asks for that one alone.

    With `unsettled_since` only those since then after which their owner has not got in.
    """
    conditions = _within(scope)
    if unsettled_since is not None:
        conditions.append(_unsettled(unsettled_since))
    if number is not None:
        conditions.append(IncidentRow.number == number)
    query = (
        IncidentRow.select(IncidentRow, AccountRow, EmployeeRow)
        .join(AccountRow, JOIN.LEFT_OUTER)
        .join(EmployeeRow, JOIN.LEFT_OUTER)
        .where(*conditions)
    )
    return keyset.page(query, (IncidentRow.number,), rows, _value_of, newest_first=True)


def count_unsettled(scope: Scope, since: datetime) -> int:
    """How many of the scope's incidents there have been since then after which their owner has not got in."""
    query = IncidentRow.select().join(AccountRow).join(EmployeeRow)
    return query.where(*map(checked, _within(scope)), _unsettled(since)).count()


def _within(scope: Scope) -> list[Any]:
    conditions: list[Any] = [checked(IncidentRow.module.in_(scope.realm.modules))]
    return conditions if scope.region is None else [*conditions, IncidentRow.region == scope.region]


def _unsettled(since: datetime) -> Any:
    not_in_since = AccountRow.last_signed_in_at.is_null() | (AccountRow.last_signed_in_at < IncidentRow.at)
    return (IncidentRow.at >= since) & not_in_since & AccountRow.id.is_null(False) & EmployeeRow.retired_at.is_null()


def _value_of(row: IncidentRow) -> Incident:
    employee = row.account.employee if row.account else None
    person = f"{employee.ik}: {record(PersonalData, employee).name}" if employee else ""
    return record(Incident, row, person=person, state=row.sync_state)
