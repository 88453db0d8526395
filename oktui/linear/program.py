"""The program at the line: signing in, and one task after the other."""

from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import Protocol

from oktui.domain.authority import Action, denial
from oktui.domain.calendar import maintenance
from oktui.domain.errors import DomainError
from oktui.domain.modules import Module
from oktui.domain.sessions import SessionOver
from oktui.domain.sign_in import AlreadySignedIn, SignInRefused
from oktui.effects import Effects
from oktui.linear.dialogue import Back, Dialogue
from oktui.linear.line import Ended, Line
from oktui.linear.session import Session
from oktui.services.sign_in.sign_in import SignedIn, SignIn, sign_in
from screens.texts import dates, linear, program, questions
from screens.texts.told import refusal


class Memory(Protocol):
    """What is remembered between two runs of the program."""

    def recall(self) -> tuple[Module, str] | None:
        """The application and username used last."""

    def remember(self, module: Module, username: str) -> None:
        """Keep them for the next time."""


Task = Callable[[Dialogue], None]


def run(effects: Effects, *, demo: tuple[str, ...] = (), memory: Memory | None = None) -> int:
    """Talk to whoever sits at this process's terminal; returns the exit status.

    That is 128+n after signal n, 129 when the line was cut, 1 after an error of the program.
    """
    with Line().held() as line:
        session = Session(effects, line)
        try:
            _talk(Dialogue(session), demo, memory)
            line.say(linear.GOODBYE)
        except Ended as end:
            if end.status == 0:
                line.say("", linear.GOODBYE)
            return end.status
        finally:
            session.end()
            session.close()
    return 0


def _talk(dialogue: Dialogue, demo: tuple[str, ...], memory: Memory | None) -> None:
    dialogue.say(*linear.HELLO, *([program.demo(demo)] if demo else []))
    module, username = (memory.recall() if memory else None) or (Module.REGISTR, "")
    while True:
        try:
            module, username, signed_in = _sign_in(dialogue, module, username)
            if memory is not None:
                memory.remember(module, signed_in.principal.username)
            dialogue.session.begin(signed_in)
            _work(dialogue)
        except Back:
            if dialogue.ask(questions.LEAVE):
                return
        except SessionOver as over:
            dialogue.session.signed_in = None
            dialogue.refuse(over)
        finally:
            dialogue.session.end()


def _sign_in(dialogue: Dialogue, module: Module, username: str) -> tuple[Module, str, SignedIn]:
    """Ask until somebody is signed in; what was typed is offered again, but for the password."""
    while True:
        if (notice := maintenance(dialogue.session.effects.now())) is not None:
            dialogue.say(dates.maintenance(notice))
        module = dialogue.choose("Aplikace:", [(each.title, each) for each in Module], module)
        username = dialogue.text("username", "Uživatelské jméno", username, required=True)
        request = SignIn(module, username, dialogue.secret("Heslo"))
        try:
            return module, username, _signed_in(dialogue, request)
        except DomainError as error:
            if isinstance(error, SignInRefused):
                dialogue.say(*linear.refused(refusal(error)))
            else:
                dialogue.refuse(error)


def _signed_in(dialogue: Dialogue, request: SignIn) -> SignedIn:
    """Sign in; of a session elsewhere, ask whether to end it (X-23)."""
    session = dialogue.session
    try:
        return session.call(sign_in, request, effects=session.effects)
    except AlreadySignedIn as other:
        if not dialogue.ask(questions.END_OTHER.to(refusal(other))):
            raise
        again = SignIn(request.module, request.username, request.password, end_other=True)
        return session.call(sign_in, again, effects=session.effects)


def _work(dialogue: Dialogue) -> None:
    """One task after the other, until whoever is signed in has had enough."""
    session = dialogue.session
    if session.own.must_change:
        from oktui.linear.own_password import change_demanded

        if not change_demanded(dialogue):
            return
    principal = session.own.principal
    dialogue.say(linear.welcome(principal.name, principal.module.title, principal.workplace.name))
    while True:
        try:
            task = dialogue.choose(linear.WHAT_NOW, [*_tasks(dialogue), (linear.SIGN_OUT, None)])
        except Back:
            task = None
        if task is None:
            if dialogue.ask(questions.SIGN_OUT):
                return
            continue
        dialogue.attempt(partial(task, dialogue))


def _tasks(dialogue: Dialogue) -> list[tuple[str, Task]]:
    """What whoever is signed in may do, each loaded when it is chosen (R2.1-1, X-1)."""
    principal = dialogue.session.own.principal

    def may(action: Action) -> bool:
        return denial(principal, action) is None

    offered = (
        (linear.FIND, "people:find", may(Action.DIAGNOSE)),
        (linear.WHY, "people:why", may(Action.DIAGNOSE)),
        (linear.RESET, "people:reset", may(Action.RESET_PASSWORD)),
        (linear.UNLOCK, "people:unlock", may(Action.UNLOCK)),
        (linear.CREATE, "hiring:create", may(Action.CREATE_EMPLOYEE)),
        (linear.OWN_PASSWORD, "own_password:change_own", True),
    )
    return [(title, partial(_begin, task)) for title, task, allowed in offered if allowed]


def _begin(task: str, dialogue: Dialogue) -> None:
    module, _, name = task.partition(":")
    begin: Task = getattr(import_module(f"oktui.linear.{module}"), name)
    begin(dialogue)
