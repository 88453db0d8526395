"""A table's rows from a use case that answers by pages."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Generic, Literal

from oktui.domain.rows import Rows
from screens.widgets.sources import END, Edge, Key, Page, RowT


class CaseSource(Generic[RowT]):
    """Asks for one row more than is wanted, which tells whether there are more."""

    def __init__(self, ask: Callable[[Rows[Any]], Awaitable[Sequence[RowT]]]) -> None:
        self._ask = ask

    async def page(self, after: Key | None, before: Key | Literal[Edge.END] | None, limit: int) -> Page[RowT]:
        """As `Source.page`."""
        last = before is END
        rows = await self._ask(Rows(limit + 1, after, None if last else before, backwards=last))
        nearest = rows[:limit] if before is None else rows[-limit:]
        return Page(nearest, more=len(rows) > limit)
