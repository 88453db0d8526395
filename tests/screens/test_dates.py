"""Days and times in words."""

from datetime import UTC, datetime

import pytest

from oktui.domain.calendar import PRAGUE
from screens.texts import dates

SUMMER, WINTER = (datetime(2016, 10, 30, hour, 5, 33, tzinfo=UTC) for hour in (0, 1))


def test_the_hour_that_october_has_twice_says_which_one_it_is() -> None:
    """X-8: on the clock alone the sync of 00:00 UTC and an event an hour later are the same."""
    assert [dates.moment(each) for each in (SUMMER, WINTER)] == [
        "30.10.2016 02:05 letního času",
        "30.10.2016 02:05 zimního času",
    ]
    assert dates.clock(SUMMER) == "02:05 letního času"
    assert dates.second(WINTER) == "30.10.2016 02:05:33 zimního času"


def test_where_a_column_is_narrow_it_says_so_in_the_same_room() -> None:
    """X-8: no minute is cut off."""
    assert dates.narrow_moment(SUMMER) == "30.10. 02:05 let"
    assert dates.narrow_moment(WINTER, seconds=True) == "30.10. 02:05:33 zim"
    assert dates.narrow_clock(WINTER) == "02:05 zim"


@pytest.mark.parametrize("hour", [23, 2, 3, 12])
def test_any_other_hour_is_just_an_hour(hour: int) -> None:
    """X-8: also those next to it, and the ones that March leaves out."""
    for month, day in ((10, 30), (3, 27)):
        value = datetime(2016, month, day, hour, 5, tzinfo=UTC)
        assert (
            dates.moment(value)
            == dates.narrow_moment(value)
            == f"{dates.day(value.astimezone(PRAGUE))} " + dates.clock(value)
        )
        assert len(dates.clock(value)) == len("10:05")
