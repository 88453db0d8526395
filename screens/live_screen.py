"""The base of lists that show what goes on elsewhere, and so are read anew by themselves."""

from collections.abc import Awaitable, Callable
from typing import Final, ParamSpec, TypeVar

from oktui.domain.errors import Outage
from screens.list_screen import ListScreen
from screens.widgets.sources import RowT
from screens.widgets.window_table import WindowTable

AnswerT = TypeVar("AnswerT")
P = ParamSpec("P")

REFRESH_EVERY: Final = 15
"""Seconds between two readings."""


class LiveScreen(ListScreen[RowT]):
    """Reads its tables anew every quarter of a minute; what fails then is tried again and told to nobody."""

    _by_itself = False

    def on_mount(self) -> None:
        """Begin to read by itself."""
        self.every(REFRESH_EVERY, self._refresh_by_itself)

    def action_refresh(self) -> None:
        """Read anew because the user wants it (Obnovit)."""
        self._by_itself = False
        self.reload()

    def reload(self) -> None:
        """Read the tables anew; the cursors stay where they are."""
        for table in self.query(WindowTable):
            table.reload()

    def start(self, work: Callable[[], Awaitable[None]], *, reading: bool = False) -> None:
        """What the user does is not done by itself."""
        self._by_itself = False
        super().start(work, reading=reading)

    async def call(self, case: Callable[P, AnswerT], /, *args: P.args, **kwargs: P.kwargs) -> AnswerT:
        """Nobody who has asked for nothing is told that it takes long."""
        called = self.host.call if self._by_itself else super().call
        return await called(case, *args, **kwargs)

    def show_failure(self, error: Exception) -> None:
        """An outage is no news to somebody who has asked for nothing."""
        if not (self._by_itself and isinstance(error, Outage)):
            super().show_failure(error)

    def _refresh_by_itself(self) -> None:
        if not self.busy:
            self.reload()
            self._by_itself = True  # after it, since what it reads it only begins
