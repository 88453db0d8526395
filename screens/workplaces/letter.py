"""A text that is ready to be sent, shown whole, and saved where the user says (F12)."""

from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Button, Static

from oktui.private_files import write_private
from screens import keys
from screens.form_screen import FormScreen, verb
from screens.widgets.fields import TextField
from screens.widgets.safe import safe


class LetterScreen(FormScreen[bool]):
    """Shows the text; True once it was saved."""

    CSS_PATH = "letter.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [keys.relabel(keys.CONFIRM, "Uložit")]

    form_title = "Žádost o účet správce"

    def __init__(self, text: str, path: Path) -> None:
        """`path` is the file name to offer."""
        super().__init__()
        self._text = text
        self._offered = path
        self.path = TextField("path", "Uložit do souboru:", max_length=500)

    def compose_form(self) -> ComposeResult:
        """The text, which may be longer than the screen, and the file to save it in."""
        with VerticalScroll(id="letter"):
            yield Static(safe(self._text, lines=True))
        yield self.path
        with Horizontal(classes="buttons"):
            yield Button("Uložit", action="screen.confirm", compact=True)
            yield Button("Zpět", action="screen.back", compact=True)

    def on_mount(self) -> None:
        """Begin at the file name: Enter saves."""
        self.path.value = str(self._offered)
        self.path.focus_control()

    @verb
    async def action_confirm(self) -> None:
        """Save it; never over another file."""
        await self.perform(write_private, Path(self.path.value), self._text)
        await self.tell("Žádost", f"Uloženo do souboru {self.field('path').value}.")
        self.dismiss(True)
