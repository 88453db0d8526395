"""Days, moments and how long something takes."""

from datetime import date, datetime, timedelta
from typing import Final

from oktui.domain.calendar import PRAGUE, Maintenance

_CLOCK: Final = "%H:%M"
_EXACT: Final = "%H:%M:%S"


def day(value: date | None) -> str:
    """A date as the document writes it: 15.9.2014."""
    return "" if value is None else f"{value.day}.{value.month}.{value.year}"


def moment(value: datetime) -> str:
    """A moment in Prague: 15.9.2014 10:05."""
    return f"{_day_of(value)} {clock(value)}"


def clock(value: datetime) -> str:
    """The time of day in Prague: 10:05, or 02:05 zimního času in the hour that October has twice."""
    return _time(value, _CLOCK)


def exact_clock(value: datetime) -> str:
    """The time of day in Prague to the second: 10:05:33."""
    return _time(value, _EXACT)


def validity(valid_from: date, valid_to: date | None) -> str:
    """A validity in words: od 1.1.2010, or od 1.1.2010 do 31.12.2016."""
    return f"od {day(valid_from)}" + (f" do {day(valid_to)}" if valid_to else "")


def next_sync(due: datetime, left: timedelta) -> str:
    """When the next sync runs, and how long that is."""
    minutes, seconds = divmod(max(int(left.total_seconds()), 0), 60)
    hours, minutes = divmod(minutes, 60)
    return f"Další sehrání účtů proběhne v {clock(due)}, za {hours}:{minutes:02}:{seconds:02}."


def duration(left: timedelta) -> str:
    """Time left, in minutes begun: 1 h 55 min."""
    hours, minutes = divmod(-(-left // timedelta(minutes=1)), 60)
    return " ".join([f"{hours} h"] * (hours > 0) + [f"{minutes} min"] * (minutes > 0))


def hours(value: timedelta) -> str:
    """A stretch of whole hours: 72 hodin."""
    return f"{value // timedelta(hours=1)} hodin"


def took(value: timedelta | None) -> str:
    """How long something took: 0,4 s, or 2:05 min."""
    if value is None:
        return ""
    seconds = value.total_seconds()
    if seconds < 60:
        return f"{seconds:.1f} s".replace(".", ",")
    minutes, seconds = divmod(int(seconds), 60)
    return f"{minutes}:{seconds:02} min"


def maintenance(notice: Maintenance) -> str:
    """The announcement of the regular maintenance (R3-2)."""
    if notice.running:
        return f"PROBÍHÁ ÚDRŽBA do {clock_of_end(notice.ends)}"
    return f"OD {clock(notice.starts)} ÚDRŽBA"


def clock_of_end(value: datetime) -> str:
    """The time of day at which a day ends is 24:00."""
    return "24:00" if clock(value) == "00:00" else clock(value)


def second(value: datetime) -> str:
    """A moment in Prague to the second: 15.9.2014 10:05:33."""
    return f"{_day_of(value)} {exact_clock(value)}"


def _day_of(value: datetime) -> str:
    return day(value.astimezone(PRAGUE).date())


def narrow_moment(value: datetime, *, seconds: bool = False) -> str:
    """The same for a column as wide as 15.9.2014 10:05: 25.10. 02:05 zim where October has the hour twice."""
    season = _season(value)
    if season is None:
        return second(value) if seconds else moment(value)
    return f"{value.astimezone(PRAGUE):%d.%m.} {narrow_clock(value, seconds=seconds)}"


def narrow_clock(value: datetime, *, seconds: bool = False) -> str:
    """The same for a column of nine: 10:05, or 02:05 zim."""
    season = _season(value)
    return f"{value.astimezone(PRAGUE):{_EXACT if seconds else _CLOCK}}" + (f" {season[:3]}" if season else "")


def _time(value: datetime, form: str) -> str:
    season = _season(value)
    return f"{value.astimezone(PRAGUE):{form}}" + (f" {season} času" if season else "")


def _season(value: datetime) -> str | None:
    """Which time counted at the moment, where the clock alone does not tell."""
    local = value.astimezone(PRAGUE)
    doubled = local.utcoffset() != local.replace(fold=1 - local.fold).utcoffset()
    return ("letního", "zimního")[local.fold] if doubled else None
