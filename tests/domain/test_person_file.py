"""The file of `oktui krk import`: R2.2-2, R2.2-3, X-24, X-25, X-28."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oktui.domain.birth_number import InvalidBirthNumber
from oktui.domain.dates import NoSuchDay
from oktui.domain.errors import DomainError
from oktui.domain.modules import Category
from oktui.domain.person_file import COLUMNS, BirthNumberRepeated, CategoryUnknown, PersonFile, read_persons
from oktui.domain.reading.csv_rows import split_rows
from oktui.domain.reading.decoding import read_text
from oktui.domain.reading.faults import (
    ColumnMissing,
    ColumnUnknown,
    LineBreakInCell,
    LineUnreadable,
    Notice,
    UnreadableFile,
    Warned,
)
from oktui.domain.reading.headings import find_table
from oktui.domain.register import Consent, ConsentMissing
from oktui.domain.text import Required
from tests.support.roles import TODAY

HEADING = "rodné číslo;jméno;příjmení;rodné příjmení;kategorie;souhlas datum;souhlas čj."
DLOUHY = "900806/5121;Robert;Dlouhý;Dlouhý;HN;;"
MARTINKA = "590814/1767;Radomír;Martinka;Martinka;HN+SS;15.9.2014;MPSV-1"


def read_bytes(data: bytes) -> PersonFile:
    """What a file of these bytes says."""
    return read_persons(find_table(split_rows(read_text(data)), COLUMNS), today=TODAY)


def read(*lines: str, heading: str = HEADING) -> PersonFile:
    """What a file of these lines says."""
    return read_bytes("\n".join([heading, *lines]).encode())


def kinds(file: PersonFile) -> list[tuple[int, type[DomainError]]]:
    """The faults by line."""
    return [(fault.row, type(fault.error)) for fault in file.faults]


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: text.encode(),
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.replace(";", ",").encode("utf-8-sig"),
        lambda text: (text + "\n\n").encode(),
        lambda text: text.replace("rodné číslo", '" RODNE CISLO "', 1).encode(),
    ],
)
def test_a_file_is_read_as_spreadsheets_and_people_write_it(encode: Callable[[str], bytes]) -> None:
    """R2.2-2: with a byte order mark or without, semicolons or commas, either line's end, headings in any case."""
    file = read_bytes(encode("\n".join([HEADING, DLOUHY, MARTINKA])))
    assert file.faults == []
    assert [person.data.name for person in file.persons.values()] == ["Robert Dlouhý", "Radomír Martinka"]
    assert list(file.persons) == [2, 3]
    assert file.persons[2].categories == {Category.HN}
    assert file.persons[3].categories == set(Category)
    assert file.persons[3].consent == Consent(date(2014, 9, 15), "MPSV-1")


def test_columns_stand_in_any_order_and_some_may_be_left_out() -> None:
    """R2.4-1: every column of the register is known."""
    names = list(COLUMNS.titles.values())[::-1]
    cells = {"titul před": "Ing.", "titul za": "CSc.", "druhé příjmení": "Novák", "souhlas datum": "2014-09-15"}
    cells |= {"rodné číslo": "9008065121", "jméno": "Robert", "příjmení": "Dlouhý", "rodné příjmení": "Krátký"}
    cells |= {"kategorie": "Zaměstnanec SS", "souhlas čj.": "MPSV-1"}
    [person] = read(",".join(cells[name] for name in names), heading=",".join(names)).persons.values()
    assert (person.data.title_before, person.data.title_after, person.data.second_surname) == ("Ing.", "CSc.", "Novák")
    assert person.data.birth_surname == "Krátký"
    assert person.consent == Consent(date(2014, 9, 15), "MPSV-1")


