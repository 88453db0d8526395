"""The list of employees (F3): pages of it by key, and how many there are.

A page is read in one of two ways, and either takes the same time however many employees there are. When one of
the criteria matches no more than some, those are looked up and sorted. Otherwise matches are frequent, and an order
index, which holds all that criteria ask about, is walked from the cursor on until the page is full: one that holds
nobody else, where the criteria mean those with a double surname or a second one.
"""

from collections.abc import Callable
from datetime import date
from operator import ge, gt, le, lt
from typing import Any

from peewee import JOIN, SQL, Expression, ModelSelect, Tuple, fn

from oktui.domain.authority import Scope
from oktui.domain.concerns import Concern
from oktui.domain.listing import COUNTED_AT_MOST, Criteria, Cursor, Listed, Order, Sorting
from oktui.domain.lookup import asked_words
from oktui.domain.modules import Realm
from oktui.domain.names import fold, prefix_range, sort_bounds
from oktui.domain.rows import Rows
from oktui.values import dataclass
from storage import concerns, lookup
from storage.database import is_sqlite
from storage.keyset import checked
from storage.mapping import record
from storage.models import AccountRow, EmployeeRow, WorkplaceRow
from storage.persons import KEYS

_FEW = 400
_BY_PERSON = Sorting()
Compare = Callable[[Any, Any], Any]
_SOME, _SOME_TO_COUNT = 2_000, 8_000
"""Of a million, a page, or the limit of a count, is come to sooner along an order index where more than these match."""


def page(
    criteria: Criteria, scope: Scope, rows: Rows[Cursor], *, day: date, sorting: Sorting = _BY_PERSON
) -> list[Listed]:
    """The rows that match and are asked for, sorted as they are asked for."""
    order = sorting.order
    asked = rows.turned() if sorting.descending else rows
    found: list[Listed] = []
    for way in _ways(criteria.surname):
        query = _matching(criteria, way, scope, day, some=_SOME)
        # A bound that the cursor lies within is left out: the engine would begin there instead of at the cursor.
        if way.first is not None and (asked.after is None or order is not Order.PERSON):
            query = query.where(way.first)
        if way.last is not None and (asked.before is None or order is not Order.PERSON):
            query = query.where(way.last)
        found += [_listed(row) for row in _rows(_nearest(query, order, asked))]
    found.sort(key=lambda row: row.key.place(order))
    found = found[: rows.limit] if asked.down else found[-rows.limit :]
    return found[::-1] if sorting.descending else found


def _nearest(query: "ModelSelect[EmployeeRow]", order: Order, rows: Rows[Cursor]) -> "ModelSelect[EmployeeRow]":
    """Those of the query that are asked for, next to the cursor in the order."""
    position = _position(order)
    if rows.after is not None:
        query = query.where(*_beyond(position, _values(rows.after, order), gt, ge))
    if rows.before is not None:
        query = query.where(*_beyond(position, _values(rows.before, order), lt, le))
    return query.order_by(*(position if rows.down else [column.desc() for column in position])).limit(rows.limit)


def _position(order: Order) -> tuple[Any, ...]:
    """What the list is sorted by, as the index of the order has it."""
    employee = EmployeeRow
    if order is Order.PERSON:
        return employee.sort_key, employee.id
    # In letters, not as a parameter: only then does an engine see that it is what the index holds.
    endless = fn.COALESCE(employee.valid_to, SQL("'9999-12-31'"))
    day = employee.valid_from if order is Order.VALID_FROM else endless
    return (Expression(day, "||", employee.sort_key), employee.id) if is_sqlite() else (day, *_position(Order.PERSON))


def _values(cursor: Cursor, order: Order) -> tuple[object, ...]:
    """Where the cursor stands, to be compared with `_position`."""
    within = (cursor.sort_key, cursor.employee_id)
    if order is Order.PERSON:
        return within
    day = cursor.day(order).isoformat()
    return (day + cursor.sort_key, cursor.employee_id) if is_sqlite() else (day, *within)


def _beyond(position: tuple[Any, ...], values: tuple[object, ...], strictly: Compare, at_all: Compare) -> list[Any]:
    beyond = [strictly(Tuple(*position), Tuple(*values))]
    # Within an index on an expression, SQLite begins where the expression alone is compared.
    return [at_all(position[0], values[0]), *beyond] if isinstance(position[0], Expression) else beyond


def count(criteria: Criteria, scope: Scope, *, day: date) -> int:
    """How many match, counted no further than one past COUNTED_AT_MOST."""
    most, found = COUNTED_AT_MOST + 1, 0
    for way in _ways(criteria.surname):
        query = _matching(criteria, way, scope, day, some=_SOME_TO_COUNT)
        bounds = [bound for bound in (way.first, way.last) if bound is not None]
        found += query.where(*bounds).limit(most - found).count()
    return found


@dataclass(frozen=True)
class _Way:
    """One of the ways in which a surname can be meant; no employee is found in two of them.

    `among` are those whom an order index of their own holds; `first` and `last` the bounds in the list's order that
    it lies between, where it does.
    """

    asked: tuple[Any, ...] = ()
    checked: tuple[Any, ...] = ()
    among: tuple[Any, ...] = ()
    first: Any = None
    last: Any = None


