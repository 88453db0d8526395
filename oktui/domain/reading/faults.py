"""What can be wrong with a file of rows: with the whole of it, with a row, or with a cell (X-28)."""

from dataclasses import field
from datetime import date, datetime, time, timedelta
from enum import Enum
from typing import TypeAlias

from oktui.domain.birth_number import BirthNumber
from oktui.domain.errors import DomainError
from oktui.values import dataclass

Cell: TypeAlias = str | int | float | bool | date | datetime | time | timedelta
"""What a cell holds: text, or in a workbook what the spreadsheet made of it."""


class UnreadableFile(DomainError, code="unreadable_file"):
    """Base of what makes the whole file unreadable, and is said in one sentence."""


class FileKind(Enum):
    """What a file is, when it is no table."""

    ARCHIVE = "archive"
    BINARY = "binary"
    DOCUMENT = "document"
    IMAGE = "image"
    MARKUP = "markup"
    PDF = "pdf"


@dataclass(eq=False)
class NotATable(UnreadableFile, code="not_a_table"):
    """A file of another kind, whatever its name says."""

    kind: FileKind


class EncodingUnknown(UnreadableFile, code="encoding_unknown"):
    """Text in none of the encodings that Czech programs write."""


@dataclass(eq=False)
class EncodingMixed(UnreadableFile, code="encoding_mixed"):
    """Text that is UTF-8 in one place and something else on this line."""

    line: int


@dataclass(eq=False)
class EncodingUnclear(UnreadableFile, code="encoding_unclear"):
    """Text that two encodings read differently, and neither of them wrongly: the first word that differs."""

    one: str
    other: str


class FileEmpty(UnreadableFile, code="file_empty"):
    """A file with nothing in it."""


@dataclass(eq=False)
class HeadingMissing(UnreadableFile, code="heading_missing"):
    """No row names the columns, of which these must be there."""

    columns: tuple[str, ...]


@dataclass(eq=False)
class HeadingNotFirst(UnreadableFile, code="heading_not_first"):
    """The heading is on this row, and above it stands more than a title."""

    row: int


@dataclass(eq=False)
class HeadingGarbled(UnreadableFile, code="heading_garbled"):
    """A title whose letters another program has spoilt."""

    title: str


class NothingBelowHeading(UnreadableFile, code="nothing_below_heading"):
    """A heading, and no row under it."""


class WorkbookDamaged(UnreadableFile, code="workbook_damaged"):
    """A workbook that cannot be opened."""


class WorkbookOutdated(UnreadableFile, code="workbook_outdated"):
    """A workbook as XLS or XLSB, of which a cell with an error would be read as an empty one."""


class WorkbookLocked(UnreadableFile, code="workbook_locked"):
    """A workbook that opens with a password only."""


@dataclass(eq=False)
class SeveralSheets(UnreadableFile, code="several_sheets"):
    """A workbook with something on each of these sheets."""

    names: tuple[str, ...]


class WorkbookTooLarge(UnreadableFile, code="workbook_too_large"):
    """A workbook that unpacks to more than any list of people needs."""


@dataclass(eq=False)
class WorkbookErrors(UnreadableFile, code="workbook_errors"):
    """A workbook whose cells hold an error instead of a value: their names, where the kind of workbook has any."""

    cells: tuple[str, ...]


class LineUnreadable(DomainError, code="line_unreadable"):
    """A line that is no CSV, such as one with a quotation mark that is never closed."""


@dataclass(eq=False)
class ColumnMissing(DomainError, code="column_missing"):
    """The heading does not name this column."""

    column: str


@dataclass(eq=False)
class ColumnUnknown(DomainError, code="column_unknown"):
    """The heading names a column that there is not, or one a second time."""

    column: str


@dataclass(eq=False)
class CellWithoutColumn(DomainError, code="cell_without_column"):
    """A cell under no title."""

    text: str = field(repr=False)


@dataclass(eq=False)
class LineBreakInCell(DomainError, code="line_break_in_cell"):
    """A cell of several lines."""

    field: str | None


@dataclass(eq=False)
class LettersLost(DomainError, code="letters_lost"):
    """A cell whose letters another program has replaced."""

    text: str
    field: str | None


@dataclass(eq=False)
class CellConverted(DomainError, code="cell_converted"):
    """A cell that a spreadsheet took for a number, a date or a truth value, and so no longer holds what was typed."""

    value: Cell
    field: str | None


@dataclass(eq=False)
class CellBroken(DomainError, code="cell_broken"):
    """A cell that holds a spreadsheet's error, or the signs of a column too narrow."""

    text: str
    field: str | None


class Damage(Enum):
    """What a spreadsheet did to a birth number."""

    SHORTENED = "shortened"
    DECIMAL = "decimal"


@dataclass(eq=False)
class BirthNumberDamaged(DomainError, code="birth_number_damaged"):
    """A birth number that a spreadsheet took for a number."""

    damage: Damage
    field: str | None = "birth_number"


@dataclass(eq=False)
class ZeroLost(DomainError, code="zero_lost"):
    """Digits that may have lost the zeros before them; each number that they can have been."""

    candidates: tuple[BirthNumber, ...]
    field: str | None = "birth_number"


@dataclass(eq=False)
class YearCut(DomainError, code="year_cut"):
    """A date whose year has two digits, so that its century is unknown."""

    field: str | None


@dataclass(eq=False)
class SerialDate(DomainError, code="serial_date"):
    """A date as spreadsheets count it, in days; `day` is what it would be by the usual count."""

    day: date
    field: str | None


@dataclass(eq=False)
class DayUnclear(DomainError, code="day_unclear"):
    """A date with slashes whose day and month can be told apart only by a guess."""

    day: date
    other: date
    field: str | None


@dataclass(frozen=True)
class Fault:
    """What is wrong, the row's number and the column's title; of a whole file, only what."""

    error: DomainError
    row: int = 0
    column: str = ""


class Notice(Enum):
    """What is read, and yet better looked at again."""

    DOUBTFUL_BIRTH_NUMBER = "doubtful_birth_number"
    ONE_NAME = "one_name"


@dataclass(frozen=True)
class Warned:
    """A notice and the row's number."""

    row: int
    notice: Notice


@dataclass(eq=False)
class FileRefused(DomainError, code="file_refused"):
    """A file with faults; nothing of it was stored."""

    faults: tuple[Fault, ...]
    warnings: tuple[Warned, ...] = ()
