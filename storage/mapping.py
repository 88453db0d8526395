"""Between the domain's records and the columns that are named like their fields."""

from dataclasses import fields
from typing import Any, TypeVar, cast

from oktui.domain.records import values

T = TypeVar("T")


def columns(record: object, *, but: tuple[str, ...] = ()) -> dict[str, Any]:
    """What to store of a record: all of its fields `but` those that have no column, or are not to be written."""
    return {name: value for name, value in values(record).items() if name not in but}


def record(kind: type[T], row: object, **given: object) -> T:
    """The record whose fields are columns of the row, but for those that are `given`."""
    names = (field.name for field in fields(cast(Any, kind)) if field.name not in given)
    return kind(**{name: getattr(row, name) for name in names}, **given)
