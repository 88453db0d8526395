"""The clocks of the sync, the maintenance and the hotline: X-8, R3-1, R3-2."""

from datetime import UTC, date, datetime, timedelta, tzinfo
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oktui.domain.calendar import (
    PRAGUE,
    add_months,
    hotline_open,
    local_date,
    maintenance,
    next_opening,
    next_sync,
    sync_slot,
)

TWO_HOURS = timedelta(hours=2)
MOMENTS = st.integers(0, 25 * 365 * 24 * 60).map(lambda minute: utc("2015-01-01") + timedelta(minutes=minute))
ZONES = st.sampled_from([UTC, PRAGUE])


def prague(text: str) -> datetime:
    """A moment by the clock of Prague."""
    return datetime.fromisoformat(text).replace(tzinfo=PRAGUE)


def utc(text: str) -> datetime:
    """A moment by the UTC clock."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "slot"),
    [
        ("2026-03-02 00:00", "2026-03-02 00:00"),
        ("2026-03-02 01:59:59.999999", "2026-03-02 00:00"),
        ("2026-03-02 02:00", "2026-03-02 02:00"),
        ("2026-03-02 23:30", "2026-03-02 22:00"),
    ],
)
def test_runs_are_at_even_hours_of_the_utc_clock(now: str, slot: str) -> None:
    """X-8: 00, 02, … UTC; the next one is always ahead."""
    assert sync_slot(utc(now), TWO_HOURS) == utc(slot)
    assert next_sync(utc(now), TWO_HOURS) == utc(slot) + TWO_HOURS


@pytest.mark.parametrize("change", ["2026-03-29 01:00", "2026-10-25 01:00"])
def test_the_change_of_summer_time_neither_doubles_nor_drops_a_run(change: str) -> None:
    """X-8: thirteen runs in the day around either change, two hours apart."""
    minutes = [utc(change) + timedelta(minutes=minute) for minute in range(-12 * 60, 12 * 60)]
    slots = sorted({sync_slot(moment.astimezone(PRAGUE), TWO_HOURS) for moment in minutes})
    assert len(slots) == 13
    assert all(later - earlier == TWO_HOURS for earlier, later in pairwise(slots))


@given(MOMENTS, ZONES, st.sampled_from([1, 5, 60, 120, 360]))
def test_now_lies_in_its_slot(moment: datetime, zone: tzinfo, minutes: int) -> None:
    """X-8: a slot begins with its run and ends with the next, and is written in UTC."""
    now, every = moment.astimezone(zone), timedelta(minutes=minutes)
    start, end = sync_slot(now, every), next_sync(now, every)
    assert start <= now < end == start + every
    assert start.tzinfo is UTC
    assert sync_slot(start, every) == start


def test_the_date_of_an_office_is_that_of_prague() -> None:
    """X-8: in summer the day begins at 22:00 UTC of the day before."""
    assert local_date(utc("2026-07-01 21:59")) == date(2026, 7, 1)
    assert local_date(utc("2026-07-01 22:00")) == date(2026, 7, 2)


@pytest.mark.parametrize(
    ("now", "running"),
    [
        ("2026-03-03 15:59", None),
        ("2026-03-03 16:00", False),
        ("2026-03-03 16:59:59", False),
        ("2026-03-03 17:00", True),
        ("2026-03-03 23:59:59", True),
        ("2026-03-04 00:00", None),
        ("2026-03-04 18:00", None),
        ("2026-03-05 18:00", True),
        ("2026-07-02 17:00", True),
        ("2026-07-02 16:30", False),
        ("2026-03-06 18:00", None),
    ],
)
def test_maintenance_is_on_tuesday_and_thursday_evenings(now: str, running: bool | None) -> None:
    """R3-2: 17:00 to 24:00 Prague time, said from an hour ahead and while it lasts."""
    stretch = maintenance(prague(now).astimezone(UTC))
    assert (stretch.running if stretch else None) is running


def test_maintenance_tells_when_it_starts_and_ends() -> None:
    """R3-2: an hour earlier on the UTC clock in summer."""
    stretch = maintenance(utc("2026-06-30 14:10"))
    assert stretch is not None
    assert (stretch.starts, stretch.ends) == (utc("2026-06-30 15:00"), utc("2026-06-30 22:00"))


@pytest.mark.parametrize(
    ("now", "is_open"),
    [
        ("2026-03-02 07:59:59", False),
        ("2026-03-02 08:00", True),
        ("2026-03-02 15:59:59", True),
        ("2026-03-02 16:00", False),
        ("2026-03-07 10:00", False),
        ("2026-03-08 10:00", False),
        ("2026-07-06 10:00", False),
        ("2026-04-03 10:00", False),
        ("2026-04-06 10:00", False),
        ("2026-12-24 10:00", False),
        ("2026-12-23 10:00", True),
        ("2026-12-31 10:00", True),
    ],
)
def test_the_hotline_answers_in_working_hours(now: str, is_open: bool) -> None:
    """R3-1: Monday to Friday 8 to 16, Czech public holidays (Good Friday and Easter Monday too) excepted."""
    assert hotline_open(prague(now).astimezone(UTC)) is is_open


@pytest.mark.parametrize(
    ("now", "opening"),
    [
        ("2026-03-02 07:00", "2026-03-02 08:00"),
        ("2026-03-02 08:00", "2026-03-03 08:00"),
        ("2026-03-06 17:00", "2026-03-09 08:00"),
        ("2026-03-27 17:00", "2026-03-30 08:00"),
        ("2026-04-02 16:00", "2026-04-07 08:00"),
        ("2026-12-23 16:00", "2026-12-28 08:00"),
    ],
)
def test_the_next_opening_skips_weekends_and_holidays(now: str, opening: str) -> None:
    """R3-1: eight o'clock of the working day that comes, on either side of the change of time."""
    assert next_opening(prague(now).astimezone(UTC)) == prague(opening)


@given(MOMENTS)
def test_the_hotline_is_open_at_its_opening_and_closed_just_before(now: datetime) -> None:
    """R3-1: and the opening is always ahead."""
    opening = next_opening(now)
    assert opening > now
    assert hotline_open(opening)
    assert not hotline_open(opening - timedelta(microseconds=1))


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2024, 8, 31), 18, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 12, 15), 1, date(2025, 1, 15)),
        (date(2024, 3, 31), -1, date(2024, 2, 29)),
        (date(2024, 6, 30), -18, date(2022, 12, 30)),
        (datetime(2024, 8, 31, 9, tzinfo=UTC), 18, datetime(2026, 2, 28, 9, tzinfo=UTC)),
    ],
)
def test_months_end_where_the_shorter_one_does(start: date, months: int, end: date) -> None:
    """X-15: eighteen months from the last of August is the last of February."""
    assert add_months(start, months) == end
