"""Dates as they are typed (X-28)."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oktui.domain.dates import FIRST_DAY, LAST_DAY, DateOutOfRange, InvalidDate, NoSuchDay, check_day, parse_date
from screens.texts import dates

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    "text",
    [
        "1.1.2027", "01.01.2027", "1. 1. 2027", " 1 . 1 . 2027 ", "1.\u00a01.\u00a02027", "1/1/2027", "1-1-2027",
        "1,1,2027", "1 1 2027", "01012027", "20270101", "2027-01-01", "2027/1/1", "2027. 1. 1.", "1.1.2027 0:00",
        "2027-01-01T00:00:00", "1. ledna 2027", "1 leden 2027", "1.LED.2027", "1. led 2027", "1. I. 2027",
    ],
)  # fmt: skip
def test_a_whole_date_is_read_in_every_usual_form(text: str) -> None:
    """X-28: whether or not it is known what day it is, as in a file."""
    assert parse_date(text) == parse_date(text, today=TODAY) == date(2027, 1, 1)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("01.01.27", date(2027, 1, 1)),
        ("010127", date(2027, 1, 1)),
        ("1/1/27", date(2027, 1, 1)),
        ("1. ledna 27", date(2027, 1, 1)),
        ("1.1.", date(2026, 1, 1)),
        ("1.1", date(2026, 1, 1)),
        ("1. 1.", date(2026, 1, 1)),
        ("31. prosince", date(2026, 12, 31)),
        ("dnes", date(2026, 11, 25)),
        ("Zítra", date(2026, 11, 26)),
        ("zitra", date(2026, 11, 26)),
        ("včera", date(2026, 11, 24)),
        ("pozítří", date(2026, 11, 27)),
        ("předevčírem", date(2026, 11, 23)),
        ("+30", date(2026, 12, 25)),
        ("+ 30 dní", date(2026, 12, 25)),
        ("-7", date(2026, 11, 18)),
        ("+0", date(2026, 11, 25)),
    ],
)
def test_what_is_left_out_is_told_by_the_day_it_is(text: str, day: date) -> None:
    """X-28: this century, this year, today; a file, which is read on any day, has to say it all."""
    assert parse_date(text, today=TODAY) == day
    with pytest.raises(InvalidDate):
        parse_date(text)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("31. prosince 2027", date(2027, 12, 31)),
        ("31. PROSINEC 2027", date(2027, 12, 31)),
        ("31.pro.2027", date(2027, 12, 31)),
        ("15. cervna 2027", date(2027, 6, 15)),
        ("15. červen 2027", date(2027, 6, 15)),
        ("15. čvn 2027", date(2027, 6, 15)),
        ("15. července 2027", date(2027, 7, 15)),
        ("15. cervenec 2027", date(2027, 7, 15)),
        ("15. čvc. 2027", date(2027, 7, 15)),
        ("15. září 2027", date(2027, 9, 15)),
        ("15. říj 2027", date(2027, 10, 15)),
        ("15. XI. 2027", date(2027, 11, 15)),
    ],
)
def test_months_have_names(text: str, day: date) -> None:
    """X-28: nominative, genitive, an abbreviation, Roman digits; with or without diacritics."""
    assert parse_date(text) == day


@pytest.mark.parametrize(
    ("text", "past", "day"),
    [
        ("14.8.59", True, date(1959, 8, 14)),
        ("14.8.26", True, date(2026, 8, 14)),
        ("14.12.26", True, date(1926, 12, 14)),
        ("14.12.", True, date(2025, 12, 14)),
        ("14.8.", True, date(2026, 8, 14)),
        ("14.8.46", False, date(2046, 8, 14)),
        ("14.8.47", False, date(1947, 8, 14)),
        ("31.12.99", False, date(1999, 12, 31)),
        ("29.2.00", False, date(2000, 2, 29)),
    ],
)
def test_the_century_of_a_short_year_is_the_likely_one(text: str, past: bool, day: date) -> None:
    """X-28: a day of birth or of a consent has been; a validity ends in twenty years at most."""
    assert parse_date(text, today=TODAY, past=past) == day


@pytest.mark.parametrize("text", ["", "x", "41897", "1.2.20266", "15. čer 2027", "15. ledn 2027x", "1.2.2026 x",
                                  "1.1.2027 10:30", "+1234567", "١.٢.٢٠٢٦", "2027", "1..2027", "d"])  # fmt: skip
def test_what_is_no_date_is_refused(text: str) -> None:
    """X-28: nor is what could be two of them."""
    with pytest.raises(InvalidDate):
        parse_date(text, today=TODAY)


@pytest.mark.parametrize(
    "text", ["31.2.2026", "1.13.2026", "0.1.2026", "1.1.0000", "29.2.", "310227", "31. dubna 2026"]
)
def test_a_day_that_does_not_exist_is_told_as_such(text: str) -> None:
    """X-28: its form is all right."""
    with pytest.raises(NoSuchDay) as refused:
        parse_date(text, field="valid_from", today=TODAY)
    assert refused.value.field == "valid_from"


@pytest.mark.parametrize("text", ["1.1.0001", "31.12.9999", "31.12.1899", "1.1.2101", "+99999"])
def test_a_year_far_away_is_a_typing_mistake(text: str) -> None:
    """X-28: years from 1900 to 2100."""
    with pytest.raises(DateOutOfRange) as refused:
        check_day(parse_date(text, today=TODAY), "until")
    assert refused.value.field == "until"


@given(st.dates(FIRST_DAY, LAST_DAY))
def test_a_date_survives_being_shown_and_read(value: date) -> None:
    """F5: the screens show what they accept."""
    assert parse_date(dates.day(value)) == value
    check_day(value, None)


@given(st.text(max_size=12) | st.text("0123456789./-+ ", max_size=12), st.dates(), st.booleans())
def test_nothing_typed_is_a_crash(text: str, today: date, past: bool) -> None:
    """X-28: a date or a refusal, on any day."""
    with suppress(InvalidDate, NoSuchDay, DateOutOfRange):
        parse_date(text, today=today, past=past)
