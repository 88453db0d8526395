"""KRK, the ministry's register of persons: another system, which may fail or hang at any call (X-4).

Whatever register an installation has, it is asked through here: no call takes longer than patience lasts, only a few
may hang at once, and an answer about others than were asked about is none.
"""

import threading
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from concurrent.futures import Future
from datetime import date
from typing import TypeVar

from peewee import Database, SqliteDatabase, chunked

from oktui.domain.birth_number import BirthNumber
from oktui.domain.corrections import Correction
from oktui.domain.krk import AT_MOST, AT_ONCE, Answer, Krk, NameSearch, PersonUnreadable
from oktui.domain.modules import Category
from oktui.domain.names import fold, last_word_key
from oktui.domain.outages import Cause, DatabaseUnavailable, KrkOutcomeUnknown, KrkUnavailable
from oktui.domain.people import Person
from oktui.domain.register import Consent, NewPerson, Registered
from storage import schema, waiting
from storage.database import connect_to, outages
from storage.krk_credentials import NO_CREDENTIALS, Credentials
from storage.krk_sql import SqlKrk

__all__ = ["AT_MOST", "AT_ONCE"]

T = TypeVar("T")

_PATIENCE_PER_PERSON = 0.002

_patience = 5.0
_register: Krk | None = None
_open_calls = threading.BoundedSemaphore(8)


def open_krk(url: str, *, patience: float = 5.0, credentials: Credentials = NO_CREDENTIALS) -> None:
    """Point the program at the register behind the URL; no call takes longer than `patience` seconds.

    Raises KrkUnavailable: its address cannot be meant, or what it takes to reach it is not installed.
    """
    if url.startswith(("https://", "http://")):
        from storage.krk_web import WebKrk  # here, because TLS is what few registers need

        use(WebKrk(url, timeout=patience, credentials=credentials), patience=patience)
    else:
        use(SqlKrk(url, timeout=patience), patience=patience)


def use(register: Krk, *, patience: float = 5.0) -> None:
    """Ask this register from now on."""
    global _register, _patience
    _register, _patience = register, patience


def patience() -> float:
    """How many seconds a call takes at most."""
    return _patience


def place() -> str:
    """Which register it is, without any password."""
    return _krk().place


class TablesTaken(Exception):
    """There are tables or views of persons that we have not made."""


def upgrade(url: str) -> list[str]:
    """Make or upgrade a register of our own at the URL.

    Raises:
        TablesTaken: it is somebody else's; nothing was changed.
        KrkUnavailable, SchemaMismatch: it cannot be reached, or is of a later version.
    """
    if is_foreign(url):
        raise TablesTaken
    try:
        return schema.upgrade(url, schema.KRK)
    except DatabaseUnavailable as error:
        raise KrkUnavailable(error.cause, error.place, error.said) from error


def is_foreign(url: str) -> bool:
    """Whether the database has persons in tables or views that we have not made. Raises KrkUnavailable."""
    try:
        db = connect_to(url)
        with outages(db), db.connection_context():
            there = _tables(db)
    except DatabaseUnavailable as error:
        if error.cause is Cause.NOT_MADE:
            return False
        raise KrkUnavailable(error.cause, error.place, error.said) from error
    return "person" in there and schema.APPLIED not in there


def _tables(db: Database) -> set[str]:
    """What the names of our tables mean to this role, be it a table or a view, in whatever schema."""
    if isinstance(db, SqliteDatabase):
        return {*db.get_tables(), *(view.name for view in db.get_views())}
    names = ("person", schema.APPLIED)
    return {
        name
        for name in names
        if db.execute_sql("SELECT to_regclass(%s)", (name,)).fetchone()[0]  # type: ignore[no-untyped-call]  # as there
    }


def ping() -> None:
    """Ask about nobody. Raises KrkUnavailable."""
    _within_patience(_krk().ping)


