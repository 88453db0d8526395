"""What is written to KRK: new persons, their categories, and the consents behind them (R2.2-2, R2.2-3)."""

from collections.abc import Collection
from dataclasses import field, fields
from datetime import date
from typing import Annotated, Final, ParamSpec, TypeVar

from oktui.domain.birth_number import BirthNumber
from oktui.domain.dates import DateInFuture, check_day
from oktui.domain.errors import DomainError
from oktui.domain.examination import Examination
from oktui.domain.modules import Category
from oktui.domain.people import Names, Person, PersonalData
from oktui.domain.text import Required, check_text
from oktui.values import dataclass

P = ParamSpec("P")
T = TypeVar("T")

NEEDS_CONSENT: Final = frozenset({Category.SS})
"""The categories that MPSV gives only with a consent on record (R2.2-2)."""
REQUIRED: Final = frozenset({"given_name", "surname", "birth_surname"})
"""The names that nobody is without."""
_NAMES = tuple(field.name for field in fields(Names))


@dataclass(eq=False)
class PersonKnown(DomainError, code="person_known"):
    """KRK has a person with this birth number already (F8)."""

    ik: str
    name: str
    field: str | None = "birth_number"


class ConsentMissing(DomainError, code="consent_missing"):
    """A category that MPSV gives only with a consent on record (R2.2-2)."""

    field = "received_on"


@dataclass(frozen=True)
class Consent:
    """A consent to the processing of personal data that MPSV has received."""

    received_on: date
    reference: str


@dataclass(frozen=True)
class PersonEntry(Names):
    """A person as they were typed."""

    birth_number: Annotated[str, "Rodné číslo"] = field(kw_only=True, repr=False)


@dataclass(frozen=True)
class ConsentEntry:
    """A consent as it was typed; nothing at all when there is none."""

    received_on: date | None = None
    reference: str = ""


NO_CONSENT: Final = ConsentEntry()


@dataclass(frozen=True)
class NewPerson:
    """A person found fit to be written to KRK, which is still to give them an IK."""

    data: PersonalData
    categories: frozenset[Category] = frozenset()
    consent: Consent | None = None


class OneNameOnly(DomainError, code="one_name_only"):
    """A person without a given name; MPSV may confirm that they have none (X-28)."""

    field = "given_name"


@dataclass(frozen=True)
class Registered:
    """A person of KRK with the consents on record, oldest first."""

    person: Person
    consents: tuple[Consent, ...]


def check_person(
    typed: PersonEntry, categories: Collection[Category], consent: ConsentEntry, *, today: date, one_name: bool = False
) -> NewPerson:
    """The person to write; with `one_name` there need not be a given name.

    Raises:
        InvalidBirthNumber, Required, UnsafeText, TooLong, DateInFuture, ConsentMissing: the first fault,
            with the others.
    """
    examination = Examination()
    person = _examine(examination, typed, categories, consent, today, one_name=one_name)
    examination.close()
    assert person is not None  # noqa: S101 - else something was at fault
    return person


def examine_person(
    typed: PersonEntry, categories: Collection[Category], consent: ConsentEntry, *, today: date, one_name: bool = False
) -> tuple[NewPerson | None, list[DomainError]]:
    """The person to write, or None and all that is wrong; with `one_name` there need not be a given name."""
    examination = Examination()
    person = _examine(examination, typed, categories, consent, today, one_name=one_name)
    return person, examination.faults


def _examine(
    examination: Examination,
    typed: PersonEntry,
    categories: Collection[Category],
    consent: ConsentEntry,
    today: date,
    *,
    one_name: bool,
) -> NewPerson | None:
    required = REQUIRED - {"given_name"} if one_name else REQUIRED
    passed = examination.passed
    birth_number = passed(_check_birth_number, typed.birth_number, today)
    names = {name: passed(check_name, getattr(typed, name), name, required) or "" for name in _NAMES}
    on_record = passed(_check_backed, categories, consent, today)
    if birth_number is None or examination.faults:
        return None
    return NewPerson(PersonalData(**names, birth_number=birth_number), frozenset(categories), on_record)


def _check_birth_number(text: str, today: date) -> BirthNumber:
    if not text.strip():
        raise Required("birth_number")
    return BirthNumber.parse(text, today=today)


def check_name(text: str, name: str, required: Collection[str]) -> str:
    """One of a person's names, cleaned. Raises Required, UnsafeText, TooLong."""
    clean = check_text(text, name)
    if not clean and name in required:
        raise Required(name)
    return clean


def _check_backed(categories: Collection[Category], typed: ConsentEntry, today: date) -> Consent | None:
    consent = check_consent(typed, today=today)
    require_consent(categories, [consent] if consent else [])
    return consent


def check_consent(typed: ConsentEntry, *, today: date) -> Consent | None:
    """The consent, or None when none was typed.

    Raises Required, DateOutOfRange, DateInFuture, UnsafeText, TooLong.
    """
    reference = check_text(typed.reference, "reference")
    if typed.received_on is None:
        if reference:
            raise Required("received_on")
        return None
    check_day(typed.received_on, "received_on")
    if typed.received_on > today:
        raise DateInFuture("received_on")
    if not reference:
        raise Required("reference")
    return Consent(typed.received_on, reference)


def require_consent(added: Collection[Category], on_record: Collection[Consent]) -> None:
    """Raise ConsentMissing where a category is added that takes a consent, and none is on record (R2.2-2, R2.2-3)."""
    if NEEDS_CONSENT.intersection(added) and not on_record:
        raise ConsentMissing
