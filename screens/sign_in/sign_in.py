"""F1 Přihlášení: signing in to one of the three applications.

The first form is to be there at once: what is needed when somebody signs in, is loaded when they do, or on a thread
beforehand (`screens/ahead.py`).
"""

from typing import TYPE_CHECKING, ClassVar, Protocol

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Button, Static

from oktui.domain.errors import DomainError
from oktui.domain.modules import Module
from oktui.domain.preferences import NOBODYS
from screens import keys
from screens.form_screen import FormScreen
from screens.texts import program, questions
from screens.texts.told import refusal
from screens.verbs import verb
from screens.widgets.fields import PasswordField, RadioChoice, TextField
from screens.widgets.safe import safe

if TYPE_CHECKING:
    from oktui.services.sign_in.sign_in import SignedIn

_MODULES = [(module.title, module) for module in Module]


class Memory(Protocol):
    """What is remembered between two runs of the program."""

    def recall(self) -> tuple[Module, str] | None:
        """The application and username used last."""

    def remember(self, module: Module, username: str) -> None:
        """Keep them for the next time."""


class SignInScreen(FormScreen[None]):
    """The first screen, to which everything returns."""

    BINDINGS: ClassVar[list[BindingType]] = [
        keys.relabel(keys.CONFIRM, "Přihlásit"),
        keys.bind("escape", "app.leave", "Konec"),
    ]

    form_title = "Přihlášení"
    default_action = "advance"

    def __init__(self, demo: tuple[str, ...] = (), memory: Memory | None = None) -> None:
        super().__init__()
        self._demo = demo
        self._memory = memory
        module, username = (memory.recall() if memory else None) or (Module.REGISTR, "")
        self.module = RadioChoice("module", "Aplikace:", _MODULES, module, stacked=True)
        self.username = TextField("username", "Uživatelské jméno:", username, max_length=100)
        self.password = PasswordField("password", "Heslo:")

    def compose_form(self) -> ComposeResult:
        """Application, name and password; the hotline below."""
        with Vertical(classes="labels-20"):
            yield from (self.module, self.username, self.password)
        with Horizontal(classes="buttons"):
            yield Button("Přihlásit", id="sign-in", compact=True)
            yield Button("Konec", id="leave", compact=True)
        yield Static(safe(program.HOTLINE), id="hotline")
        if self._demo:
            yield Static(safe(program.demo(self._demo)), id="demo")

    def on_mount(self) -> None:
        """Begin at the name; one that is remembered is selected, so that typing replaces it."""
        self.begin()

    @verb
    async def action_confirm(self) -> None:
        """Sign in; of a session elsewhere, ask whether to end it (X-23)."""
        from oktui.domain.sign_in import AlreadySignedIn
        from oktui.services.sign_in.sign_in import SignIn, sign_in

        request = SignIn(self.module.value, self.username.value, self.password.value)
        try:
            signed_in = await self.perform(sign_in, request, effects=self.effects)
        except AlreadySignedIn as other:
            if not await self.ask(questions.END_OTHER.to(refusal(other))):
                return
            again = SignIn(request.module, request.username, request.password, end_other=True)
            signed_in = await self.perform(sign_in, again, effects=self.effects)
        if self._memory is not None:
            await self.call(self._memory.remember, request.module, signed_in.principal.username)
        self._begin(signed_in)

    def action_advance(self) -> None:
        """Enter: go on to the password while there is none; then sign in."""
        if self.username.value and not self.password.value and not self.password.has_focus_within:
            self.password.focus_control()
        else:
            self.action_confirm()

    def _begin(self, signed_in: "SignedIn") -> None:
        self.password.clear()
        self.host.signed_in = signed_in
        self.host.wear(signed_in.preferences.appearance)
        if signed_in.must_change:
            from screens.sign_in.change_password import ChangePasswordScreen

            self.app.push_screen(ChangePasswordScreen(forced=True), self._changed)
        else:
            self._welcome(signed_in)

    def _welcome(self, signed_in: "SignedIn") -> None:
        """The menu, and on it what needs doing, for whoever looks after accounts and wants it (F18)."""
        from oktui.domain.authority import Action, denial
        from screens.menu.main_menu import MainMenuScreen
        from screens.overview.overview import OverviewScreen

        self.app.push_screen(MainMenuScreen(), self._menu_left)
        if not signed_in.preferences.menu_first and denial(signed_in.principal, Action.FIND_EMPLOYEES) is None:
            self.app.push_screen(OverviewScreen())

    def _changed(self, changed: bool | None) -> None:
        if changed:
            self._welcome(self.signed_in)
        else:
            self._menu_left(None)

    def _menu_left(self, _: object) -> None:
        self._sign_out()
        self.begin()

    def begin(self) -> None:
        """Wait for the next one to sign in; the top line names nobody any more, nor is it anybody's choice of looks."""
        self.host.wear(NOBODYS.appearance)
        self._show_banner()
        self.username.focus_control()

    @verb
    async def _sign_out(self) -> None:
        if self.host.signed_in is not None:
            from oktui.services.sign_in.sign_out import sign_out

            actor, self.host.signed_in = self.actor, None
            self._show_banner()
            await self.call(sign_out, actor, effects=self.effects)

    def show_refusal(self, error: DomainError) -> None:
        """Show F1's refusals under their documented titles; the name stays, the password goes."""
        from oktui.domain.sign_in import SignInRefused

        if isinstance(error, SignInRefused):
            self.password.clear()
            self.password.focus_control()
        super().show_refusal(error)

    @on(Button.Pressed, "#sign-in")
    def _sign_in_pressed(self) -> None:
        self.action_confirm()

    @on(Button.Pressed, "#leave")
    async def _leave_pressed(self) -> None:
        await self.run_action("app.leave")
