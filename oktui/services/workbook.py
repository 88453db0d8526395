"""The rows of a workbook: XLSX or ODS.

Its parser reads from memory what looks like an opened file, and the domain knows of no files: hence not there.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from typing import Final

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError

from oktui.domain.errors import DomainError
from oktui.domain.reading.csv_rows import Row, Rows, filled_rows
from oktui.domain.reading.decoding import compose
from oktui.domain.reading.faults import (
    Cell,
    FileEmpty,
    FileKind,
    NotATable,
    SeveralSheets,
    WorkbookDamaged,
    WorkbookErrors,
    WorkbookLocked,
    WorkbookOutdated,
    WorkbookTooLarge,
)
from oktui.domain.reading.kinds import OLE

_AT_MOST_UNPACKED: Final = 256 << 20
_AT_MOST_CELLS: Final = 20_000_000
_NAMED_ERRORS: Final = 5
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"([^>]*)>')
_OLD_STREAMS: Final = tuple(name.encode("utf-16-le") for name in ("Workbook", "Book"))
_ODS_ERROR: Final = b'calcext:value-type="error"'
_ERROR = re.compile(rb'\bt="e"')


def read_workbook(content: bytes) -> Rows:
    """The rows of the only sheet that has any, numbered as the spreadsheet does.

    Raises:
        NotATable, WorkbookOutdated, WorkbookLocked, WorkbookDamaged, WorkbookTooLarge: it does not open.
        WorkbookErrors, SeveralSheets, FileEmpty: it opens, and does not say clearly who is to be read.
    """
    if content.startswith(OLE):
        raise _older(content)
    _look_inside(content)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = {name: list(_rows(workbook.get_sheet_by_name(name))) for name in workbook.sheet_names}
    except PasswordError as error:
        raise WorkbookLocked from error
    except (CalamineError, OSError) as error:
        raise WorkbookDamaged from error
    filled = {name: rows for name, rows in sheets.items() if rows}
    if len(filled) > 1:
        raise SeveralSheets(tuple(filled))
    if not filled:
        raise FileEmpty
    return Rows(tuple(*filled.values()))


def _rows(sheet: CalamineSheet) -> Iterator[Row]:
    # A sheet that is no worksheet, such as a chart, begins nowhere.
    return filled_rows((number, map(_composed, cells)) for number, cells in _numbered(sheet))


def _numbered(sheet: CalamineSheet) -> Iterable[tuple[int, Iterable[Cell]]]:
    return enumerate(sheet.iter_rows(), start=1) if sheet.start is not None else ()


def _composed(cell: Cell) -> Cell:
    return compose(cell) if isinstance(cell, str) else cell


def _older(content: bytes) -> DomainError:
    """What a document of older Office is: only of a locked workbook the contents are a newer one."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        return WorkbookLocked()
    return WorkbookOutdated() if any(name in content for name in _OLD_STREAMS) else NotATable(FileKind.DOCUMENT)


def _look_inside(content: bytes) -> None:
    """Refuse what the parser would take for a table, read without its errors, or fill the memory with."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            if not names & {"xl/workbook.xml", "xl/workbook.bin", "content.xml"}:
                document = any(name.endswith("document.xml") for name in names)
                raise NotATable(FileKind.DOCUMENT if document else FileKind.ARCHIVE)
            if "xl/workbook.bin" in names:
                raise WorkbookOutdated
            if sum(entry.file_size for entry in archive.infolist()) > _AT_MOST_UNPACKED:
                raise WorkbookTooLarge
            if "META-INF/manifest.xml" in names and b"encryption-data" in archive.read("META-INF/manifest.xml"):
                raise WorkbookLocked
            for name in filter(_SHEET.fullmatch, names):
                _look_at_cells(archive.read(name))
            if "content.xml" in names and _ODS_ERROR in archive.read("content.xml"):
                raise WorkbookErrors(())
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError, ValueError, OSError) as error:
        raise WorkbookDamaged from error


def _look_at_cells(sheet: bytes) -> None:
    """The parser keeps a rectangle of all cells, and reads a cell with an error as an empty one."""
    columns = rows = 0
    errors = []
    for column, row, rest in _CELL.findall(sheet):
        columns, rows = max(columns, _number_of(column)), max(rows, int(row))
        if _ERROR.search(rest):
            errors.append((column + row).decode())
    if columns * rows > _AT_MOST_CELLS:
        raise WorkbookTooLarge
    if errors:
        raise WorkbookErrors(tuple(errors[:_NAMED_ERRORS]))


def _number_of(column: bytes) -> int:
    number = 0
    for letter in column:
        number = number * 26 + letter - ord("A") + 1
    return number
