"""The text of a file to read on screen, and to copy when all of it is there (X-30)."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from oktui.domain.kept_files import Excerpt
from screens.clipboard import COPY, copy_out
from screens.reading import ReadingScreen
from screens.texts import kept
from screens.verbs import verb
from screens.widgets.safe import safe


class FileTextScreen(ReadingScreen):
    """Shows the text from its beginning."""

    BINDINGS: ClassVar[list[BindingType]] = [COPY]

    form_title = "Obsah souboru"

    def __init__(self, excerpt: Excerpt) -> None:
        super().__init__()
        self._excerpt = excerpt

    def compose_form(self) -> ComposeResult:
        """The text, and whether there is more."""
        yield Static(safe(self._excerpt.text, lines=True))
        if not self._excerpt.whole:
            yield Static(safe(kept.MORE_IN_FILE), id="more")

    @verb
    async def action_copy(self) -> None:
        """Give the text to the terminal's clipboard (Kopie)."""
        if not self._excerpt.whole:
            await self.tell(*kept.TOO_LONG_TO_COPY)
            return
        await copy_out(self, kept.CONTENT, self._excerpt.text)
