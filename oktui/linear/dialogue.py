"""Questions and answers: one question a line, read as tolerantly as the fields of forms, asked again until it fits."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Final, TypeVar

from oktui.bugs import report_bug
from oktui.domain.calendar import local_date
from oktui.domain.dates import read_day
from oktui.domain.errors import DomainError
from oktui.domain.names import fold
from oktui.domain.sessions import MustChangePassword, SessionOver
from oktui.domain.text import Required, TooLong
from oktui.linear.line import Ended, Interrupted
from oktui.linear.reading import as_password, as_text
from oktui.linear.session import Session
from oktui.services.new_passwords import PasswordEntry
from screens.texts import dates, linear, program, typed
from screens.texts.questions import Question
from screens.texts.told import refusal

ChoiceT = TypeVar("ChoiceT")
AnswerT = TypeVar("AnswerT")

Options = Sequence[tuple[str, ChoiceT]]
MOST_READ_OUT: Final = 20
"""More choices than this nobody wants to hear one after the other."""
LONGEST: Final = 100
OF_THE_SESSION: Final = (SessionOver, MustChangePassword)
"""Refusals that no other answer to the question mends."""


class Back(Exception):
    """Whoever was asked wants to go back instead."""


class Dialogue:
    """Asks whoever sits at the line of a session."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._line = session.line

    def say(self, *lines: str) -> None:
        """Say lines."""
        self._line.say(*lines)

    def tell(self, text: str) -> None:
        """Say a text of several lines."""
        self._line.tell(text)

    def refuse(self, error: DomainError) -> None:
        """Say a refusal: of a field its sentence, else its title too."""
        message = refusal(error)
        self.say(*(message.text.split("\n") if error.field else linear.refused(message)))

    def today(self) -> date:
        """The day in Prague, now."""
        return local_date(self.session.effects.now())

    # One answer

    def text(self, name: str, label: str, default: str = "", *, limit: int = LONGEST, required: bool = False) -> str:
        """A line of text; Enter alone is the default, a dash is nothing. Raises Back."""
        while True:
            said = self._answer(linear.prompt(label, default))
            if said == linear.NOTHING:
                said = default = ""
            given = said or default
            if len(given) > limit:
                self.refuse(TooLong(limit, name))
            elif required and not given:
                self.refuse(Required(name))
            else:
                return given
            default = given

    def day(self, name: str, label: str, default: date | None = None) -> date | None:
        """A date in any usual form (X-28); Enter alone is the default, a dash is no date. Raises Back."""
        kept = dates.day(default)
        while True:
            said = self._answer(linear.prompt(label, kept))
            if said == linear.NOTHING:
                return None
            if (said or kept) == dates.day(default):
                return default
            try:
                return read_day(said or kept, name, today=self.today())
            except DomainError as error:
                self.refuse(error)
                kept = said or kept

    def born(self, name: str, label: str, default: date | None = None) -> date | None:
        """A date that has been. Raises Back."""
        while True:
            said = self._answer(linear.prompt(label, dates.day(default)))
            if said in ("", linear.NOTHING):
                return None if said else default
            try:
                return read_day(said, name, today=self.today(), past=True)
            except DomainError as error:
                self.refuse(error)

    def secret(self, label: str) -> str:
        """A password, of which nothing is shown and nothing kept. Raises Back."""
        while True:
            try:
                password = as_password(self._read(linear.prompt(label), hide=True))
            except DomainError as error:
                self.refuse(error)
                continue
            if (hint := typed.hint_at_spaces(password)) is not None:
                self.say(hint)
            return password

    def twice(self) -> PasswordEntry:
        """A new password and its confirmation. Raises Back."""
        return PasswordEntry(self.secret("Nové heslo"), self.secret("Potvrzení hesla"))

    def choose(self, question: str, options: Options[ChoiceT], default: ChoiceT | None = None) -> ChoiceT:
        """One of the choices, by its number or the beginning of a word of it. Raises Back."""
        marked = next(
            (place for place, (_, value) in enumerate(options, 1) if default is not None and value == default), 0
        )
        offered = list(options)
        while True:
            if len(offered) > MOST_READ_OUT:
                self.say(question, linear.choices_left(len(offered)))
            else:
                self.say(question, *(linear.choice(place, title) for place, (title, _) in enumerate(offered, 1)))
            said = self._answer(linear.prompt(linear.CHOOSE, str(marked) if marked else ""), again=False)
            if not said and marked:
                return options[marked - 1][1]
            found = _meant(said, offered)
            if len(found) == 1:
                return found[0][1]
            if found and len(found) < len(offered):
                offered, marked = found, 0
                self.say(linear.AMBIGUOUS)
            elif said and said != linear.AGAIN:
                self.say(linear.NO_SUCH_CHOICE)

    def several(self, question: str, options: Options[ChoiceT]) -> frozenset[ChoiceT]:
        """Any of the choices, by their numbers; Enter alone is none of them. Raises Back."""
        while True:
            self.say(question, *(linear.choice(place, title) for place, (title, _) in enumerate(options, 1)))
            said = self._answer(linear.prompt(linear.CHOOSE_MANY, linear.RECOGNISED_NOT), again=False)
            numbers = re.findall(r"[^\s,;.]+", said)
            if all(each.isdecimal() and 0 < int(each) <= len(options) for each in numbers):
                return frozenset(options[int(each) - 1][1] for each in numbers)
            if said != linear.AGAIN:
                self.say(linear.NO_SUCH_CHOICE)

    def ask(self, question: Question) -> bool:
        """A question with two answers, of which the second changes nothing; to go back is that one, too."""
        self.say(f"{question.title}:", *question.text.split("\n")[:-1])
        try:
            return self.choose(question.text.split("\n")[-1], [(question.yes, True), (question.no, False)], False)
        except Back:
            return False

    def yes(self, question: str, *, default: bool) -> bool:
        """Ano, or Ne. Raises Back."""
        return self.choose(question, [(linear.YES, True), (linear.NO, False)], default)

    # Many answers

    def until_taken(self, work: Callable[[], AnswerT], mend: Callable[[frozenset[str]], None]) -> AnswerT:
        """Do the work; what is refused is said, and `mend` is told of which fields to ask again.

        Of what no field can mend, whoever is asked decides whether to try once more. Raises Back.
        """
        while True:
            try:
                return work()
            except OF_THE_SESSION:
                raise
            except DomainError as error:
                faults = (error, *error.also)
                for each in faults:
                    self.refuse(each)
                fields = frozenset(each.field for each in faults if each.field)
            if fields:
                mend(fields)
                continue
            again = [(linear.AGAIN_NOW, True), (linear.CORRECT_IT, False)]
            if not self.choose(linear.ONCE_MORE, again, True):
                mend(frozenset())

    def attempt(self, task: Callable[[], None]) -> None:
        """Do a task; that it was left, refused or failed is said, and is the end of nothing else."""
        try:
            task()
        except Back:
            self.say(linear.LEFT)
        except (Ended, *OF_THE_SESSION):
            raise
        except DomainError as error:
            self.refuse(error)
        except Exception as error:  # noqa: BLE001 - the boundary: nothing a task does may end the program
            self.say(*linear.refused(program.bug(report_bug(error))))

    def choose_or_leave(self, question: str, options: Options[ChoiceT]) -> ChoiceT | None:
        """As `choose`, of what can be left as well: None to go back."""
        try:
            return self.choose(question, [*options, (linear.BACK, None)])
        except Back:
            return None

    def _answer(self, prompt: str, *, again: bool = True) -> str:
        while True:
            said = as_text(self._read(prompt))
            if fold(said) == fold(linear.BACK):
                raise Back
            if said != linear.AGAIN or not again:
                return said

    def _read(self, prompt: str, *, hide: bool = False) -> bytes:
        try:
            return self.session.read(prompt, hide=hide)
        except Interrupted:
            self.say("")
            raise Back from None


def _meant(said: str, options: Options[ChoiceT]) -> list[tuple[str, ChoiceT]]:
    """The choices that an answer may mean: by number, whole, from the beginning, or by the beginning of a word."""
    if said.rstrip(".").isdecimal():
        place = int(said.rstrip("."))
        return [options[place - 1]] if 0 < place <= len(options) else []
    wanted = fold(said)
    if not wanted:
        return []
    ways: tuple[Callable[[str], bool], ...] = (
        lambda title: title == wanted,
        lambda title: title.startswith(wanted),
        lambda title: any(word.startswith(wanted) for word in title.split()),
    )
    found = ([option for option in options if means(fold(option[0]))] for means in ways)
    return next((each for each in found if each), [])
