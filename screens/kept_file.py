"""A file that waits in the program's folder: how its maker gets it to their own computer (X-30)."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from oktui.domain.kept_files import Format, KeptFile
from oktui.services.files.read_file import read_file
from screens import keys
from screens.clipboard import COPY, copy_out
from screens.file_text import FileTextScreen
from screens.form_screen import FormScreen
from screens.texts import kept
from screens.verbs import verb
from screens.widgets.safe import safe


class KeptFileScreen(FormScreen[None]):
    """Shows the file's name, which nobody else is told, and the command that fetches it."""

    BINDINGS: ClassVar[list[BindingType]] = [keys.relabel(keys.EDIT, "Číst"), COPY]

    form_title = "Soubor je připraven"
    buttons = (("Kopírovat příkaz", "copy"), ("Číst", "edit"))

    def __init__(self, file: KeptFile) -> None:
        super().__init__()
        self._file = file
        self._readable = file.name.endswith(Format.CSV.value)

    def compose_form(self) -> ComposeResult:
        """What there is, the command, and what else can be done."""
        yield Static(safe(kept.waiting(self._file), lines=True), classes="apart")
        yield Static(safe(kept.shown_command(self._file), lines=True), id="command", classes="apart")
        yield Static(safe(kept.HOW_TO_FETCH, lines=True))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide the key and the button for reading where there is no text."""
        return (action != "edit" or self._readable) and super().check_action(action, parameters)

    @verb
    async def action_copy(self) -> None:
        """Give the command to the terminal's clipboard (Kopie)."""
        await copy_out(self, kept.COMMAND, kept.command(self._file))

    @verb
    async def action_edit(self) -> None:
        """Show what is in the file (Číst)."""
        excerpt = await self.call(read_file, self.actor, self._file.name, effects=self.effects)
        await self.open_form(FileTextScreen(excerpt))