def _ways(surname: str) -> list[_Way]:
    """The surname begins so; or else its last word does, as the half of a double one."""
    if not fold(surname):
        return [_Way()]
    employee = EmployeeRow
    low, high = prefix_range(surname)
    first, last = sort_bounds(surname)
    whole = _Way(
        asked=((employee.surname_key >= low) & (employee.surname_key < high),),
        first=employee.sort_key >= first,
        last=employee.sort_key < last,
    )
    half = _Way(
        asked=((employee.surname_last_key >= low) & (employee.surname_last_key < high),),
        checked=((employee.surname_key < low) | (employee.surname_key >= high),),
        among=(SQL("surname_last_key <> ''"),),
    )
    return [whole, half]


def _matching(criteria: Criteria, way: _Way, scope: Scope, day: date, *, some: int) -> "ModelSelect[EmployeeRow]":
    """The ids of all that match, taken from at most `some` or else along an order index."""
    employee = EmployeeRow
    within = [employee.realm == scope.realm]
    if scope.region is not None:
        within.append(employee.region == scope.region)
    words = asked_words(criteria.words)
    asked = [*way.asked, *_asked(criteria)]
    current = [*way.checked, *lookup.has_beginning(words)]
    if criteria.concern is not None:
        on_list = concerns.condition(criteria.concern, day)
        current.append(on_list | employee.id.in_(criteria.kept) if criteria.kept else on_list)
    elif not criteria.with_invalid:
        valid = employee.retired_at.is_null() & (employee.valid_to.is_null() | (employee.valid_to >= day))
        current.append(valid | employee.id.in_(criteria.kept) if criteria.kept else valid)
    query, conditions = employee.select(employee.id), [*within, *asked, *current]
    found: Any = None if criteria.concern is None else _few_concerned(criteria.concern, criteria.kept, scope, day)
    # In letters, not as a parameter: only then does an engine see that a partial index holds them all.
    among = [SQL("second_surname_key <> ''")] if fold(criteria.second_surname) else way.among
    if found is None:
        found = _few(scope.realm, asked)
    if found is None and words:
        found = lookup.few_beginning(words, scope, some)
    if found is None and not among:
        found = _narrowest(scope.realm, asked, some)
    if found is not None:
        return query.where(employee.id.in_(found), *map(checked, conditions))
    if among:  # few have two surnames, so their region need not narrow the walk
        return query.where(employee.realm == scope.realm, *among, *map(checked, conditions[1:]))
    return query.where(*within, *map(checked, conditions[len(within) :]))


def _asked(criteria: Criteria) -> list[Any]:
    """A condition for each other criterion that was given; for each there is an index."""
    employee = EmployeeRow
    asked = []
    if criteria.ik:
        asked.append((employee.ik >= criteria.ik) & (employee.ik < criteria.ik + ":"))  # ":" follows "9"
    for key, (name, _) in KEYS.items():
        text, column = getattr(criteria, name), getattr(employee, key)
        if text and name != "surname":  # which can be meant in two ways
            low, high = prefix_range(text)
            asked.append((column >= low) & (column < high))
    if criteria.workplace_id is not None:
        asked.append(employee.workplace == criteria.workplace_id)
    if criteria.office_kind is not None:
        kind = WorkplaceRow.select(WorkplaceRow.id).where(WorkplaceRow.office_kind == criteria.office_kind)
        asked.append(employee.workplace.in_(kind))
    return asked


def _few(realm: Realm, conditions: list[Any]) -> list[int] | None:
    """The ids of the realm's employees for whom one of the conditions holds, the first that holds for few."""
    for condition in conditions:
        ids = [employee_id for (employee_id,) in _of(realm, condition).limit(_FEW + 1).tuples()]
        if len(ids) <= _FEW:
            return ids
    return None


def _narrowest(realm: Realm, conditions: list[Any], most: int) -> Any:
    """A query for the ids of those for whom the narrowest condition holds; None when they are more than `most`."""
    narrowest, fewest = None, most + 1
    for condition in conditions:
        query = _of(realm, condition)
        number = query.limit(fewest).count()
        if number < fewest:
            narrowest, fewest = query, number
    return narrowest


def _of(realm: Realm, condition: Any) -> Any:
    return EmployeeRow.select(EmployeeRow.id).where(EmployeeRow.realm == realm, condition)


def _few_concerned(concern: Concern, kept: frozenset[int], scope: Scope, day: date) -> list[int] | None:
    """The ids of those on the list, and of those who are kept in it; None when they are more than a few."""
    ids = concerns.ids(concern, scope, day, most=_FEW + 1)
    return None if len(ids) > _FEW else sorted({*ids, *kept})


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
    return record(
        Listed,
        row,
        key=Cursor(row.sort_key, row.id, row.valid_from, row.valid_to or date.max),
        retired=row.retired_at is not None,
        locked=row.locked_at is not None,
    )
