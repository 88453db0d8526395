"""Tables for other programs: CSV (RFC 4180) or XLSX, written row by row."""

import csv
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import IO, Protocol

from oktui.domain.calendar import PRAGUE
from oktui.domain.files import TooManyRows
from oktui.domain.kept_files import Format
from oktui.domain.text import harmless

Cell = str | int | date | datetime | None

XLSX_ROWS = 1_048_576
"""How many rows a sheet has, the titles' own included."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a spreadsheet program takes for the beginning of a formula, whatever the rest says."""


class Table(Protocol):
    """A table that is being written."""

    def row(self, cells: Sequence[Cell]) -> None:
        """Append a row."""

    def finish(self) -> None:
        """Complete the file."""

    def abandon(self) -> None:
        """Let go of the file as it is."""


def write_table(path: Path, rows: Iterable[Sequence[Cell]]) -> int:
    """Write the rows, of which the first holds the titles, to the file; returns how many followed it.

    Raises TooManyRows: more than a sheet of an XLSX file has.
    """
    table = _KINDS[Format(path.suffix)](path)
    count = -1
    try:
        for count, cells in enumerate(rows):  # noqa: B007 - how many there were
            table.row(cells)
        table.finish()
    except BaseException:
        table.abandon()
        raise
    return count


class _Csv:
    """Comma-separated values as RFC 4180 has them, in UTF-8; moments with their zone."""

    def __init__(self, path: Path) -> None:
        self._file: IO[str] = path.open("w", encoding="utf-8", newline="")
        self._writer = csv.writer(self._file, lineterminator="\r\n")

    def row(self, cells: Sequence[Cell]) -> None:
        self._writer.writerow([csv_text(cell) for cell in cells])

    def finish(self) -> None:
        self._file.close()

    abandon = finish


def csv_text(cell: Cell) -> str:
    """A cell as text that no spreadsheet program takes for a formula."""
    if isinstance(cell, datetime):
        return cell.astimezone(PRAGUE).isoformat(timespec="seconds")
    text = "" if cell is None else str(cell)
    return harmless(f"'{text}" if isinstance(cell, str) and text.startswith(_FORMULA) else text)


class _Xlsx:
    """A workbook of one sheet, of which one row at a time is in memory; text is text and dates are dates."""

    def __init__(self, path: Path) -> None:
        import xlsxwriter  # here, because few runs need it

        options = {"constant_memory": True, "tmpdir": str(path.parent), "remove_timezone": True}
        self._book = xlsxwriter.Workbook(str(path), options)
        self._sheet = self._book.add_worksheet()
        self._day = self._book.add_format({"num_format": "d.m.yyyy"})
        self._moment = self._book.add_format({"num_format": "d.m.yyyy hh:mm:ss"})
        self._quoted = self._book.add_format({"quote_prefix": True})
        self._rows = 0

    def row(self, cells: Sequence[Cell]) -> None:
        if self._rows == XLSX_ROWS:
            raise TooManyRows(XLSX_ROWS - 1)
        for column, cell in enumerate(cells):
            self._write(column, cell)
        self._rows += 1

    def _write(self, column: int, cell: Cell) -> None:
        if isinstance(cell, datetime):
            self._sheet.write_datetime(self._rows, column, cell.astimezone(PRAGUE), self._moment)
        elif isinstance(cell, date):
            self._sheet.write_datetime(self._rows, column, cell, self._day)
        elif isinstance(cell, int):
            self._sheet.write_number(self._rows, column, cell)
        elif cell:
            # Stored as text, a formula is one only when somebody edits it; the prefix keeps it text even then.
            quoted = self._quoted if cell.startswith(_FORMULA) else None
            self._sheet.write_string(self._rows, column, harmless(cell), quoted)

    def finish(self) -> None:
        from xlsxwriter.exceptions import FileCreateError

        try:
            self._book.close()
        except FileCreateError as error:
            raise error.args[0] from error  # the OSError that it hides

    def abandon(self) -> None:
        # Nothing else would close it, and completing the book would take a while.
        self._sheet.row_data_fh.close()


_KINDS: dict[Format, Callable[[Path], Table]] = {Format.CSV: _Csv, Format.XLSX: _Xlsx}
