"""Who is on the lists of what needs doing (F18): each read off an index that holds few besides them.

The conditions tell the engines what `oktui.domain.concerns.concerned` tells of one employee.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, Final, cast

from peewee import SQL, Case, ModelSelect, Value, fn

from oktui.domain.administrators import Term, term
from oktui.domain.audit import EventKind, Outcome
from oktui.domain.authority import Scope
from oktui.domain.calendar import day_begins
from oktui.domain.concerns import AHEAD, UNUSED_FOR, Activity, Concern
from oktui.domain.modules import Module
from oktui.domain.people import Workplace
from storage import accounts, workplaces
from storage.keyset import checked
from storage.mapping import record
from storage.models import AccountRow, AuditRow, EmployeeRow, GrantRow, WorkplaceRow

_DAY: Final = timedelta(days=1)


def condition(concern: Concern, day: date) -> Any:
    """Whether an employee is on the list that day."""
    return _of_employee(concern, day) & _of_account(concern, day)


def ids(concern: Concern, scope: Scope, day: date, *, most: int) -> list[int]:
    """The ids of the scope's employees on the list, no more than so many."""
    query: Any = _on_list(concern, scope, day).limit(most).tuples()
    return [employee_id for (employee_id,) in query]


def count(concern: Concern, scope: Scope, day: date, *, most: int) -> int:
    """How many of the scope's employees are on the list, counted no further than that."""
    return _on_list(concern, scope, day).limit(most).count()


def waiting_since(scope: Scope, day: date) -> datetime | None:
    """Since when the one has waited for the sync who waits longest."""
    query = _on_list(Concern.WAITING, scope, day).select(fn.MIN(AccountRow.created_at))
    return cast(datetime | None, query.scalar())


def _on_list(concern: Concern, scope: Scope, day: date) -> "ModelSelect[Any]":
    within = [] if scope.region is None else [checked(EmployeeRow.region == scope.region)]
    if concern in _OF_EMPLOYEE:
        employees = EmployeeRow.select(EmployeeRow.id).where(EmployeeRow.realm == scope.realm)
        return employees.where(_of_employee(concern, day), *within)
    query = AccountRow.select(AccountRow.employee).join(EmployeeRow)
    mine = checked(AccountRow.realm == scope.realm)
    return query.where(_account(concern, day), mine, checked(_of_employee(concern, day)), *within)


_OF_EMPLOYEE: Final = frozenset({Concern.ENDING, Concern.ENDED})
"""The lists for which an account does not matter."""


def _of_employee(concern: Concern, day: date) -> Any:
    employee = EmployeeRow
    there = employee.retired_at.is_null()
    if concern is Concern.ENDED:
        return there & (employee.valid_to < day)
    if concern is Concern.ENDING:
        return there & (employee.valid_to >= day) & (employee.valid_to <= day + AHEAD)
    return there & (employee.valid_to.is_null() | (employee.valid_to >= day))


def _of_account(concern: Concern, day: date) -> Any:
    if concern in _OF_EMPLOYEE:
        return SQL("1 = 1")
    return EmployeeRow.id.in_(AccountRow.select(AccountRow.employee).where(_account(concern, day)))


def _account(concern: Concern, day: date) -> Any:
    account = AccountRow
    match concern:
        case Concern.LOCKED:
            return account.locked_at.is_null(False)
        case Concern.NEVER_SIGNED_IN:
            # In letters, not as parameters: only then does an engine see that the partial index holds them all.
            unused = SQL("first_signed_in_at IS NULL AND sync_state = 'active'")
            return unused & (account.sync_changed_at < day_begins(day - UNUSED_FOR))
        case Concern.WAITING:
            return accounts.PENDING
    return account.temporary_until >= day_begins(day)


def staffed(scope: Scope, module: Module, day: date) -> list[tuple[Workplace, list[Term]]]:
    """The scope's workplaces at which anybody of the realm is employed, and when who can administer the module."""
    employed = EmployeeRow.select(SQL("1")).where(
        EmployeeRow.realm == scope.realm, EmployeeRow.workplace == WorkplaceRow.id, EmployeeRow.retired_at.is_null()
    )
    open_now = WorkplaceRow.valid_to.is_null() | (WorkplaceRow.valid_to >= day)
    query = WorkplaceRow.select().where(fn.EXISTS(employed), open_now)
    if scope.region is not None:
        query = query.where(WorkplaceRow.region == scope.region)
    terms: dict[int, list[Term]] = {}
    for workplace_id, found in _administrators(scope, module):
        terms.setdefault(workplace_id, []).append(found)
    places = sorted((record(Workplace, row) for row in query), key=workplaces.in_czech)
    return [(place, terms.get(place.id, [])) for place in places]


def _administrators(scope: Scope, module: Module) -> Iterable[tuple[int, Term]]:
    employee, grant = EmployeeRow, GrantRow
    query: Any = (
        GrantRow.select(
            employee.workplace, employee.valid_from, employee.valid_to,
            grant.valid_from.alias("granted_from"), grant.valid_to.alias("granted_to"),
        )
        .join(AccountRow, on=(grant.account == AccountRow.id))
        .join(EmployeeRow)
        .where(
            SQL("revoked_at IS NULL AND permission = 'system_administration' AND level = 'update'"),
            grant.module == module,
            checked(employee.retired_at.is_null()),
        )
    )  # fmt: skip
    if scope.region is not None:
        query = query.where(checked(employee.region == scope.region))
    for row in query.namedtuples():
        found = term((row.valid_from, row.valid_to), (row.granted_from, row.granted_to))
        if found is not None:
            yield row.workplace, found


def activity(scope: Scope, first: date, last: date) -> list[Activity]:
    """Sign-ins, refusals and locks of each day, as far as the scope may read of them."""
    event = AuditRow
    within = [] if scope.region is None else [event.realm == scope.realm, event.region == scope.region]
    days = [first + number * _DAY for number in range((last - first).days + 1)]
    which = Case(None, [(event.at < day_begins(day + _DAY), number) for number, day in enumerate(days)])
    told = '"locked":true'  # as the audit writes it, which is to the letter
    locked = fn.REPLACE(event.after, Value(told, converter=False), Value("", converter=False)) != SQL("after")
    query: Any = (
        event.select(which.alias("day"), event.outcome, locked.alias("locked"), fn.COUNT(event.id).alias("number"))
        .where(
            *within, event.kind == EventKind.SIGN_IN, event.at >= day_begins(first), event.at < day_begins(last + _DAY)
        )
        .group_by(SQL("1"), event.outcome, SQL("3"))
        .namedtuples()
    )
    found: dict[int, dict[str, int]] = {}
    for row in query:
        counts = found.setdefault(row.day, {"signed_in": 0, "refused": 0, "locked": 0})
        counts["signed_in" if row.outcome is Outcome.DONE else "refused"] += row.number
        counts["locked"] += row.number if row.locked else 0
    return [Activity(day, **found.get(number, {})) for number, day in enumerate(days)]
