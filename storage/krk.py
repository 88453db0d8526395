"""KRK, the ministry's register of persons: another database, which may fail or hang at any call (X-4)."""

import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from datetime import date
from itertools import islice
from typing import Any, TypeVar

from peewee import (
    DataError,
    IntegrityError,
    Model,
    ModelSelect,
    ProgrammingError,
    SqliteDatabase,
    TextField,
    Value,
    chunked,
)

from oktui.domain.audit import EditConflict
from oktui.domain.authority import NotFound
from oktui.domain.birth_number import BirthNumber
from oktui.domain.corrections import Correction
from oktui.domain.errors import Outage
from oktui.domain.ik import iks_after
from oktui.domain.modules import Category
from oktui.domain.names import prefix_range
from oktui.domain.outages import Cause, DatabaseUnavailable, KrkUnavailable
from oktui.domain.people import Person
from oktui.domain.register import Consent, NewPerson, PersonKnown, Registered
from storage import krk_rows, schema
from storage.causes import place_of
from storage.database import connect_to, outages
from storage.krk_models import CategoryRow, ConsentRow, PersonRow, SeriesRow, register_of_persons
from storage.mapping import columns, record
from storage.persons import columns_of

T = TypeVar("T")

AT_MOST = 50
"""How many persons one question answers with."""

_BATCH = 500
_PATIENCE_PER_PERSON = 0.002

_patience = 5.0
_open_calls = threading.BoundedSemaphore(8)


def open_krk(url: str, *, patience: float = 5.0) -> None:
    """Point the program at the register behind the URL; no call takes longer than `patience` seconds.

    Raises KrkUnavailable: its address cannot be meant, or its driver is not installed.
    """
    global _patience
    try:
        register_of_persons.initialize(connect_to(url, timeout=patience))
    except DatabaseUnavailable as error:
        raise KrkUnavailable(error.cause, error.place, error.said) from error
    _patience = patience


def patience() -> float:
    """How many seconds a call takes at most."""
    return _patience


def ping() -> None:
    """Ask about nobody. Raises KrkUnavailable."""
    _read(lambda: list(PersonRow.select(Value(1)).limit(1).tuples()))


def upgrade(url: str) -> list[str]:
    """Make or upgrade a register of our own at the URL."""
    return schema.upgrade(url, schema.KRK)


def find_by_ik(ik: str) -> Person | None:
    """The person with the IK. Raises KrkUnavailable, where the row cannot be read too, or is another's."""
    return _only(PersonRow.select().where(PersonRow.ik == ik), lambda person: person.ik == ik)


def find_by_iks(iks: Collection[str]) -> list[Person]:
    """The persons with the IKs, of which there are AT_MOST, in no order, but those whose row cannot be read.

    Raises KrkUnavailable.
    """
    found = _read(lambda: _answer(PersonRow.select().where(PersonRow.ik.in_(list(iks)))))
    return [person for person in found if person.ik in iks]


def find_by_birth_number(birth_number: BirthNumber) -> Person | None:
    """The person with the birth number. Raises KrkUnavailable, where the row cannot be read too, or is another's."""
    query = PersonRow.select().where(PersonRow.birth_number == birth_number)
    return _only(query, lambda person: person.data.birth_number == birth_number)


def find_by_personal_data(given_name: str, surname: str, born: date | None) -> list[Person]:
    """Persons whose names begin so, or the last word of whose surname does, and who were born then, AT_MOST of them.

    Raises KrkUnavailable.
    """
    ways = [
        _beginning({column: surname, PersonRow.given_key: given_name}, born)
        for column in (PersonRow.surname_key, PersonRow.surname_last_key)
    ]
    found = _read(lambda: [person for way in ways for person in _answer(way)])
    return list({person.ik: person for person in found}.values())[:AT_MOST]


def _beginning(names: dict[TextField, str], born: date | None) -> "ModelSelect[PersonRow]":
    query = PersonRow.select().order_by(*names, PersonRow.ik).limit(AT_MOST)
    for column, text in names.items():
        if text:
            low, high = prefix_range(text)
            query = query.where(column >= low, column < high)
    return query if born is None else query.where(PersonRow.born == born)


def find_registered(ik: str) -> Registered | None:
    """The person with the IK, and the consents on record. Raises KrkUnavailable."""
    person = find_by_ik(ik)
    return None if person is None else Registered(person, _read(lambda: _consents(ik)))


