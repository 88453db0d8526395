"""Incidents: refused sign-ins that were given a number (X-6)."""

from datetime import datetime
from typing import cast

from peewee import JOIN

from oktui.domain.accounts import Account
from oktui.domain.incidents import Incident
from oktui.domain.modules import Module, Realm
from oktui.domain.offices import Region
from storage.models import AccountRow, EmployeeRow, IncidentRow
from storage.paging import by_key, checked


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


def page(
    number: int | None,
    *,
    realm: Realm,
    region: Region | None,
    after: int | None = None,
    before: int | None = None,
    backwards: bool = False,
    limit: int,
) -> list[Incident]:
    """At most `limit` incidents, newest first, next after or before a number; `backwards` gives the oldest.

    `region` None means all of the realm; `number` asks for that one alone.
    """
    conditions = [checked(IncidentRow.module.in_(realm.modules))]
    if region is not None:
        conditions.append(IncidentRow.region == region)
    if number is not None:
        conditions.append(IncidentRow.number == number)
    found = by_key(
        IncidentRow.select(IncidentRow, AccountRow, EmployeeRow)
        .join(AccountRow, JOIN.LEFT_OUTER)
        .join(EmployeeRow, JOIN.LEFT_OUTER)
        .where(*conditions),
        (IncidentRow.number,),
        # What comes after an incident in this order has a smaller number.
        after=None if before is None else (before,),
        before=None if after is None else (after,),
        backwards=before is None and not backwards,
        limit=limit,
    )
    return sorted(map(_value_of, found), key=lambda incident: -incident.number)


def _value_of(row: IncidentRow) -> Incident:
    employee = row.account.employee if row.account else None
    return Incident(
        number=row.number,
        at=row.at,
        username=row.username,
        person=f"{employee.ik}: {employee.given_name} {employee.surname}" if employee else "",
        module=row.module,
        state=row.sync_state,
        origin=row.origin,
    )
