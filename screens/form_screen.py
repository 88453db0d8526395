"""The base of all forms: banner, title, fields and footer; and the one way from a key to a use case and back."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, ClassVar, ParamSpec, TypeVar, cast

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widget import Widget
from textual.widgets import Label

from oktui.domain.calendar import local_date
from oktui.domain.errors import DomainError
from oktui.domain.examination import Examination
from oktui.domain.outages import DatabaseUnavailable, OutcomeUnknown
from oktui.domain.text import harmless
from screens import keys
from screens.host import Host
from screens.rhythm import Rhythmic
from screens.texts import program, questions
from screens.texts.questions import Answers, Question
from screens.texts.told import refusal
from screens.widgets.buttons import ButtonRow, Verb
from screens.widgets.dialogs import MessageDialog, QuestionDialog
from screens.widgets.failing import ReadingFailed
from screens.widgets.field import FIELD_ID, AnyField
from screens.widgets.footer import FormFooter
from screens.widgets.forgetting import forget_widths
from screens.widgets.safe import safe, say

if TYPE_CHECKING:  # what no form needs before somebody signs in, F1 does not wait for
    from oktui.domain.sessions import Actor
    from oktui.effects import Effects
    from oktui.services.answering import Attempt
    from oktui.services.sign_in.sign_in import SignedIn

_PATIENCE = 0.3
_NOTICE_STEP = 30

ResultT = TypeVar("ResultT")
AnswerT = TypeVar("AnswerT")
P = ParamSpec("P")


class FormScreen(Rhythmic[ResultT]):
    """A form; its fields are attributes, and are found by the domain's names of them where a refusal is shown."""

    BINDINGS: ClassVar[list[BindingType]] = [keys.HELP, keys.unshown(keys.GO_TO), keys.BACK]

    form_title: str = ""
    buttons: ClassVar[Sequence[Verb] | None] = None
    """The form's own verbs and OK, in the last row before Zpět; None of a form without that row."""
    back: ClassVar[str] = keys.BACK.description
    """What the button at the end of that row says."""
    default_action: ClassVar[str] = "confirm"
    """The action that Enter in a field stands for."""
    explained: ClassVar[bool] = True
    """Whether there is help about the form; about what is help itself there is none."""
    goes_anywhere: ClassVar[bool] = True
    """Whether any other form can be gone to from here (^K)."""
    is_menu: ClassVar[bool] = False
    """Whether this is the form to which all others return while somebody is signed in."""

    def __init__(self) -> None:
        super().__init__()
        self.busy = False
        """Whether a verb is running, which nothing else may overtake."""
        self._reading = False
        self._ahead: Callable[[], Awaitable[None]] | None = None
        """The verb that was started while the form was reading."""
        self._unanswered: tuple[object, Attempt] | None = None
        """The change that got no answer, and its attempt."""
        self._clean: dict[AnyField, object] = {}

    def on_screen_suspend(self) -> None:
        """Once something else is in front, nobody could ask for what was typed here (X-20)."""
        forget_widths()

    def on_unmount(self) -> None:
        """Nor once it is closed."""
        forget_widths()

    @property
    def absent(self) -> frozenset[str]:
        """The actions that the form does not have for whoever is signed in; the help leaves out their keys."""
        return frozenset()

    def compose(self) -> ComposeResult:
        """The frame that all forms share, around `compose_form`."""
        yield Label(safe(self.banner), classes="banner")
        with Horizontal(classes="title-line"):
            yield Label(safe(self.form_title), classes="title")
            yield Label(safe(program.WORKING), classes="working")
        with VerticalScroll(classes="form", can_focus=False):
            yield from self.compose_form()
        if self.buttons is not None:
            yield ButtonRow(self.buttons, self.back)
        yield FormFooter(compact=True, show_command_palette=False)

    def compose_form(self) -> ComposeResult:
        """What the form consists of."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """What the fields hold now was not typed by anybody."""
        self.mark_clean()
        self.every(_NOTICE_STEP, self._show_banner)

    def _show_banner(self) -> None:
        """Say anew what the top line says: maintenance may have come near (R3-2)."""
        say(self.query_one(".banner", Label), self.banner)

    @property
    def host(self) -> Host:
        """The App, as far as forms know it."""
        return cast(Host, self.app)

    @property
    def effects(self) -> "Effects":
        """What use cases are called with."""
        return self.host.effects

    def today(self) -> date:
        """The day in Prague, now."""
        return local_date(self.effects.now())

    @property
    def signed_in(self) -> "SignedIn":
        """Who is signed in; every form but F1 is shown to somebody who is."""
        signed_in = self.host.signed_in
        if signed_in is None:
            raise RuntimeError("nobody is signed in")
        return signed_in

    @property
    def actor(self) -> "Actor":
        """Whom use cases are asked by."""
        return self.signed_in.actor

    @property
    def banner(self) -> str:
        """The top line: module, user, workplace."""
        return self.host.banner

    @property
    def fields(self) -> list[AnyField]:
        """All fields, from the top."""
        return list(self.query(AnyField))

    def field(self, name: str) -> AnyField:
        """The field that the domain calls so."""
        return self.query_one(f"#{FIELD_ID}{name}", AnyField)

    def _states(self) -> dict[AnyField, object]:
        return {field: field.state for field in self.fields}

    def mark_clean(self) -> None:
        """Take what the fields hold now as what there is to lose nothing of."""
        self._clean = self._states()

    @property
    def typed_fields(self) -> list[AnyField]:
        """The fields in which something was typed since."""
        return [field for field, state in self._states().items() if state != self._clean.get(field)]

    @property
    def dirty(self) -> bool:
        """Whether something was typed that leaving would lose."""
        return self._states() != self._clean

    @property
    def idle(self) -> bool:
        """Whether neither a verb nor what the form reads by itself is going on."""
        return not (self.busy or self._reading)

    def start(self, work: Callable[[], Awaitable[None]], *, reading: bool = False) -> None:
        """Run `work` in a worker, after what is being read, unless a verb is running; see `verb` and `reading`."""
        if self.busy or (self._reading and self._ahead is not None):
            self.app.bell()
        elif self._reading:
            self._ahead = work
        else:
            self.busy, self._reading = not reading, reading
            guarded: Callable[[], Awaitable[None]] = partial(self._run, work)
            self.run_worker(guarded, group="case")

    async def _run(self, work: Callable[[], Awaitable[None]]) -> None:
        try:
            await work()
        except Exception as error:  # noqa: BLE001 - the boundary: nothing a form does may end the program
            self._ahead = None
            self.show_failure(error)
        finally:
            self.busy = self._reading = False
        ahead, self._ahead = self._ahead, None
        if ahead is not None and self.is_current:
            self.start(ahead)

    async def call(self, case: Callable[P, AnswerT], /, *args: P.args, **kwargs: P.kwargs) -> AnswerT:
        """As `answer`, for reading, which changes nothing.

        Raises DatabaseUnavailable: no answer came in time, and there is no change whose outcome could be unknown.
        """
        try:
            return await self.answer(case, *args, **kwargs)
        except OutcomeUnknown as late:
            raise DatabaseUnavailable from late

    async def answer(self, case: Callable[P, AnswerT], /, *args: P.args, **kwargs: P.kwargs) -> AnswerT:
        """The use case's result, with «Pracuji…» in view when it takes long."""
        notice = self.set_timer(_PATIENCE, partial(self.add_class, "-working"))
        try:
            return await self.host.call(case, *args, **kwargs)
        finally:
            notice.stop()
            self.remove_class("-working")

    async def perform(self, case: Callable[P, AnswerT], /, *args: P.args, **kwargs: P.kwargs) -> AnswerT:
        """The result for what was typed: old errors go, and a field with a problem is refused at once."""
        self.check_fields()
        return await self.answer(case, *args, **kwargs)

    async def change(self, case: Callable[P, AnswerT], /, *args: P.args, **kwargs: P.kwargs) -> AnswerT:
        """As `perform`, for a change that is made once; see `make`."""
        self.check_fields()
        return await self.make(case, *args, **kwargs)

    async def make(self, case: Callable[P, AnswerT], /, *args: P.args, **kwargs: P.kwargs) -> AnswerT:
        """The result of a change: asked for again after its answer was lost, it finds what it did (X-32).

        The answer is then what the event was about: for a use case that answers with a number, or with nothing.
        """
        from oktui.domain.audit import DoneBefore
        from oktui.services.answering import Attempt, once

        asked = (case, args, kwargs)
        before = self._unanswered
        again = before is not None and before[0] == asked
        attempt = replace(before[1], again=True) if before and again else Attempt(self.effects.number_request())
        try:
            answer = await self.answer(once, attempt, partial(case, *args, **kwargs))
        except OutcomeUnknown:
            self._unanswered = asked, attempt
            raise
        except DoneBefore as done:
            self._unanswered = None
            self.report(program.DONE_BEFORE)
            return cast(AnswerT, done.subject_id)
        self._unanswered = None
        return answer

    def check_fields(self) -> None:
        """Take old errors away, and refuse what could not be read; within a verb."""
        self.clear_errors()
        examination = Examination()
        for field in self.fields:
            if field.problem is not None and _can_be_used(field):
                examination.faults.append(field.problem)
        examination.close()

    def clear_errors(self) -> None:
        """Take the errors away from all fields."""
        for field in self.fields:
            field.error = None

    def show_failure(self, error: Exception) -> None:
        """Show a refusal as such, and anything else as a bug under its number, never as a traceback."""
        from oktui.domain.sessions import SessionLocked, SessionOver

        if isinstance(error, SessionOver):
            self.host.session_over(error)
            return
        if isinstance(error, SessionLocked):
            self.host.cover()
            return
        if isinstance(error, DomainError):
            self.show_refusal(error)
            return
        message = program.bug(self.host.report_bug(error))
        self.app.push_screen(MessageDialog(message.title, message.text))

    def show_refusal(self, error: DomainError) -> None:
        """Show the sentence beside the field at fault and go there; without such a field, in a dialog."""
        self.clear_errors()
        field = next((field for field in self.fields if field.name == error.field and _can_be_used(field)), None)
        if field is None:
            message = refusal(error)
            self.app.push_screen(MessageDialog(message.title, message.text))
            return
        for each in (*reversed(error.also), error):
            self._show_beside(each)
        field.focus_control()

    def _show_beside(self, error: DomainError) -> None:
        field = next((field for field in self.fields if field.name == error.field and _can_be_used(field)), None)
        if field is not None:
            # A date that cannot be read is missing to the domain; to the user it is wrong.
            field.error = refusal(field.problem or error).text

    async def open_form(self, form: "FormScreen[AnswerT]") -> AnswerT | None:
        """Open another form within a verb; what it was dismissed with, None when it was left."""
        return await self.app.push_screen_wait(form)

    async def ask(self, question: Question) -> bool:
        """Ask within a verb."""
        return await self.app.push_screen_wait(QuestionDialog(question))

    async def confirm(self, refused: DomainError, question: Question) -> None:
        """Ask within a verb whether to do it all the same; raises the refusal unless that is wanted."""
        if not await self.ask(question.about(refusal(refused).text)):
            raise refused

    async def confirming(
        self,
        work: Callable[[bool], Awaitable[AnswerT]],
        answers: Answers,
        warned: type[DomainError] | None = None,
    ) -> AnswerT | None:
        """Do `work` within a verb, what it warns of only when confirmed: by itself of the last administrator (X-10).

        `work` is told whether it has been; returns what it does, None when it was not done.
        """
        from oktui.domain.administrators import LastAdministrator

        awaited = warned or LastAdministrator
        try:
            return await work(False)
        except awaited as warning:
            if not await self.ask(answers.to(refusal(warning))):
                return None
        return await work(True)

    async def tell(self, title: str, text: str) -> None:
        """Show a message within a verb, and go on when it has been read."""
        await self.app.push_screen_wait(MessageDialog(title, text))

    def entitle(self, about: str) -> None:
        """Say in the title what the form is about."""
        said = f"{self.form_title} – {about}" if about else self.form_title
        self.query_one(".title", Label).update(safe(said))

    def report(self, done: str) -> None:
        """Say in passing what has been done; the sentence stands for a while over whatever form is in view."""
        self.app.notify(harmless(done), markup=False)

    def why_not(self, action: str) -> str:  # noqa: ARG002 - most forms grey nothing
        """Why the action cannot be done now, where its key alone would leave that unsaid."""
        return ""

    def on_key(self, event: events.Key) -> None:
        """Say why a key does nothing."""
        for binding in self._bindings.key_to_bindings.get(event.key, ()):
            if why := self.why_not(binding.action):
                event.stop()
                self.report(why)

    @on(AnyField.Submitted)
    async def _enter(self, event: AnyField.Submitted) -> None:
        event.stop()
        await self.run_action(self.default_action)

    @on(ReadingFailed)
    def _reading_failed(self, event: ReadingFailed) -> None:
        event.stop()
        self.show_failure(event.error)

    def action_back(self) -> None:
        """Leave the form, after a question when something typed would be lost."""
        if self.busy:
            self.app.bell()
        elif self.dirty:
            self.app.push_screen(QuestionDialog(questions.DISCARD), self._leave)
        else:
            self.dismiss(None)

    def _leave(self, sure: bool | None) -> None:
        if sure:
            self.dismiss(None)


def _can_be_used(field: AnyField) -> bool:
    shown = all(node.display for node in field.ancestors_with_self if isinstance(node, Widget))
    return shown and not field.is_disabled
