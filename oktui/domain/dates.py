"""Dates as they are typed: day.month.year; `screens.texts.day` shows them so."""

import re
from dataclasses import dataclass
from datetime import date

from oktui.domain.errors import DomainError

_DATE = re.compile(r"\s*(\d{1,2})\s*\.\s*(\d{1,2})\s*\.\s*(\d{4})\s*", re.ASCII)


@dataclass(eq=False)
class InvalidDate(DomainError):
    """Not a date, or a day that does not exist."""

    field: str | None


@dataclass(eq=False)
class DatesOutOfOrder(DomainError):
    """An end of validity before its beginning."""

    field: str | None = "valid_to"


@dataclass(eq=False)
class DateInFuture(DomainError):
    """A day that has not come yet, where it must have."""

    field: str | None


def parse_date(text: str) -> date:
    """The date in `1.1.2026`, `01.01.2026` or `1. 1. 2026`; raises ValueError at anything else."""
    match = _DATE.fullmatch(text)
    if match is None:
        raise ValueError("not a date")
    day, month, year = map(int, match.groups())
    return date(year, month, day)
