"""The dialog that stands while long work goes on: how far it has come, and a button that stops it."""

import threading
from collections.abc import Callable
from typing import Final

from textual import on
from textual.app import ComposeResult
from textual.widgets import Button, Static

from oktui.domain.files import Stopped
from screens.widgets.dialogs import Dialog
from screens.widgets.safe import safe, say

_STEP: Final = 0.1


class ProgressDialog(Dialog[None]):
    """Shows what `told` says of the number done; Enter, Esc and the button have the work stop at its next report."""

    def __init__(self, title: str, told: Callable[[int], str], *, stop: str, stopping: str) -> None:
        super().__init__(title, told(0))
        self._told = told
        self._stop, self._stopping = stop, stopping
        self._done = 0
        self._stopped = threading.Event()
        self._over = False

    def compose_answers(self) -> ComposeResult:
        """One button."""
        yield Button(safe(self._stop), compact=True)

    def on_mount(self) -> None:
        """Follow the work."""
        super().on_mount()
        self.set_interval(_STEP, self._show)

    def on_unmount(self) -> None:
        """Whoever leaves, by whatever way, waits for no result."""
        self._stopped.set()

    def on_screen_resume(self) -> None:
        """Close, if the work ended while another screen stood before this one."""
        if self._over:
            self.dismiss(None)

    def report(self, done: int, /) -> None:
        """Be told, by the thread that works, how far it is. Raises Stopped."""
        self._done = done
        if self._stopped.is_set():
            raise Stopped

    def finish(self) -> None:
        """The work has ended."""
        self._over = True
        if self.is_active:
            self.dismiss(None)

    @on(Button.Pressed)
    def action_refuse(self) -> None:
        """Have it stopped."""
        self._stopped.set()
        self._show()

    def _show(self) -> None:
        said = self._stopping if self._stopped.is_set() else self._told(self._done)
        say(self.query_one(".text > Static", Static), said, lines=True)
