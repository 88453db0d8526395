"""Reading a query by key: a page from the middle of a list takes no longer than the first one."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from peewee import SQL, ModelSelect, NodeList, Tuple

from oktui.domain.rows import Rows

T = TypeVar("T")


def page(
    query: "ModelSelect[Any]",
    position: Sequence[Any],
    rows: Rows[Any],
    value_of: Callable[[Any], T],
    *,
    newest_first: bool = False,
) -> list[T]:
    """The rows that are asked for, as values in the order of the list.

    A key is a value for each column of `position`, by which the list is ordered; with `newest_first` from the largest
    to the smallest.
    """
    found = [value_of(row) for row in nearest(query, position, rows.turned() if newest_first else rows)]
    return found if rows.down else found[::-1]


def nearest(query: "ModelSelect[Any]", position: Sequence[Any], rows: Rows[Any]) -> "ModelSelect[Any]":
    """The rows of the query that are asked for; those before a key, and the last ones, in reverse order."""
    if rows.after is not None:
        query = query.where(Tuple(*position) > _bound(position, rows.after))
    if rows.before is not None:
        query = query.where(Tuple(*position) < _bound(position, rows.before))
    return query.order_by(*(position if rows.down else [column.desc() for column in position])).limit(rows.limit)


def _bound(position: Sequence[Any], key: object) -> Any:
    values = key if isinstance(key, tuple) else (key,)
    return Tuple(*(column.db_value(value) for column, value in zip(position, values, strict=True)))


def checked(condition: Any) -> Any:
    """The condition in a form that a row is only checked for, so that no index is chosen on account of it."""
    return NodeList((condition, SQL("IS TRUE")), parens=True)