def known(birth_numbers: Collection[BirthNumber]) -> dict[BirthNumber, Person]:
    """The persons whom the register has with these birth numbers. Raises KrkUnavailable."""
    persons = _read(lambda: _known(birth_numbers), _PATIENCE_PER_PERSON * len(birth_numbers))
    return {person.data.birth_number: person for person in persons}


def store_persons(persons: Iterable[Person]) -> None:
    """Write persons who have their IKs already. Raises KrkUnavailable."""
    _write(lambda: _insert(list(persons)))


def register(persons: Sequence[NewPerson], corrections: Sequence[Correction] = ()) -> list[Person]:
    """Give each person the next free IK and write them, all or none; nobody else gets the same (R2.4-1, X-24).

    `corrections` of others are written with them. Returns those who are new.

    Raises:
        PersonKnown: one of them is in the register already, or a birth number is somebody else's.
        EditConflict, NotFound: one who is to be corrected is not any more what they were (X-21).
        KrkUnavailable: no answer in time; nothing was written then, nor will be.
    """

    def change() -> list[Person]:
        registered = _register(persons)
        for correction in corrections:
            _correct(correction)
        return registered

    return _write(change, _PATIENCE_PER_PERSON * (len(persons) + len(corrections)))


def change_categories(
    ik: str, *, added: Collection[Category], removed: Collection[Category], consent: Consent | None
) -> None:
    """Give and take categories and put a consent on record, all or nothing. Raises KrkUnavailable, NotFound."""
    _write(lambda: _change_categories(ik, added, removed, consent))


def _register(persons: Sequence[NewPerson]) -> list[Person]:
    iks = _next_iks(len(persons))
    for person in _known([new.data.birth_number for new in persons]):
        raise PersonKnown(person.ik, person.data.name)
    registered = [Person(ik, new.data, new.categories) for ik, new in zip(iks, persons, strict=True)]
    _insert(registered)
    _insert_all(ConsentRow, [_consent(ik, new.consent) for ik, new in zip(iks, persons, strict=True) if new.consent])
    return registered


def _correct(correction: Correction) -> None:
    before, after = correction.before, correction.after
    for person in _known([after.birth_number]):
        if person.ik != correction.ik:
            raise PersonKnown(person.ik, person.data.name)
    unchanged = [getattr(PersonRow, name) == value for name, value in columns(before).items()]
    changed = PersonRow.update(born=after.birth_number.born, **columns_of(after, PersonRow))
    if not changed.where(PersonRow.ik == correction.ik, *unchanged).execute():
        if PersonRow.select().where(PersonRow.ik == correction.ik).exists():
            raise EditConflict("", None, ())
        raise NotFound
    _change_categories(correction.ik, correction.added, (), correction.consent)


def _next_iks(count: int) -> list[str]:
    """The next IKs that nobody has; the series is kept for this transaction alone from its first statement on."""
    SeriesRow.update(ik=SeriesRow.ik).execute()
    last, free = SeriesRow.get().ik, list[str]()
    while len(free) < count:
        offered = list(islice(iks_after(last), min(count - len(free), _BATCH)))
        taken = {row.ik for row in PersonRow.select(PersonRow.ik).where(PersonRow.ik.in_(offered))}
        free += [ik for ik in offered if ik not in taken]
        last = offered[-1]
    SeriesRow.update(ik=last).execute()
    return free


def _insert(persons: Sequence[Person]) -> None:
    _insert_all(PersonRow, [_columns(person) for person in persons])
    categories = [_category(person.ik, item) for person in persons for item in person.categories]
    _insert_all(CategoryRow, categories)


def _insert_all(table: type[Model], rows: Iterable[dict[str, Any]]) -> None:
    for batch in chunked(rows, _BATCH):
        table.insert_many(batch).execute()


def _columns(person: Person) -> dict[str, Any]:
    return {"ik": person.ik, "born": person.data.birth_number.born, **columns_of(person.data, PersonRow)}


def _category(ik: str, category: Category) -> dict[str, Any]:
    return {"ik": ik, "category": category.value}


def _consent(ik: str, consent: Consent) -> dict[str, Any]:
    return {"ik": ik, **columns(consent)}