def test_everything_that_is_wrong_is_told_with_its_line() -> None:
    """R2.2-2, X-25: all faults of all lines, the first line being the heading."""
    file = read(
        DLOUHY,
        "590814/1768;Radomír;;Martinka;SS;;",
        "9008065121;Robert;Dlouhý;Dlouhý;XX;32.1.2016;",
        "",
        "a;b",
        '"530101/001";Ro"bert;Dlouhý;Dlouhý;HN;;',
        '520101/001;"Ro\nbert";Dlouhý;Dlouhý;HN;;',
        '"nikdy',
    )
    assert {(fault.row, fault.column, type(fault.error)) for fault in file.faults} == {
        (10, "", LineUnreadable),
        (3, "rodné číslo", InvalidBirthNumber),
        (3, "příjmení", Required),
        (3, "souhlas datum", ConsentMissing),
        (4, "kategorie", CategoryUnknown),
        (4, "rodné číslo", BirthNumberRepeated),
        (4, "souhlas datum", NoSuchDay),
        (6, "rodné číslo", InvalidBirthNumber),
        (6, "příjmení", Required),
        (6, "rodné příjmení", Required),
        (8, "jméno", LineBreakInCell),
    }
    assert list(file.persons) == [2, 7]
    [repeated] = [fault.error for fault in file.faults if isinstance(fault.error, BirthNumberRepeated)]
    assert repeated.line == 2


@pytest.mark.parametrize(
    ("heading", "faults"),
    [
        (HEADING.replace("jméno", "jmeno a prijmeni", 1), [(1, ColumnUnknown), (1, ColumnMissing)]),
        (HEADING.replace("souhlas datum", "jméno"), [(1, ColumnUnknown)]),
    ],
)
def test_a_heading_that_is_not_understood_is_all_that_is_told(
    heading: str, faults: list[tuple[int, type[DomainError]]]
) -> None:
    """R2.2-2: of lines whose columns are unknown nothing can be said."""
    assert kinds(read_bytes(f"{heading}\nx;y".encode())) == faults


def test_whoever_has_one_name_has_it_as_surname() -> None:
    """X-28: read with a warning, since the name may have been forgotten."""
    file = read(DLOUHY.replace("Robert", ""))
    assert file.warnings == [Warned(2, Notice.ONE_NAME)]
    assert [person.data.name for person in file.persons.values()] == ["Dlouhý"]
    assert kinds(read(DLOUHY.replace("Dlouhý", "", 1))) == [(2, Required)]


def test_what_follows_from_a_cell_that_cannot_be_read_is_not_said_besides() -> None:
    """R2.2-2: a consent whose date is destroyed is not called missing."""
    file = read(MARTINKA.replace("15.9.2014", "41897"))
    assert [(fault.row, fault.column) for fault in file.faults] == [(2, "souhlas datum")]


ENDS = st.sampled_from(["\n", "\r\n", "\r"])
ENCODINGS = st.sampled_from(["utf-8", "utf-8-sig", "cp1250", "utf-16", "utf-16-le", "utf-16-be", "cp852"])
MARKS = {"utf-16-be": b"\xfe\xff"}
HEADINGS = st.sampled_from([str, str.upper, str.title])
PADDING = st.tuples(st.integers(0, 3), st.integers(0, 3), st.booleans())


@given(st.sampled_from(";,\t"), ENDS, ENCODINGS, HEADINGS, PADDING)
def test_however_a_program_writes_the_file_it_says_the_same(
    separator: str, end: str, encoding: str, cased: Callable[[str], str], padding: tuple[int, int, bool]
) -> None:
    """X-28: each encoding with each separator, line end, case of headings, padding and `sep=` line."""
    columns, rows, named = padding
    lines = [line.replace(";", separator) + separator * columns for line in (cased(HEADING), DLOUHY, MARTINKA)]
    lines[1:1] = [separator * (6 + columns)] * rows
    text = end.join([f"sep={separator}"] * named + lines + [""])
    file = read_bytes(MARKS.get(encoding, b"") + text.encode(encoding))
    assert file.faults == []
    assert [person.data.name for person in file.persons.values()] == ["Robert Dlouhý", "Radomír Martinka"]
    assert list(file.persons) == [2 + rows + named, 3 + rows + named]


@given(
    st.binary(max_size=300)
    | st.text(alphabet='";,\n\r\x00a1/', max_size=100).map(lambda t: (HEADING + "\n" + t).encode())
)
def test_whatever_the_file_holds_it_is_read_or_at_fault(data: bytes) -> None:
    """X-22: never an error of the program itself."""
    try:
        file = read_bytes(data)
    except UnreadableFile:
        return
    at_fault = {fault.row for fault in file.faults if not isinstance(fault.error, BirthNumberRepeated)}
    assert not set(file.persons) & at_fault
