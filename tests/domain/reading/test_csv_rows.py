"""Text to rows of cells: X-28."""

import pytest

from oktui.domain.reading.csv_rows import Row, split_rows
from oktui.domain.reading.faults import FileEmpty, LineUnreadable


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_the_separator_is_the_one_that_makes_most_cells(separator: str) -> None:
    """X-28: a title with commas above, quoted cells and the other separators inside do not count."""
    lines = [
        "Seznam osob, 2016, kraj",
        separator.join("abcdef"),
        separator.join(['"1;2,3\t4|5"', "Ing., CSc.", *"cdef"]),
    ]
    if separator == ",":
        lines[2] = lines[2].replace("Ing., CSc.", '"Ing., CSc."')
    rows = split_rows("\n".join(lines)).rows
    assert rows[1] == Row(2, tuple("abcdef"))
    assert rows[2].cells[:2] == ("1;2,3\t4|5", "Ing., CSc.")


@pytest.mark.parametrize("first", ["sep=;", '"sep=;"', "SEP=;", "sep=;;;;"])
def test_a_line_may_name_the_separator(first: str) -> None:
    """X-28: as Excel writes it."""
    assert split_rows(f"{first}\na,b;c").rows == (Row(2, ("a,b", "c")),)


def test_rows_are_numbered_by_their_lines_and_empty_ones_left_out() -> None:
    """X-28: a cell of two lines moves what follows."""
    read = split_rows('a;b\n\n ; \n"c\nd";e\nf;g\n')
    assert read.rows == (Row(1, ("a", "b")), Row(4, ("c\nd", "e")), Row(6, ("f", "g")))


def test_after_a_quotation_that_never_ends_the_next_line_is_read() -> None:
    """X-28: a fault at its line, the others read."""
    read = split_rows('a;b\n"c;d\ne;f\n"g"x;h\ni;j')
    assert [(fault.row, type(fault.error)) for fault in read.faults] == [(2, LineUnreadable), (4, LineUnreadable)]
    assert [row.number for row in read.rows] == [1, 3, 5]


@pytest.mark.parametrize("text", ["", " ", "\n\n \n"])
def test_nothing_is_said_to_be_nothing(text: str) -> None:
    """X-28: one sentence."""
    with pytest.raises(FileEmpty):
        split_rows(text)
