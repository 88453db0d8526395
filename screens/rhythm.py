"""What forms do again and again, by one interval of the App; a form that is covered does nothing.

An interval of a form's own would go on beneath another form, and its cancelled timer would keep the closed form for
as long as the interval takes (docs/upstream.md).
"""

from collections.abc import Callable
from typing import Any, Final

from textual.app import App
from textual.screen import Screen, ScreenResultType

from oktui.values import dataclass

BEAT: Final = 1.0
"""Seconds between two beats."""


@dataclass
class _Repeated:
    work: Callable[[], object]
    every: int
    waited: int = 0


class Rhythmic(Screen[ScreenResultType]):
    """A screen that does things again and again while it is in front; what became due beneath another, on return."""

    def __init__(self) -> None:
        super().__init__()
        self._repeated: list[_Repeated] = []

    def every(self, seconds: int, work: Callable[[], object]) -> None:
        """Do `work` each so many seconds."""
        self._repeated.append(_Repeated(work, seconds))

    def beat(self) -> None:
        """Be told by the App that a second has passed."""
        for repeated in self._repeated:
            repeated.waited += 1
        if self.is_active:
            self._catch_up()

    def on_screen_resume(self) -> None:
        """Do what became due meanwhile."""
        self._catch_up()

    def _catch_up(self) -> None:
        for repeated in self._repeated:
            if repeated.waited >= repeated.every:
                repeated.waited = 0
                self.call_later(repeated.work)


def beat(app: App[Any]) -> None:
    """Tell all screens that a second has passed."""
    for screen in app.screen_stack:
        if isinstance(screen, Rhythmic):
            screen.beat()
