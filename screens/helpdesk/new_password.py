"""Nové heslo: a password that is generated and read out over the telephone, from F13 and F6 (R2.8-1, X-16)."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from oktui.domain.accounts import Account
from oktui.domain.recognition import Recognition, recognition_required
from oktui.services.helpdesk.reset_password import Issued, ResetPassword, reset_password
from screens import keys
from screens.form_screen import FormScreen
from screens.helpdesk import sheet
from screens.texts import passwords
from screens.verbs import verb
from screens.widgets.issued_password import IssuedPassword
from screens.widgets.recognition_ticks import RecognitionTicks
from screens.widgets.safe import safe


class RecognitionScreen(FormScreen[frozenset[Recognition]]):
    """Asked before a password that somebody has typed is stored: the result is what was ticked, be it nothing."""

    BINDINGS: ClassVar[list[BindingType]] = [keys.CONFIRM]

    form_title = "Změna hesla"
    buttons = (("OK", "confirm"),)

    def __init__(self, account: Account) -> None:
        super().__init__()
        self._account = account

    def compose_form(self) -> ComposeResult:
        """Whose password it is, and the ways."""
        yield Static(safe(passwords.whom(self._account)), classes="whom")
        yield RecognitionTicks(required=recognition_required(self.signed_in.principal))

    @property
    def dirty(self) -> bool:
        """Ticks are nothing to lose."""
        return False

    def action_confirm(self) -> None:
        """Go on."""
        self.dismiss(self.query_one(RecognitionTicks).ticked)


class NewPasswordScreen(FormScreen[bool]):
    """Generates as often as the line needs it; True when the account has another password than before."""

    BINDINGS: ClassVar[list[BindingType]] = [
        keys.relabel(keys.CONFIRM, "Vygenerovat"),
        keys.unshown(keys.bind("ctrl+g", "confirm", "Vygenerovat")),
        sheet.OPEN,
    ]
    form_title = "Nové heslo"
    buttons = (("List s údaji F9", "sheet"), ("Vygenerovat", "confirm"))

    def __init__(self, account: Account) -> None:
        super().__init__()
        self._account = account
        self._changed = False
        self._password = ""
        """The one in view, until it has been put on a sheet."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is a sheet once there is a password."""
        return (action != "sheet" or self._changed) and super().check_action(action, parameters)

    def compose_form(self) -> ComposeResult:
        """How the caller was recognised; then, in its place, the password."""
        yield Static(safe(passwords.whom(self._account)), classes="whom")
        yield RecognitionTicks(required=recognition_required(self.signed_in.principal))
        if self._account.locked(self.effects.policy):
            yield Static(safe(passwords.WILL_UNLOCK), id="unlocks")
        yield IssuedPassword()

    def on_mount(self) -> None:
        """There is nothing to read out yet."""
        self.query_one(IssuedPassword).display = False

    @property
    def request(self) -> ResetPassword:
        """A generated password, with the lock ended and a change demanded."""
        return ResetPassword(self._account.id, unlock=True, recognised_by=self.query_one(RecognitionTicks).ticked)

    @property
    def dirty(self) -> bool:
        """Ticks are nothing to lose."""
        return False

    @verb
    async def action_confirm(self) -> None:
        """Give the account a password and show it; another one if the line was bad."""
        await self._show(await self.perform(reset_password, self.actor, self.request, effects=self.effects))
        self._changed = True
        self.refresh_bindings()

    @verb
    async def action_sheet(self) -> None:
        """List s údaji k účtu: with the password in view, once."""
        if await self.open_form(sheet.SheetScreen(self._account, self._password)):
            self._password = ""

    async def _show(self, issued: Issued) -> None:
        self._password = issued.password
        await self.query_one(IssuedPassword).show(issued.password, issued.terms, unlocked=issued.unlocked)
        self.query(".whom, RecognitionTicks, #unlocks").set(display=False)
        self.query_one(IssuedPassword).display = True

    def action_back(self) -> None:
        """Close; what was shown is not shown again."""
        if self.busy:
            self.app.bell()
        else:
            self.dismiss(self._changed)

    def on_unmount(self) -> None:
        """However the form was left, the password is forgotten."""
        self._password = ""
