"""The rows of any file that holds a table: the first half of every import (X-28)."""

from collections.abc import Iterator, Mapping
from datetime import date

from oktui.domain.reading import faults as read
from oktui.domain.reading.csv_rows import Rows, split_rows
from oktui.domain.reading.decoding import read_text
from oktui.domain.reading.faults import Fault, FileRefused, NotATable, UnreadableFile
from oktui.domain.reading.headings import REMARKS, Columns, Table, find_table, heading_place, remarks
from oktui.domain.reading.kinds import foreign_kind, is_workbook
from oktui.services.tables import Cell


def read_table(content: bytes, columns: Columns) -> Table:
    """The table in a file, by its content and not by its name.

    Raises:
        FileRefused: with one fault, since the file as a whole cannot be read.
    """
    try:
        return find_table(_read_rows(content), columns)
    except UnreadableFile as error:
        raise FileRefused((Fault(error),)) from error


def _read_rows(content: bytes) -> Rows:
    if is_workbook(content):
        # Two of three imports are CSV and do without the workbook's library.
        from oktui.services.workbook import read_workbook

        return read_workbook(content)
    kind = foreign_kind(content)
    if kind is not None:
        raise NotATable(kind)
    return split_rows(read_text(content))


def rows_with_faults(content: bytes, columns: Columns, told: Mapping[int, str]) -> Iterator[list[Cell]]:
    """The rows of a file as they can be read, each with what is told of it in one more column (REMARKS).

    What was told of them before is left out, so that a file can be mended and given back as often as it takes.

    Raises:
        FileRefused: the file as a whole cannot be read.
    """
    try:
        rows = _read_rows(content).rows
    except UnreadableFile as error:
        raise FileRefused((Fault(error),)) from error
    heading = heading_place(rows, columns)
    before = remarks(rows[heading]) if rows else frozenset()
    kept = [place for place in range(max((len(row.cells) for row in rows), default=0)) if place not in before]
    for place, row in enumerate(rows):
        cells = [_plain(row.cells[column]) if column < len(row.cells) else "" for column in kept]
        said = told.get(row.number, "")
        if place == heading:
            said = f"{REMARKS}: {said}" if said else REMARKS
        yield [*cells, said]


def _plain(cell: read.Cell) -> Cell:
    """A cell as a table holds one."""
    return cell if isinstance(cell, str | date) or type(cell) is int else str(cell)
