"""The export of a list (F3, F15): which format, which file, and then how far it has come."""

from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.widgets import Button, Static

from oktui.domain.files import FileTaken
from oktui.domain.text import Required
from oktui.services.long_work import Progress
from screens import keys
from screens.form_screen import FormScreen, verb
from screens.texts import program, questions
from screens.widgets.fields import Field, RadioChoice, TextField
from screens.widgets.progress import ProgressDialog
from screens.widgets.safe import safe

Work = Callable[[Path, bool, Progress], int]
"""Writes the file, or writes it anew where it is to be replaced, and returns the number of rows."""

_FORMATS = [("XLSX (tabulkový procesor)", ".xlsx"), ("CSV (ostatní programy)", ".csv")]


class ExportScreen(FormScreen[Path]):
    """Asks for the file and has it written; None when nothing was."""

    CSS_PATH = "export.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [keys.CONFIRM]

    form_title = "Export"

    def __init__(self, what: str, stem: str, work: Work) -> None:
        """`what` is exported, as the title says it; `stem` is the beginning of the file name to offer."""
        super().__init__()
        self.form_title = f"Export – {what}"
        self._stem = stem
        self.format = RadioChoice("format", "Formát:", _FORMATS, ".xlsx", stacked=True)
        self.path = TextField("path", "Soubor:", max_length=500)
        self._work = work

    def compose_form(self) -> ComposeResult:
        """The format, the file, and where it will be."""
        yield from (self.format, self.path)
        yield Static(safe(program.export_folder(Path.cwd()), lines=True), id="folder")
        with Horizontal(classes="buttons"):
            yield Button("OK", action="screen.confirm", compact=True)
            yield Button("Zpět", action="screen.back", compact=True)

    def on_mount(self) -> None:
        """Offer a name with the day in it; Enter takes it, typing replaces it."""
        self.path.value = f"{self._stem}-{self.today().isoformat()}.xlsx"
        self.path.focus_control()

    @property
    def dirty(self) -> bool:
        """Never: a file name is soon typed."""
        return False

    @property
    def request(self) -> Path:
        """The file that was named."""
        return Path(self.path.value)

    @on(Field.Changed)
    def _change_ending(self, event: Field.Changed) -> None:
        if event.field is self.format and self.path.value:
            self.path.value = str(self.request.with_suffix(self.format.value))

    @verb
    async def action_confirm(self) -> None:
        """Write the file; one that is there already only after a question."""
        if not self.path.value:
            raise Required("path")
        try:
            rows = await self._write(replace=False)
        except FileTaken:
            if not await self.ask(*questions.overwriting(self.request)):
                return
            rows = await self._write(replace=True)
        await self.tell(*program.exported(rows, self.request.expanduser().absolute()))
        self.dismiss(self.request)

    async def _write(self, *, replace: bool) -> int:
        dialog = ProgressDialog(self.form_title, program.rows_written, stop=program.STOP, stopping=program.STOPPING)
        await self.app.push_screen(dialog)
        try:
            return await self.perform(self._work, self.request, replace, dialog.report)
        finally:
            dialog.finish()
