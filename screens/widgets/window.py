"""The rows of a long query that are in memory: neighbours, a cursor among them and the part in view."""

from collections.abc import Sequence
from typing import Generic, TypeVar

RowT = TypeVar("RowT")


class Window(Generic[RowT]):
    """Neighbouring rows with `cursor` and `top` (the first row in view) as places among them."""

    def __init__(self) -> None:
        self.height = 1
        self.replace((), 0, before=False, after=False)

    def replace(self, rows: Sequence[RowT], cursor: int, *, before: bool, after: bool) -> None:
        """Hold other rows instead; `before` and `after` say whether there are more than these."""
        self.rows = list(rows)
        self.cursor = max(0, min(cursor, len(self.rows) - 1))
        self.top = 0
        self.before, self.after = before, after
        self._keep_in_view()

    @property
    def row(self) -> RowT | None:
        """The row under the cursor."""
        return self.rows[self.cursor] if self.rows else None

    @property
    def below(self) -> int:
        """How many rows in memory follow those in view."""
        return len(self.rows) - self.top - self.height

    @property
    def reach(self) -> int:
        """How many rows beyond those in view should be at hand, so that a held key need not wait."""
        return max(50, 2 * self.height)

    @property
    def page(self) -> int:
        """How many rows to ask for at once."""
        return 2 * self.reach

    def resize(self, height: int) -> None:
        """Show `height` rows."""
        self.height = max(1, height)
        self.top = max(0, min(self.top, len(self.rows) - self.height))
        self._keep_in_view()

    def move(self, steps: int) -> int:
        """Move the cursor; returns the steps that would have led beyond the rows in memory."""
        target = self.cursor + steps
        self.cursor = max(0, min(target, len(self.rows) - 1))
        self._keep_in_view()
        return target - self.cursor

    def append(self, rows: Sequence[RowT], *, more: bool) -> None:
        """Add the rows that follow, and forget those too far above."""
        self.rows.extend(rows)
        self.after = more
        surplus = min(len(self.rows) - 3 * self.page, self.top - self.reach)
        if surplus > 0:
            del self.rows[:surplus]
            self._shift(-surplus)
            self.before = True

    def prepend(self, rows: Sequence[RowT], *, more: bool) -> None:
        """Add the rows that precede, and forget those too far below."""
        self.rows[:0] = rows
        self._shift(len(rows))
        self.before = more
        surplus = min(len(self.rows) - 3 * self.page, self.below - self.reach)
        if surplus > 0:
            del self.rows[-surplus:]
            self.after = True

    def _shift(self, places: int) -> None:
        self.cursor += places
        self.top += places

    def _keep_in_view(self) -> None:
        self.top = min(self.top, self.cursor)
        self.top = max(self.top, self.cursor - self.height + 1)
