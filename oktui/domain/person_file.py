"""The file of `oktui krk import`: CSV with one person a line, read whole with everything that is wrong in it."""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from oktui.domain.dates import parse_date
from oktui.domain.errors import DomainError
from oktui.domain.modules import Category
from oktui.domain.names import fold
from oktui.domain.register import NO_CONSENT, ConsentEntry, NewPerson, PersonEntry, examine_person

COLUMNS: Final = {
    "birth_number": "rodné číslo",
    "given_name": "jméno",
    "surname": "příjmení",
    "second_surname": "druhé příjmení",
    "birth_surname": "rodné příjmení",
    "title_before": "titul před",
    "title_after": "titul za",
    "categories": "kategorie",
    "received_on": "souhlas datum",
    "reference": "souhlas čj.",
}
"""Every column, in any order; case and diacritics of the heading do not matter."""

OPTIONAL: Final = frozenset({"second_surname", "title_before", "title_after", "received_on", "reference"})
"""The columns that may be left out."""

Fault = tuple[int, DomainError]


@dataclass(eq=False)
class FileRefused(DomainError):
    """A file in which these lines are at fault; nothing of it was stored."""

    faults: tuple[tuple[int, DomainError], ...]


class NotUtf8(DomainError):
    """Bytes that are no UTF-8 text."""


class LineUnreadable(DomainError):
    """A line that is no CSV, such as one with a quotation mark that is never closed."""


@dataclass(eq=False)
class ColumnMissing(DomainError):
    """The file's first line does not name this column."""

    column: str


@dataclass(eq=False)
class ColumnUnknown(DomainError):
    """The file's first line names a column that there is not, or one a second time."""

    column: str


@dataclass(eq=False)
class CellsMiscounted(DomainError):
    """A line with more or fewer cells than there are columns."""

    expected: int
    found: int


@dataclass(eq=False)
class BirthNumberRepeated(DomainError):
    """The birth number stands in the file already, on this line."""

    line: int


@dataclass(eq=False)
class CategoryUnknown(DomainError):
    """Not a category of KRK."""

    text: str


@dataclass
class PersonFile:
    """The persons by the number of their line, and what is wrong, likewise."""

    persons: dict[int, NewPerson] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def read_person_file(data: bytes, *, today: date) -> PersonFile:
    """Everything that the file says: UTF-8, separated by semicolons or commas as its first line is."""
    read = PersonFile()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        read.faults.append((data.count(b"\n", 0, error.start) + 1, NotUtf8()))
        return read
    rows = _rows(text, read.faults)
    number, heading = next(rows, (1, []))
    names = [_BY_HEADING.get(_plain(title), "") for title in heading]
    read.faults += [(number, fault) for fault in _heading_faults(heading, names)]
    if not read.faults:
        _read_persons(read, rows, names, today)
    return read


def _rows(text: str, faults: list[Fault]) -> Iterator[tuple[int, list[str]]]:
    """The lines that are not empty, with the number that each begins on; those that are no CSV become faults."""
    lines = [f"{line}\n" for line in text.split("\n")]
    reader = csv.reader(lines, delimiter=";" if ";" in lines[0] else ",", strict=True)
    while reader.line_num < len(lines):
        number = reader.line_num + 1
        try:
            row = next(reader)
        except csv.Error:
            faults.append((number, LineUnreadable()))
            continue
        if any(cell.strip() for cell in row):
            yield number, row


def _plain(title: str) -> str:
    return fold(title).rstrip(".")


_BY_HEADING = {_plain(title): name for name, title in COLUMNS.items()}


def _heading_faults(heading: Sequence[str], names: Sequence[str]) -> Iterator[DomainError]:
    for place, (title, name) in enumerate(zip(heading, names, strict=True)):
        if not name or name in names[:place]:
            yield ColumnUnknown(title.strip())
    for name, title in COLUMNS.items():
        if name not in names and name not in OPTIONAL:
            yield ColumnMissing(title)


def _read_persons(read: PersonFile, rows: Iterator[tuple[int, list[str]]], names: Sequence[str], today: date) -> None:
    first_on: dict[str, int] = {}
    for number, row in rows:
        if len(row) != len(names):
            read.faults.append((number, CellsMiscounted(len(names), len(row))))
            continue
        cells = dict(zip(names, row, strict=True))
        person, faults = _person(cells, today)
        digits = cells["birth_number"].replace("/", "").strip()
        if first_on.setdefault(digits, number) != number and digits:
            faults.append(BirthNumberRepeated(first_on[digits]))
        read.faults += [(number, fault) for fault in faults]
        if person is not None:
            read.persons[number] = person


def _person(cells: Mapping[str, str], today: date) -> tuple[NewPerson | None, list[DomainError]]:
    unread: list[DomainError] = []
    names = {name: cells.get(name, "") for name in PersonEntry.__dataclass_fields__}
    categories = _categories(cells["categories"], unread)
    consent = ConsentEntry(_day(cells.get("received_on", ""), unread), cells.get("reference", ""))
    if unread:  # what would follow from a cell that cannot be read is not said besides
        categories, consent = frozenset(), NO_CONSENT
    person, faults = examine_person(PersonEntry(**names), categories, consent, today=today)
    return (None if unread else person), unread + faults


def _categories(text: str, faults: list[DomainError]) -> frozenset[Category]:
    """One category, or two joined by a plus or a space; with the word Zaměstnanec or without."""
    words = [word for word in re.split(r"[\s+]+", text) if word and fold(word) != "zamestnanec"]
    found = {word: next((item for item in Category if item.value == word.upper()), None) for word in words}
    faults += [CategoryUnknown(word) for word, category in found.items() if category is None]
    return frozenset(category for category in found.values() if category is not None)


def _day(text: str, faults: list[DomainError]) -> date | None:
    """A date in any usual form that tells the whole year."""
    if not text.strip():
        return None
    try:
        return parse_date(text, field="received_on")
    except DomainError as fault:
        faults.append(fault)
        return None
