"""Persons' data as our employees and KRK's persons have them: the columns, and what they are searched by."""

from collections.abc import Callable
from typing import Any

from peewee import Model, TextField

from oktui.domain.names import fold, last_word_key
from oktui.domain.people import PersonalData
from storage.fields import BirthNumberField
from storage.mapping import columns

KEYS: dict[str, tuple[str, Callable[[str], str]]] = {
    "surname_key": ("surname", fold),
    "surname_last_key": ("surname", last_word_key),
    "given_key": ("given_name", fold),
    "second_surname_key": ("second_surname", fold),
}
"""The columns that persons are searched by: of which name each is, and made of it how."""


class PersonColumns(Model):
    """The columns of a table of persons."""

    birth_number = BirthNumberField()
    given_name = TextField()
    surname = TextField()
    second_surname = TextField()
    birth_surname = TextField()
    title_before = TextField()
    title_after = TextField()
    given_key = TextField()
    surname_key = TextField()
    surname_last_key = TextField()


class SearchedPersonColumns(PersonColumns):
    """Those of a table that is searched by the second surname too."""

    second_surname_key = TextField()


def columns_of(person: PersonalData, table: type[PersonColumns]) -> dict[str, Any]:
    """What to store of a person, with the keys that the table has."""
    keys = {key: made(getattr(person, name)) for key, (name, made) in KEYS.items() if hasattr(table, key)}
    return columns(person) | keys
