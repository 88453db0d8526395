"""Nové heslo: a password that is generated and read out over the telephone, from F13 and F6 (R2.8-1, X-16)."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Label, Static

from oktui.domain.accounts import Account
from oktui.domain.recognition import Recognition, recognition_required
from oktui.services.helpdesk.reset_password import Issued, ResetPassword, reset_password
from screens import keys
from screens.form_screen import FormScreen, verb
from screens.texts import passwords
from screens.widgets.fields import TickField
from screens.widgets.issued_password import IssuedPassword
from screens.widgets.safe import safe


class NewPasswordScreen(FormScreen[bool]):
    """Generates as often as the line needs it; True when the account has another password than before."""

    BINDINGS: ClassVar[list[BindingType]] = [
        keys.relabel(keys.CONFIRM, "Vygenerovat"),
        keys.unshown(keys.bind("ctrl+g", "confirm", "Vygenerovat")),
    ]
    form_title = "Nové heslo"
    buttons = (("Vygenerovat", "confirm"),)

    def __init__(self, account: Account) -> None:
        super().__init__()
        self._account = account
        self._changed = False
        self.ways = {way: TickField(way.value, way.title, classes="flush") for way in Recognition}

    def compose_form(self) -> ComposeResult:
        """How the caller was recognised; then, in its place, the password."""
        employee = self._account.employee
        yield Static(
            safe(f"{employee.person.full_name} · {self._account.username} · {employee.workplace.name}"), classes="whom"
        )
        with Vertical(id="recognition"):
            required = recognition_required(self.signed_in.principal)
            yield Label(safe(passwords.recognised(required=required)), classes="heading")
            yield from self.ways.values()
            if self._account.locked(self.effects.policy):
                yield Static(safe(passwords.WILL_UNLOCK))
        yield IssuedPassword()

    def on_mount(self) -> None:
        """There is nothing to read out yet."""
        self.query_one(IssuedPassword).display = False

    @property
    def request(self) -> ResetPassword:
        """A generated password, with the lock ended and a change demanded."""
        ticked = frozenset(way for way, field in self.ways.items() if field.value)
        return ResetPassword(self._account.id, unlock=True, recognised_by=ticked)

    @property
    def dirty(self) -> bool:
        """Ticks are nothing to lose."""
        return False

    @verb
    async def action_confirm(self) -> None:
        """Give the account a password and show it; another one if the line was bad."""
        await self._show(await self.perform(reset_password, self.actor, self.request, effects=self.effects))
        self._changed = True

    async def _show(self, issued: Issued) -> None:
        await self.query_one(IssuedPassword).show(issued.password, issued.terms, unlocked=issued.unlocked)
        for part in (".whom", "#recognition"):
            self.query_one(part).display = False
        self.query_one(IssuedPassword).display = True

    def action_back(self) -> None:
        """Close; what was shown is not shown again."""
        if self.busy:
            self.app.bell()
        else:
            self.dismiss(self._changed)