def _change_categories(
    ik: str, added: Collection[Category], removed: Collection[Category], consent: Consent | None
) -> None:
    if not PersonRow.select().where(PersonRow.ik == ik).exists():
        raise NotFound
    CategoryRow.delete().where(
        CategoryRow.ik == ik, CategoryRow.category.in_([each.value for each in (*added, *removed)])
    ).execute()
    _insert_all(CategoryRow, [_category(ik, category) for category in added])
    if consent is not None:
        _insert_all(ConsentRow, [_consent(ik, consent)])


def _known(birth_numbers: Collection[BirthNumber]) -> list[Person]:
    return [
        person
        for batch in chunked(birth_numbers, _BATCH)
        for person in _answer(PersonRow.select().where(PersonRow.birth_number.in_(batch)))
    ]


def _consents(ik: str) -> tuple[Consent, ...]:
    rows = ConsentRow.select().where(ConsentRow.ik == ik).order_by(ConsentRow.received_on, ConsentRow.id)
    return tuple(record(Consent, row) for row in rows)


def _only(query: "ModelSelect[PersonRow]", asked_for: Callable[[Person], bool]) -> Person | None:
    """The one person asked about; None where there is no row."""

    def question() -> list[Person]:
        found = _answer(query)
        if not all(map(asked_for, found)) or (not found and query.exists()):
            raise KrkUnavailable
        return found

    return next(iter(_read(question)), None)


def _answer(query: "ModelSelect[PersonRow]") -> list[Person]:
    """The persons of the rows that can be read; the log names the others."""
    rows = list(query)
    chosen = CategoryRow.select().where(CategoryRow.ik.in_([row.ik for row in rows]))
    categories: dict[str, set[str]] = {}
    for each in chosen:
        categories.setdefault(each.ik, set()).add(each.category)
    found = []
    for row in rows:
        try:
            found.append(krk_rows.person(row, categories.get(row.ik, ())))
        except krk_rows.UnreadableRow:
            krk_rows.log_unreadable(row.ik)
    return found


@contextmanager
def _connected() -> Iterator[None]:
    with register_of_persons.connection_context():
        if isinstance(register_of_persons.obj, SqliteDatabase):
            register_of_persons.connection().text_factory = krk_rows.decode
        yield


def _read(question: Callable[[], T], more_patience: float = 0.0) -> T:
    def work() -> T:
        with _connected():
            return question()

    return _within_patience(work, more_patience)


def _write(change: Callable[[], T], more_patience: float = 0.0) -> T:
    """The change's result, in a transaction that is not committed any more once the caller has given it up."""
    given_up = threading.Event()

    def work() -> T:
        with _connected(), register_of_persons.atomic():
            result = change()
            if given_up.is_set():
                raise KrkUnavailable
            return result

    try:
        return _within_patience(work, more_patience)
    except KrkUnavailable:
        given_up.set()
        raise


def _within_patience(call: Callable[[], T], more_patience: float = 0.0) -> T:
    """The call's result, from a thread that is left behind when it takes too long.

    Time-outs of the driver do not cover everything that can hang (a dead network disk, a firewall that swallows
    packets); a daemon thread that nobody waits for does. A bounded number of them may hang at once.
    """
    if not _open_calls.acquire(blocking=False):
        raise KrkUnavailable
    answer: Future[T] = Future()

    def work() -> None:
        try:
            with outages(register_of_persons):
                answer.set_result(call())
        except BaseException as error:  # noqa: BLE001 - handed over to the caller's thread
            answer.set_exception(error)
        finally:
            _open_calls.release()

    threading.Thread(target=work, name="krk", daemon=True).start()
    try:
        return answer.result(_patience + more_patience)
    # The last four: tables or values unlike those we know, or another program's writing that crossed ours.
    except (Outage, TimeoutError, DataError, ProgrammingError, ValueError, IntegrityError) as error:
        raise _unavailable(error) from error


def _unavailable(error: BaseException) -> KrkUnavailable:
    if isinstance(error, DatabaseUnavailable):
        return KrkUnavailable(error.cause, error.place, error.said)
    place = place_of(register_of_persons.obj)
    if isinstance(error, TimeoutError):
        return KrkUnavailable(Cause.SILENT, place)
    return KrkUnavailable(Cause.OTHER, place, type(error).__name__)
