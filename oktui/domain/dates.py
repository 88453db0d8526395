"""Dates as people type them, and the years that a date may lie in; `screens.texts.day` shows them (X-28)."""

import re
from datetime import date, timedelta
from typing import Final

from oktui.domain.errors import DomainError
from oktui.domain.names import plain
from oktui.values import dataclass

FIRST_DAY: Final = date(1900, 1, 1)
LAST_DAY: Final = date(2100, 12, 31)


@dataclass(eq=False)
class InvalidDate(DomainError, code="invalid_date"):
    """Not a date in any usual form."""

    field: str | None


@dataclass(eq=False)
class DatesOutOfOrder(DomainError, code="dates_out_of_order"):
    """An end of validity before its beginning."""

    field: str | None = "valid_to"


@dataclass(eq=False)
class DateInFuture(DomainError, code="date_in_future"):
    """A day that has not come yet, where it must have."""

    field: str | None


@dataclass(eq=False)
class NoSuchDay(DomainError, code="no_such_day"):
    """A date in a usual form, but of a day that the calendar does not have."""

    field: str | None


@dataclass(eq=False)
class DateOutOfRange(DomainError, code="date_out_of_range"):
    """A day so far away that it is a typing mistake: before FIRST_DAY or after LAST_DAY (X-28)."""

    field: str | None


_BETWEEN = r" ?[-./, ] ?"
_NUMBERS = re.compile(
    rf"(?P<day>\d{{1,2}}){_BETWEEN}(?P<month>\d{{1,2}})(?:{_BETWEEN}(?P<year>\d{{4}}|\d{{2}}))?[ .]*", re.ASCII
)
_WORDS = re.compile(r"(?P<day>\d{1,2})\.? ?(?P<month>[a-z]+)\.?,? ?(?P<year>\d{4}|\d{2})?[ .]*", re.ASCII)
_YEAR_FIRST = re.compile(r"(?P<year>\d{4}) ?[-./] ?(?P<month>\d{1,2}) ?[-./] ?(?P<day>\d{1,2})[ .]*", re.ASCII)
_DIGITS = re.compile(r"(?P<day>\d{2})(?P<month>\d{2})(?P<year>\d{4}|\d{2})", re.ASCII)
_DIGITS_YEAR_FIRST = re.compile(r"(?P<year>(?:19|20)\d{2})(?P<month>0[1-9]|1[0-2])(?P<day>\d{2})", re.ASCII)
_FORMS = (_NUMBERS, _YEAR_FIRST, _WORDS, _DIGITS_YEAR_FIRST, _DIGITS)
_MIDNIGHT = re.compile(r"[ t]0?0:00(:00)?$", re.ASCII)
_DISTANCE = re.compile(r"(?P<days>[-+] ?\d{1,5})(?: ?(?:d|den|dny|dni|dnu))?", re.ASCII)
_DAYS_AWAY = {"predevcirem": -2, "vcera": -1, "dnes": 0, "dneska": 0, "zitra": 1, "pozitri": 2}
_MONTHS = (
    "leden ledna",
    "unor unora",
    "brezen brezna",
    "duben dubna",
    "kveten kvetna",
    "cerven cervna cvn",
    "cervenec cervence cvc",
    "srpen srpna",
    "zari",
    "rijen rijna",
    "listopad listopadu",
    "prosinec prosince",
)
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_LEAST_OF_A_NAME = 3
_WHOLE_YEAR = 4
_AHEAD = 20


def parse_date(text: str, *, field: str | None = None, today: date | None = None, past: bool = False) -> date:
    """The date in `1.1.2027`, `01012027`, `1/1/2027`, `2027-01-01`, `1. ledna 2027` and their like (X-28).

    With `today` also `010127`, `1.1.`, `dnes` and `+30`: a year of two digits ends no later than 20 years from now, and
    one that is not there is this year. With `past`, of a day that has been, neither is later than today.

    Raises:
        InvalidDate: in no usual form.
        NoSuchDay: the calendar does not have it.
    """
    typed = _MIDNIGHT.sub("", plain(text))
    days = _days_away(typed)
    if days is not None and today is not None:
        return today + timedelta(days=days)
    found = next((match for form in _FORMS if (match := form.fullmatch(typed))), None)
    month = None if found is None else _month(found["month"])
    year = "" if found is None else found["year"] or ""
    if found is None or month is None or (today is None and len(year) < _WHOLE_YEAR):
        raise InvalidDate(field)
    try:
        return _completed(int(found["day"]), month, year, today, past=past)
    except ValueError:
        raise NoSuchDay(field) from None


def read_day(text: str, field: str | None, *, today: date, past: bool = False) -> date | None:
    """The day that was typed, fit to be calculated with; nothing typed is no day (X-28).

    Raises InvalidDate, NoSuchDay, DateOutOfRange.
    """
    if not text.strip():
        return None
    day = parse_date(text, field=field, today=today, past=past)
    check_day(day, field)
    return day


def check_day(day: date, field: str | None) -> None:
    """Raise DateOutOfRange for a day that is a typing mistake; any other one can be calculated with."""
    if not FIRST_DAY <= day <= LAST_DAY:
        raise DateOutOfRange(field)


def _days_away(typed: str) -> int | None:
    match = _DISTANCE.fullmatch(typed)
    return _DAYS_AWAY.get(typed) if match is None else int(match["days"].replace(" ", ""))


def _month(text: str) -> int | None:
    """The number of a month: in digits, in Roman ones, or by its name, its genitive, or a beginning of them."""
    if text.isdecimal():
        return int(text)
    if text in _ROMAN:
        return _ROMAN.index(text) + 1
    named = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}
    if text in named:
        return named[text]
    begun = {number for name, number in named.items() if name.startswith(text)}
    return begun.pop() if len(begun) == 1 and len(text) >= _LEAST_OF_A_NAME else None


def _completed(day: int, month: int, year: str, today: date | None, *, past: bool) -> date:
    if today is None or len(year) == _WHOLE_YEAR:
        return date(int(year), month, day)
    if not year:
        this_year = date(today.year, month, day)
        return date(today.year - 1, month, day) if past and this_year > today else this_year
    latest = today if past else date(today.year + _AHEAD, 12, 31)
    century = latest.year // 100 * 100
    in_turn = (date(start + int(year), month, day) for start in (century, century - 100))
    return next(each for each in in_turn if each <= latest)
