"""List s údaji k účtu: what the owner of an account is handed, as a PDF (F5, F6, F13)."""

from functools import partial
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from oktui.domain.accounts import Account
from oktui.services.helpdesk.hand_over import HandOver, get_sheet, keep_sheet
from screens import keys
from screens.form_screen import FormScreen
from screens.kept_file import KeptFileScreen
from screens.texts import sheet
from screens.verbs import reading, verb
from screens.widgets.fields import TickField
from screens.widgets.safe import safe

OPEN: Final = keys.bind("f9", "sheet", "List s údaji")
"""Of every form that opens it."""


class SheetScreen(FormScreen[bool]):
    """Shows what is on the sheet and has it made; True once the password was put on one."""

    BINDINGS: ClassVar[list[BindingType]] = [keys.relabel(keys.CONFIRM, "Uložit PDF")]

    form_title = sheet.TITLE
    buttons = (("Uložit PDF", "confirm"),)

    def __init__(self, account: Account, password: str = "") -> None:
        """`password` is one that was made up and is still in view; it can be put on one sheet."""
        super().__init__()
        self._account = account
        self._password = password
        self.with_password = TickField("with_password", sheet.ALSO, classes="flush apart", disabled=True)

    def compose_form(self) -> ComposeResult:
        """The tick, what it means, and what is on the sheet."""
        yield self.with_password
        yield Static(id="about-password", classes="apart")
        with VerticalScroll(id="sheet"):
            yield Static(id="text")

    def on_mount(self) -> None:
        """Show the sheet, without the password."""
        self._show()

    def on_unmount(self) -> None:
        """However the form was left, the password is forgotten."""
        self._password = ""

    @property
    def dirty(self) -> bool:
        """A tick is nothing to lose."""
        return False

    @reading
    async def _show(self) -> None:
        found = await self.call(get_sheet, self.actor, self._account.id, effects=self.effects)
        offered = bool(self._password) and found.handed.temporary
        self.with_password.disabled = not offered
        self.query_one("#about-password", Static).update(safe(sheet.ON_IT_ONCE if offered else sheet.NOT_ON_IT))
        if offered:
            self.with_password.focus_control()
        self.query_one("#text", Static).update(safe(sheet.plain(found), lines=True))

    @verb
    async def action_confirm(self) -> None:
        """Make the PDF, and say how it is fetched."""
        password = self._password if self.with_password.value else ""
        request = HandOver(self._account.id, password)
        keep = partial(keep_sheet, self.actor, request, sheet.document, effects=self.effects)
        file = await self.perform(keep)
        if password:
            self._password = ""
        await self.open_form(KeptFileScreen(file))
        self.dismiss(bool(password))
