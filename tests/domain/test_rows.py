"""Asking for rows of a list that is read by key."""

import pytest

from oktui.domain.rows import Rows

NUMBERS = [1, 2, 3, 4, 5]
ANSWERS = [
    (Rows[int](2), [1, 2]),
    (Rows(2, after=3), [4, 5]),
    (Rows(2, before=4), [2, 3]),
    (Rows[int](2, backwards=True), [4, 5]),
]


def read(numbers: list[int], rows: Rows[int]) -> list[int]:
    """What a list in memory answers."""
    after = -1 if rows.after is None else numbers.index(rows.after)
    before = len(numbers) if rows.before is None else numbers.index(rows.before)
    between = numbers[after + 1 : before]
    return between[: rows.limit] if rows.down else between[-rows.limit :]


@pytest.mark.parametrize(("rows", "answer"), ANSWERS)
def test_the_same_rows_are_asked_for_in_the_opposite_order(rows: Rows[int], answer: list[int]) -> None:
    """F10, F14, F15, F16: a list of the newest first is read off an index of the oldest first."""
    assert read(NUMBERS, rows) == answer
    assert read(NUMBERS[::-1], rows.turned()) == answer[::-1]
