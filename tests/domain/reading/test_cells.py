"""Cells to values: X-25, X-28."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oktui.domain.birth_number import BirthNumber
from oktui.domain.dates import DateOutOfRange, InvalidDate, NoSuchDay
from oktui.domain.errors import DomainError
from oktui.domain.reading.cells import read_birth_number, read_day, read_words
from oktui.domain.reading.faults import (
    BirthNumberDamaged,
    Cell,
    CellBroken,
    CellConverted,
    Damage,
    DayUnclear,
    LettersLost,
    LineBreakInCell,
    SerialDate,
    YearCut,
    ZeroLost,
)
from tests.support.roles import TODAY


def number(cell: Cell) -> str:
    """What is read of a birth number."""
    return read_birth_number(cell, today=TODAY)


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("800101 / 1117", "800101/1117"),
        ("800101 1117", "800101/1117"),
        ("'8001012228", "8001012228"),
        ('="8001013339"', "8001013339"),
        ('=""8001013339""', "8001013339"),
        ("8 001 011 117", "8001011117"),
        ("8.001.011.117", "8001011117"),
        (8001011117.0, "8001011117"),
        (8001011117, "8001011117"),
        ("451011/000", "451011/000"),
        ("530101001", "530101001"),
        ("", ""),
    ],
)
def test_a_birth_number_that_lost_nothing_is_read(cell: Cell, read: str) -> None:
    """X-28: spaces, marks of text, thousands, and numbers of a workbook."""
    assert number(cell) == read


@pytest.mark.parametrize("cell", ["451011000", 451011000.0, "451 011 000", "'451011000"])
def test_nine_digits_that_may_have_been_ten_are_a_question_with_both_births(cell: Cell) -> None:
    """X-28: an eaten zero would make another person."""
    with pytest.raises(ZeroLost) as refused:
        number(cell)
    assert [each.born for each in refused.value.candidates] == [date(1945, 10, 11), date(2004, 1, 1)]


@given(st.dates(date(2000, 1, 1), date(2009, 12, 31)), st.integers(0, 999), st.sampled_from([0, 50]))
def test_no_eaten_zero_makes_another_person(born: date, serial: int, added: int) -> None:
    """X-28: of whoever was born from 2000 to 2009, nothing is read once the zeros are gone."""
    nine = f"{born:%y}{born.month + added:02}{born:%d}{serial:03}"
    whole = BirthNumber.parse(f"{nine}{int(nine) % 11 % 10}", today=TODAY)
    with pytest.raises(ZeroLost) as refused:
        number(str(int(whole.digits)))
    assert whole in refused.value.candidates


@given(st.dates(date(1910, 1, 1), date(1953, 12, 31)), st.integers(0, 999))
def test_nine_digits_with_a_slash_are_what_they_are(born: date, serial: int) -> None:
    """X-25: a slash after the sixth digit shows that nothing stood before the first."""
    text = f"{born:%y%m%d}/{serial:03}"
    assert number(text) == text


@pytest.mark.parametrize(
    ("cell", "damage"),
    [
        ("8,00101E+09", Damage.SHORTENED),
        ("8.00101e+09", Damage.SHORTENED),
        ("8E+09", Damage.SHORTENED),
        ("8001014450,00", Damage.DECIMAL),
        ("8001014450.0", Damage.DECIMAL),
        ("8 001 014 450,00", Damage.DECIMAL),
        (8001014450.5, Damage.DECIMAL),
    ],
)
def test_a_birth_number_that_became_a_number_says_how(cell: Cell, damage: Damage) -> None:
    """X-28: destroyed by a spreadsheet."""
    with pytest.raises(BirthNumberDamaged) as refused:
        number(cell)
    assert refused.value.damage is damage


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("15.09.2014 0:00", date(2014, 9, 15)),
        ("15.09.2014 00:00:00", date(2014, 9, 15)),
        ("2014-09-15T14:30:00", date(2014, 9, 15)),
        ("15. 9. 2014", date(2014, 9, 15)),
        ("2014-09-15", date(2014, 9, 15)),
        ("15/9/2014", date(2014, 9, 15)),
        ("2014/08/09", date(2014, 8, 9)),
        ("15. září 2014", date(2014, 9, 15)),
        ("9/9/2014", date(2014, 9, 9)),
        (date(2014, 9, 15), date(2014, 9, 15)),
        (datetime(2014, 9, 15, 14, 30), date(2014, 9, 15)),  # noqa: DTZ001 - a workbook's times have no zone
        ("", None),
    ],
)
def test_a_day_is_read_however_a_spreadsheet_shows_it(cell: Cell, read: date | None) -> None:
    """X-28: with a time of day, in Czech, by ISO 8601, and out of a workbook."""
    assert read_day(cell, "received_on") == read


@pytest.mark.parametrize(
    ("cell", "fault"),
    [
        ("15.09.14", YearCut),
        ("15. 9. 14", YearCut),
        ("15/9/14", YearCut),
        ("150914", YearCut),
        ("15.09.14 0:00", YearCut),
        ("41897", SerialDate),
        ("41897,5", SerialDate),
        (41897.0, SerialDate),
        ("9/8/2014", DayUnclear),
        ("9/15/2014", NoSuchDay),
        ("15.9.", InvalidDate),
        ("dnes", InvalidDate),
        ("15.9.1014", DateOutOfRange),
        ("########", CellBroken),
        ("#N/A", CellBroken),
        ("15.9.\n2014", LineBreakInCell),
        (True, CellConverted),
        (time(10, 5), CellConverted),
    ],
)
def test_a_day_that_may_be_another_is_a_fault(cell: Cell, fault: type[DomainError]) -> None:
    """X-28: no century, no order of day and month is guessed."""
    with pytest.raises(fault):
        read_day(cell, "received_on")


def test_a_serial_date_says_what_it_would_be() -> None:
    """X-28: shown, not taken."""
    with pytest.raises(SerialDate) as refused:
        read_day("41897", "received_on")
    assert refused.value.day == date(2014, 9, 15)


@pytest.mark.parametrize(
    ("cell", "read"), [("  Jana  Marie ", "Jana Marie"), ("’t Hooft", "’t Hooft"), (2016.0, "2016"), ("1,5", "1,5")]
)
def test_words_are_read_with_single_spaces(cell: Cell, read: str) -> None:
    """X-28: and a whole number typed into a cell is the text that was typed."""
    assert read_words(cell, "reference") == read


@pytest.mark.parametrize(
    ("cell", "fault"),
    [
        (True, CellConverted),  # whoever is called Pravda, typed into a Czech spreadsheet
        (date(2016, 1, 1), CellConverted),  # 1/2016
        ("I.16", CellConverted),
        (0.5, CellConverted),
        (1e20, CellConverted),
        (float("inf"), CellConverted),
        ("1,2E+05", CellConverted),
        ("#REF!", CellBroken),
        ("#NENÍ_K_DISPOZICI", CellBroken),
        ("Zku?ební", LettersLost),
        ("Jana\nMarie", LineBreakInCell),
    ],
)
def test_words_that_were_changed_on_the_way_are_a_fault(cell: Cell, fault: type[DomainError]) -> None:
    """X-28: what has been destroyed is never guessed."""
    with pytest.raises(fault):
        read_words(cell, "reference")


@given(st.text(max_size=20) | st.floats() | st.integers() | st.booleans() | st.dates() | st.datetimes() | st.times())
def test_whatever_the_cell_holds_it_is_read_or_at_fault(cell: Cell) -> None:
    """X-22: never an error of the program itself."""
    for read in (lambda: read_words(cell, "reference"), lambda: read_day(cell, "received_on"), lambda: number(cell)):
        try:
            read()
        except DomainError:
            continue
