"""Dialogs: a message to read, a question with two answers.

A dialog may come up while somebody types. What they type is no answer to it: letters are dropped, in view, and so is
the Enter that ends them.
"""

from typing import ClassVar, Protocol, TypeVar, cast

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Button, Label, Static

from screens.texts import program
from screens.texts.questions import Question
from screens.widgets.safe import safe

AnswerT = TypeVar("AnswerT")


class Typist(Protocol):
    """What dialogs need of the App."""

    @property
    def typing(self) -> bool:
        """Whether somebody is in the midst of typing into a field."""


class Dialog(ModalScreen[AnswerT]):
    """A titled box with a text and buttons; the text keeps its line breaks and scrolls when it is long."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "refuse", show=False),
        Binding("enter", "answer", show=False, priority=True),
        Binding("left", "turn(-1)", show=False),
        Binding("right", "turn(1)", show=False),
        Binding("up", "scroll(-1)", show=False),
        Binding("down", "scroll(1)", show=False),
    ]

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self._heading = title
        self._text = text
        self._typing = False

    def compose(self) -> ComposeResult:
        """The box."""
        with Vertical(classes="box"):
            yield Label(safe(self._heading), classes="title")
            # Without the focus, so that Tab goes between the answers only; the arrows scroll it from here.
            with VerticalScroll(classes="text", can_focus=False):
                yield Static(safe(self._text, lines=True))
            yield Static(safe(program.TYPED_AHEAD), classes="dropped")
            with Horizontal(classes="answers"):
                yield from self.compose_answers()

    def compose_answers(self) -> ComposeResult:
        """The buttons."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """Whoever was typing when the dialog came up types on for a moment."""
        self._typing = cast(Typist, self.app).typing

    def on_key(self, event: events.Key) -> None:
        """Drop what is typed."""
        if event.is_printable:
            event.stop()
            self._drop(typing=True)

    def on_paste(self, event: events.Paste) -> None:
        """Drop what is pasted; no Enter belongs to it."""
        event.stop()
        self._drop(typing=False)

    def _drop(self, *, typing: bool) -> None:
        self._typing = typing
        self.add_class("-dropped")
        self.app.bell()

    def action_answer(self) -> None:
        """Enter: the answer in focus, unless it ends what was typed; a Tab may be part of that, too."""
        if self._typing:
            self._drop(typing=False)
            answers = self.query(self.AUTO_FOCUS or Button)
            answers.first(Button).focus()
        elif isinstance(self.focused, Button):
            self.focused.press()

    def action_turn(self, steps: int) -> None:
        """Go to the answer at that side, if there is one, as nobody does while typing."""
        self._typing = False
        answers = list(self.query(Button))
        place = answers.index(self.focused) + steps if isinstance(self.focused, Button) else 0
        if 0 <= place < len(answers):
            answers[place].focus()

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

    def __init__(self, question: Question) -> None:
        super().__init__(question.title, question.text)
        self._question = question

    def compose_answers(self) -> ComposeResult:
        """The two answers."""
        yield Button(safe(self._question.yes), id="yes", compact=True)
        yield Button(safe(self._question.no), id="no", compact=True)

    @on(Button.Pressed)
    def _answer(self, event: Button.Pressed) -> None:
        self.dismiss(event.button.id == "yes")

    def action_refuse(self) -> None:
        """Answer no."""
        self.dismiss(False)
