"""Rows to cells by the names of their columns: X-28."""

import pytest

from oktui.domain.reading.csv_rows import split_rows
from oktui.domain.reading.faults import (
    CellWithoutColumn,
    HeadingGarbled,
    HeadingMissing,
    HeadingNotFirst,
    NothingBelowHeading,
    UnreadableFile,
)
from oktui.domain.reading.headings import Columns, Line, find_table

COLUMNS = Columns({"number": "rodné číslo", "name": "jméno", "note": "souhlas čj."}, optional=frozenset({"note"}))


@pytest.mark.parametrize(
    "heading",
    ["rodné číslo;jméno", "RODNE CISLO;JMENO", "Rodné  číslo:;Jméno*", "rodne_cislo;jmeno", "rodné číslo;jméno;;"],
)
def test_titles_are_known_in_any_case_and_without_diacritics(heading: str) -> None:
    """X-28: and with columns that only pad."""
    table = find_table(split_rows(f"{heading}\n1;Jana;;;\n2"), COLUMNS)
    assert table.lines == (Line(2, {"number": "1", "name": "Jana"}), Line(3, {"number": "2", "name": ""}))
    assert table.faults == ()


@pytest.mark.parametrize("title", ["souhlas čj.", "Souhlas č.j.", "souhlas č. j.", "SOUHLAS - CJ"])
def test_signs_and_spaces_of_titles_do_not_matter(title: str) -> None:
    """X-28: abbreviations are written in several ways."""
    assert COLUMNS.field(title) == "note"


def test_a_title_above_the_heading_is_passed_over() -> None:
    """X-28: a line with one cell, which names nobody."""
    assert [line.number for line in find_table(split_rows("Seznam;;\n;;\nrodné číslo;jméno\n1;a"), COLUMNS).lines] == [
        4
    ]


def test_a_cell_under_no_title_is_a_fault() -> None:
    """X-28: nothing of a row is dropped in silence."""
    [fault] = find_table(split_rows("rodné číslo;jméno\n1;Jana;Nováková"), COLUMNS).faults
    assert (fault.row, type(fault.error)) == (2, CellWithoutColumn)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("1;Jana\nrodné číslo;jméno\n2;Jan", HeadingNotFirst),
        ("1;Jana\n2;Jan", HeadingMissing),
        ("Vážení,\nposílám seznam.", HeadingMissing),
        ("rodn? ??slo;jm?no\n1;Jana", HeadingGarbled),
        ("rodné číslo;jméno\n;;", NothingBelowHeading),
    ],
)
def test_what_is_no_such_list_is_said_in_one_sentence(text: str, fault: type[UnreadableFile]) -> None:
    """X-28: not a fault for each row."""
    with pytest.raises(fault):
        find_table(split_rows(text), COLUMNS)
