"""Dialogs: a message to read, a question with two answers."""

from typing import ClassVar, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Button, Label, Static

from screens.widgets.safe import safe

AnswerT = TypeVar("AnswerT")


class Dialog(ModalScreen[AnswerT]):
    """A titled box with a text and buttons; the text keeps its line breaks and scrolls when it is long."""

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "refuse", show=False),
        Binding("left", "app.focus_previous", show=False),
        Binding("right", "app.focus_next", show=False),
        Binding("up", "scroll(-1)", show=False),
        Binding("down", "scroll(1)", show=False),
    ]

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self._heading = title
        self._text = text

    def compose(self) -> ComposeResult:
        """The box."""
        with Vertical(classes="box"):
            yield Label(safe(self._heading), classes="title")
            # Without the focus, so that Tab goes between the answers only; the arrows scroll it from here.
            with VerticalScroll(classes="text", can_focus=False):
                yield Static(safe(self._text, lines=True))
            with Horizontal(classes="answers"):
                yield from self.compose_answers()

    def compose_answers(self) -> ComposeResult:
        """The buttons."""
        raise NotImplementedError

    def action_refuse(self) -> None:
        """Esc: the answer that changes nothing."""
        raise NotImplementedError

    def action_scroll(self, lines: int) -> None:
        """Read on in a long text."""
        self.query_one(".text").scroll_relative(y=lines, animate=False)


class MessageDialog(Dialog[None]):
    """A message; Enter, Esc and the button close it."""

    def compose_answers(self) -> ComposeResult:
        """One button."""
        yield Button("OK", compact=True)

    @on(Button.Pressed)
    def action_refuse(self) -> None:
        """Close."""
        self.dismiss(None)


class QuestionDialog(Dialog[bool]):
    """A question; the focus begins on the answer that changes nothing, which is also Esc's."""

    AUTO_FOCUS = "#no"

    def __init__(self, title: str, text: str, yes: str, no: str) -> None:
        super().__init__(title, text)
        self._yes, self._no = yes, no

    def compose_answers(self) -> ComposeResult:
        """The two answers."""
        yield Button(safe(self._yes), id="yes", compact=True)
        yield Button(safe(self._no), id="no", compact=True)

    @on(Button.Pressed)
    def _answer(self, event: Button.Pressed) -> None:
        self.dismiss(event.button.id == "yes")

    def action_refuse(self) -> None:
        """Answer no."""
        self.dismiss(False)
