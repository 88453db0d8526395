"""Nové heslo: a password that is generated and read out over the telephone, from F13 and F6 (R2.8-1, X-16)."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Button, Label, Static

from oktui.domain.accounts import Account
from oktui.domain.generated_passwords import spell
from oktui.domain.recognition import Recognition
from oktui.services.helpdesk.reset_password import Issued, ResetPassword, reset_password
from screens import keys
from screens.form_screen import FormScreen, verb
from screens.texts import passwords
from screens.widgets.fields import TickField
from screens.widgets.safe import safe


class Secret(Static):
    """A text that cannot be copied, and that is forgotten when it is not shown any more."""

    ALLOW_SELECT = False

    def on_unmount(self) -> None:
        """However the form was left."""
        self.update()


class NewPasswordScreen(FormScreen[bool]):
    """Generates as often as the line needs it; True when the account has another password than before."""

    CSS_PATH = "new_password.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        keys.relabel(keys.CONFIRM, "Vygenerovat"),
        keys.unshown(keys.bind("ctrl+g", "confirm", "Vygenerovat")),
    ]
    form_title = "Nové heslo"

    def __init__(self, account: Account) -> None:
        super().__init__()
        self._account = account
        self._changed = False
        self.ways = {way: TickField(way.value, way.title, classes="flush") for way in Recognition}

    def compose_form(self) -> ComposeResult:
        """How the caller was recognised; then, in its place, the password."""
        employee = self._account.employee
        yield Static(
            safe(f"{employee.person.full_name} · {self._account.username} · {employee.workplace.name}"), id="whom"
        )
        with Vertical(id="recognition"):
            yield Label("Jak byl volající rozpoznán?", classes="heading")
            yield from self.ways.values()
            if self._account.locked(self.effects.policy):
                yield Static(safe(passwords.WILL_UNLOCK))
        with Vertical(id="issued"):
            yield Static(safe(passwords.READ_OUT), id="read-out")
            yield Horizontal(id="groups")
            yield Secret(id="spelled")
            yield Static(id="until")
        with Horizontal(classes="buttons"):
            yield Button("Vygenerovat", action="screen.confirm", compact=True)
            yield Button("Zpět", action="screen.back", compact=True)

    def on_mount(self) -> None:
        """There is nothing to read out yet."""
        self.query_one("#issued").display = False

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
        groups = issued.password.split("-")
        boxes = self.query_one("#groups", Horizontal)
        await boxes.remove_children()
        await boxes.mount(*(Secret(safe(" ".join(group))) for group in groups))
        lines = (f"{group}   {' – '.join(word for _, word in spell(group))}" for group in groups)
        self.query_one("#spelled", Secret).update(safe("\n".join(lines), lines=True))
        self.query_one("#until", Static).update(
            safe(passwords.issued(issued.until, unlocked=issued.unlocked), lines=True)
        )
        self.query_one("#recognition").display = False
        self.query_one("#issued").display = True

    def action_back(self) -> None:
        """Close; what was shown is not shown again."""
        if self.busy:
            self.app.bell()
        else:
            self.dismiss(self._changed)
