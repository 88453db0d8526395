"""Birth numbers: X-20 and X-25."""

import logging
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cz import rc

from oktui.domain.birth_number import (
    BirthNumber,
    BirthNumberFault,
    DoubtfulBirthNumber,
    InvalidBirthNumber,
    check_certain,
    fault_so_far,
)

TODAY = date(2026, 3, 2)


def parse(text: str) -> BirthNumber:
    """Read a number on a day long after the document's people were born."""
    return BirthNumber.parse(text, today=TODAY)


def fault(text: str, *, today: date = TODAY) -> BirthNumberFault:
    """The fault that a text is refused with."""
    with pytest.raises(InvalidBirthNumber) as refusal:
        BirthNumber.parse(text, today=today)
    return refusal.value.reason


def with_check_digit(nine: str) -> str:
    """The ten digits that begin with these nine."""
    return nine + str(int(nine) % 11)


@pytest.mark.parametrize(
    ("text", "born", "is_woman"),
    [
        ("590814/1767", date(1959, 8, 14), False),
        ("900806/5121", date(1990, 8, 6), False),
        (with_check_digit("905806512"), date(1990, 8, 6), True),
        (with_check_digit("043106001"), date(2004, 11, 6), False),
        (with_check_digit("048106001"), date(2004, 11, 6), True),
        (with_check_digit("042106001"), date(2004, 1, 6), False),
        (with_check_digit("047106001"), date(2004, 1, 6), True),
        ("531231123", date(1953, 12, 31), False),
        ("536231000", date(1953, 12, 31), True),
        ("800101123", date(1880, 1, 1), False),
        (with_check_digit("540101001"), date(1954, 1, 1), False),
        (with_check_digit("000229001"), date(2000, 2, 29), False),
    ],
)
def test_a_number_tells_the_date_of_birth_and_the_sex(text: str, born: date, is_woman: bool) -> None:
    """X-25: the month carries +50, and from 2004 also +20 and +70; nine digits belong to years to 1953."""
    number = parse(text)
    assert (number.born, number.is_woman) == (born, is_woman)


def test_the_slash_makes_no_difference() -> None:
    """X-25: the slash may be there or not."""
    assert parse("590814/1767") == parse("5908141767")
    assert str(parse("5908141767")) == "590814/1767"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("590814 / / 1767", BirthNumberFault.SLASH),
        ("59081 / 41767", BirthNumberFault.SLASH),
        ("590854/1767", BirthNumberFault.INSURANCE),
        ("590864/1767", BirthNumberFault.INSURANCE),
        ("595864 1767", BirthNumberFault.INSURANCE),
        ("590881/1767", BirthNumberFault.INSURANCE),
        ("590882/1767", BirthNumberFault.DATE),
        ("590840/1767", BirthNumberFault.DATE),
        ("591354/1767", BirthNumberFault.DATE),
        ("590814-1767", BirthNumberFault.CHARACTERS),
        ("５90814/1767", BirthNumberFault.CHARACTERS),
        ("٥90814/1767", BirthNumberFault.CHARACTERS),
        ("59081/41767", BirthNumberFault.SLASH),
        ("590814//1767", BirthNumberFault.SLASH),
        ("590814/1767/", BirthNumberFault.SLASH),
        ("/5908141767", BirthNumberFault.SLASH),
        ("", BirthNumberFault.LENGTH),
        ("590814/", BirthNumberFault.LENGTH),
        ("590814/17", BirthNumberFault.LENGTH),
        ("590814/17670", BirthNumberFault.LENGTH),
        ("540101/123", BirthNumberFault.LENGTH),
        ("790101/123", BirthNumberFault.LENGTH),
        ("591314/1767", BirthNumberFault.DATE),
        ("590014/1767", BirthNumberFault.DATE),
        ("595014/1767", BirthNumberFault.DATE),
        ("590230/1767", BirthNumberFault.DATE),
        ("590800/1767", BirthNumberFault.DATE),
        ("590229/1767", BirthNumberFault.DATE),
        ("530230/123", BirthNumberFault.DATE),
        ("590814/1768", BirthNumberFault.CHECK_DIGIT),
        (with_check_digit("260303001"), BirthNumberFault.FUTURE),
        (with_check_digit("530101001"), BirthNumberFault.FUTURE),
    ],
)
def test_a_faulty_number_is_refused_with_its_fault(text: str, reason: BirthNumberFault) -> None:
    """X-25: ASCII digits, nine or ten, one slash and only after six, a real date, not in the future."""
    assert fault(text) is reason


@pytest.mark.parametrize("month", ["21", "32", "41", "49", "71", "82", "91", "99"])
def test_the_extra_series_did_not_exist_before_2004(month: str) -> None:
    """X-25: +20 and +70 are of 2004 and later, and no series has months above those."""
    assert fault(with_check_digit(f"03{month}06001")) is BirthNumberFault.DATE


def test_somebody_born_today_has_a_number_but_nobody_born_tomorrow() -> None:
    """X-25: a date in the future is none."""
    text = with_check_digit("260302001")
    assert BirthNumber.parse(text, today=date(2026, 3, 2)).born == date(2026, 3, 2)
    assert fault(text, today=date(2026, 3, 1)) is BirthNumberFault.FUTURE


