"""Finding an account by what a caller says of its owner (F13)."""

from collections.abc import Callable
from dataclasses import replace
from functools import reduce
from operator import and_, or_
from typing import Any

from peewee import JOIN, fn

from oktui.domain.authority import Scope
from oktui.domain.lookup import Match, begins_a_word
from oktui.domain.names import LAST, join_name, prefix_range
from storage import workplaces
from storage.models import AccountRow, EmployeeRow, IncidentRow, WorkplaceRow
from storage.persons import KEYS

Condition = Any


def find(parts: tuple[str, ...], scope: Scope, *, limit: int) -> list[Match]:
    """At most `limit` employees of the scope of whom every part is true, in Czech order.

    A part is true of somebody when it begins their surname, the last word of it, their given name, username or a word
    of their workplace's name, or when each of its words does.
    """
    begins = _beginning(scope)
    asked = [begins(part) | reduce(and_, map(begins, part.split())) for part in parts]
    return _matches([*_within(scope), *asked], limit)


def of_incident(number: int, scope: Scope) -> list[Match]:
    """Whose sign-in was refused under the number, and in which module, if they are in the scope (X-6)."""
    rows: Any = (
        IncidentRow.select(IncidentRow.module, AccountRow.employee)
        .join(AccountRow)
        .where(IncidentRow.number == number)
        .namedtuples()
    )
    return [replace(match, module=row.module) for row in rows for match in _of_employee(row.employee, scope)]


def _of_employee(employee_id: int, scope: Scope) -> list[Match]:
    return _matches([*_within(scope), EmployeeRow.id == employee_id], 1)


def _within(scope: Scope) -> list[Condition]:
    realm = EmployeeRow.realm == scope.realm
    return [realm] if scope.region is None else [realm, EmployeeRow.region == scope.region]


def _beginning(scope: Scope) -> Callable[[str], Condition]:
    """A condition for a plain text; each of its sides has an index to be found by."""
    places = [(place.id, place.name) for place in workplaces.within(scope.region)]

    def begins(text: str) -> Condition:
        low, high = prefix_range(text)
        username = fn.lower(AccountRow.username)
        named = AccountRow.select(AccountRow.employee).where(
            AccountRow.realm == scope.realm, username >= text, username < text + LAST
        )
        keys = (getattr(EmployeeRow, key) for key in KEYS)
        sides = [(key >= low) & (key < high) for key in keys]
        sides.append(EmployeeRow.id.in_(named))
        sides.append(EmployeeRow.workplace.in_([place for place, name in places if begins_a_word(name, text)]))
        return reduce(or_, sides)

    return begins


def _matches(conditions: list[Condition], limit: int) -> list[Match]:
    employee = EmployeeRow
    query = (
        employee.select(
            employee.id, employee.given_name, employee.surname, employee.retired_at,
            AccountRow.username, WorkplaceRow.name,
        )
        .join(AccountRow, JOIN.LEFT_OUTER, on=(AccountRow.employee == employee.id))
        .join_from(employee, WorkplaceRow)
        .where(*conditions)
        .order_by(employee.sort_key, employee.id)
        .limit(limit)
    )  # fmt: skip
    return [_match(row) for row in query.namedtuples()]


def _match(row: Any) -> Match:
    return Match(
        employee_id=row.id,
        name=join_name(row.given_name, row.surname),
        username=row.username,
        workplace=row.name,
        retired=row.retired_at is not None,
    )
