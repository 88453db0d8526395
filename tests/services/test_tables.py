"""Tables for other programs: what is in them."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oktui.domain.files import TooManyRows
from oktui.domain.text import harmless
from oktui.services import tables
from oktui.services.tables import Cell, write_table

TITLES = ("Osoba", "Platnost od")
MOMENT = datetime(2016, 7, 25, 8, 5, 33, tzinfo=UTC)
DANGEROUS = ["=1+1", "+420 566", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", '=HYPERLINK("http://x","y")']


def write(path: Path, *rows: Sequence[Cell]) -> int:
    """Write the rows under the titles."""
    return write_table(path, [TITLES, *rows])


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


def test_a_sheet_that_is_full_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """F3: rows beyond the last one of a sheet would otherwise be missing without a word."""
    monkeypatch.setattr(tables, "XLSX_ROWS", 4)
    rows: Iterable[Sequence[Cell]] = [("a", "b")] * 4
    assert write(tmp_path / "three.xlsx", *[("a", "b")] * 3) == 3
    with pytest.raises(TooManyRows) as refused:
        write(tmp_path / "four.xlsx", *rows)
    assert refused.value.limit == 3
    assert write(tmp_path / "four.csv", *rows) == 4
