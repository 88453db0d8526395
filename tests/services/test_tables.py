"""Tables for other programs: what is in them, who can read them, and that nobody sees half of one."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oktui.domain.files import FileTaken, FileUnwritable, FormatUnknown, Stopped, TooManyRows
from oktui.domain.outages import DiskFull
from oktui.domain.text import harmless
from oktui.services import tables
from oktui.services.tables import Cell, write_table

TITLES = ("Osoba", "Platnost od")
MOMENT = datetime(2016, 7, 25, 8, 5, 33, tzinfo=UTC)
DANGEROUS = ["=1+1", "+420 566", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", '=HYPERLINK("http://x","y")']


def write(path: Path, *rows: Sequence[Cell], replace: bool = False) -> int:
    """Write the rows under the titles, with nobody to tell."""
    return write_table(path, [TITLES, *rows], replace=replace, on_record=lambda _: None)


def read_csv(path: Path) -> list[list[str]]:
    """The rows as Python's reader, in its strict mode, has them."""
    return list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8"), newline=""), strict=True))


def read_xlsx(path: Path) -> list[tuple[object, ...]]:
    """The rows as another library has them."""
    book = openpyxl.load_workbook(path)
    return list(book.worksheets[0].iter_rows(values_only=True))


def test_csv_is_that_of_rfc_4180(tmp_path: Path) -> None:
    """F3: CRLF, commas, quotes doubled, UTF-8 without a mark before it; days and moments as ISO 8601 has them."""
    path = tmp_path / "list.csv"
    assert write(path, ('Klicpera, "Adam"', date(2014, 9, 15)), ("Černý", None), (7, MOMENT)) == 3
    assert (
        path.read_bytes()
        == (
            'Osoba,Platnost od\r\n"Klicpera, ""Adam""",2014-09-15\r\nČerný,\r\n7,2016-07-25T10:05:33+02:00\r\n'
        ).encode()
    )


def test_xlsx_has_text_for_text_and_dates_for_dates(tmp_path: Path) -> None:
    """F3: read by another library; a moment is that of Prague."""
    path = tmp_path / "list.xlsx"
    assert write(path, ("Černý", date(2014, 9, 15)), (None, MOMENT), (7, None)) == 3
    assert read_xlsx(path) == [
        TITLES,
        ("Černý", datetime(2014, 9, 15, tzinfo=UTC).replace(tzinfo=None)),
        (None, datetime(2016, 7, 25, 10, 5, 33, tzinfo=UTC).replace(tzinfo=None)),
        (7, None),
    ]


@pytest.mark.parametrize("text", DANGEROUS)
def test_what_a_spreadsheet_would_take_for_a_formula_is_text(tmp_path: Path, text: str) -> None:
    """F3: in CSV behind an apostrophe, in XLSX as text that stays text when it is edited."""
    write(tmp_path / "list.csv", (text, "a-b"))
    ((cell, no_formula),) = read_csv(tmp_path / "list.csv")[1:]
    assert cell[0] == "'"
    assert no_formula == "a-b"
    write(tmp_path / "list.xlsx", (text, "a-b"))
    sheet = openpyxl.load_workbook(tmp_path / "list.xlsx").worksheets[0]
    assert (sheet["A2"].data_type, sheet["A2"].quotePrefix) == ("s", True)
    assert (sheet["B2"].data_type, sheet["B2"].quotePrefix) == ("s", False)


@given(rows=st.lists(st.tuples(st.text(), st.text()), max_size=5))
def test_every_text_comes_back_but_for_what_cannot_be_seen(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]]
) -> None:
    """X-22: control characters and halves of characters become the replacement character, in both formats."""
    folder = tmp_path_factory.mktemp("tables")
    write(folder / "list.csv", *rows)
    write(folder / "list.xlsx", *rows)
    expected = [[harmless(cell) for cell in row] for row in rows]
    unquoted = [
        [
            read.removeprefix("'") if cell.startswith(tables._FORMULA) else read
            for read, cell in zip(got, row, strict=True)
        ]
        for got, row in zip(read_csv(folder / "list.csv")[1:], rows, strict=True)
    ]
    assert unquoted == expected
    sheet = [[cell or "" for cell in row] for row in read_xlsx(folder / "list.xlsx")[1:]]
    assert sheet == expected[: len(sheet)]
    assert not any(cell for row in expected[len(sheet) :] for cell in row), "empty rows at the end are none"


