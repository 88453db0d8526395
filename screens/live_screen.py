"""The base of forms that show what goes on elsewhere, and so are read anew by themselves."""

from typing import Final

from oktui.domain.errors import Outage
from screens.form_screen import FormScreen
from screens.widgets.window_table import WindowTable

REFRESH_EVERY: Final = 15.0
"""Seconds between two readings."""

COUNTDOWN_STEP: Final = 1.0
"""Seconds between two showings of the time left to the next sync."""


class LiveScreen(FormScreen[None]):
    """Reads its tables anew every quarter of a minute; what fails then is tried again and told to nobody."""

    _by_itself = False

    def on_mount(self) -> None:
        """Begin to read by itself."""
        self.set_interval(REFRESH_EVERY, self._refresh_by_itself)

    def action_refresh(self) -> None:
        """Read anew because the user wants it (Obnovit)."""
        self._by_itself = False
        self.reload()

    def reload(self) -> None:
        """Read the tables anew; the cursors stay where they are."""
        for table in self.query(WindowTable):
            table.reload()

    def show_failure(self, error: Exception) -> None:
        """An outage is no news to somebody who has asked for nothing."""
        if not (self._by_itself and isinstance(error, Outage)):
            super().show_failure(error)

    def _refresh_by_itself(self) -> None:
        if self.is_current and not self.busy:
            self._by_itself = True
            self.reload()
