"""KRK as a database of persons: tables of our own, or views of somebody else's that are called like them."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any

from peewee import (
    DatabaseError,
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
from oktui.domain.krk import AT_MOST, Answer, KrkReadOnly, NameSearch, PersonUnreadable, passed_over
from oktui.domain.modules import Category
from oktui.domain.names import fold, last_word_key, prefix_range
from oktui.domain.outages import Cause, DatabaseReadOnly, DatabaseUnavailable, KrkOutcomeUnknown, KrkUnavailable
from oktui.domain.outages import OutcomeUnknown as CommitUnknown
from oktui.domain.people import Person
from oktui.domain.register import Consent, NewPerson, PersonKnown
from storage import krk_rows
from storage.causes import place_of
from storage.database import connect_to, outages
from storage.krk_models import CategoryRow, ConsentRow, PersonRow, SeriesRow, register_of_persons
from storage.mapping import columns, record
from storage.persons import columns_of

_BATCH = 500
_UNWRITABLE_STATES = ("42501", "55000", "0A000", "25006")
"""Of a role without the right, of a view that takes no changes, and of a server that takes none."""


class SqlKrk:
    """The register in a database; one process has one of them."""

    def __init__(self, url: str, *, timeout: float) -> None:
        """Mean the database behind the URL; no connection is made yet.

        Raises KrkUnavailable: the address cannot be meant, or its driver is not installed.
        """
        try:
            db = connect_to(url, timeout=timeout)
            if isinstance(db, SqliteDatabase):  # for views of other tables: no SQL of SQLite's folds letters
                db.register_function(_key, "oktui_key", 1)
                db.register_function(_last_key, "oktui_last_key", 1)
            register_of_persons.initialize(db)
        except DatabaseUnavailable as error:
            raise KrkUnavailable(error.cause, error.place, error.said) from error

    @property
    def place(self) -> str:
        """The file, or the server and the name of the database."""
        return place_of(register_of_persons.obj)

    def ping(self) -> None:
        """Ask about nobody, and interpret nothing."""
        with _reading():
            list(PersonRow.select(Value(1)).limit(1).tuples())

    def persons(self, iks: Collection[str]) -> Answer:
        """Those who have the IKs."""
        with _reading():
            return _answer(PersonRow.select().where(PersonRow.ik.in_(list(iks))))

    def by_birth_numbers(self, numbers: Collection[BirthNumber]) -> Answer:
        """Those who have the birth numbers."""
        with _reading():
            return _known(numbers)

    def search(self, names: NameSearch) -> list[Person]:
        """By the key columns, which hold names as our folding, or a view, has them."""
        with _reading():
            ways = [
                _beginning({column: names.surname, PersonRow.given_key: names.given_name}, names)
                for column in (PersonRow.surname_key, PersonRow.surname_last_key)
            ]
            return [person for way in ways for person in _answer(way).persons]

    def consents(self, ik: str) -> list[Consent]:
        """Oldest first."""
        with _reading():
            rows = ConsentRow.select().where(ConsentRow.ik == ik).order_by(ConsentRow.received_on, ConsentRow.reference)
            return [record(Consent, row) for row in rows]

    def register(
        self,
        persons: Sequence[NewPerson],
        corrections: Sequence[Correction] = (),
        *,
        point_of_no_return: Callable[[], None] = passed_over,
    ) -> list[Person]:
        """In one transaction."""
        with _changing(point_of_no_return):
            registered = _register(persons) if persons else []
            for correction in corrections:
                _correct(correction)
            return registered

    def change_categories(
        self,
        ik: str,
        *,
        added: Collection[Category],
        removed: Collection[Category],
        consent: Consent | None,
        point_of_no_return: Callable[[], None] = passed_over,
    ) -> None:
        """In one transaction."""
        with _changing(point_of_no_return):
            _change_categories(ik, added, removed, consent)

    def store(self, persons: Sequence[Person], *, point_of_no_return: Callable[[], None] = passed_over) -> None:
        """Write persons who have their IKs already, to a register of our own, in one transaction."""
        with _changing(point_of_no_return):
            _insert(persons)


def _key(name: str | None) -> str:
    return fold(name or "")


def _last_key(name: str | None) -> str:
    return last_word_key(name or "")


def _beginning(columns: dict[TextField, str], names: NameSearch) -> "ModelSelect[PersonRow]":
    query = PersonRow.select().order_by(*columns, PersonRow.ik).limit(AT_MOST)
    for column, text in columns.items():
        if text:
            low, high = prefix_range(text)
            query = query.where(column >= low, column < high)
    return query if names.born is None else query.where(PersonRow.born == names.born)


def _register(persons: Sequence[NewPerson]) -> list[Person]:
    iks = _next_iks(len(persons))
    for person in _all_known([new.data.birth_number for new in persons]):
        raise PersonKnown(person.ik, person.data.name)
    registered = [Person(ik, new.data, new.categories) for ik, new in zip(iks, persons, strict=True)]
    _insert(registered)
    _insert_all(ConsentRow, [_consent(ik, new.consent) for ik, new in zip(iks, persons, strict=True) if new.consent])
    return registered


def _correct(correction: Correction) -> None:
    before, after = correction.before, correction.after
    for person in _all_known([after.birth_number]):
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
    if added or removed:
        CategoryRow.delete().where(
            CategoryRow.ik == ik, CategoryRow.category.in_([each.value for each in (*added, *removed)])
        ).execute()
    _insert_all(CategoryRow, [_category(ik, category) for category in added])
    if consent is not None:
        _insert_all(ConsentRow, [_consent(ik, consent)])


def _known(numbers: Collection[BirthNumber]) -> Answer:
    return _answer(PersonRow.select().where(PersonRow.birth_number.in_(list(numbers))))


def _all_known(numbers: Collection[BirthNumber]) -> list[Person]:
    """Those who have the numbers, however many. Raises PersonUnreadable: one of them has a row that cannot be read."""
    persons = list[Person]()
    for batch in chunked(numbers, _BATCH):
        answer = _known(batch)
        for ik in sorted(answer.unreadable):
            raise PersonUnreadable(ik)
        persons += answer.persons
    return persons


def _answer(query: "ModelSelect[PersonRow]") -> Answer:
    """The persons of the rows that can be read, and the IKs of the others, whom the log names."""
    rows = list(query)
    chosen = CategoryRow.select().where(CategoryRow.ik.in_([row.ik for row in rows])) if rows else ()
    categories: dict[str, set[str]] = {}
    for each in chosen:
        categories.setdefault(each.ik, set()).add(each.category)
    found, unreadable = [], set()
    for row in rows:
        try:
            found.append(krk_rows.person(row, categories.get(row.ik, ())))
        except krk_rows.UnreadableRow:
            krk_rows.log_unreadable(row.ik)
            unreadable.add(str(row.ik))
    return Answer(tuple(found), frozenset(unreadable))


@contextmanager
def _connected() -> Iterator[None]:
    with register_of_persons.connection_context():
        if isinstance(register_of_persons.obj, SqliteDatabase):
            register_of_persons.connection().text_factory = krk_rows.decode
        yield


@contextmanager
def _reading() -> Iterator[None]:
    with _failing(), _connected():
        yield


@contextmanager
def _changing(point_of_no_return: Callable[[], None]) -> Iterator[None]:
    with _failing(), _connected(), register_of_persons.atomic(), _writable():
        SeriesRow.select().exists()  # where IKs are not ours to give, nothing is ours to change
        yield
        point_of_no_return()


@contextmanager
def _writable() -> Iterator[None]:
    """Tell a register that takes no changes from one that fails."""
    try:
        yield
    except DatabaseError as error:
        if _says_read_only(error):
            raise KrkReadOnly from error
        raise


def _says_read_only(error: BaseException) -> bool:
    behind: BaseException | None = error
    while behind is not None:
        name = getattr(behind, "sqlite_errorname", None) or ""
        said = str(behind)
        if name.startswith("SQLITE_READONLY") or (name == "SQLITE_ERROR" and "because it is a view" in said):
            return True
        if name == "SQLITE_ERROR" and "no such table: ik_series" in said:  # whose IKs are given out elsewhere
            return True
        state = getattr(behind, "sqlstate", None)
        if state in _UNWRITABLE_STATES or (state == "42P01" and "ik_series" in said):
            return True
        behind = behind.__context__
    return False


@contextmanager
def _failing() -> Iterator[None]:
    """Have whatever the database fails by be one refusal (X-4)."""
    try:
        with outages(register_of_persons):
            yield
    except DatabaseReadOnly as error:
        raise KrkReadOnly from error
    except CommitUnknown as error:
        raise KrkOutcomeUnknown(Cause.SILENT, place_of(register_of_persons.obj)) from error
    except (KrkUnavailable, KrkOutcomeUnknown):
        raise
    # The last four: tables or values unlike those we know, or another program's writing that crossed ours.
    except (Outage, DataError, ProgrammingError, ValueError, IntegrityError) as error:
        raise _unavailable(error) from error


def _unavailable(error: BaseException) -> KrkUnavailable:
    if isinstance(error, DatabaseUnavailable):
        return KrkUnavailable(error.cause, error.place, error.said)
    return KrkUnavailable(Cause.OTHER, place_of(register_of_persons.obj), type(error).__name__)
