"""F9 Změna hesla: changing one's own password, with its rules in view."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Label, Static

from oktui.services.new_passwords import PasswordEntry
from oktui.services.sign_in.change_password import ChangePassword, change_password, get_password_owner
from screens import keys
from screens.form_screen import FormScreen
from screens.texts import passwords, questions
from screens.verbs import reading, verb
from screens.widgets.dialogs import QuestionDialog
from screens.widgets.fields import Field, PasswordField
from screens.widgets.password_rules import PasswordRules
from screens.widgets.safe import safe


class ChangePasswordScreen(FormScreen[bool]):
    """Changes the password of whoever is signed in (R2.7-1); True when it was changed."""

    BINDINGS: ClassVar[list[BindingType]] = [keys.CONFIRM]

    form_title = "Změna hesla přihlášeného uživatele"
    buttons = (("OK", "confirm"),)
    default_action = "advance"

    def __init__(self, *, forced: bool = False) -> None:
        """`forced`: nothing else can be done before it; not changing is signing out, and gives False (X-16)."""
        super().__init__()
        self._forced = forced
        self.original = PasswordField("original", "Původní heslo:")
        self.password = PasswordField("password", "Nové heslo:")
        self.password_again = PasswordField("password_again", "Potvrzení hesla:")

    def compose_form(self) -> ComposeResult:
        """The three passwords, the rules beside them, and the buttons."""
        if self._forced:
            yield Static(safe(passwords.change_demanded(self.signed_in.password_dies_at)), classes="apart")
        with Horizontal(classes="columns"):
            with Vertical(classes="labels-18"):
                yield from (self.original, self.password, self.password_again)
            with Vertical():
                yield Label("Pravidla pro nové heslo:", classes="heading")
                yield PasswordRules(self.effects.policy.passwords, id="rules")
                yield Static(safe(passwords.remembered(self.effects.policy.passwords.remembered)))

    def on_mount(self) -> None:
        """Learn whose password it is, which the rules depend on."""
        self._load_owner()

    @property
    def request(self) -> ChangePassword:
        """What was typed."""
        return ChangePassword(self.original.value, PasswordEntry(self.password.value, self.password_again.value))

    @reading
    async def _load_owner(self) -> None:
        self._rules.set_owner(await self.call(get_password_owner, self.actor, effects=self.effects))

    @verb
    async def action_confirm(self) -> None:
        """Change the password, and say so."""
        await self.change(change_password, self.actor, self.request, effects=self.effects)
        await self.tell(*passwords.CHANGED)
        self.dismiss(True)

    def action_advance(self) -> None:
        """Enter: go to the first field that is empty; with none left, change the password."""
        empty = next((field for field in self.fields if not field.value), None)
        if empty is None:
            self.action_confirm()
        else:
            empty.focus_control()

    def action_back(self) -> None:
        """Leave; where the change is demanded, that is signing out, which is asked about first."""
        if self._forced and not self.busy:
            question = questions.sign_out_instead(self.signed_in.password_dies_at)
            self.app.push_screen(QuestionDialog(question), self._sign_out)
        else:
            super().action_back()

    def _sign_out(self, sure: bool | None) -> None:
        if sure:
            self.dismiss(False)

    @on(Field.Changed)
    def _judge(self) -> None:
        self._rules.judge(self.request.password)

    @property
    def _rules(self) -> PasswordRules:
        return self.query_one(PasswordRules)
