"""Files as they come from the field, by their content and not by their names (X-28)."""

import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from oktui.domain.birth_number import InvalidBirthNumber
from oktui.domain.errors import DomainError
from oktui.domain.person_file import COLUMNS, PersonFile, read_persons
from oktui.domain.reading.faults import (
    BirthNumberDamaged,
    CellConverted,
    FileEmpty,
    FileKind,
    FileRefused,
    LineBreakInCell,
    NotATable,
    NothingBelowHeading,
    Notice,
    SerialDate,
    SeveralSheets,
    WorkbookDamaged,
    WorkbookErrors,
    WorkbookLocked,
    WorkbookOutdated,
    WorkbookTooLarge,
    YearCut,
    ZeroLost,
)
from oktui.services.file_rows import read_table

CASES = Path(__file__).parent / "cases"
TODAY = date(2026, 3, 2)
HEADING = list(COLUMNS.titles.values())


def read(content: bytes) -> PersonFile:
    """What a file says."""
    return read_persons(read_table(content, COLUMNS), today=TODAY)


def refused(content: bytes) -> DomainError:
    """Why it cannot be read as a whole."""
    with pytest.raises(FileRefused) as refusal:
        read(content)
    [fault] = refusal.value.faults
    return fault.error


def workbook(*rows: Sequence[object], others: dict[str, str] | None = None) -> bytes:
    """A workbook with these rows, and with sheets that hold one cell."""
    book = Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(list(row))
    for name, text in (others or {}).items():
        book.create_sheet(name)["A1"] = text or None
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("case", "names"),
    [
        ("02-sep-line", {3: "Jana Zkušební"}),
        ("03-cp1250", {2: "Jana Zkušební"}),
        ("04-utf16-tab", {2: "Jana Zkušební"}),
        ("04b-utf8-tab", {2: "Jana Zkušební"}),
        ("05-nbsp-heading", {2: "Jana Zkušební"}),
        ("06-nfd", {2: "Jana Zkušební"}),
        ("08-cr-only", {2: "Jana Zkušební"}),
        ("26-double-space-inside", {2: "Jana Marie Zkušební"}),
        ("41-title-above-heading", {4: "Jana Zkušební"}),
    ],
)
def test_what_lost_nothing_is_read(case: str, names: dict[int, str]) -> None:
    """X-28: as spreadsheets and people write it, stored in one form."""
    file = read((CASES / f"{case}.csv").read_bytes())
    assert file.faults == []
    assert file.warnings == []
    assert {row: person.data.name for row, person in file.persons.items()} == names


@pytest.mark.parametrize(
    ("case", "read_rows", "faults"),
    [
        ("01-leading-zero-lost", [], [(2, "rodné číslo", ZeroLost)]),
        ("07-quoted-newline", [4], [(2, "jméno", LineBreakInCell)]),
        ("10-excel-date-time", [2, 5], [(3, "souhlas datum", YearCut), (4, "souhlas datum", SerialDate)]),
        ("12-birth-number-formatted", [2, 3, 4], [(5, "rodné číslo", BirthNumberDamaged)]),
        # The second number is read, and its check digit is wrong.
        ("21-thousands", [], [(2, "rodné číslo", BirthNumberDamaged), (3, "rodné číslo", InvalidBirthNumber)]),
    ],
)
def test_what_was_destroyed_is_a_fault_at_its_row_and_column(
    case: str, read_rows: list[int], faults: list[tuple[int, str, type[DomainError]]]
) -> None:
    """X-28: and the other rows are read."""
    file = read((CASES / f"{case}.csv").read_bytes())
    assert [(fault.row, fault.column, type(fault.error)) for fault in file.faults] == faults
    assert list(file.persons) == read_rows


@pytest.mark.parametrize(
    ("case", "notice"),
    [("11-mononym", Notice.ONE_NAME), ("22-post1985-remainder10", Notice.DOUBTFUL_BIRTH_NUMBER)],
)
def test_what_is_only_unusual_is_read_with_a_warning(case: str, notice: Notice) -> None:
    """X-25, X-28: the register decides."""
    file = read((CASES / f"{case}.csv").read_bytes())
    assert file.faults == []
    assert list(file.persons) == [2]
    assert [warned.notice for warned in file.warnings] == [notice]


@pytest.mark.parametrize(
    ("case", "fault"),
    [
        ("14-empty", FileEmpty),
        ("14b-bom-only", FileEmpty),
        ("14c-heading-only", NothingBelowHeading),
        ("15-xlsx-by-mistake", WorkbookDamaged),
    ],
)
def test_a_file_with_nobody_in_it_is_told_in_one_sentence(case: str, fault: type[DomainError]) -> None:
    """X-28: whatever its name says."""
    assert isinstance(refused((CASES / f"{case}.csv").read_bytes()), fault)


