"""Employees, one at a time; the list of them is in listing.py."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, cast

from peewee import IntegrityError

from oktui.domain.authority import NotFound
from oktui.domain.modules import Realm
from oktui.domain.names import czech_sort_key
from oktui.domain.people import Details, Employee, EmployeeExists, Person, PersonalData, Workplace
from storage.database import database, for_update
from storage.lookup import keep_words
from storage.mapping import columns, record
from storage.models import EmployeeRow, WorkplaceRow
from storage.persons import columns_of


def value_of(row: EmployeeRow) -> Employee:
    """The domain's value of a row that was read with its workplace."""
    return record(
        Employee,
        row,
        workplace=record(Workplace, row.workplace),
        person=record(PersonalData, row),
        details=record(Details, row),
    )


def load(employee_id: int, *, to_change: bool = False) -> Employee:
    """The employee; `to_change` holds the row until the transaction ends. Raises NotFound."""
    if to_change:
        list(for_update(EmployeeRow.select(EmployeeRow.id).where(EmployeeRow.id == employee_id)))
    query = EmployeeRow.select(EmployeeRow, WorkplaceRow).join(WorkplaceRow).where(EmployeeRow.id == employee_id)
    row = query.first()
    if row is None:
        raise NotFound
    return value_of(row)


def among(employee_ids: Collection[int]) -> dict[int, Employee]:
    """Those of the employees who are there, by id."""
    query = EmployeeRow.select(EmployeeRow, WorkplaceRow).join(WorkplaceRow)
    return {row.id: value_of(row) for row in query.where(EmployeeRow.id.in_(list(employee_ids)))}


def find(realm: Realm, workplace_id: int, ik: str) -> Employee | None:
    """The employee who is the person at the workplace in the realm, if there is one."""
    row = EmployeeRow.get_or_none(
        EmployeeRow.realm == realm, EmployeeRow.workplace == workplace_id, EmployeeRow.ik == ik
    )
    return None if row is None else value_of(row)


def insert(person: Person, realm: Realm, workplace: Workplace, details: Details) -> int:
    """Store a new employee and return their id. Raises EmployeeExists."""
    stored = {
        "realm": realm,
        "ik": person.ik,
        **_of_person(person.data),
        **_of_workplace(workplace),
        **columns(details),
    }
    try:
        with database.atomic():
            employee_id = cast(int, EmployeeRow.insert(**stored).execute())
    except IntegrityError as error:
        raise EmployeeExists from error
    keep_words([employee_id])
    return employee_id


def update(employee_id: int, workplace: Workplace, details: Details) -> None:
    """Change an employee's workplace and details. Raises EmployeeExists."""
    try:
        with database.atomic():
            _change(employee_id, {**_of_workplace(workplace), **columns(details)})
    except IntegrityError as error:
        raise EmployeeExists from error
    keep_words([employee_id])


def set_retired(employee_id: int, retired_at: datetime | None) -> None:
    """Retire, or restore with None (R2.5-1)."""
    _change(employee_id, {"retired_at": retired_at})


def refresh_person(employee_id: int, person: PersonalData, now: datetime) -> None:
    """Take over what KRK says of the person now; not an edit, so nobody's form is out of date."""
    query = EmployeeRow.update(**_of_person(person), refreshed_at=now)
    query.where(EmployeeRow.id == employee_id).execute()
    keep_words([employee_id])


def of_person(ik: str) -> list[Employee]:
    """All that the person is employed as, in either realm, held until the transaction ends."""
    of_them = (EmployeeRow.realm.in_(list(Realm)), EmployeeRow.ik == ik)
    list(for_update(EmployeeRow.select(EmployeeRow.id).where(*of_them).order_by(EmployeeRow.id)))
    query = EmployeeRow.select(EmployeeRow, WorkplaceRow).join(WorkplaceRow).where(*of_them)
    return [value_of(row) for row in query.order_by(EmployeeRow.id)]


def mark_refreshed(employee_ids: Collection[int], now: datetime) -> None:
    """Note that KRK was asked about these, and what we have of them stands."""
    EmployeeRow.update(refreshed_at=now).where(EmployeeRow.id.in_(list(employee_ids))).execute()


def not_refreshed_since(moment: datetime, *, most: int) -> list[Employee]:
    """Employees about whom KRK was not asked since then, those longest ago first, new ones before all."""
    query = (
        EmployeeRow.select(EmployeeRow, WorkplaceRow)
        .join(WorkplaceRow)
        .where(EmployeeRow.refreshed_at.is_null() | (EmployeeRow.refreshed_at < moment))
        .order_by(EmployeeRow.refreshed_at.asc(nulls="first"), EmployeeRow.id)
    )
    return [value_of(row) for row in query.limit(most)]


def delete(employee_id: int) -> None:
    """Remove an employee who has no account (X-26)."""
    EmployeeRow.delete().where(EmployeeRow.id == employee_id).execute()


def touch(employee_id: int) -> None:
    """Count one more edit of the employee, their account or grants (X-21)."""
    _change(employee_id, {})


def _change(employee_id: int, changed: dict[str, Any]) -> None:
    query = EmployeeRow.update(version=EmployeeRow.version + 1, **changed)
    query.where(EmployeeRow.id == employee_id).execute()


def _of_person(person: PersonalData) -> dict[str, Any]:
    sort_key = czech_sort_key(person.surname, person.given_name)
    return {**columns_of(person, EmployeeRow), "sort_key": sort_key}


def _of_workplace(workplace: Workplace) -> dict[str, Any]:
    return {"workplace": workplace.id, "region": workplace.region}
