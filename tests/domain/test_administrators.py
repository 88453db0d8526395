"""Whether an office has an administrator, today and later (X-10)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oktui.domain.administrators import Term, first_gap, new_gap

TODAY = date(2016, 7, 25)


def day(number: int) -> date:
    """So many days from today."""
    return TODAY + timedelta(days=number)


@pytest.mark.parametrize(
    ("terms", "gap"),
    [
        ([], 0),
        ([(0, None)], None),
        ([(-10, 5)], 6),
        ([(1, None)], 0),
        ([(-10, 5), (6, None)], None),
        ([(-10, 5), (7, None)], 6),
        ([(3, 9), (-10, 4)], 10),
        ([(-10, -1)], 0),
    ],
)
def test_the_first_day_without_an_administrator_is_found(terms: list[tuple[int, int | None]], gap: int | None) -> None:
    """X-10: today, or the day after the last one that anybody covers."""
    found = first_gap([Term(day(first), None if last is None else day(last)) for first, last in terms], TODAY)
    assert found == (None if gap is None else day(gap))


def test_an_end_past_every_date_is_no_end() -> None:
    """X-10, X-28: registers write 31.12.9999 for it, and no day follows that."""
    for_ever = [Term(day(-10), date.max)]
    assert first_gap(for_ever, TODAY) is None
    assert new_gap(for_ever, [], TODAY) == TODAY


TERMS = st.lists(st.tuples(st.integers(-20, 20), st.integers(0, 20)), max_size=5).map(
    lambda pairs: [Term(day(first), day(first + length)) for first, length in pairs]
)


@given(TERMS)
def test_the_gap_is_the_first_day_that_no_term_covers(terms: list[Term]) -> None:
    """X-10: as if one looked at each day in turn."""
    covered = {term.first + timedelta(days=n) for term in terms for n in range((term.last - term.first).days + 1)}  # type: ignore[operator]  # these terms all end
    expected = next(day(number) for number in range(100) if day(number) not in covered)
    assert first_gap(terms, TODAY) == expected


def test_only_a_gap_that_the_change_makes_is_warned_of() -> None:
    """X-10: an office without an administrator already, or from an earlier day, loses nothing by the change."""
    always, until_friday = Term(TODAY, None), Term(TODAY, day(4))
    assert new_gap([always], [until_friday], TODAY) == day(5)
    assert new_gap([until_friday], [until_friday], TODAY) is None
    assert new_gap([until_friday], [], TODAY) == TODAY
    assert new_gap([], [], TODAY) is None
