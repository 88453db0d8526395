"""A list that follows what is typed, a moment after the last key."""

from collections.abc import Callable
from typing import Generic

from textual.timer import Timer
from textual.widget import Widget

from screens.widgets.sources import RowT
from screens.widgets.window_table import WindowTable

PAUSE = 0.15
"""Seconds without a key after which the list follows."""


class Following(Generic[RowT]):
    """Has `search` fill the table when there has been a pause in the typing, or at once when that is asked for."""

    def __init__(self, form: Widget, table: WindowTable[RowT], search: Callable[[], None]) -> None:
        self._form = form
        self._table = table
        self._search = search
        self._timer: Timer | None = None

    @property
    def behind(self) -> bool:
        """Whether the table is not yet that of what was typed."""
        return self._timer is not None

    def typed(self) -> None:
        """Follow when there is a pause."""
        self.caught_up()
        self._timer = self._form.set_timer(PAUSE, self.at_once)

    def at_once(self) -> None:
        """Follow without waiting for one."""
        self.caught_up()
        self._search()

    def caught_up(self) -> None:
        """Follow no more until there is another key: the table is being filled anyway."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    async def row(self) -> RowT | None:
        """The row that a key pressed now is meant for: of what was typed, be it still to be read."""
        if self.behind:
            self.at_once()
        return await self._table.row_read()
