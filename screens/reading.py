"""A page to read: longer than the screen, perhaps, and moved by the keys that one expects."""

from typing import ClassVar, Final

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from screens.form_screen import FormScreen

MOVES: Final[list[BindingType]] = [
    Binding("up", "move(-1)", show=False),
    Binding("down", "move(1)", show=False),
    Binding("pageup", "move(-18)", show=False),
    Binding("pagedown,space", "move(18)", show=False),
    Binding("home", "move(-1000)", show=False),
    Binding("end", "move(1000)", show=False),
]
"""The keys that move what is longer than the screen."""


class ReadingScreen(FormScreen[None]):
    """A form with nothing to fill in."""

    BINDINGS: ClassVar[list[BindingType]] = [*MOVES]

    def action_move(self, lines: int) -> None:
        """Move the page by so many lines."""
        self.query_one(".form", VerticalScroll).scroll_relative(y=lines, animate=False)