def persons(iks: Collection[str]) -> Answer:
    """Those who have the IKs, asked about by the hundred. Raises KrkUnavailable, also where it tells of others."""
    answer = _joined(_checked(_krk().persons, batch, lambda person: person.ik) for batch in chunked(iks, AT_ONCE))
    if not answer.unreadable <= set(iks):
        raise KrkUnavailable(Cause.OTHERS, place())
    return answer


def find_by_ik(ik: str) -> Person | None:
    """The person with the IK. Raises KrkUnavailable, PersonUnreadable."""
    return _only(persons([ik]))


def find_by_birth_number(birth_number: BirthNumber) -> Person | None:
    """The person with the birth number. Raises KrkUnavailable, PersonUnreadable, also where two have it."""
    return _only(_by_birth_numbers([birth_number]))


def known(birth_numbers: Collection[BirthNumber]) -> dict[BirthNumber, Person]:
    """The persons whom the register has with these birth numbers. Raises KrkUnavailable, PersonUnreadable."""
    answer = _by_birth_numbers(birth_numbers)
    having = Counter(person.data.birth_number for person in answer.persons)
    for ik in (*sorted(answer.unreadable), *(each.ik for each in answer.persons if having[each.data.birth_number] > 1)):
        raise PersonUnreadable(ik)
    return {person.data.birth_number: person for person in answer.persons}


def find_by_personal_data(given_name: str, surname: str, born: date | None) -> list[Person]:
    """Persons whose names begin so, or the last word of whose surname does, and who were born then, AT_MOST of them.

    Whatever the register compares names by, the program's own folding decides (X-28). Raises KrkUnavailable.
    """
    names = NameSearch(given_name, surname, born)
    found = _within_patience(lambda: _krk().search(names))
    meant = {person.ik: person for person in found if _is_meant(person, names)}
    return list(meant.values())[:AT_MOST]


def _is_meant(person: Person, names: NameSearch) -> bool:
    surname, data = fold(names.surname), person.data
    return (
        fold(data.given_name).startswith(fold(names.given_name))
        and (fold(data.surname).startswith(surname) or last_word_key(data.surname).startswith(surname))
        and names.born in (None, data.birth_number.born)
    )


def find_registered(ik: str) -> Registered | None:
    """The person with the IK, and the consents on record. Raises KrkUnavailable, PersonUnreadable."""
    person = find_by_ik(ik)
    return None if person is None else Registered(person, consents(ik))


def consents(ik: str) -> tuple[Consent, ...]:
    """The consents on record for the person, oldest first. Raises KrkUnavailable."""
    return tuple(_within_patience(lambda: _krk().consents(ik)))


def register(persons: Sequence[NewPerson], corrections: Sequence[Correction] = ()) -> list[Person]:
    """Give each person the next free IK and write them, all or none; nobody else gets the same (R2.4-1, X-24).

    `corrections` of others are written with them. Returns those who are new.

    Raises:
        PersonKnown: one of them is in the register already, or a birth number is somebody else's.
        EditConflict, NotFound: one who is to be corrected is not any more what they were (X-21).
        PersonUnreadable, KrkReadOnly: nothing was written.
        KrkUnavailable: no answer in time; nothing was written then, nor will be.
        KrkOutcomeUnknown: whether it was written is not known (X-32).
    """
    more = _PATIENCE_PER_PERSON * (len(persons) + len(corrections))
    return _change(lambda turn: _krk().register(persons, corrections, point_of_no_return=turn.pass_over), more)


def change_categories(
    ik: str, *, added: Collection[Category], removed: Collection[Category], consent: Consent | None
) -> None:
    """Give and take categories and put a consent on record, all or nothing.

    Raises KrkUnavailable, KrkOutcomeUnknown, KrkReadOnly, NotFound.
    """
    _change(
        lambda turn: _krk().change_categories(
            ik, added=added, removed=removed, consent=consent, point_of_no_return=turn.pass_over
        )
    )


