"""Asks a register every question and compares what it answers, for whoever connects theirs (docs/krk.md)."""

import time
from collections.abc import Callable, Iterator, Sequence
from enum import Enum
from itertools import islice
from typing import Final, TypeVar

from oktui.domain.birth_number import BirthNumber
from oktui.domain.ik import iks_after
from oktui.domain.krk import AT_MOST, AT_ONCE, PersonUnreadable
from oktui.domain.names import fold
from oktui.domain.outages import KrkUnavailable
from oktui.domain.people import Person
from oktui.values import dataclass
from storage import krk

T = TypeVar("T")

SLOW: Final = 1.0
"""Seconds after which an answer is slow: an official waits for it."""
_NOBODYS_IKS: Final = iks_after("0000000000")
_NOBODYS_NUMBER: Final = BirthNumber("000101999")
_ANY_SURNAME: Final = "Nov"


class Question(Enum):
    """What the program asks a register."""

    PING = "ping"
    PERSONS = "persons"
    BIRTH_NUMBER = "birth_number"
    SEARCH = "search"
    CONSENTS = "consents"


class Fault(Enum):
    """What is wrong with what a register answers about one person."""

    UNREADABLE = "unreadable"
    MISSING = "missing"
    NOT_BY_BIRTH_NUMBER = "not_by_birth_number"
    NOT_BY_SURNAME = "not_by_surname"
    NOT_WITHOUT_DIACRITICS = "not_without_diacritics"
    NOT_BY_DAY = "not_by_day"
    NO_CATEGORY = "no_category"
    """Which is no fault of the register's, but nobody can be employed so."""


@dataclass(frozen=True)
class Asked:
    """A question: how long the answer took, and how many persons or consents were in it; or why there is none."""

    question: Question
    seconds: float
    found: int = 0
    failure: KrkUnavailable | None = None


@dataclass(frozen=True)
class Compared:
    """A person who was asked about, and what is wrong with what was answered; nothing where all is well."""

    ik: str
    faults: tuple[Fault, ...]


def check_register(iks: Sequence[str]) -> Iterator[Asked | Compared]:
    """Ask each question once, then each about these persons in particular; nothing is written.

    After an outage of the first question nothing more is asked. Raises KrkUnavailable: it went out afterwards.
    """
    first, _ = _asked(Question.PING, _ping)
    yield first
    if first.failure is not None:
        return
    about = [*iks, *islice(_NOBODYS_IKS, max(0, AT_ONCE - len(iks)))]
    told, answer = _asked(Question.PERSONS, lambda: krk.persons(about).persons)
    yield told
    known = answer[0] if answer else None
    number = known.data.birth_number if known else _NOBODYS_NUMBER
    surname = known.data.surname if known else _ANY_SURNAME
    yield _asked(Question.BIRTH_NUMBER, lambda: _at_most_one(number))[0]
    yield _asked(Question.SEARCH, lambda: krk.find_by_personal_data("", surname, None))[0]
    yield _asked(Question.CONSENTS, lambda: krk.consents(known.ik if known else about[-1]))[0]
    if told.failure is None:
        yield from map(_compare, iks)


def _asked(question: Question, ask: Callable[[], Sequence[T]]) -> tuple[Asked, Sequence[T]]:
    begun = time.monotonic()
    try:
        answer = ask()
    except KrkUnavailable as failure:
        return Asked(question, time.monotonic() - begun, failure=failure), ()
    return Asked(question, time.monotonic() - begun, len(answer)), answer


def _ping() -> Sequence[Person]:
    krk.ping()
    return ()


def _at_most_one(number: BirthNumber) -> list[Person]:
    try:
        found = krk.find_by_birth_number(number)
    except PersonUnreadable:
        return []
    return [found] if found else []


def _compare(ik: str) -> Compared:
    """What each question says of the person. Raises KrkUnavailable."""
    answer = krk.persons([ik])
    if ik in answer.unreadable:
        return Compared(ik, (Fault.UNREADABLE,))
    if not answer.persons:
        return Compared(ik, (Fault.MISSING,))
    [person] = answer.persons
    data = person.data
    born = data.birth_number.born
    wrong = {
        Fault.NOT_BY_BIRTH_NUMBER: _at_most_one(data.birth_number) != [person],
        Fault.NOT_BY_SURNAME: not _finds(person, data.surname),
        Fault.NOT_WITHOUT_DIACRITICS: not _finds(person, fold(data.surname).upper()),
        Fault.NOT_BY_DAY: person not in krk.find_by_personal_data("", data.surname, born),
        Fault.NO_CATEGORY: not person.categories,
    }
    return Compared(ik, tuple(fault for fault, is_so in wrong.items() if is_so))


def _finds(person: Person, surname: str) -> bool:
    """Whether the person is found so, unless so many are called alike that there is no room for all."""
    found = krk.find_by_personal_data(person.data.given_name, surname, None)
    return person in found or len(found) == AT_MOST
