"""The tables of KRK that the program reads, and writes where it may; views of the same names will do."""

from typing import Any

from peewee import DatabaseProxy, Model, TextField

from storage.fields import DayField
from storage.persons import PersonColumns

register_of_persons = DatabaseProxy()
"""The register of this installation; `krk.open_krk` says which."""


class _UnreadDayField(DayField):
    """A day that is searched by and not read: the birth number says it."""

    def python_value(self, value: object) -> Any:
        """As it is there."""
        return value


class PersonRow(PersonColumns):
    """A person of the register."""

    ik = TextField(primary_key=True)
    born = _UnreadDayField()

    class Meta:
        database = register_of_persons
        table_name = "person"


class CategoryRow(Model):
    """A category that a person has."""

    ik = TextField()
    category = TextField()

    class Meta:
        database = register_of_persons
        table_name = "person_category"
        primary_key = False


class ConsentRow(Model):
    """A consent on record for a person."""

    ik = TextField()
    received_on = DayField()
    reference = TextField()

    class Meta:
        database = register_of_persons
        table_name = "consent"
        primary_key = False


class SeriesRow(Model):
    """The one row that knows the last IK given out."""

    ik = TextField()

    class Meta:
        database = register_of_persons
        table_name = "ik_series"
