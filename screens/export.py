"""The export of a list (F3, F15): which format, then how far it has come, and what becomes of the file (X-30)."""

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from oktui.domain.kept_files import Format, KeptFile
from oktui.services.long_work import Progress
from screens import keys
from screens.form_screen import FormScreen
from screens.kept_file import KeptFileScreen
from screens.texts import kept, program
from screens.verbs import verb
from screens.watching import watched
from screens.widgets.fields import RadioChoice
from screens.widgets.safe import safe

Work = Callable[[Format, Progress], KeptFile]
"""Makes the file."""

_FORMATS = [("XLSX (tabulkový procesor)", Format.XLSX), ("CSV (ostatní programy)", Format.CSV)]


class ExportScreen(FormScreen[KeptFile]):
    """Asks for the format and has the file made; None when none was."""

    BINDINGS: ClassVar[list[BindingType]] = [keys.CONFIRM]

    form_title = "Export"
    buttons = (("OK", "confirm"),)

    def __init__(self, what: str, work: Work) -> None:
        """`what` is exported, as the title says it."""
        super().__init__()
        self.form_title = f"Export – {what}"
        self.format = RadioChoice("format", "Formát:", _FORMATS, Format.XLSX, stacked=True)
        self._work = work

    def compose_form(self) -> ComposeResult:
        """The format, and where the file will be."""
        yield self.format.add_class("apart")
        yield Static(safe(kept.WHERE_IT_GOES, lines=True))

    def on_mount(self) -> None:
        """Enter takes the format that most want."""
        self.format.focus_control()

    @property
    def dirty(self) -> bool:
        """Never: a format is soon chosen."""
        return False

    @verb
    async def action_confirm(self) -> None:
        """Make the file, and say how it is had."""
        file = await watched(self, program.rows_written, partial(self._work, self.format.value))
        await self.open_form(KeptFileScreen(file))
        self.dismiss(file)
