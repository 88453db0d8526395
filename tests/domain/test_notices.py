"""When a notice is tried again, when no more, and what is a new place."""

import itertools
from datetime import UTC, datetime, timedelta

import pytest

from oktui.domain.notices import NoticeKind, delay, from_new_place

NOW = datetime(2016, 7, 25, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_each_attempt_in_vain_doubles_the_wait_up_to_two_hours() -> None:
    """A server that is full is not pressed, and nothing waits for ever."""
    waits = [delay(attempts) for attempts in range(9)]
    assert waits[0] == timedelta(minutes=1)
    assert [after / before for before, after in itertools.pairwise(waits[:7])] == [2] * 6
    assert waits[-2:] == [2 * HOUR, 2 * HOUR] == [delay(10**9), delay(10**9)]


def test_a_digest_is_of_its_day_and_the_others_are_tried_for_longer() -> None:
    """Yesterday's digest tells of what may be done by now."""
    assert NoticeKind.DIGEST.lifetime == timedelta(days=1)
    assert {kind.lifetime for kind in NoticeKind if kind is not NoticeKind.DIGEST} == {timedelta(days=5)}


@pytest.mark.parametrize(
    ("here", "ever", "new"),
    [
        (None, None, False),
        (NOW, None, False),
        (None, NOW, False),
        (NOW, NOW, False),
        (NOW - HOUR, NOW - HOUR, False),
        (NOW - HOUR, NOW - 100 * HOUR, True),
        (NOW - 23 * HOUR, NOW - 100 * HOUR, True),
        (NOW - 24 * HOUR, NOW - 100 * HOUR, False),
    ],
)
def test_a_place_is_new_for_a_day_unless_it_is_the_first_of_all(
    here: datetime | None, ever: datetime | None, *, new: bool
) -> None:
    """When the owner first signed in from here, and when at all; nobody knows of an old place since when."""
    assert from_new_place(here, ever, NOW) is new
