"""A value for each field of a record that no other field of it has, and another one to change it to."""

from dataclasses import fields
from datetime import date
from typing import Any

from oktui.domain.birth_number import BirthNumber

_WRITTEN: dict[str, tuple[object, object]] = {
    "valid_from": (date(2014, 9, 15), date(2015, 1, 1)),
    "valid_to": (date(2016, 12, 31), date(2017, 12, 31)),
    "email": ("prvni@urad.example", "druhy@urad.example"),
    "phone": ("+420 566 000 001", "+420 566 000 002"),
    "birth_number": (BirthNumber("9008065121"), BirthNumber("530101001")),
}
"""Both values of each field that does not take any text."""


def filled(kind: type[Any], which: int) -> dict[str, Any]:
    """The first (0) or the other (1) value of each field of the kind of record."""
    names = [field.name for field in fields(kind)]
    return {name: _WRITTEN.get(name, (f"{name} a", f"{name} b"))[which] for name in names}
