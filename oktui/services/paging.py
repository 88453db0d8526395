"""Which rows of a list that is read by key."""

from dataclasses import dataclass
from typing import Generic, TypeVar

KeyT = TypeVar("KeyT")


@dataclass(frozen=True)
class Rows(Generic[KeyT]):
    """At most `limit` rows: the first ones, those next to a key, or the last ones (`backwards`)."""

    limit: int
    after: KeyT | None = None
    before: KeyT | None = None
    backwards: bool = False
