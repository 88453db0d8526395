"""Dates as they are typed: day.month.year; `screens.texts.day` shows them so."""

import re
from datetime import date

_DATE = re.compile(r"\s*(\d{1,2})\s*\.\s*(\d{1,2})\s*\.\s*(\d{4})\s*", re.ASCII)


def parse_date(text: str) -> date:
    """The date in `1.1.2026`, `01.01.2026` or `1. 1. 2026`; raises ValueError at anything else."""
    match = _DATE.fullmatch(text)
    if match is None:
        raise ValueError("not a date")
    day, month, year = map(int, match.groups())
    return date(year, month, day)
