"""The file of `oktui krk import`: one person a row, read whole with everything that is wrong in it (R2.2-2)."""

import re
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import field
from datetime import date
from typing import Final, TypeVar

from oktui.domain.birth_number import BirthNumber
from oktui.domain.errors import DomainError
from oktui.domain.modules import Category
from oktui.domain.names import fold
from oktui.domain.people import Names
from oktui.domain.reading.cells import read_birth_number, read_day, read_words
from oktui.domain.reading.faults import Cell, Fault, Notice, Warned
from oktui.domain.reading.headings import Columns, Table
from oktui.domain.records import titles
from oktui.domain.register import (
    NEEDS_CONSENT,
    NO_CONSENT,
    REQUIRED,
    ConsentEntry,
    NewPerson,
    PersonEntry,
    examine_person,
)
from oktui.values import dataclass

T = TypeVar("T")

COLUMNS: Final = Columns(
    {
        "birth_number": "rodné číslo",
        **{name: title.lower() for name, title in titles(Names).items()},
        "categories": "kategorie",
        "received_on": "souhlas datum",
        "reference": "souhlas čj.",
    },
    optional=frozenset({*titles(Names).keys() - REQUIRED, "received_on", "reference"}),
)

_SAID_BESIDES: Final = frozenset({"zamestnanec", "a"})


@dataclass(eq=False)
class BirthNumberRepeated(DomainError, code="birth_number_repeated"):
    """The birth number stands in the file already, on this line."""

    line: int
    field: str | None = "birth_number"


@dataclass(eq=False)
class CategoryUnknown(DomainError, code="category_unknown"):
    """Not a category of KRK."""

    text: str
    field: str | None = "categories"


@dataclass
class PersonFile:
    """The persons by the number of their row, what is wrong with the others, and what is better looked at again."""

    persons: dict[int, NewPerson] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    warnings: list[Warned] = field(default_factory=list)


def birth_numbers(table: Table, *, today: date) -> set[BirthNumber]:
    """Those birth numbers of the rows that can be read."""
    found = set()
    for line in table.lines:
        with suppress(DomainError):
            typed = read_birth_number(line.cells.get("birth_number", ""), today=today)
            found.add(BirthNumber.parse(typed, today=today))
    return found


def columns_in(table: Table) -> frozenset[str]:
    """The fields that the file has columns for."""
    return frozenset(name for line in table.lines for name in line.cells)


def read_persons(table: Table, *, today: date, holders: Collection[str] = ()) -> PersonFile:
    """Everything that the rows say. Whoever has one name only is taken, with a warning.

    `holders` are the digits of the birth numbers of those who have the category SS already: their row needs no consent.
    """
    read = PersonFile(faults=list(table.faults))
    first_on: dict[str, int] = {}
    for line in table.lines:
        entry = _Entry(line.cells, today)
        digits = entry.person.birth_number.replace("/", "")
        person, faults = entry.examine(holds=digits in holders)
        if digits and first_on.setdefault(digits, line.number) != line.number:
            faults.append(BirthNumberRepeated(first_on[digits]))
        read.faults += [COLUMNS.blame(line.number, fault) for fault in faults]
        if person is not None:
            read.persons[line.number] = person
            read.warnings += [Warned(line.number, notice) for notice in _notices(person)]
    return read


def _notices(person: NewPerson) -> list[Notice]:
    doubtful = [Notice.DOUBTFUL_BIRTH_NUMBER] if person.data.birth_number.doubtful else []
    return doubtful + ([] if person.data.given_name else [Notice.ONE_NAME])


class _Entry:
    """A row's cells as a person, as if they had been typed into a form."""

    def __init__(self, cells: Mapping[str, Cell], today: date) -> None:
        self._cells = cells
        self._today = today
        self._unread: list[DomainError] = []
        number = self._read(lambda cell, _: read_birth_number(cell, today=today), "birth_number", "")
        names = {name: self._read(read_words, name, "") for name in titles(Names)}
        self.person = PersonEntry(**names, birth_number=number)
        self._categories = self._read(_read_categories, "categories", frozenset[Category]())
        received_on = self._read(read_day, "received_on", None)
        self._consent = ConsentEntry(received_on, self._read(read_words, "reference", ""))

    def _read(self, read: Callable[[Cell, str], T], name: str, otherwise: T) -> T:
        try:
            return read(self._cells.get(name, ""), name)
        except DomainError as fault:
            self._unread.append(fault)
            return otherwise

    def examine(self, *, holds: bool) -> tuple[NewPerson | None, list[DomainError]]:
        """The person, or None and all that is wrong; what would follow from an unread cell is not said besides."""
        unread = {fault.field for fault in self._unread}
        backed = not unread & {"categories", "received_on", "reference"}
        person, faults = examine_person(
            self.person,
            (self._categories - NEEDS_CONSENT if holds else self._categories) if backed else frozenset(),
            self._consent if backed else NO_CONSENT,
            today=self._today,
            one_name=True,
        )
        faults = self._unread + [fault for fault in faults if fault.field is None or fault.field not in unread]
        return (None if faults else person), faults


def _read_categories(cell: Cell, name: str) -> frozenset[Category]:
    """One category or two, with the word Zaměstnanec or without."""
    words = [word for word in re.split(r"[\s+,;/&]+", read_words(cell, name)) if word]
    found = {word: next((item for item in Category if item.value == word.upper()), None) for word in words}
    categories = frozenset(category for category in found.values() if category is not None)
    for word, category in found.items():
        if category is None and fold(word) not in _SAID_BESIDES:
            raise CategoryUnknown(word)
    return categories
