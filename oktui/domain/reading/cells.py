"""Cells to values. What a spreadsheet has destroyed is a fault and never guessed (X-28)."""

import re
from datetime import date, datetime, timedelta

from oktui.domain.birth_number import BirthNumber, InvalidBirthNumber
from oktui.domain.dates import check_day, parse_date
from oktui.domain.reading.csv_rows import tidy
from oktui.domain.reading.decoding import looks_garbled
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

_EXACT = 10**15  # a spreadsheet keeps fifteen digits of a number
_EPOCH = date(1899, 12, 30)
_LATEST_SERIAL = 10**5
_DAY_FIRST = re.compile(r"\d{1,2} ?/", re.ASCII)
_MONTHS = 12

_ERROR = re.compile(r"#+|#[A-ZÁ-Ž_/0]+[!?]?(/A)?")
_SHORTENED = re.compile(r"[+-]?\d([.,]\d+)?E[+-]?\d+", re.IGNORECASE)
_SHORT_DATE = re.compile(
    r"(?:[IVX]+\.\d{2}|\d{1,2}\.[IVX]+|\d{1,2}\.(?:led|úno|bře|dub|kvě|čvn|čvc|srp|zář|říj|lis|pro))"
)
_THOUSANDS = re.compile(r"\d{1,3}([.,])\d{3}(?:\1\d{3})+")
_APART = re.compile(r"(\d{6})\s*[/ ]\s*(\d{3,4})", re.ASCII)
_TIMED = re.compile(r"(.*\d[. ]?)[ T](?:[01]?\d|2[0-3])[:.][0-5]\d(?:[:.][0-5]\d(?:[.,]\d+)?)?Z?", re.ASCII)
_YEAR_CUT = re.compile(r"\d{1,2}\s*[./-]\s*\d{1,2}\s*[./-]\s*\d{2}|\d{6}", re.ASCII)
_SERIAL = re.compile(r"\d{1,5}(?:[.,]\d+)?", re.ASCII)


def read_words(cell: Cell, field: str) -> str:
    """The text of a cell.

    Raises:
        CellConverted, CellBroken, LettersLost, LineBreakInCell: it is not what somebody typed.
    """
    text = _written(cell, field)
    if _SHORTENED.fullmatch(text) or _SHORT_DATE.fullmatch(text):
        raise CellConverted(text, field)
    if looks_garbled(text):
        raise LettersLost(text, field)
    return text


def read_birth_number(cell: Cell, *, today: date, field: str = "birth_number") -> str:
    """A birth number as `BirthNumber.parse` takes it, or whatever else stands there.

    Raises:
        BirthNumberDamaged, ZeroLost, CellConverted, CellBroken, LineBreakInCell: not what somebody typed.
    """
    if isinstance(cell, float) and not cell.is_integer():
        raise BirthNumberDamaged(Damage.DECIMAL, field)
    text = _written(cell, field).removeprefix("'").strip()
    if _SHORTENED.fullmatch(text):
        raise BirthNumberDamaged(Damage.SHORTENED, field)
    if _THOUSANDS.fullmatch(text):
        text = re.sub("[.,]", "", text)
    if re.fullmatch(r"[\d ]+[.,]\d+", text):
        raise BirthNumberDamaged(Damage.DECIMAL, field)
    apart = _APART.fullmatch(text)
    if apart:
        return f"{apart[1]}/{apart[2]}"
    digits = text.replace(" ", "")
    _refuse_lost_zero(digits, today, field)
    return digits


def _refuse_lost_zero(digits: str, today: date, field: str) -> None:
    """Digits written together are taken only if no zero before them would make another number of them."""
    if not re.fullmatch("[0-9]{1,9}", digits):
        return
    texts = dict.fromkeys((digits, digits.zfill(9), digits.zfill(10)))
    candidates = {text: number for text in texts if (number := _valid(text, today)) is not None}
    if candidates.keys() - {digits}:
        raise ZeroLost(tuple(candidates.values()), field)


def _valid(text: str, today: date) -> BirthNumber | None:
    try:
        return BirthNumber.parse(text, today=today)
    except InvalidBirthNumber:
        return None


def read_day(cell: Cell, field: str) -> date | None:
    """The date in a cell, of which a time of day says nothing more; None in an empty one.

    Raises:
        YearCut, SerialDate, DayUnclear, CellConverted, CellBroken, LineBreakInCell: it may be another day.
        InvalidDate, NoSuchDay, DateOutOfRange: it is none.
    """
    day = cell.date() if isinstance(cell, datetime) else cell if isinstance(cell, date) else _typed_day(cell, field)
    if day is not None:
        check_day(day, field)
    return day


def _typed_day(cell: Cell, field: str) -> date | None:
    if isinstance(cell, float) and 0 < cell < _LATEST_SERIAL:
        raise SerialDate(_EPOCH + timedelta(days=int(cell)), field)
    text = _written(cell, field).removeprefix("'").strip()
    timed = _TIMED.fullmatch(text)
    text = timed[1].strip() if timed else text
    if _YEAR_CUT.fullmatch(text):
        raise YearCut(field)
    if _SERIAL.fullmatch(text):
        raise SerialDate(_EPOCH + timedelta(days=int(re.split("[.,]", text)[0])), field)
    return _whole_day(text, field) if text else None


def _whole_day(text: str, field: str) -> date:
    """A date with its whole year, which with slashes may have been written by an English program."""
    day = parse_date(text, field=field)
    if _DAY_FIRST.match(text) and day.day != day.month and day.day <= _MONTHS:
        raise DayUnclear(day, date(day.year, day.day, day.month), field)
    return day


def _written(cell: Cell, field: str) -> str:
    """What stands in the cell, if that is what was typed."""
    match cell:
        case str() if not _ERROR.fullmatch(cell):
            text = tidy(cell)
        case str():
            raise CellBroken(cell, field)
        case int() | float() if not isinstance(cell, bool) and float(cell).is_integer() and abs(cell) < _EXACT:
            text = str(int(cell))
        case _:
            raise CellConverted(cell, field)
    if "\n" in text:
        raise LineBreakInCell(field)
    return text
