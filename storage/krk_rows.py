"""What a row of KRK's says, read on its own: one that cannot be read is nobody else's affair (X-4, X-7)."""

import logging
import re
import time
from collections.abc import Collection
from dataclasses import fields
from typing import Any

from oktui.domain.birth_number import BirthNumber
from oktui.domain.modules import Category
from oktui.domain.people import Person, PersonalData

LOGGER = logging.getLogger("oktui")

_A_DAY = 24 * 60 * 60
_CATEGORIES = {category.value: category for category in Category}

_logged: dict[str, float] = {}


class UnreadableRow(ValueError):
    """The row does not say who the person is."""


def decode(text: bytes) -> str:
    """What SQLite holds as text, be it UTF-8 or not; what is not can be told by `person`."""
    return text.decode("utf-8", "surrogateescape")


def person(row: Any, categories: Collection[str]) -> Person:
    """The person of the row, with those of their categories that we know. Raises UnreadableRow."""
    if re.fullmatch("[0-9]{10}", str(row.ik)) is None:
        raise UnreadableRow
    data = {field.name: _text(row, field.name) for field in fields(PersonalData) if field.name != "birth_number"}
    return Person(
        row.ik,
        PersonalData(birth_number=_birth_number(row.birth_number), **data),
        frozenset(_CATEGORIES[name] for name in categories if name in _CATEGORIES),
    )


def _text(row: Any, name: str) -> str:
    value = getattr(row, name)
    if value is None and name != "surname":
        return ""
    if not isinstance(value, str) or any("\ud800" <= character <= "\udfff" for character in value):
        raise UnreadableRow
    return value.strip()  # columns of a fixed width are filled up with spaces


def _birth_number(number: BirthNumber) -> BirthNumber:
    if re.fullmatch("[0-9]{9,10}", str(number.digits)) is None or not _has_day(number):
        raise UnreadableRow
    return number


def _has_day(number: BirthNumber) -> bool:
    try:
        return number.born is not None
    except ValueError:
        return False


def log_unreadable(ik: object) -> None:
    """Say in the log, once a day, whose row it is; by the IK alone (X-20)."""
    named, now = ascii(ik), time.monotonic()
    if now - _logged.get(named, -_A_DAY) >= _A_DAY:
        _logged[named] = now
        LOGGER.error("KRK: the row of %s cannot be read", named)
