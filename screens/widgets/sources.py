"""Where a table's rows come from: pages by key, from a query or from a short list."""

from collections.abc import Awaitable, Callable, Hashable, Sequence
from enum import Enum
from typing import Final, Generic, Literal, Protocol, TypeAlias, TypeVar

from oktui.values import dataclass

Key: TypeAlias = Hashable


class Keyed(Protocol):
    """A row that says where it stands: its `key` is unique and all that a page needs to go on from it."""

    @property
    def key(self) -> Key:
        """The place of the row in the order of its query."""


RowT_co = TypeVar("RowT_co", bound=Keyed, covariant=True)
RowT = TypeVar("RowT", bound=Keyed)


class Edge(Enum):
    """A place that no row has."""

    END = "end"


END: Final = Edge.END


@dataclass(frozen=True)
class Page(Generic[RowT_co]):
    """Rows in their order; `more` when others follow in the direction that was asked for."""

    rows: Sequence[RowT_co]
    more: bool


class Source(Protocol[RowT_co]):
    """A query that is read page by page."""

    async def page(self, after: Key | None, before: Key | Literal[Edge.END] | None, limit: int) -> Page[RowT_co]:
        """At most `limit` rows: the first, those after a key, those before a key, or (before END) the last."""


class ListSource(Generic[RowT]):
    """A short list that is in memory anyway, behind the same interface."""

    def __init__(self, rows: Sequence[RowT]) -> None:
        self._rows = tuple(rows)
        self._places = {row.key: place for place, row in enumerate(self._rows)}

    async def page(self, after: Key | None, before: Key | Literal[Edge.END] | None, limit: int) -> Page[RowT]:
        """As `Source.page`; a key which is not in the list stands before its first row."""
        if before is None:
            start = 0 if after is None else self._places.get(after, -1) + 1
            return Page(self._rows[start : start + limit], more=start + limit < len(self._rows))
        stop = len(self._rows) if before is END else self._places.get(before, 0)
        start = max(0, stop - limit)
        return Page(self._rows[start:stop], more=start > 0)


class WholeSource(Generic[RowT]):
    """A short list that is asked for whole, anew for each page."""

    def __init__(self, ask: Callable[[], Awaitable[Sequence[RowT]]]) -> None:
        self._ask = ask

    async def page(self, after: Key | None, before: Key | Literal[Edge.END] | None, limit: int) -> Page[RowT]:
        """As `Source.page`."""
        return await ListSource(await self._ask()).page(after, before, limit)
