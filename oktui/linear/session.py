"""Who sits at the line: their session and its lock, and the way from answers to use cases."""

import time
from collections.abc import Callable
from concurrent.futures import wait
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Final, ParamSpec, TypeVar, cast

from oktui.bugs import LOGGER
from oktui.domain.audit import DoneBefore
from oktui.domain.errors import DomainError, Outage
from oktui.domain.outages import DatabaseUnavailable, OutcomeUnknown
from oktui.domain.sessions import Actor, SessionEnd, SessionLocked, SessionOver, left_alone
from oktui.effects import Effects
from oktui.linear.line import Interrupted, Line
from oktui.linear.reading import as_password
from oktui.services.answering import ANSWER_WITHIN, Attempt, in_time, leave, once
from oktui.services.sign_in.attend_session import attend_session
from oktui.services.sign_in.sign_in import SignedIn
from oktui.services.sign_in.sign_out import sign_out
from oktui.services.sign_in.unlock_session import unlock_session
from oktui.threads import ForsakenThreads
from screens.texts import linear, program, sessions
from screens.texts.told import refusal

P = ParamSpec("P")
AnswerT = TypeVar("AnswerT")

_ATTEND_EVERY: Final = timedelta(seconds=5)
"""How often the session is looked up, which may have ended, and its last activity stored."""
_PATIENCE: Final = 1.0
"""Seconds after which whoever waits is told that there is something to wait for."""
_GRACE: Final = 1.0
_LAST_WORD: Final = 1.0
"""Seconds that signing out may take when the program ends."""
_SLICE: Final = 0.1


class Session:
    """Reads lines for whoever is signed in, as long as they are, and asks use cases for them."""

    def __init__(self, effects: Effects, line: Line) -> None:
        self.effects = effects
        self.line = line
        self.signed_in: SignedIn | None = None
        self._touched_at = self._attended_at = effects.now()
        self._covered = False
        self._unanswered: tuple[object, Attempt] | None = None
        """The change that got no answer, and its attempt."""
        self._threads = _threads()

    @property
    def own(self) -> SignedIn:
        """Who is signed in, where somebody is."""
        if self.signed_in is None:
            raise RuntimeError("nobody is signed in")
        return self.signed_in

    @property
    def actor(self) -> Actor:
        """Whom use cases are asked by."""
        return self.own.actor

    def begin(self, signed_in: SignedIn) -> None:
        """Go on for somebody who has signed in."""
        self.signed_in = signed_in
        self._touched_at = self._attended_at = self.effects.now()

    def end(self) -> None:
        """Sign out whoever is signed in, in as long as somebody waits who wants to be gone."""
        signed_in, self.signed_in = self.signed_in, None
        if signed_in is not None:
            work = partial(in_time, partial(sign_out, signed_in.actor, effects=self.effects))
            future = self._threads.submit(work)
            wait({future}, timeout=_LAST_WORD)
            if future.done():
                with suppress(DomainError):
                    future.result()

    def close(self) -> None:
        """Let the threads go."""
        self._threads.shutdown()

    # What is read

    def read(self, prompt: str, *, hide: bool = False) -> bytes:
        """The next line. Raises SessionOver, Interrupted, Ended."""
        while True:
            line = self.line.read(prompt, self._look, hide=hide)
            if not self._left_alone():
                self._touched_at = self.effects.now()
                return line
            self.cover()  # after a night asleep, the computer may deliver a line before it looks at the clock

    def _left_alone(self) -> bool:
        signed_in = self.signed_in is not None and not self._covered
        return signed_in and left_alone(self._touched_at, self.effects.now(), self.effects.policy)

    def _look(self) -> bool:
        """See whether the session still lasts and was left alone (X-9, X-27); whether something was said."""
        if self.signed_in is None:
            return False
        now, alone = self.effects.now(), self._left_alone()
        if alone or now - self._attended_at >= _ATTEND_EVERY:
            self._attended_at = now
            with suppress(Outage):  # whoever does something will be told; the next look is soon
                alone = self._run(partial(attend_session, self.actor, self._touched_at, effects=self.effects)) or alone
        if alone and not self._covered:
            self.cover()
            return True
        return False

    def cover(self) -> None:
        """Have the password asked for; what stood on the screen is moved out of it (X-27)."""
        self._covered = True
        try:
            self.line.drop()
            self.line.tell("\n" * self.line.size.lines)
            self.line.tell(sessions.LOCKED)
            principal = self.own.principal
            self.line.say(f"{principal.name} ({principal.username})", linear.WILL_SIGN_OUT)
            while not self._uncovered():
                pass
        finally:
            self._covered = False
            self._touched_at = self.effects.now()

    def _uncovered(self) -> bool:
        """Ask for the password once; whether it was right. Raises SessionOver."""
        try:
            password = as_password(self.line.read(linear.prompt("Heslo"), self._look, hide=True))
            if not password:
                self.call(sign_out, self.actor, effects=self.effects)
                raise SessionOver(SessionEnd.SIGNED_OUT)
            self._answer(partial(unlock_session, self.actor, password, effects=self.effects))
        except SessionOver:
            raise
        except Interrupted:
            return False
        except DomainError as error:
            self.line.say(*refusal(error).text.split("\n"))
            return False
        return True

    # What is asked of use cases

    def call(self, case: Callable[P, AnswerT], /, *args: P.args, **kwargs: P.kwargs) -> AnswerT:
        """The use case's result, for reading.

        Raises DatabaseUnavailable: no answer came in time, and there is no change whose outcome could be unknown.
        """
        try:
            return self._answer(partial(case, *args, **kwargs))
        except OutcomeUnknown as late:
            raise DatabaseUnavailable from late

    def change(self, case: Callable[P, AnswerT], /, *args: P.args, **kwargs: P.kwargs) -> AnswerT:
        """The result of a change: asked for again after its answer was lost, it finds what it did (X-32)."""
        asked, before = (case, args, kwargs), self._unanswered
        again = before is not None and before[0] == asked
        attempt = replace(before[1], again=True) if before and again else Attempt(self.effects.number_request())
        self._unanswered = asked, attempt
        try:
            answer = self._answer(partial(once, attempt, partial(case, *args, **kwargs)))
        except OutcomeUnknown:
            raise
        except DoneBefore as done:
            self.line.say(program.DONE_BEFORE)
            answer = cast(AnswerT, done.subject_id)
        except DomainError:
            self._unanswered = None
            raise
        self._unanswered = None
        return answer

    def _answer(self, case: Callable[[], AnswerT]) -> AnswerT:
        while True:
            try:
                return self._run(case)
            except SessionLocked:
                if self._covered:
                    raise
                self.cover()

    def _run(self, case: Callable[[], AnswerT]) -> AnswerT:
        """Run it on a thread, so that a database which does not answer holds nobody up (X-33)."""
        future = self._threads.submit(partial(in_time, case))
        began, told = time.monotonic(), False
        while not wait({future}, timeout=_SLICE).done:
            self.line.check()
            waited = time.monotonic() - began
            if waited > _PATIENCE and not told:
                told = True
                self.line.say(program.WORKING)
            if waited > ANSWER_WITHIN + _GRACE:
                self._threads.shutdown()
                self._threads = _threads()
                raise OutcomeUnknown
        try:
            return future.result()
        except Outage as outage:
            LOGGER.warning("%s", outage)  # the cause is not for an official
            raise


def _threads() -> ForsakenThreads:
    return ForsakenThreads(2, "use-case", leave)
