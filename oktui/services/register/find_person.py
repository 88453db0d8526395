"""Find a person in KRK: F4's three ways (R2.3-4, R2.3-5)."""

from collections.abc import Sequence
from datetime import date

from oktui.domain.authority import Action
from oktui.domain.birth_number import BirthNumber
from oktui.domain.dates import check_day
from oktui.domain.ik import check_ik
from oktui.domain.people import Person, PersonNotFound, usable_person
from oktui.domain.sessions import Actor
from oktui.domain.text import Required, check_text
from oktui.effects import Effects
from oktui.services.acting import allowed
from oktui.values import dataclass
from storage import krk

AT_MOST = krk.AT_MOST
"""How many persons are found at most, whoever else has such names."""


@dataclass(frozen=True)
class ByBirthNumber:
    """As it was typed."""

    birth_number: str


@dataclass(frozen=True)
class ByIk:
    """As it was typed."""

    ik: str


@dataclass(frozen=True)
class ByPersonalData:
    """Beginnings of the names, and the date of birth if it is known."""

    given_name: str = ""
    surname: str = ""
    born: date | None = None


PersonQuery = ByBirthNumber | ByIk | ByPersonalData


def find_person(actor: Actor, query: PersonQuery, *, effects: Effects) -> list[Person]:
    """The persons that KRK has for the query.

    A wrong birth number or IK is never sent. One who cannot be employed in the actor's realm is the error 501.

    Raises:
        InvalidBirthNumber, InvalidIk, DateOutOfRange, Required: nothing to ask KRK for.
        PersonNotFound, PersonUnusable: KRK's answer (R2.3-5).
        PersonUnreadable, KrkUnavailable: KRK gave none that says who it is, or none in time (X-4).
        Forbidden: the actor creates no employees.
    """
    principal = allowed(actor, Action.FIND_PERSON, effects)
    found = _search(query, principal.today)
    if not isinstance(query, ByPersonalData):
        usable_person(found[0], principal.realm)
    return found


def find_registered(actor: Actor, query: PersonQuery, *, effects: Effects) -> list[Person]:
    """The persons that KRK has for the query, whatever category they have or lack (F17). Raises as `find_person`."""
    principal = allowed(actor, Action.WRITE_KRK, effects)
    return _search(query, principal.today)


def _search(query: PersonQuery, today: date) -> list[Person]:
    persons = [person for person in _ask(query, today) if person is not None]
    if not persons:
        raise PersonNotFound
    return persons


def _ask(query: PersonQuery, today: date) -> Sequence[Person | None]:
    match query:
        case ByBirthNumber(text):
            number = BirthNumber.parse(_typed(text, "birth_number"), today=today)
            return [krk.find_by_birth_number(number)]
        case ByIk(text):
            return [krk.find_by_ik(check_ik(_typed(text, "ik")))]
        case ByPersonalData(given_name, surname, born):
            surname = _typed(check_text(surname, "surname"), "surname")
            if born is not None:
                check_day(born, "born")
            return krk.find_by_personal_data(check_text(given_name, "given_name"), surname, born)


def _typed(text: str, field: str) -> str:
    if not text.strip():
        raise Required(field)
    return text.strip()
