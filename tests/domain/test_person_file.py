"""The file of `oktui krk import`: R2.2-2, R2.2-3, X-24, X-25."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oktui.domain.birth_number import InvalidBirthNumber
from oktui.domain.dates import NoSuchDay
from oktui.domain.errors import DomainError
from oktui.domain.modules import Category
from oktui.domain.person_file import (
    COLUMNS,
    BirthNumberRepeated,
    CategoryUnknown,
    CellsMiscounted,
    ColumnMissing,
    ColumnUnknown,
    LineUnreadable,
    NotUtf8,
    PersonFile,
    read_person_file,
)
from oktui.domain.register import Consent, ConsentMissing
from oktui.domain.text import Required, UnsafeText
from tests.support.roles import TODAY

HEADING = "rodné číslo;jméno;příjmení;rodné příjmení;kategorie;souhlas datum;souhlas čj."
DLOUHY = "900806/5121;Robert;Dlouhý;Dlouhý;HN;;"
MARTINKA = "590814/1767;Radomír;Martinka;Martinka;HN+SS;15.9.2014;MPSV-1"


def read(*lines: str, heading: str = HEADING) -> PersonFile:
    """What a file of these lines says."""
    return read_person_file("\n".join([heading, *lines]).encode(), today=TODAY)


def kinds(file: PersonFile) -> list[tuple[int, type[DomainError]]]:
    """The faults by line."""
    return [(line, type(fault)) for line, fault in file.faults]


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
    file = read_person_file(encode("\n".join([HEADING, DLOUHY, MARTINKA])), today=TODAY)
    assert file.faults == []
    assert [person.name for person in file.persons.values()] == ["Robert Dlouhý", "Radomír Martinka"]
    assert list(file.persons) == [2, 3]
    assert file.persons[2].categories == {Category.HN}
    assert file.persons[3].categories == set(Category)
    assert file.persons[3].consent == Consent(date(2014, 9, 15), "MPSV-1")


def test_columns_stand_in_any_order_and_some_may_be_left_out() -> None:
    """R2.4-1: every column of the register is known."""
    names = list(COLUMNS.values())[::-1]
    cells = {"titul před": "Ing.", "titul za": "CSc.", "druhé příjmení": "Novák", "souhlas datum": "2014-09-15"}
    cells |= {"rodné číslo": "9008065121", "jméno": "Robert", "příjmení": "Dlouhý", "rodné příjmení": "Krátký"}
    cells |= {"kategorie": "Zaměstnanec SS", "souhlas čj.": "MPSV-1"}
    [person] = read(",".join(cells[name] for name in names), heading=",".join(names)).persons.values()
    assert (person.title_before, person.title_after, person.second_surname) == ("Ing.", "CSc.", "Novák")
    assert person.birth_surname == "Krátký"
    assert person.consent == Consent(date(2014, 9, 15), "MPSV-1")


def test_everything_that_is_wrong_is_told_with_its_line() -> None:
    """R2.2-2, X-25: all faults of all lines, the first line being the heading."""
    file = read(
        DLOUHY,
        "590814/1768;;Martinka;Martinka;SS;;",
        "9008065121;Robert;Dlouhý;Dlouhý;XX;32.1.2016;",
        "",
        "a;b",
        '"530101/001";Ro"bert;Dlouhý;Dlouhý;HN;;',
        '520101/001;"Ro\nbert";Dlouhý;Dlouhý;HN;;',
        '"nikdy',
    )
    assert kinds(file) == [
        (3, InvalidBirthNumber),
        (3, Required),
        (3, ConsentMissing),
        (4, CategoryUnknown),
        (4, NoSuchDay),
        (4, BirthNumberRepeated),
        (6, CellsMiscounted),
        (8, UnsafeText),
        (10, LineUnreadable),
    ]
    assert list(file.persons) == [2, 7]
    [repeated] = [fault for _, fault in file.faults if isinstance(fault, BirthNumberRepeated)]
    assert repeated.line == 2


@pytest.mark.parametrize(
    ("heading", "faults"),
    [
        ("", [(1, ColumnMissing)] * 5),
        (HEADING.replace("jméno", "jmeno a prijmeni", 1), [(1, ColumnUnknown), (1, ColumnMissing)]),
        (HEADING.replace("souhlas datum", "jméno"), [(1, ColumnUnknown)]),
    ],
)
def test_a_heading_that_is_not_understood_is_all_that_is_told(
    heading: str, faults: list[tuple[int, type[DomainError]]]
) -> None:
    """R2.2-2: of lines whose columns are unknown nothing can be said."""
    file = read_person_file(heading.encode() if not heading else f"{heading}\nx;y".encode(), today=TODAY)
    assert kinds(file) == faults


def test_another_encoding_is_told_with_the_line_where_it_shows() -> None:
    """R2.2-2: a file from a spreadsheet that saved it in Windows-1250."""
    data = HEADING.encode() + b"\n1;2\n" + DLOUHY.encode("cp1250")
    assert kinds(read_person_file(data, today=TODAY)) == [(3, NotUtf8)]


@given(
    st.binary(max_size=300)
    | st.text(alphabet='";,\n\r\x00a1/', max_size=100).map(lambda t: (HEADING + "\n" + t).encode())
)
def test_whatever_the_file_holds_it_is_read_or_at_fault(data: bytes) -> None:
    """X-22: never an error of the program itself."""
    file = read_person_file(data, today=TODAY)
    assert not set(file.persons) & {line for line, fault in file.faults if not isinstance(fault, BirthNumberRepeated)}
