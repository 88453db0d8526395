"""Účet je uložen: what to tell the owner of an account that has got its password in F5 or F6 (R2.3-12, X-16)."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from oktui.domain.accounts import Account
from oktui.domain.handing_over import handed_over
from screens.form_screen import FormScreen
from screens.helpdesk import sheet
from screens.verbs import reading, verb
from screens.widgets.issued_password import IssuedPassword


class StoredAccountScreen(FormScreen[None]):
    """Stays until it is closed on purpose: nothing has the focus, so that no Enter typed ahead closes it."""

    BINDINGS: ClassVar[list[BindingType]] = [sheet.OPEN]
    AUTO_FOCUS = ""

    form_title = "Účet je uložen"
    buttons = (("List s údaji F9", "sheet"),)

    def __init__(self, account: Account, password: str = "") -> None:
        """`password` is one that was made up, to be read out; what somebody has typed is not shown."""
        super().__init__()
        self._account = account
        self._password = password

    def compose_form(self) -> ComposeResult:
        """Whose account it is and its password."""
        yield IssuedPassword()

    def on_mount(self) -> None:
        """Show it once."""
        self._show()

    @reading
    async def _show(self) -> None:
        terms = handed_over(self._account, self.effects.now(), self.effects.policy)
        await self.query_one(IssuedPassword).show(self._password, terms)

    @verb
    async def action_sheet(self) -> None:
        """List s údaji k účtu: with the password in view, once."""
        if await self.open_form(sheet.SheetScreen(self._account, self._password)):
            self._password = ""

    def on_unmount(self) -> None:
        """However the form was left, the password is forgotten."""
        self._password = ""
