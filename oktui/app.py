"""The Textual App: which screen comes first, who is signed in, and the way from screens to use cases."""

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, ClassVar, ParamSpec, TypeVar
from weakref import ref

from textual import events
from textual.binding import Binding, BindingType
from textual.widgets import Input

from oktui.bugs import LOGGER
from oktui.domain.calendar import maintenance
from oktui.domain.errors import DomainError, Outage
from oktui.domain.outages import OutcomeUnknown
from oktui.terminal import TerminalApp
from oktui.threads import ForsakenThreads
from screens import keys, rhythm
from screens.form_screen import FormScreen
from screens.sign_in.sign_in import Memory, SignInScreen
from screens.stylesheets import STYLESHEETS
from screens.texts import dates, program, questions
from screens.texts.told import refusal
from screens.themes import Themed
from screens.widgets.dialogs import MessageDialog, QuestionDialog

if TYPE_CHECKING:  # what F1 does not need, it does not wait for
    from oktui.domain.sessions import SessionOver
    from oktui.effects import Effects
    from oktui.services.sign_in.sign_in import SignedIn

P = ParamSpec("P")
AnswerT = TypeVar("AnswerT")

_ATTEND_EVERY = timedelta(seconds=5)
"""How often the session is looked up, which may have ended, and its last activity stored."""
_TYPING = timedelta(seconds=2)
"""How long after a letter somebody is still typing."""
_GRACE = 1.0
"""Seconds that a thread has for coming back with the refusal, before it is left behind."""
_LAST_WORD = 1.0
"""Seconds that signing out may take when the program ends."""


def _leave() -> None:
    from oktui.services.answering import leave

    leave()


def _threads() -> ForsakenThreads:
    # Two, so that a question to KRK which nobody answers holds up no list; each keeps one connection.
    return ForsakenThreads(2, "use-case", _leave)


