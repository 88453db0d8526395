"""Records, field by field: whatever copies, shows or compares one asks here, so that no field of it is forgotten."""

from dataclasses import fields
from typing import Any, get_args


def values(record: Any) -> dict[str, Any]:
    """The values of a dataclass's fields by name; unlike `asdict`, it leaves the records within it whole."""
    return {field.name: getattr(record, field.name) for field in fields(record)}


def titles(kind: type[Any]) -> dict[str, str]:
    """The document's words for the fields of a dataclass, each of which is annotated with its own."""
    return {field.name: get_args(field.type)[1] for field in fields(kind)}
