"""Text to rows of cells: CSV as spreadsheets and people write it (X-28)."""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import field

from oktui.domain.reading.faults import Cell, Fault, FileEmpty, LineUnreadable
from oktui.values import dataclass

_SEPARATORS = ";\t,|"
_LOOKED_AT = 20
_NAMED_SEPARATOR = re.compile(r'"?sep=(.)"?\1*"?', re.IGNORECASE)
_QUOTED = re.compile(r'"[^"]*"')
_AS_TEXT = re.compile(r'="([^"]*)"|=""([^"]*)""')


@dataclass(frozen=True)
class Row:
    """A row that is not empty: its number as whoever opens the file sees it, and its cells."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Rows:
    """The rows, and those that are none."""

    rows: tuple[Row, ...]
    faults: tuple[Fault, ...] = ()


def tidy(text: str) -> str:
    """The text without spaces around it, with single ones inside, and out of a formula that only says it is text."""
    clean = re.sub(" {2,}", " ", text.strip())
    wrapped = _AS_TEXT.fullmatch(clean)
    return tidy(wrapped[1] or wrapped[2] or "") if wrapped else clean


def is_empty(cell: Cell) -> bool:
    """Whether there is nothing in the cell."""
    return isinstance(cell, str) and not cell.strip()


def filled_rows(numbered: Iterable[tuple[int, Iterable[Cell]]]) -> Iterator[Row]:
    """The rows that hold something, with their texts tidied."""
    for number, cells in numbered:
        row = Row(number, tuple(tidy(cell) if isinstance(cell, str) else cell for cell in cells))
        if not all(map(is_empty, row.cells)):
            yield row


def split_rows(text: str) -> Rows:
    """The rows of a text whose lines end with a line feed, each numbered by the line that it begins on.

    Raises:
        FileEmpty: there is nothing in it.
    """
    if not text.strip():
        raise FileEmpty
    lines = text.split("\n")
    named = _NAMED_SEPARATOR.fullmatch(lines[0].rstrip(" "))
    if named:
        lines[0] = ""
    separator = named[1] if named else _separator(lines[:_LOOKED_AT])
    faults: list[Fault] = []
    rows = tuple(filled_rows(_records(lines, separator, faults)))
    return Rows(rows, tuple(faults))


def _separator(lines: Iterable[str]) -> str:
    """Whichever makes the most cells on one line; a title above the heading has hardly any."""
    bare = [_QUOTED.sub("", line) for line in lines]
    return max(_SEPARATORS, key=lambda separator: max(line.count(separator) for line in bare))


@dataclass
class _Lines:
    """Lines that can be gone back in."""

    lines: list[str]
    read: int = field(default=0)

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self.read >= len(self.lines):
            raise StopIteration
        self.read += 1
        return self.lines[self.read - 1] + "\n"


def _records(lines: list[str], separator: str, faults: list[Fault]) -> Iterator[tuple[int, list[str]]]:
    """All records. After one that is none, reading goes on with the next line, not where its quotation would end."""
    source = _Lines(lines)
    reader = csv.reader(source, delimiter=separator, strict=True, skipinitialspace=True)
    while source.read < len(lines):
        number = source.read + 1
        try:
            record = next(reader)
        except csv.Error:
            faults.append(Fault(LineUnreadable(), number))
            source.read = number
            reader = csv.reader(source, delimiter=separator, strict=True, skipinitialspace=True)
        else:
            yield number, record
