"""Rows to cells by the names of their columns (X-28)."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Final

from oktui.domain.errors import DomainError
from oktui.domain.names import fold
from oktui.domain.reading.csv_rows import Row, Rows, is_empty
from oktui.domain.reading.decoding import looks_garbled
from oktui.domain.reading.faults import (
    Cell,
    CellWithoutColumn,
    ColumnMissing,
    ColumnUnknown,
    Fault,
    FileEmpty,
    HeadingGarbled,
    HeadingMissing,
    HeadingNotFirst,
    NothingBelowHeading,
    UnreadableFile,
)
from oktui.values import dataclass

REMARKS: Final = "chyby"
"""How the title begins of the column in which faults are written beside their rows; given back, it is passed over."""
_LOOKED_AT = 50
_ENOUGH = 2


@dataclass(frozen=True)
class Columns:
    """The columns of a kind of file: titles by field; order, case, diacritics and signs do not matter."""

    titles: Mapping[str, str]
    optional: frozenset[str]

    def field(self, title: Cell) -> str:
        """The field of this title, empty where there is none."""
        plain = _plain(title)
        return next((name for name, known in self.titles.items() if _plain(known) == plain), "")

    def blame(self, row: int, error: DomainError) -> Fault:
        """The fault with the title of the field that it names."""
        return Fault(error, row, self.titles.get(error.field or "", ""))


@dataclass(frozen=True)
class Line:
    """A row below the heading: its cells by field."""

    number: int
    cells: Mapping[str, Cell]


@dataclass(frozen=True)
class Table:
    """All rows below the heading, and what is wrong with rows as such."""

    lines: tuple[Line, ...]
    faults: tuple[Fault, ...]


def find_table(read: Rows, columns: Columns) -> Table:
    """The rows below the heading, which may have a title above it; none of them when the heading is at fault.

    Raises:
        FileEmpty, HeadingMissing, HeadingNotFirst, HeadingGarbled, NothingBelowHeading: said of the whole file.
    """
    place, names = _find_heading(read.rows, columns)
    heading, below = read.rows[place], read.rows[place + 1 :]
    faults = [Fault(error, heading.number) for error in _heading_faults(heading, names, columns)]
    if faults:
        return Table((), tuple(faults))
    if not below and not read.faults:
        raise NothingBelowHeading
    lines, passed = [], remarks(heading)
    for row in below:
        cells = list(zip_longest(names, row.cells, fillvalue=""))
        stray = [cell for n, (name, cell) in enumerate(cells) if not name and n not in passed and not is_empty(cell)]
        faults += [Fault(CellWithoutColumn(str(cell)), row.number) for cell in stray]
        lines.append(Line(row.number, {str(name): cell for name, cell in cells if name}))
    return Table(tuple(lines), (*read.faults, *faults))


def heading_place(rows: Sequence[Row], columns: Columns) -> int:
    """Which of the rows is the heading; the first one where none is."""
    try:
        return _find_heading(rows, columns)[0]
    except UnreadableFile:
        return 0


def remarks(heading: Row) -> frozenset[int]:
    """The places of the columns that hold what was wrong with the rows when they were given back."""
    return frozenset(place for place, title in enumerate(heading.cells) if _plain(title).startswith(REMARKS))


def _find_heading(rows: Sequence[Row], columns: Columns) -> tuple[int, list[str]]:
    for place, row in enumerate(rows[:_LOOKED_AT]):
        names = [columns.field(title) for title in row.cells]
        if len({*names} - {""}) >= _ENOUGH:
            if any(len([cell for cell in above.cells if not is_empty(cell)]) > 1 for above in rows[:place]):
                raise HeadingNotFirst(row.number)
            return place, names
    if not rows:
        raise FileEmpty
    for title in rows[0].cells:
        if looks_garbled(str(title)):
            raise HeadingGarbled(str(title))
    raise HeadingMissing(tuple(title for name, title in columns.titles.items() if name not in columns.optional))


def _heading_faults(heading: Row, names: Sequence[str], columns: Columns) -> Iterator[DomainError]:
    passed = remarks(heading)
    for place, (title, name) in enumerate(zip(heading.cells, names, strict=True)):
        if place not in passed and not is_empty(title) and (not name or name in names[:place]):
            yield ColumnUnknown(str(title))
    for name, title in columns.titles.items():
        if name not in names and name not in columns.optional:
            yield ColumnMissing(title)


def _plain(title: Cell) -> str:
    return re.sub(r"[\W_]+", "", fold(str(title)))