def store_persons(persons: Iterable[Person]) -> None:
    """Write persons who have their IKs already to a register of our own. Raises KrkUnavailable."""
    ours, batch = _krk(), list(persons)
    if not isinstance(ours, SqlKrk):
        raise KrkUnavailable(Cause.ADDRESS, ours.place)
    _change(lambda turn: ours.store(batch, point_of_no_return=turn.pass_over))


def _krk() -> Krk:
    if _register is None:
        raise KrkUnavailable
    return _register


def _by_birth_numbers(numbers: Collection[BirthNumber]) -> Answer:
    ask = _krk().by_birth_numbers
    return _joined(
        _checked(ask, batch, lambda person: person.data.birth_number, _PATIENCE_PER_PERSON * AT_ONCE)
        for batch in chunked(numbers, AT_ONCE)
    )


def _checked(
    ask: Callable[[Collection[T]], Answer], about: Collection[T], known_by: Callable[[Person], T], more: float = 0.0
) -> Answer:
    """The answer to a question about these. Raises KrkUnavailable: it tells of others."""
    answer = _within_patience(lambda: ask(about), more)
    if not {known_by(person) for person in answer.persons} <= set(about):
        raise KrkUnavailable(Cause.OTHERS, place())
    times = Counter(person.ik for person in answer.persons)
    twice = {ik for ik, number in times.items() if number > 1}
    once = tuple(person for person in answer.persons if person.ik not in twice)
    return Answer(once, answer.unreadable | twice)


def _joined(answers: Iterable[Answer]) -> Answer:
    persons, unreadable = list[Person](), set[str]()
    for answer in answers:
        persons += answer.persons
        unreadable |= answer.unreadable
    return Answer(tuple(persons), frozenset(unreadable))


def _only(answer: Answer) -> Person | None:
    """The one person asked about; None where there is no row."""
    if answer.unreadable or len(answer.persons) > 1:
        raise PersonUnreadable(min([*answer.unreadable, *(person.ik for person in answer.persons)]))
    return next(iter(answer.persons), None)


class _Turn:
    """Who comes first: the change at its point of no return, or the caller who gives it up."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._given_up = self._passed = False

    def pass_over(self) -> None:
        """Go on to where the change can be made. Raises KrkUnavailable: nobody waits for it any more."""
        with self._lock:
            if self._given_up:
                raise KrkUnavailable
            self._passed = True

    def give_up(self) -> bool:
        """Have the change not be made any more; False when it may have been."""
        with self._lock:
            self._given_up = True
            return not self._passed


def _change(change: Callable[[_Turn], T], more_patience: float = 0.0) -> T:
    """The change's result; once the caller has been told that KRK is unavailable, it is not made any more."""
    turn = _Turn()

    def late() -> KrkUnavailable | KrkOutcomeUnknown:
        given_up = turn.give_up()
        return (KrkUnavailable if given_up else KrkOutcomeUnknown)(Cause.SILENT, place())

    return _within_patience(lambda: change(turn), more_patience, late)


def _silent() -> KrkUnavailable:
    return KrkUnavailable(Cause.SILENT, place())


def _within_patience(
    call: Callable[[], T],
    more_patience: float = 0.0,
    late: Callable[[], KrkUnavailable | KrkOutcomeUnknown] = _silent,
) -> T:
    """The call's result, from a thread that is left behind when it takes too long, or longer than is left (X-33).

    Time-outs of a driver do not cover everything that can hang (a dead network disk, a firewall that swallows
    packets); a daemon thread that nobody waits for does. A bounded number of them may hang at once.
    """
    if not _open_calls.acquire(blocking=False):
        raise _silent()
    answer: Future[T] = Future()

    def work() -> None:
        try:
            answer.set_result(call())
        except BaseException as error:  # noqa: BLE001 - handed over to the caller's thread
            answer.set_exception(error)
        finally:
            _open_calls.release()

    threading.Thread(target=work, name="krk", daemon=True).start()
    try:
        return answer.result(waiting.patience(_patience + more_patience))
    except TimeoutError as error:
        raise late() from error
