"""What somebody has typed ahead for F1 opens nothing on the form that comes after it."""

from typing import cast

from textual import events
from textual.timer import Timer

from screens.form_screen import FormScreen
from screens.texts import program
from screens.widgets.dialogs import Typist

_PAUSE = 0.7
"""Seconds without a key after which what was typed ahead is over."""


class HoldsTypedAhead(FormScreen[None]):
    """A form that may be the first one after signing in, and on which single keys open others."""

    _typed_ahead: Timer | None = None

    def on_mount(self) -> None:
        """Listen only after a pause, if somebody is typing and this is the form that they see."""
        if self.is_current and cast(Typist, self.app).typing:
            self._typed_ahead = self.set_timer(_PAUSE, self._listen)
            self.report(program.TYPED_AHEAD_OF_MENU)

    def on_key(self, event: events.Key) -> None:
        """Open nothing by what was still meant for the form before, until there is a pause in it."""
        if self._typed_ahead is not None and (event.is_printable or event.key == "enter"):
            event.stop()
            self.app.bell()
            self._typed_ahead.reset()

    def _listen(self) -> None:
        self._typed_ahead = None