def test_a_workbook_is_read_with_its_dates_and_numbers() -> None:
    """X-28: rows are numbered as the spreadsheet does, and nothing is lost to the types of its cells."""
    day = datetime(2014, 9, 15)  # noqa: DTZ001 - a workbook's times have no zone
    file = read(
        workbook(
            ["Seznam osob pro KRK"],
            [],
            HEADING,
            [8001011117, "Jana ", "Zkus\u030cebni\u0301", None, "Zkušební", "Ing.", None, "SS", day, 2016],
            [None] * 12,
            ["800101/2228", "Jan", "Zkušební", "", "Zkušební", "", "", "HN"],
            others={"List2": "", "List3": ""},
        )
    )
    assert file.faults == []
    assert {row: person.data.name for row, person in file.persons.items()} == {4: "Jana Zkušební", 6: "Jan Zkušební"}
    consent = file.persons[4].consent
    assert consent is not None
    assert (consent.received_on, consent.reference) == (date(2014, 9, 15), "2016")


def test_a_workbook_destroys_like_any_spreadsheet() -> None:
    """X-28: a number cell has no leading zero, a serial number is no date, Pravda is a surname."""
    rest = ["Zkušební", None, None, "SS"]
    file = read(
        workbook(
            HEADING,
            [451011000, "Jana", "Zkušební", None, *rest, "1.7.2016", "MPSV-1"],
            [8001011117, "Jana", True, None, *rest, "1.7.2016", "MPSV-1"],
            [8001012228, "Jana", "Zkušební", None, *rest, 41897, date(2016, 1, 1)],
        )
    )
    assert [(fault.row, fault.column, type(fault.error)) for fault in file.faults] == [
        (2, "rodné číslo", ZeroLost),
        (3, "příjmení", CellConverted),
        (4, "souhlas datum", SerialDate),
        (4, "souhlas čj.", CellConverted),
    ]


def zipped(**entries: str) -> bytes:
    """An archive with these entries."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, text in entries.items():
            archive.writestr(name, text)
    return file.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ERROR_IN_ODS = '<table:table-cell office:value-type="string" calcext:value-type="error"><text:p>#N/A</text:p>'


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (OLE + bytes(600) + "Workbook".encode("utf-16-le"), WorkbookOutdated),
        (OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"), WorkbookLocked),
        (zipped(**{"xl/workbook.bin": ""}), WorkbookOutdated),
        (zipped(**{"content.xml": "?", "META-INF/manifest.xml": "<manifest:encryption-data>"}), WorkbookLocked),
        (zipped(**{"content.xml": ERROR_IN_ODS}), WorkbookErrors),
        (zipped(**{"content.xml": "?"}), WorkbookDamaged),
    ],
    ids=["XLS", "XLSX with a password", "XLSB", "ODS with a password", "ODS with an error", "ODS of nothing"],
)
def test_a_workbook_of_another_maker_is_told_in_one_sentence(content: bytes, fault: type[DomainError]) -> None:
    """X-28: where an error in a cell could not be seen, nothing is read."""
    assert isinstance(refused(content), fault)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (workbook(), FileEmpty),
        (workbook(HEADING), NothingBelowHeading),
        (workbook(HEADING, ["8001011117"], others={"Další": "8001012228"}), SeveralSheets),
        (workbook(HEADING, ["#N/A"]), WorkbookErrors),
        (workbook(HEADING)[:-200], WorkbookDamaged),
    ],
    ids=["empty", "heading only", "several sheets", "error cell", "cut off"],  # its bytes hold the time of its making
)
def test_a_workbook_that_does_not_say_clearly_who_is_meant_is_told(content: bytes, fault: type[DomainError]) -> None:
    """X-28: no sheet and no cell is dropped in silence."""
    assert isinstance(refused(content), fault)


def test_a_cell_far_away_does_not_fill_the_memory() -> None:
    """X-28: the parser keeps the whole rectangle."""
    book = Workbook()
    assert book.active is not None
    book.active["A1"], book.active["XFD1048576"] = "rodné číslo", "x"
    file = io.BytesIO()
    book.save(file)
    assert isinstance(refused(file.getvalue()), WorkbookTooLarge)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7\n", FileKind.PDF),
        (b"\x89PNG\r\n\x1a\n\0\0", FileKind.IMAGE),
        (b"<html><table></table></html>", FileKind.MARKUP),
        (b"\xef\xbb\xbf<?xml version='1.0'?><Workbook/>", FileKind.MARKUP),
        (b"{\\rtf1}", FileKind.DOCUMENT),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), FileKind.DOCUMENT),
        (b"\x1f\x8b\x08\0", FileKind.ARCHIVE),
        (b"\0\1\2\3", FileKind.BINARY),
    ],
)
def test_a_file_of_another_kind_is_told_what_it_is(content: bytes, kind: FileKind) -> None:
    """X-28: in one sentence, whatever its name says."""
    error = refused(content)
    assert isinstance(error, NotATable)
    assert error.kind is kind
