"""What a session that is over leaves on the screen: what was typed, to be read or copied (X-9)."""

from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from oktui.domain.sessions import SessionOver
from screens import keys
from screens.form_screen import FormScreen
from screens.reading import MOVES
from screens.texts import sessions
from screens.widgets.footer import FormFooter
from screens.widgets.inputs import TypedField
from screens.widgets.safe import safe, say


class SessionOverNotice(ModalScreen[None]):
    """Stands at the bottom of a form in which nothing can be done any more; dismissed when the form is to be left."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *MOVES,
        Binding("tab", "look(1)", "Další pole celé", key_display="Tab"),
        Binding("shift+tab", "look(-1)", show=False),
        keys.bind("escape", "leave", "Opustit formulář"),
    ]

    def __init__(self, form: FormScreen[Any], over: SessionOver) -> None:
        """`form` is the one to show, which stands below."""
        super().__init__()
        self._form = form
        self._over = over

    def compose(self) -> ComposeResult:
        """Who ended it, when and why; and what can still be done."""
        with Vertical(classes="notice"):
            yield Static(safe(sessions.left_over(self._over), lines=True), classes="text")
            yield Static(id="whole")
            yield FormFooter(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        """Make room, so that the form can be moved to its last line; where something was typed last stays in view."""
        self._form.add_class("-over")
        self.call_after_refresh(self._show_field)

    def on_key(self, event: events.Key) -> None:
        """Say that nothing is taken any more."""
        if event.is_printable or event.key == "enter":
            event.stop()
            self.app.bell()

    def action_move(self, lines: int) -> None:
        """Move the form below by so many lines."""
        self._form.query_one(".form", VerticalScroll).scroll_relative(y=lines, animate=False)

    def action_look(self, steps: int) -> None:
        """Go to the next field below, or the one before, whose text may be longer than its place on the form."""
        (self._form.focus_next if steps > 0 else self._form.focus_previous)()
        self._show_field()

    def _show_field(self) -> None:
        if self._form.focused is None:
            return
        self._form.focused.scroll_visible(animate=False)
        field = next((field for field in self._form.query(TypedField).results() if field.has_focus_within), None)
        say(self.query_one("#whole", Static), "" if field is None else field.whole)

    def action_leave(self) -> None:
        """Leave the form for good."""
        self.dismiss(None)