class OktuiApp(Themed, TerminalApp[None]):
    """The terminal program over an opened database.

    Args:
        effects: what use cases are called with.
        demo: whom one can sign in as, and the password; only of a database that is marked as a demo.
        memory: what F1 begins with, and remembers; None to remember nothing.
        background: work to do on a thread of its own until the event is set, such as the sync.
    """

    TITLE = "OKtui"
    CSS_PATH: ClassVar[list[str | PurePath]] = [Path(__file__).with_name("app.tcss"), *STYLESHEETS]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "leave", "Konec", key_display="^Q", show=False),
        keys.HELP,
        Binding("slash", "go_to", show=False),
    ]
    CRASH_NOTICE = program.CRASH

    def __init__(
        self,
        effects: "Effects",
        *,
        demo: tuple[str, ...] = (),
        memory: Memory | None = None,
        background: Callable[[threading.Event], None] | None = None,
    ) -> None:
        super().__init__()
        self.effects = effects
        self.demo = demo
        self.memory = memory
        self.signed_in: SignedIn | None = None
        self.chosen: dict[str, Any] = {}
        self._over: SessionOver | None = None
        self._gone_to: Callable[[], FormScreen[Any] | None] = lambda: None
        """The form that was gone to last, as long as it is there."""
        self._touched_at = self._attended_at = effects.now()
        self._typed_at: datetime | None = None
        self._uncovered = asyncio.Event()
        self._uncovered.set()
        self._background = background
        self._ending = threading.Event()
        self._use_cases = _threads()

    def on_mount(self) -> None:
        """Show F1, and start what goes on in the background."""
        self.push_screen(SignInScreen(self.demo, self.memory))
        self.set_interval(rhythm.BEAT, self._beat)
        if self._background is not None:
            background = threading.Thread(target=self._background, args=(self._ending,), name="background", daemon=True)
            self.call_after_refresh(background.start)  # F1 comes first

    async def on_unmount(self) -> None:
        """Have the background stop where it may, and sign out however the program ends."""
        self._ending.set()
        if self.signed_in is not None:
            from oktui.services.sign_in.sign_out import sign_out

            with suppress(DomainError, TimeoutError):
                async with asyncio.timeout(_LAST_WORD):
                    await self.call_covered(sign_out, self.signed_in.actor, effects=self.effects)
        self._use_cases.shutdown()

    @property
    def banner(self) -> str:
        """The top line of every form: the module, and who is signed in from where."""
        notice = maintenance(self.effects.now())
        parts = [dates.maintenance(notice)] if notice else []
        if self.signed_in is None:
            return " · ".join([*parts, program.PROGRAM])
        principal = self.signed_in.principal
        return " · ".join([*parts, principal.module.title, principal.name, principal.workplace.name])

    async def call(self, case: Callable[P, AnswerT], /, *args: P.args, **kwargs: P.kwargs) -> AnswerT:
        """Run a use case on a thread, never on the event loop; while the session is covered, no answer comes."""
        await self._uncovered.wait()
        try:
            return await self.call_covered(case, *args, **kwargs)
        finally:
            await self._uncovered.wait()

    async def work(self, case: Callable[P, AnswerT], /, *args: P.args, **kwargs: P.kwargs) -> AnswerT:
        """As `call`, for what takes as long as it takes, says how far it has come, and can be stopped."""
        await self._uncovered.wait()
        try:
            return await self._run_on_thread(partial(case, *args, **kwargs))
        finally:
            await self._uncovered.wait()

    async def call_covered(self, case: Callable[P, AnswerT], /, *args: P.args, **kwargs: P.kwargs) -> AnswerT:
        """Run a use case whether the lock screen is shown or not.

        Raises OutcomeUnknown: it has not come to an end in time (X-33), and is left behind.
        """
        from oktui.services.answering import ANSWER_WITHIN, in_time

        answer = self._run_on_thread(partial(in_time, partial(case, *args, **kwargs)))
        done, _ = await asyncio.wait({answer}, timeout=ANSWER_WITHIN + _GRACE)
        if not done:
            self._leave_threads()
            raise OutcomeUnknown
        try:
            return answer.result()
        except Outage as outage:
            LOGGER.warning("%s", outage)  # the cause is not for the screen of an official
            raise

    def _run_on_thread(self, work: Callable[[], AnswerT]) -> asyncio.Future[AnswerT]:
        return asyncio.get_running_loop().run_in_executor(self._use_cases, work)

    def _leave_threads(self) -> None:
        """Go on with threads that answer; what those before still do is nobody's any more."""
        self._use_cases.shutdown()
        self._use_cases = _threads()

    def session_over(self, error: "SessionOver") -> None:
        """Say why the session ended, and leave what was typed to be read; without any, go back to F1 (X-9)."""
        from oktui.domain.sessions import LEAVES_FORMS

        if self._over is not None:  # a form that is left to be read has asked for something
            return
        self._over = error
        for screen in self.screen_stack:
            if not isinstance(screen, SignInScreen):
                self.workers.cancel_node(screen)  # else what it is doing might go on in the midst of F1
        if not (self._uncovered.is_set() and error.reason in LEAVES_FORMS and self._show_typed(error)):
            self._forget_session()
            message = refusal(error)
            self.push_screen(MessageDialog(message.title, message.text))

    def _show_typed(self, over: "SessionOver") -> bool:
        """Show the next form below that holds something typed; whether there is one."""
        while not isinstance(self.screen, SignInScreen):
            if isinstance(self.screen, FormScreen) and (self.screen.typed_fields or self.screen.dirty):
                from screens.sign_in.session_over import SessionOverNotice

                self.push_screen(SessionOverNotice(self.screen, over), self._notice_left)
                return True
            self.pop_screen()
        return False

    def _notice_left(self, _: None) -> None:
        self.call_later(self._leave_typed)  # when the notice itself is gone

    def _leave_typed(self) -> None:
        """Leave the form that was read, for the next one or F1."""
        if self._over is not None:
            self.pop_screen()
            if not self._show_typed(self._over):
                self._forget_session()

    def _forget_session(self) -> None:
        """Go back to F1."""
        self.signed_in = self._over = None
        self.chosen.clear()
        while not isinstance(self.screen, SignInScreen):
            self.pop_screen()
        self._uncovered.set()
        self.screen.begin()

    async def on_event(self, event: events.Event) -> None:
        """Take each key and each move of the mouse as a sign of life (X-27)."""
        if isinstance(event, events.InputEvent | events.Paste) and not event.is_forwarded:
            self._watch()  # after a night asleep, the computer may deliver a key before it runs the timer
            self._touched_at = self.effects.now()
            if isinstance(event, events.Key):
                field = self.focused
                into_field = isinstance(field, Input) and field.check_consume_key(event.key, event.character)
                self._typed_at = self._touched_at if into_field else None
        await super().on_event(event)

    @property
    def typing(self) -> bool:
        """Whether the last key was a letter typed into a field, a moment ago."""
        return self._typed_at is not None and self.effects.now() - self._typed_at < _TYPING

    def _beat(self) -> None:
        """Look after whoever is signed in, and let the form in front do what it does each second."""
        self._watch()
        rhythm.beat(self)

    def _watch(self) -> None:
        """Cover a session left alone; from time to time see whether it still lasts."""
        if self.signed_in is None:
            return
        from oktui.domain.sessions import left_alone

        now = self.effects.now()
        if self._over is not None:
            if left_alone(self._touched_at, now, self.effects.policy):
                self._forget_session()
            return
        alone = self._uncovered.is_set() and left_alone(self._touched_at, now, self.effects.policy)
        if alone:
            self.cover()
        if alone or now - self._attended_at >= _ATTEND_EVERY:
            self._attended_at = now
            self.run_worker(self._attend(self.signed_in), group="attend", exclusive=True)

    async def _attend(self, signed_in: "SignedIn") -> None:
        from oktui.domain.sessions import SessionOver
        from oktui.services.sign_in.attend_session import attend_session

        try:
            locked = await self.call_covered(attend_session, signed_in.actor, self._touched_at, effects=self.effects)
        except SessionOver as error:
            if self.signed_in is signed_in:
                self.session_over(error)
        except Outage:
            return  # whoever does something will be told; the next look is soon
        except Exception as error:  # noqa: BLE001 - nothing that is done unasked may end the program
            self.report_bug(error)
        else:
            if locked and self.signed_in is signed_in:
                self.cover()

    def cover(self) -> None:
        """Show the lock screen, unless it is shown already (X-27); what is below stays as it is."""
        if self._uncovered.is_set():
            from screens.sign_in.lock_screen import LockScreen

            self._uncovered.clear()
            self.push_screen(LockScreen(), lambda _: self._uncovered.set())

    def action_help(self) -> None:
        """Explain the form in front, before signing in too (R1-2, R3-1)."""
        form = self.screen
        if isinstance(form, FormScreen) and form.explained:
            from screens.menu.help import HelpScreen

            self.push_screen(HelpScreen(form))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Go elsewhere only from a form that somebody signed in works with, and that is not at work itself."""
        if action == "go_to":
            form = self.screen
            works = isinstance(form, FormScreen) and form.goes_anywhere and not form.busy
            return (
                works
                and self._over is None
                and any(isinstance(each, FormScreen) and each.is_menu for each in self.screen_stack)
            )
        return super().check_action(action, parameters)

    def action_go_to(self) -> None:
        """Open the box from which everything is reached; what was gone to before gives way, unless it was typed in."""
        from screens.menu.go_to import GoToScreen

        self.push_screen(GoToScreen(), self._go_to)

    def _go_to(self, form: FormScreen[Any] | None) -> None:
        self.call_later(self._open_instead, form)  # when the box itself is gone

    def _open_instead(self, form: FormScreen[Any] | None) -> None:
        if form is None:
            return
        before = self._gone_to()
        if before is not None and before is self.screen and before.idle and not before.dirty:
            before.dismiss(None)
        self._gone_to = ref(form)
        self.push_screen(form)

    def action_leave(self) -> None:
        """End the program, after a question."""
        self.push_screen(QuestionDialog(questions.LEAVE), self._leave)

    def _leave(self, sure: bool | None) -> None:
        if sure:
            self.exit()
