"""Incidents: refused sign-ins that were given a number (X-6)."""

from datetime import datetime
from typing import cast

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


def page(number: int | None, scope: Scope, rows: Rows[int]) -> list[Incident]:
    """The scope's incidents that are asked for by their numbers, newest first; `number` asks for that one alone."""
    conditions = [checked(IncidentRow.module.in_(scope.realm.modules))]
    if scope.region is not None:
        conditions.append(IncidentRow.region == scope.region)
    if number is not None:
        conditions.append(IncidentRow.number == number)
    query = (
        IncidentRow.select(IncidentRow, AccountRow, EmployeeRow)
        .join(AccountRow, JOIN.LEFT_OUTER)
        .join(EmployeeRow, JOIN.LEFT_OUTER)
        .where(*conditions)
    )
    return keyset.page(query, (IncidentRow.number,), rows, _value_of, newest_first=True)


def _value_of(row: IncidentRow) -> Incident:
    employee = row.account.employee if row.account else None
    person = f"{employee.ik}: {record(PersonalData, employee).name}" if employee else ""
    return record(Incident, row, person=person, state=row.sync_state)
