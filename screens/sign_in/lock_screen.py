"""The lock screen that covers a session left alone (X-27)."""

from collections.abc import Callable
from typing import ClassVar, ParamSpec, Protocol, TypeVar, cast

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Static

from oktui.domain.errors import DomainError
from oktui.domain.sessions import SessionEnd, SessionOver
from oktui.services.sign_in.sign_out import sign_out
from oktui.services.sign_in.unlock_session import unlock_session
from screens import keys
from screens.form_screen import FormScreen
from screens.host import Host
from screens.texts import questions, sessions
from screens.verbs import verb
from screens.widgets.fields import PasswordField, ReadOnlyField
from screens.widgets.safe import safe

AnswerT = TypeVar("AnswerT")
P = ParamSpec("P")


class LockingHost(Host, Protocol):
    """What the lock screen needs of the App besides: it is the one form that is answered while it is shown."""

    async def call_covered(self, case: Callable[P, AnswerT], /, *args: P.args, **kwargs: P.kwargs) -> AnswerT:
        """Run a use case though the session is covered."""


class LockScreen(FormScreen[None]):
    """Covers everything until the password is given; nobody else can take the session over."""

    BINDINGS: ClassVar[list[BindingType]] = [
        keys.relabel(keys.CONFIRM, "Pokračovat"),
        keys.relabel(keys.BACK, "Odhlásit"),
    ]
    AUTO_FOCUS = "#field-password LineInput"

    form_title = "Zamčeno"
    goes_anywhere = False
    buttons = (("Pokračovat", "confirm"),)
    back = "Odhlásit"

    def __init__(self) -> None:
        super().__init__()
        self.password = PasswordField("password", "Heslo:")

    def compose_form(self) -> ComposeResult:
        """Who it is that may go on, and their password."""
        principal = self.signed_in.principal
        yield Static(safe(sessions.LOCKED, lines=True), classes="apart")
        with Vertical(classes="labels-20"):
            yield ReadOnlyField("person", "Osoba:", principal.name)
            yield ReadOnlyField("username", "Uživatelské jméno:", principal.username)
            yield self.password

    @verb
    async def action_confirm(self) -> None:
        """Go on where the session was left."""
        await self.perform(unlock_session, self.actor, self.password.value, effects=self.effects)
        self.dismiss(None)

    @verb
    async def action_back(self) -> None:
        """Sign out instead, after a question; what was typed in the forms below goes with them."""
        if await self.ask(questions.SIGN_OUT_LOCKED):
            await self.call(sign_out, self.actor, effects=self.effects)
            raise SessionOver(SessionEnd.SIGNED_OUT)

    async def answer(self, case: Callable[P, AnswerT], /, *args: P.args, **kwargs: P.kwargs) -> AnswerT:
        """As for any form, but now."""
        return await cast(LockingHost, self.host).call_covered(case, *args, **kwargs)

    def show_refusal(self, error: DomainError) -> None:
        """Show the refusal; the password has to be typed anew."""
        self.password.clear()
        super().show_refusal(error)
