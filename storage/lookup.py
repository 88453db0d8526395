"""Finding employees by any words of theirs, which are kept beside each of them for the engine's own index of words."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from peewee import JOIN, SQL, Value

from oktui.domain.authority import Scope
from oktui.domain.lookup import Match, weigh, words_of
from oktui.domain.names import join_name
from storage.database import is_sqlite
from storage.models import AccountRow, EmployeeRow, IncidentRow, WorkplaceRow

_CONSIDERED = 500
"""How many of those who match are weighed; who is among more has to be asked for more closely."""

_AT_ONCE = 200
"""How many employees' words one statement changes."""


def find(asked: Sequence[str], scope: Scope, *, limit: int) -> list[Match]:
    """At most `limit` employees of the scope who have a word that begins so for each one asked for, the nearest first.

    Those who have the very words are considered before those whose words only begin so.
    """
    found: dict[int, Any] = {}
    for whole in (True, False):
        for row in _described(_having(asked, scope, whole=whole)):
            found.setdefault(row.id, row)
    nearest = sorted(
        found.values(),
        key=lambda row: (weigh(asked, row.surname, row.username, row.words.split()), row.sort_key, row.id),
    )
    return [_match(row) for row in nearest[:limit]]


def keep_words(employee_ids: Any) -> None:
    """Have the employees of these ids, or of this query for ids, found by what is stored of them now.

    To be called by whatever changes any of it.
    """
    described = ((row, _words_of(row)) for row in _described(EmployeeRow.id.in_(employee_ids)))
    changed = [EmployeeRow(id=row.id, words=words) for row, words in described if words != row.words]
    EmployeeRow.bulk_update(changed, [EmployeeRow.words], batch_size=_AT_ONCE)  # type: ignore[no-untyped-call]  # peewee's


def found_by_other_words() -> Iterable[int]:
    """The ids of employees who are not found by what is stored of them."""
    return (row.id for row in _described(EmployeeRow.id.is_null(False)) if _words_of(row) != row.words)


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
    within = (EmployeeRow.id == employee_id) & (EmployeeRow.realm == scope.realm)
    if scope.region is not None:
        within &= EmployeeRow.region == scope.region
    return [_match(row) for row in _described(within)]


def few_beginning(asked: Sequence[str], scope: Scope, most: int) -> list[int] | None:
    """The ids of those who have a word that begins so for each one asked for; None when they are more than `most`."""
    query: Any = EmployeeRow.select(EmployeeRow.id).where(_having(asked, scope, whole=False, most=most + 1))
    ids = [employee_id for (employee_id,) in query.tuples()]
    return ids if len(ids) <= most else None


def has_beginning(asked: Sequence[str]) -> list[Any]:
    """The same, looked at in the row itself."""
    return [Value(" ").concat(EmployeeRow.words).contains(f" {word}") for word in asked]


def _having(asked: Sequence[str], scope: Scope, *, whole: bool, most: int = _CONSIDERED) -> Any:
    """A condition for the words, which are of letters and digits only, in the engine's own language.

    The limit stands beside the index, which is then read no further, however many there are.
    """
    if is_sqlite():
        words = " ".join(f'"{word}"' if whole else f'"{word}"*' for word in asked)
        found = "employee_search CROSS JOIN employee AS e ON e.id = employee_search.rowid WHERE employee_search MATCH ?"
    else:
        words = " & ".join(f"'{word}'" if whole else f"'{word}':*" for word in asked)
        found = "employee AS e WHERE to_tsvector('simple', e.words) @@ to_tsquery('simple', ?)"
    values = [words, scope.realm.value, *([] if scope.region is None else [scope.region.value]), most]
    within = "e.realm = ?" if scope.region is None else "e.realm = ? AND e.region = ?"
    sql = f"(SELECT e.id FROM {found} AND {within} LIMIT ?)"  # noqa: S608 - of this function's own words
    return EmployeeRow.id.in_(SQL(sql if is_sqlite() else sql.replace("?", "%s"), values))


def _described(condition: Any) -> Any:
    """All that employees are found by, shown as, and weighed by."""
    employee = EmployeeRow
    return (
        employee.select(
            employee.id, employee.words, employee.phone, employee.ik, employee.given_name, employee.surname,
            employee.second_surname, employee.email, employee.retired_at, employee.sort_key, AccountRow.username,
            WorkplaceRow.name.alias("workplace_name"),
        )
        .join(AccountRow, JOIN.LEFT_OUTER, on=(AccountRow.employee == employee.id))
        .join_from(employee, WorkplaceRow)
        .where(condition)
        .namedtuples()
        .iterator()
    )  # fmt: skip


def _words_of(row: Any) -> str:
    called = (row.ik, row.given_name, row.surname, row.second_surname, row.username, row.email, row.workplace_name)
    return words_of([text for text in called if text], row.phone or "")


def _match(row: Any) -> Match:
    return Match(
        employee_id=row.id,
        name=join_name(row.given_name, row.surname),
        username=row.username,
        workplace=row.workplace_name,
        retired=row.retired_at is not None,
    )
