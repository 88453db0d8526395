"""Any number of employees with accounts, the same ones each time, made in seconds."""

from collections.abc import Iterator
from itertools import chain
from random import Random
from typing import Any

from peewee import chunked

from oktui.domain.birth_number import BirthNumber
from oktui.domain.lookup import words_of
from oktui.domain.modules import Realm
from oktui.domain.names import czech_sort_key
from oktui.domain.people import PersonalData, Workplace
from storage import workplaces
from storage.database import database, is_sqlite, transaction
from storage.models import EmployeeRow
from storage.persons import columns_of
from tests.support.cast import VYSOCINA

RARE_GIVEN_NAME = "Nataša"
"""The given name of one in 30,000, and of one at least."""

_GIVEN_NAMES = ("Jiří", "Josef", "František", "Adam", "Radomír", "Robert", "Alexandr", "Jiří")
_BEGINNINGS = "Ba Be Ce Čá De Dlo Go Ha Chro Chy I Ja Kli Kou Li Ma Mí No Ou Po Ra Ře Si Smí Ša Te Tá U Vo Vy Ze Žá"
_MIDDLES = ("", "bí", "ch", "čá", "do", "ho", "lí", "me", "ně", "řá", "sá", "tu", "ví", "ze")
_ENDINGS = ("cký", "č", "da", "ek", "ík", "l", "la", "na", "r", "ra", "ský", "ta", "v", "va")
_EMAIL = "urad@urad.example"
_FIRST = 1_000
_BATCH = 2_000  # stored within the time that an answer may take
_RECENTLY = "2016-07-01T00:00:00.000000+00:00"

Row = dict[str, Any]


def employ_crowd(size: int) -> None:
    """Add `size` employees to OKslužby, half at one workplace; of 20, one retired, one expired, two without account.

    They are stored by statements of their own, since what is measured is reading them.
    """
    with transaction():
        if is_sqlite():
            database.execute_sql("PRAGMA cache_size = -300000")  # kB; with the usual two it takes twice as long
        places = workplaces.within(None)
        chance = Random(20160725)
        numbers = range(_FIRST, _FIRST + size)
        _insert("employee", (_employee(number, places, chance) for number in numbers))
        if not is_sqlite():  # it would check each account against a table that it believes to be empty
            database.execute_sql("ANALYZE employee")
        _insert("account", (_account(number) for number in numbers if _username(number)))
    if not is_sqlite():
        let_vacuum()


def _insert(table: str, rows: Iterator[Row]) -> None:
    first = next(rows)
    places = ", ".join(["?" if is_sqlite() else "%s"] * len(first))
    sql = f"INSERT INTO {table} ({', '.join(first)}) VALUES ({places})"  # noqa: S608 - names from this module
    for batch in chunked(chain([first], rows), _BATCH):
        database.cursor().executemany(sql, [tuple(row.values()) for row in batch])


def let_vacuum() -> None:
    """Do what the server does by itself within a minute, and the tests' server does not."""
    with database.connection_context():
        database.connection().autocommit = True
        database.execute_sql("VACUUM ANALYZE")


def _employee(number: int, places: list[Workplace], chance: Random) -> Row:
    given_name = RARE_GIVEN_NAME if number % 30_000 == _FIRST else chance.choice(_GIVEN_NAMES)
    surname = "Černý" if number % 200 == 0 else _surname(chance)
    second_surname = _surname(chance) if chance.random() < 0.03 else ""
    if chance.random() < 0.04:
        surname = f"{surname}-{_surname(chance)}"
    person = PersonalData(given_name, surname, second_surname, surname, birth_number=BirthNumber("530101001"))
    ik = f"{1_000_000_000 + number * 7_919:010}"
    place = _office(places) if chance.random() < 0.5 else chance.choice(places)
    return {
        "id": number,
        "realm": Realm.OKSLUZBY.value,
        "workplace_id": place.id,
        "region": place.region.value if place.region else None,
        "ik": ik,
        **columns_of(person, EmployeeRow),
        "birth_number": person.birth_number.digits,
        "sort_key": czech_sort_key(surname, given_name),
        "words": words_of(
            (ik, given_name, surname, second_surname, _username(number), _EMAIL, place.name), _phone(number)
        ),
        "valid_from": "2010-01-01",
        "valid_to": "2015-12-31" if number % 20 == 13 else None,
        "phone": _phone(number),
        "email": _EMAIL,
        "position": "referent",
        "abbreviation": "",
        "retired_at": _RECENTLY if number % 20 == 7 else None,
    }


def _username(number: int) -> str:
    """Empty where there is no account."""
    return "" if number % 20 in (3, 16) else f"u{number}"


def _phone(number: int) -> str:
    digits = f"{600_000_000 + number}"
    return f"+420 {digits[:3]} {digits[3:6]} {digits[6:]}"


def _surname(chance: Random) -> str:
    return chance.choice(_BEGINNINGS.split()) + chance.choice(_MIDDLES) + chance.choice(_ENDINGS)


def _office(places: list[Workplace]) -> Workplace:
    return next(place for place in places if place.name == VYSOCINA)


def _account(number: int) -> Row:
    return {
        "employee_id": number,
        "realm": Realm.OKSLUZBY.value,
        "username": _username(number),
        "created_at": _RECENTLY,
        "password_hash": "none",
        "password_set_at": _RECENTLY,
        "must_change": False,
        "temporary": False,
        "sync_state": "new" if number % 1_000 == 5 else "active",
        "sync_changed_at": _RECENTLY,
    }