@pytest.mark.parametrize("char", ["\x00", "\x1b", "\n", "\u2028", "\u202e", "\ufeff", "\uffff", "\ud800"])
def test_what_cannot_be_seen_is_seen_to_be_there(tmp_path: Path, char: str) -> None:
    """X-22: as the replacement character, where a terminal or another program would act upon it."""
    write(tmp_path / "list.csv", (f"a{char}b", "\xa0"))
    assert read_csv(tmp_path / "list.csv")[1] == ["a\ufffdb", " "]


@pytest.mark.parametrize("name", ["list.csv", "list.xlsx", "LIST.CSV"])
def test_the_file_is_its_owners_alone(tmp_path: Path, name: str) -> None:
    """X-20: mode 0600, and nothing else is left in the folder."""
    write(tmp_path / name, ("a", "b"))
    assert (tmp_path / name).stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("name", ["list.csv", "list.xlsx"])
def test_a_file_is_written_over_only_when_that_is_wanted(tmp_path: Path, name: str) -> None:
    """F3: the old one stays until the new one is complete."""
    path = tmp_path / name
    path.write_text("old")
    with pytest.raises(FileTaken):
        write(path, ("a", "b"))
    assert path.read_text() == "old"
    with pytest.raises(Stopped):
        write_table(path, stopped_after(2), replace=True, on_record=lambda _: None)
    assert path.read_text() == "old"
    write(path, ("a", "b"), replace=True)
    assert path.stat().st_mode & 0o777 == 0o600
    assert len(read_csv(path) if name.endswith("csv") else read_xlsx(path)) == 2


def stopped_after(count: int) -> Iterator[Sequence[Cell]]:
    """Rows that end by being stopped."""
    yield TITLES
    for number in range(count):
        yield ("row", number)
    raise Stopped


@pytest.mark.parametrize("name", ["list.csv", "list.xlsx"])
def test_nothing_is_left_of_a_table_that_was_stopped(tmp_path: Path, name: str) -> None:
    """F3: no half file, under whichever name."""
    with pytest.raises(Stopped):
        write_table(tmp_path / name, stopped_after(5000), on_record=lambda _: None)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["list.csv", "list.xlsx"])
def test_nothing_is_left_of_a_table_that_cannot_be_put_on_record(tmp_path: Path, name: str) -> None:
    """X-19: no event, no file; the event comes when the file is complete but has not got its name yet."""
    seen = []

    def refuse(count: int) -> None:
        seen.append((count, (tmp_path / name).stat().st_size))
        raise Stopped

    with pytest.raises(Stopped):
        write_table(tmp_path / name, [TITLES, ("a", "b")], on_record=refuse)
    assert seen == [(1, 0)]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["list", "list.txt", "oktui.db", ".csv"])
def test_the_format_must_show(tmp_path: Path, name: str) -> None:
    """F3: so no other kind of file can be written over by mistake."""
    with pytest.raises(FormatUnknown):
        write(tmp_path / name, replace=True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["list.csv", "list.xlsx"])
def test_a_folder_that_is_not_there_is_said_to_be_at_fault(tmp_path: Path, name: str) -> None:
    """F3: a sentence beside the field, for replacing as well."""
    for replace in (False, True):
        with pytest.raises(FileUnwritable):
            write(tmp_path / "nowhere" / name, replace=replace)


@pytest.mark.parametrize("name", ["list.csv", "list.xlsx"])
def test_a_full_disk_is_told_from_a_wrong_folder(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """F3: and nothing is left of the file."""

    def full(_draft: Path, _path: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(DiskFull):
        write(tmp_path / name, ("a", "b"))
    assert list(tmp_path.iterdir()) == []


def test_a_sheet_that_is_full_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """F3: rows beyond the last one of a sheet would otherwise be missing without a word."""
    monkeypatch.setattr(tables, "XLSX_ROWS", 4)
    rows: Iterable[Sequence[Cell]] = [("a", "b")] * 4
    assert write(tmp_path / "three.xlsx", *[("a", "b")] * 3) == 3
    with pytest.raises(TooManyRows) as refused:
        write(tmp_path / "four.xlsx", *rows)
    assert refused.value.limit == 3
    assert write(tmp_path / "four.csv", *rows) == 4
