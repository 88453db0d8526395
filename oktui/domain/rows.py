"""Which rows of a list that is read by key."""

from typing import Generic, TypeVar

from oktui.values import dataclass

KeyT = TypeVar("KeyT")


@dataclass(frozen=True)
class Rows(Generic[KeyT]):
    """At most `limit` rows: the first ones, those next to a key, or the last ones (`backwards`)."""

    limit: int
    after: KeyT | None = None
    before: KeyT | None = None
    backwards: bool = False

    @property
    def down(self) -> bool:
        """Whether they are met in the list's own order; rows before a key, and the last ones, are met from behind."""
        return self.before is None and not self.backwards

    def turned(self) -> "Rows[KeyT]":
        """The request for the same rows of the same list in the opposite order."""
        return Rows(self.limit, after=self.before, before=self.after, backwards=self.down)
