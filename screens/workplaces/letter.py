"""A text that is ready to be sent, shown whole, and given to whoever has it written (F12, X-30)."""

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from oktui.domain.kept_files import KeptFile
from screens import keys
from screens.clipboard import COPY, copy_out
from screens.form_screen import FormScreen
from screens.kept_file import KeptFileScreen
from screens.texts import kept
from screens.verbs import verb
from screens.widgets.safe import safe


class LetterScreen(FormScreen[bool]):
    """Shows the text; True once it was saved."""

    BINDINGS: ClassVar[list[BindingType]] = [keys.relabel(keys.CONFIRM, "Uložit"), COPY]

    form_title = "Žádost o účet správce"
    buttons = (("Kopírovat", "copy"), ("Uložit", "confirm"))

    def __init__(self, text: str, keep: Callable[[], KeptFile]) -> None:
        """`keep` is the use case that saves it."""
        super().__init__()
        self._text = text
        self._keep = keep

    def compose_form(self) -> ComposeResult:
        """The text, which may be longer than the screen, and what can be done with it."""
        with VerticalScroll(id="letter"):
            yield Static(safe(self._text, lines=True))

    @verb
    async def action_copy(self) -> None:
        """Give it to the terminal's clipboard (Kopie)."""
        await copy_out(self, kept.LETTER, self._text)

    @verb
    async def action_confirm(self) -> None:
        """Save it, and say how it is fetched (Uložit)."""
        file = await self.perform(self._keep)
        await self.open_form(KeptFileScreen(file))
        self.dismiss(True)
