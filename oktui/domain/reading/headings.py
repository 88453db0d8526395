"""Rows to cells by the names of their columns (X-28)."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest

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
)
from oktui.values import dataclass

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
    lines = []
    for row in below:
        cells = list(zip_longest(names, row.cells, fillvalue=""))
        stray = [cell for name, cell in cells if not name and not is_empty(cell)]
        faults += [Fault(CellWithoutColumn(str(cell)), row.number) for cell in stray]
        lines.append(Line(row.number, {str(name): cell for name, cell in cells if name}))
    return Table(tuple(lines), (*read.faults, *faults))


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
    for place, (title, name) in enumerate(zip(heading.cells, names, strict=True)):
        if not is_empty(title) and (not name or name in names[:place]):
            yield ColumnUnknown(str(title))
    for name, title in columns.titles.items():
        if name not in names and name not in columns.optional:
            yield ColumnMissing(title)


def _plain(title: Cell) -> str:
    return re.sub(r"[\W_]+", "", fold(str(title)))
