"""Birth numbers (rodná čísla): what they say, and how much of them may be shown (X-20, X-25)."""

import re
from collections.abc import Iterator
from datetime import date
from enum import Enum

from oktui.domain.errors import DomainError
from oktui.values import dataclass

_WOMAN = 50
_EXTRA_SERIES = 20
_EXTRA_SERIES_SINCE = 2004
_FIRST_CHECKED_YEAR = 1954
_LAST_LENIENT_YEAR = 1985
_OLDEST_SHORT = 80
_ADDED_FOR_INSURANCE = (40, 50)


class BirthNumberFault(Enum):
    """Why a birth number is refused (X-25)."""

    CHARACTERS = "characters"
    SLASH = "slash"
    LENGTH = "length"
    DATE = "date"
    FUTURE = "future"
    CHECK_DIGIT = "check_digit"
    INSURANCE = "insurance"  # a foreigner's insurance number, made like a birth number with 40 or 50 added to the day


@dataclass(eq=False)
class InvalidBirthNumber(DomainError, code="invalid_birth_number"):
    """Not a birth number (X-25)."""

    reason: BirthNumberFault
    field: str | None = "birth_number"


@dataclass(frozen=True, order=True, repr=False)
class BirthNumber:
    """A birth number that was found valid, held as its nine or ten digits.

    `str()` writes it whole; `repr()` and `format()` mask it, so no traceback or f-string tells it (X-20).
    """

    digits: str

    @classmethod
    def parse(cls, text: str, *, today: date) -> "BirthNumber":
        """Read a birth number, with or without its slash and whatever spaces, by the letter of X-25.

        One that only the register can judge is read too, and says so: `doubtful`.

        Raises:
            InvalidBirthNumber: with the first fault found.
        """
        typed = _without_spaces(text)
        if not re.fullmatch(r"[0-9/]*", typed):
            raise InvalidBirthNumber(BirthNumberFault.CHARACTERS)
        if "/" in typed[:6] + typed[7:]:
            raise InvalidBirthNumber(BirthNumberFault.SLASH)
        number = cls(typed.replace("/", ""))
        fault = number._fault(today)
        if fault is not None:
            raise InvalidBirthNumber(fault)
        return number

    def _fault(self, today: date) -> BirthNumberFault | None:
        if len(self.digits) not in (9, 10) or (len(self.digits) == 9 and self._year >= _FIRST_CHECKED_YEAR):
            return BirthNumberFault.LENGTH
        try:
            born = self.born
        except ValueError:
            return BirthNumberFault.INSURANCE if self._is_of_insurance() else BirthNumberFault.DATE
        if born > today:
            return BirthNumberFault.FUTURE
        return None if self._check_digit_agrees() else BirthNumberFault.CHECK_DIGIT

    def _check_digit_agrees(self) -> bool:
        if len(self.digits) == 9:
            return True
        return int(self.digits[9]) == int(self.digits[:9]) % 11 % 10  # a remainder of ten was written as zero

    def _is_of_insurance(self) -> bool:
        day = int(self.digits[4:6])
        return any(_is_date(self._year, self._month, day - added) for added in _ADDED_FOR_INSURANCE)

    @property
    def doubtful(self) -> bool:
        """Whether only the register can tell if it is one: a remainder of ten ended with 1985, but for a few (X-25)."""
        return len(self.digits) == 10 and int(self.digits[:9]) % 11 == 10 and self._year > _LAST_LENIENT_YEAR

    @property
    def _year(self) -> int:
        """The full year: ten digits are given since 1954, nine were until then and to people from 1880 on."""
        year = int(self.digits[:2])
        if len(self.digits) == 9:
            return 1800 + year if year >= _OLDEST_SHORT else 1900 + year
        return 1900 + year if year >= _FIRST_CHECKED_YEAR % 100 else 2000 + year

    @property
    def born(self) -> date:
        """The date of birth."""
        return date(self._year, self._month, int(self.digits[4:6]))

    @property
    def _month(self) -> int:
        month = int(self.digits[2:4]) % _WOMAN
        return month - _EXTRA_SERIES if month > _EXTRA_SERIES and self._year >= _EXTRA_SERIES_SINCE else month

    @property
    def is_woman(self) -> bool:
        """Whether the number was given to a woman: fifty is added to her month."""
        return int(self.digits[2:4]) > _WOMAN

    @property
    def masked(self) -> str:
        """The form for showing: the date stays, the rest is hidden (X-20)."""
        return f"{self.digits[:6]}/****"

    def __str__(self) -> str:
        return f"{self.digits[:6]}/{self.digits[6:]}"

    def __repr__(self) -> str:
        return f"BirthNumber({self.masked})"

    def __format__(self, spec: str) -> str:
        return format(self.masked, spec)


@dataclass(eq=False)
class DoubtfulBirthNumber(DomainError, code="doubtful_birth_number"):
    """A birth number that is doubtful and that the register does not know; confirming allows it (X-25)."""

    field: str | None = "birth_number"


def check_certain(number: BirthNumber, *, confirmed: bool) -> None:
    """Raise DoubtfulBirthNumber for a doubtful number that nobody has confirmed (F8, F17)."""
    if number.doubtful and not confirmed:
        raise DoubtfulBirthNumber


def _without_spaces(text: str) -> str:
    return "".join(text.split())


def _is_date(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def fault_so_far(text: str, *, today: date) -> BirthNumberFault | None:
    """What is wrong with the beginning of a birth number that nothing typed after it could mend (F4).

    Of a date that is not complete yet nothing is said.
    """
    typed, fault = _without_spaces(text), None
    for number in _completions(typed):
        try:
            BirthNumber.parse(number, today=today)
        except InvalidBirthNumber as refused:
            fault = refused.reason
        else:
            return None
    incomplete = len(typed.replace("/", "")) < 6
    return None if incomplete and fault not in (BirthNumberFault.CHARACTERS, BirthNumberFault.SLASH) else fault


def _completions(text: str) -> Iterator[str]:
    """Whole numbers that begin with the text, a valid one among them if there is any."""
    missing = max(0, 10 - len(text.replace("/", "")))
    yield text + "0" * (missing - 1)  # nine digits have no check digit: whichever follow the date will do
    for rest in range(min(11, 10**missing)):  # of eleven numbers in a row one is divisible by eleven
        yield text + str(10**missing + rest)[1:]
