"""When things happen: runs of the sync, maintenance, the hotline's hours (X-8, R3-1, R3-2)."""

from calendar import monthrange
from collections.abc import Container
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import count
from typing import TypeVar
from zoneinfo import ZoneInfo

from oktui.values import dataclass

PRAGUE = ZoneInfo("Europe/Prague")

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAY = timedelta(days=1)
_TUESDAY, _THURSDAY, _SATURDAY = 1, 3, 5
_MAINTENANCE_FROM = time(17)
_MAINTENANCE_NOTICE = timedelta(hours=1)
_HOTLINE_FROM, _HOTLINE_TO = time(8), time(16)

_Date = TypeVar("_Date", bound=date)


def local_date(now: datetime) -> date:
    """The date in Prague at that moment: validity is by the day there (glossary: platnost od / do)."""
    return now.astimezone(PRAGUE).date()


def day_begins(day: date) -> datetime:
    """The moment, on the UTC clock, at which the day begins in Prague."""
    return _moment(day, time.min)


def sync_slot(now: datetime, every: timedelta) -> datetime:
    """The start, on the UTC clock, of the slot of the sync in which `now` lies (X-8)."""
    return _EPOCH + (now - _EPOCH) // every * every


def next_sync(now: datetime, every: timedelta) -> datetime:
    """The first start of a slot after `now`, on the UTC clock (X-8)."""
    return sync_slot(now, every) + every


@dataclass(frozen=True)
class Maintenance:
    """A stretch of maintenance, and whether it is going on already (R3-2)."""

    starts: datetime
    ends: datetime
    running: bool


def maintenance(now: datetime) -> Maintenance | None:
    """The maintenance that is on at `now` or an hour later: Tuesdays and Thursdays, 17 to 24 (R3-2)."""
    today = local_date(now)
    starts, ends = _moment(today, _MAINTENANCE_FROM), _moment(today + _DAY, time.min)
    if today.weekday() not in (_TUESDAY, _THURSDAY) or now < starts - _MAINTENANCE_NOTICE:
        return None
    return Maintenance(starts, ends, running=now >= starts)


def hotline_open(now: datetime) -> bool:
    """Whether the hotline answers: on working days from 8 to 16 in Prague (R3-1)."""
    local = now.astimezone(PRAGUE)
    return _is_working_day(local.date()) and _HOTLINE_FROM <= local.time() < _HOTLINE_TO


def next_opening(now: datetime) -> datetime:
    """The first moment after `now`, on the UTC clock, when the hotline opens (R3-1)."""
    today = local_date(now)
    days = (today + ahead * _DAY for ahead in count())
    openings = (_moment(day, _HOTLINE_FROM) for day in days if _is_working_day(day))
    return next(opening for opening in openings if opening > now)


def add_months(start: _Date, months: int) -> _Date:
    """The same day `months` later, or the last of that month if it has no such day."""
    years, month = divmod(start.month - 1 + months, 12)
    year, month = start.year + years, month + 1
    return start.replace(year=year, month=month, day=min(start.day, monthrange(year, month)[1]))


def _moment(day: date, at: time) -> datetime:
    return datetime.combine(day, at, PRAGUE).astimezone(UTC)


def _is_working_day(day: date) -> bool:
    return day.weekday() < _SATURDAY and day not in _public_holidays()


@cache
def _public_holidays() -> Container[date]:
    import holidays  # here, because importing it takes longer than most runs need it

    return holidays.country_holidays("CZ")
