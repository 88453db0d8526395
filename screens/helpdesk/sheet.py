"""List s údaji k účtu: what the owner of an account is handed, as a PDF (F5, F6, F13)."""

from contextlib import suppress
from functools import partial
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from oktui.domain.accounts import Account
from oktui.domain.errors import DomainError
from oktui.services.helpdesk.hand_over import HandOver, get_sheet, keep_sheet, print_sheet
from oktui.services.sign_in.prefer_printer import prefer_printer
from screens import keys
from screens.form_screen import FormScreen
from screens.kept_file import KeptFileScreen
from screens.printing import page
from screens.texts import sheet
from screens.verbs import reading, verb
from screens.widgets.fields import Field, TickField
from screens.widgets.safe import safe

OPEN: Final = keys.bind("f9", "sheet", "List s údaji")
"""Of every form that opens it."""
_CHOSEN: Final = "printer"


class SheetScreen(FormScreen[bool]):
    """Shows what is on the sheet and has it made; True once the password was put on one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        keys.relabel(keys.CONFIRM, "Uložit PDF"),
        keys.bind("f7", "print", "Vytisknout"),
    ]

    form_title = sheet.TITLE
    buttons = (("Vytisknout", "print"), ("Uložit PDF", "confirm"))

    def __init__(self, account: Account, password: str = "") -> None:
        """`password` is one that was made up and is still in view; it can be put on one sheet."""
        super().__init__()
        self._account = account
        self._password = password
        self.with_password = TickField("with_password", sheet.ALSO, classes="flush", disabled=True)
        self.printer = TickField("printer", sheet.PRINTER, classes="flush")

    def compose_form(self) -> ComposeResult:
        """The tick, what it means, and what is on the sheet."""
        yield self.with_password
        yield Static(id="about-password", classes="apart")
        yield self.printer
        with VerticalScroll(id="sheet"):
            yield Static(id="text")

    def on_mount(self) -> None:
        """Show the sheet, without the password."""
        self.printer.value = self.host.chosen.get(_CHOSEN, self.signed_in.preferences.printer)
        self._show()

    def on_unmount(self) -> None:
        """However the form was left, the password is forgotten."""
        self._password = ""

    @property
    def dirty(self) -> bool:
        """A tick is nothing to lose."""
        return False

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Grey printing where there is no printer: what is sent for one would be shown, or lost."""
        if action == "print" and not self.printer.value:
            return None
        return super().check_action(action, parameters)

    def why_not(self, action: str) -> str:
        """What has to be said before anything is printed."""
        return sheet.NO_PRINTER if action == "print" and not self.printer.value else super().why_not(action)

    @on(Field.Changed)
    def _ticked(self, event: Field.Changed) -> None:
        if event.field is self.printer:
            self.host.chosen[_CHOSEN] = self.printer.value
            self.run_worker(self._keep(), group=_CHOSEN, exclusive=True)
            self.refresh_bindings()

    async def _keep(self) -> None:
        """Remember it for the next sign-in; where that fails, it is good for this one, and nobody is stopped."""
        printer = self.printer.value
        with suppress(DomainError):
            await self.host.call(prefer_printer, self.actor, printer=printer, effects=self.effects)

    @reading
    async def _show(self) -> None:
        found = await self.call(get_sheet, self.actor, self._account.id, effects=self.effects)
        offered = bool(self._password) and found.handed.temporary
        self.with_password.disabled = not offered
        self.query_one("#about-password", Static).update(safe(sheet.ON_IT_ONCE if offered else sheet.NOT_ON_IT))
        if offered:
            self.with_password.focus_control()
        self.query_one("#text", Static).update(safe(sheet.plain(found), lines=True))

    def _request(self) -> HandOver:
        return HandOver(self._account.id, self._password if self.with_password.value else "")

    @verb
    async def action_confirm(self) -> None:
        """Make the PDF, and say how it is fetched."""
        request = self._request()
        keep = partial(keep_sheet, self.actor, request, sheet.document, effects=self.effects)
        file = await self.perform(keep)
        if request.password:
            self._password = ""
        await self.open_form(KeptFileScreen(file))
        self.dismiss(bool(request.password))

    @verb
    async def action_print(self) -> None:
        """Print the sheet through the terminal (Vytisknout)."""
        request = self._request()
        found = await self.perform(print_sheet, self.actor, request, effects=self.effects)
        self.host.print_out(page(sheet.plain(found)))
        self.report(sheet.PRINTED)
        if request.password:
            self._password = ""
        self.dismiss(bool(request.password))