def test_a_remainder_of_ten_was_written_as_zero_to_1985_and_later_is_doubtful() -> None:
    """X-25: later numbers with that remainder are rare but met in life, so the register decides."""
    then, later = (next(nine for nine in serial(day) if int(nine) % 11 == 10) for day in ("851231", "860101"))
    assert parse(then + "0").born == date(1985, 12, 31)
    assert parse(later + "0").born == date(1986, 1, 1)
    assert (parse(then + "0").doubtful, parse(later + "0").doubtful) == (False, True)
    assert fault(later + "1") is BirthNumberFault.CHECK_DIGIT
    assert not parse("590814/1767").doubtful
    assert not parse("530101/001").doubtful


def test_a_doubtful_number_is_taken_once_it_is_confirmed() -> None:
    """X-25: any other one needs no confirmation."""
    later = parse(next(nine for nine in serial("860101") if int(nine) % 11 == 10) + "0")
    with pytest.raises(DoubtfulBirthNumber) as refusal:
        check_certain(later, confirmed=False)
    assert refusal.value.field == "birth_number"
    check_certain(later, confirmed=True)
    check_certain(parse("590814/1767"), confirmed=False)


@pytest.mark.parametrize(
    "text",
    ["590814 / 1767", "590814 1767", "590814\u00a0/\u00a01767", " 59 08 14\t1767\n", "590814/ 1767", "590 814 176 7"],
)
def test_spaces_make_no_difference(text: str) -> None:
    """X-25, X-28: however it was pasted."""
    assert parse(text) == parse("590814/1767")
    assert fault_so_far(text, today=TODAY) is None


def serial(day: str) -> list[str]:
    """Nine digits with that date and each remainder modulo 11."""
    return [f"{day}{number:03}" for number in range(11)]


DIGITS = st.text("0123456789", min_size=9, max_size=10)
LIKELY = st.builds(
    lambda born, added, rest: f"{born:%y}{born.month + added:02}{born:%d}{rest}",
    st.dates(date(1875, 1, 1), date(2060, 1, 1)),
    st.sampled_from([0, 20, 40, 50, 70]),
    st.text("0123456789", min_size=3, max_size=4),
).flatmap(lambda text: st.sampled_from([text, text[:6] + "/" + text[6:], text[:9] + str(int(text[:9]) % 11 % 10)]))


@given(DIGITS | LIKELY | st.text("0123456789/ ５", max_size=12))
def test_whatever_is_accepted_python_stdnum_accepts_too(text: str) -> None:
    """X-25: ours is the stricter of two independent readings of the law."""
    try:
        number = parse(text)
    except InvalidBirthNumber:
        return
    assert rc.is_valid(number.digits)
    assert rc.get_birth_date(number.digits) == number.born


@given(LIKELY)
def test_no_beginning_of_a_valid_number_is_called_faulty(text: str) -> None:
    """F4: nobody is told off for what they are still typing."""
    try:
        parse(text)
    except InvalidBirthNumber:
        return
    assert [fault_so_far(text[:typed], today=TODAY) for typed in range(len(text) + 1)] == [None] * (len(text) + 1)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("59a", BirthNumberFault.CHARACTERS),
        ("59/", BirthNumberFault.SLASH),
        ("5913", None),
        ("591314", BirthNumberFault.DATE),
        ("59 0864", BirthNumberFault.INSURANCE),
        ("59086", None),
        ("590814 / 1768", BirthNumberFault.CHECK_DIGIT),
        ("260303", None),
        (with_check_digit("260303001"), BirthNumberFault.FUTURE),
        ("530101", None),
        ("530101/001", None),
        ("530101/0011", BirthNumberFault.FUTURE),
        ("590814/1768", BirthNumberFault.CHECK_DIGIT),
        ("590814/17670", BirthNumberFault.LENGTH),
    ],
)
def test_a_fault_is_found_as_soon_as_nothing_more_can_mend_it(text: str, reason: BirthNumberFault | None) -> None:
    """F4, X-25: but of a date not before it is whole."""
    assert fault_so_far(text, today=TODAY) is reason


@given(LIKELY.map(lambda text: text.replace("/", "")[:8]))
def test_what_nothing_can_mend_has_no_valid_end(text: str) -> None:
    """F4: all ends tried."""
    ends = ["0", *(f"{rest:02}" for rest in range(100))]
    valid = any(is_valid(text + end) for end in ends)
    assert (fault_so_far(text, today=TODAY) is None) is valid


def is_valid(text: str) -> bool:
    """Whether the text is a birth number."""
    try:
        parse(text)
    except InvalidBirthNumber:
        return False
    return True


@given(LIKELY)
def test_a_number_is_what_it_was_when_written_and_read_again(text: str) -> None:
    """X-25: the written form is itself valid."""
    try:
        number = parse(text)
    except InvalidBirthNumber:
        return
    assert parse(str(number)) == number == BirthNumber(number.digits)


def test_only_the_explicit_string_tells_the_whole_number(caplog: pytest.LogCaptureFixture) -> None:
    """X-20: shown masked, and not in logs by way of repr or an f-string."""
    number = parse("590814/1767")
    assert number.masked == f"{number}" == "590814/****"
    assert repr([number]) == "[BirthNumber(590814/****)]"
    assert f"{number:>12}" == " 590814/****"
    logging.getLogger(__name__).warning("looked up %r", {"person": number})
    assert "1767" not in caplog.text


def test_numbers_have_an_order_and_serve_as_keys() -> None:
    """X-25: two readings of one number are one key."""
    assert min(parse("900806/5121"), parse("590814/1767")).born.year == 1959
    assert {parse("590814/1767"): "found"}[parse("5908141767")] == "found"
