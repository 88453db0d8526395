"""The list of employees (F3): pages of it by key, and how many there are.

A page is read in one of two ways, and either takes the same time however many employees there are. When one of
the criteria matches few, those are looked up and sorted. Otherwise matches are frequent, and an order index, which
holds all that criteria ask about, is walked from the cursor on until the page is full.
"""

from datetime import date
from typing import Any

from peewee import JOIN, ModelSelect

from oktui.domain.authority import Scope
from oktui.domain.listing import COUNTED_AT_MOST, Criteria, Cursor, Listed
from oktui.domain.modules import Realm
from oktui.domain.names import prefix_range, sort_bounds
from oktui.domain.rows import Rows
from storage.keyset import checked, nearest
from storage.models import AccountRow, EmployeeRow, WorkplaceRow

_FEW = 400


def page(criteria: Criteria, scope: Scope, rows: Rows[Cursor], *, day: date) -> list[Listed]:
    """The rows that match and are asked for, in Czech order."""
    query = _matching(criteria, scope, day)
    low, high = sort_bounds(criteria.surname)
    if criteria.surname and rows.after is None:
        query = query.where(EmployeeRow.sort_key >= low)
    if criteria.surname and rows.before is None:
        query = query.where(EmployeeRow.sort_key < high)
    return [_listed(row) for row in _rows(nearest(query, (EmployeeRow.sort_key, EmployeeRow.id), rows))]


def count(criteria: Criteria, scope: Scope, *, day: date) -> int:
    """How many match, counted no further than one past COUNTED_AT_MOST."""
    query = _matching(criteria, scope, day)
    if criteria.surname:
        low, high = sort_bounds(criteria.surname)
        query = query.where(EmployeeRow.sort_key >= low, EmployeeRow.sort_key < high)
    return query.limit(COUNTED_AT_MOST + 1).count()


def _matching(criteria: Criteria, scope: Scope, day: date) -> "ModelSelect[EmployeeRow]":
    """The ids of all that match, taken from a few or else along an order index."""
    employee = EmployeeRow
    within = [employee.realm == scope.realm]
    if scope.region is not None:
        within.append(employee.region == scope.region)
    asked = _asked(criteria)
    current = []
    if not criteria.with_invalid:
        valid = employee.retired_at.is_null() & (employee.valid_to.is_null() | (employee.valid_to >= day))
        current = [valid | employee.id.in_(criteria.kept) if criteria.kept else valid]
    few = next((ids for condition in asked if (ids := _few(scope.realm, condition)) is not None), None)
    query = employee.select(employee.id)
    if few is not None:
        return query.where(employee.id.in_(few), *map(checked, [*within, *asked, *current]))
    return query.where(*within, *map(checked, [*asked, *current]))


def _asked(criteria: Criteria) -> list[Any]:
    """A condition for each criterion that was given; for each there is an index."""
    employee = EmployeeRow
    asked = []
    if criteria.ik:
        asked.append((employee.ik >= criteria.ik) & (employee.ik < criteria.ik + ":"))  # ":" follows "9"
    for key, text in (
        (employee.surname_key, criteria.surname),
        (employee.given_key, criteria.given_name),
        (employee.second_surname_key, criteria.second_surname),
    ):
        if text:
            low, high = prefix_range(text)
            asked.append((key >= low) & (key < high))
    if criteria.workplace_id is not None:
        asked.append(employee.workplace == criteria.workplace_id)
    if criteria.office_kind is not None:
        kind = WorkplaceRow.select(WorkplaceRow.id).where(WorkplaceRow.office_kind == criteria.office_kind)
        asked.append(employee.workplace.in_(kind))
    return asked


def _few(realm: Realm, condition: Any) -> list[int] | None:
    """The ids of the realm's employees for whom the condition holds; None when they are more than a few."""
    query: Any = EmployeeRow.select(EmployeeRow.id).where(EmployeeRow.realm == realm, condition).limit(_FEW + 1)
    ids = [employee_id for (employee_id,) in query.tuples()]
    return None if len(ids) > _FEW else ids


def _rows(found: "ModelSelect[EmployeeRow]") -> Any:
    """What is listed of the employees with the ids found, in Czech order."""
    employee = EmployeeRow.alias()
    return (
        employee.select(
            employee.id, employee.sort_key, employee.ik, employee.given_name, employee.surname, employee.valid_from,
            employee.valid_to, employee.retired_at, AccountRow.username, AccountRow.locked_at, AccountRow.sync_state,
        )
        .join(AccountRow, JOIN.LEFT_OUTER, on=(AccountRow.employee == employee.id))
        .where(employee.id.in_(found))
        .order_by(employee.sort_key, employee.id)
        .namedtuples()
    )  # fmt: skip


def _listed(row: Any) -> Listed:
    return Listed(
        key=Cursor(row.sort_key, row.id),
        ik=row.ik,
        given_name=row.given_name,
        surname=row.surname,
        username=row.username,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        retired=row.retired_at is not None,
        locked=row.locked_at is not None,
        sync_state=row.sync_state,
    )
