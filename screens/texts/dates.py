"""Days, moments and how long something takes."""

from datetime import date, datetime, timedelta

from oktui.domain.calendar import PRAGUE, Maintenance


def day(value: date | None) -> str:
    """A date as the document writes it: 15.9.2014."""
    return "" if value is None else f"{value.day}.{value.month}.{value.year}"


def moment(value: datetime) -> str:
    """A moment in Prague: 15.9.2014 10:05."""
    local = value.astimezone(PRAGUE)
    return f"{day(local.date())} {local:%H:%M}"


def clock(value: datetime) -> str:
    """The time of day in Prague: 10:05."""
    return f"{value.astimezone(PRAGUE):%H:%M}"


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
    return f"{day(value.astimezone(PRAGUE).date())} {value.astimezone(PRAGUE):%H:%M:%S}"
