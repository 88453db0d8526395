"""Persons of KRK, the workplaces and the employees at them."""

from collections.abc import Collection
from dataclasses import field
from datetime import date, datetime
from typing import Annotated, Any, Final

from oktui.domain.birth_number import BirthNumber
from oktui.domain.contacts import check_email, check_phone
from oktui.domain.dates import DatesOutOfOrder, check_day
from oktui.domain.errors import DomainError
from oktui.domain.examination import Examination
from oktui.domain.modules import Category, Realm
from oktui.domain.names import join_name
from oktui.domain.offices import OfficeKind, Region
from oktui.domain.records import values
from oktui.domain.text import Required, check_text
from oktui.values import dataclass


class EmployeeExists(DomainError, code="employee_exists"):
    """This person is stored at this workplace already."""

    field = "workplace"


class WorkplaceNotAllowed(DomainError, code="workplace_not_allowed"):
    """The workplace is not one that the actor may put an employee at (R2.1-1)."""

    field = "workplace"


class WorkplaceTaken(DomainError, code="workplace_taken"):
    """There is a workplace of this kind and name already."""

    field = "name"


class RegionDisagrees(DomainError, code="region_disagrees"):
    """MPSV's workplaces are in no region, all others are in one."""

    field = "region"


class WorkplaceInUse(DomainError, code="workplace_in_use"):
    """A workplace that has employees does not change between MPSV and a region."""

    field = "office_kind"


@dataclass(eq=False)
class PersonUnusable(DomainError, code="person_unusable"):
    """KRK's error 501: the person lacks the category that the realm asks for (R2.3-5)."""

    ik: str


class PersonNotFound(DomainError, code="person_not_found"):
    """KRK has no such person (R2.3-4, R2.4-1)."""


@dataclass(frozen=True)
class Names:
    """What a person is called, the titles included."""

    given_name: Annotated[str, "Jméno"]
    surname: Annotated[str, "Příjmení"]
    second_surname: Annotated[str, "Druhé příjmení"] = ""
    birth_surname: Annotated[str, "Rodné příjmení"] = ""
    title_before: Annotated[str, "Titul před"] = ""
    title_after: Annotated[str, "Titul za"] = ""

    @property
    def name(self) -> str:
        """Given name and surname, without titles."""
        return join_name(self.given_name, self.surname)

    @property
    def names(self) -> tuple[str, ...]:
        """Every name of theirs, without titles."""
        return self.given_name, self.surname, self.second_surname, self.birth_surname

    @property
    def full_name(self) -> str:
        """The name with its titles, as a header shows it; what stands behind a name has a comma before it."""
        return ", ".join(filter(None, (join_name(self.title_before, self.name), self.title_after)))


@dataclass(frozen=True)
class PersonalData(Names):
    """What KRK knows of a person, and what we copy of it."""

    birth_number: Annotated[BirthNumber, "Rodné číslo"] = field(kw_only=True)


@dataclass(frozen=True)
class Person:
    """A natural person as KRK has them."""

    ik: str
    data: PersonalData
    categories: frozenset[Category] = frozenset()

    def usable_in(self, realm: Realm) -> bool:
        """Whether the person may be employed in the realm (R2.2-1)."""
        return realm.category in self.categories


NOT_STORED: Final = 0
"""The id of what the database has not numbered yet."""


@dataclass(frozen=True)
class Workplace:
    """Where an employee works; `region` is None for MPSV's own."""

    id: int
    office_kind: OfficeKind
    name: str
    region: Region | None
    valid_from: date
    valid_to: date | None = None
    data_box: str = ""
    version: int = 1

    def valid_on(self, day: date) -> bool:
        """Whether the workplace exists on that day."""
        return covers(self.valid_from, self.valid_to, day)


@dataclass(frozen=True)
class DetailsEntry:
    """What the form Zaměstnanec takes by hand (F5: Data zaměstnance), as it was typed."""

    valid_from: Annotated[date | None, "Platnost od"]
    valid_to: Annotated[date | None, "Platnost do"] = None
    phone: Annotated[str, "Telefon"] = ""
    email: Annotated[str, "Email"] = ""
    position: Annotated[str, "Funkce/služební číslo"] = ""
    abbreviation: Annotated[str, "Zkratka zaměstnance"] = ""


@dataclass(frozen=True)
class Details(DetailsEntry):
    """The same, found fit to be stored."""

    valid_from: date


@dataclass(frozen=True)
class Employee:
    """A person at a workplace, in one realm."""

    id: int
    realm: Realm
    workplace: Workplace
    ik: str
    person: PersonalData
    details: Details
    retired_at: datetime | None
    version: int

    def valid_on(self, day: date) -> bool:
        """Whether the day lies in the validity; retirement is another matter."""
        return covers(self.details.valid_from, self.details.valid_to, day)


def check_details(typed: DetailsEntry, stored: Details | None = None) -> Details:
    """The details, cleaned; what is `stored` already is let be, so that an old oddity blocks no other change.

    Raises:
        Required, DateOutOfRange, DatesOutOfOrder, UnsafeText, TooLong, InvalidEmail, InvalidPhone: for the first field
            at fault, with the others (R2.3-9, X-22).
    """
    examination = Examination()
    examination.passed(_check_validity, typed, stored)
    clean: dict[str, Any] = {
        name: examination.passed(_cleaned, name, value, stored) for name, value in values(typed).items()
    }
    examination.close()
    return Details(**clean)


def _check_validity(typed: DetailsEntry, stored: Details | None) -> None:
    if typed.valid_from is None:
        raise Required("valid_from")
    check_order(typed.valid_from, typed.valid_to, stored=(stored.valid_from, stored.valid_to) if stored else ())


def _cleaned(name: str, value: object, stored: Details | None) -> object:
    if not isinstance(value, str) or (stored is not None and value == getattr(stored, name)):
        clean = value
    else:
        clean = _CHECKS[name](value) if name in _CHECKS else check_text(value, name)
    if not clean and name in _REQUIRED:
        raise Required(name)
    return clean


_REQUIRED: Final = ("email", "position")
_CHECKS: Final = {"phone": check_phone, "email": check_email}


def check_order(valid_from: date, valid_to: date | None, *, stored: Collection[date | None] = ()) -> None:
    """Check a validity; a day that is stored already is let be, however odd, as registers write 31.12.9999 for no end.

    Raises:
        DateOutOfRange: a day is a typing mistake.
        DatesOutOfOrder: the validity would end before it begins.
    """
    for day, name in ((valid_from, "valid_from"), (valid_to, "valid_to")):
        if day is not None and day not in stored:
            check_day(day, name)
    if valid_to is not None and valid_to < valid_from:
        raise DatesOutOfOrder


def covers(valid_from: date, valid_to: date | None, day: date) -> bool:
    """Whether the day lies between the two dates, both inclusive (glossary: platnost od / do)."""
    return valid_from <= day and (valid_to is None or day <= valid_to)


def usable_person(person: Person | None, realm: Realm) -> Person:
    """The person, if KRK has them with the category that the realm asks for. Raises PersonNotFound, PersonUnusable."""
    if person is None:
        raise PersonNotFound
    if not person.usable_in(realm):
        raise PersonUnusable(person.ik)
    return person
