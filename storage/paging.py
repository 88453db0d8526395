"""Reading a query by key: a page from the middle of a list takes no longer than the first one."""

from collections.abc import Sequence
from typing import Any

from peewee import SQL, ModelSelect, NodeList, Tuple


def by_key(
    query: "ModelSelect[Any]",
    position: Sequence[Any],
    *,
    after: Sequence[object] | None,
    before: Sequence[object] | None,
    backwards: bool,
    limit: int,
) -> "ModelSelect[Any]":
    """At most `limit` rows of the query next after or before a key, which is a value for each column of `position`.

    `backwards` without a key gives the last ones. Rows before a key come in reverse order.
    """
    if after is not None:
        query = query.where(Tuple(*position) > Tuple(*after))
    if before is not None:
        query = query.where(Tuple(*position) < Tuple(*before))
    down = before is None and not backwards
    return query.order_by(*(position if down else [column.desc() for column in position])).limit(limit)


def checked(condition: Any) -> Any:
    """The condition in a form that a row is only checked for, so that no index is chosen on account of it."""
    return NodeList((condition, SQL("IS TRUE")), parens=True)
