"""Dates as they are typed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oktui.domain.dates import parse_date
from screens import texts


@pytest.mark.parametrize("text", ["1.2.2026", "01.02.2026", "1. 2. 2026", "  1.2.2026 ", "1 . 2 . 2026"])
def test_a_date_is_read_however_it_is_spaced(text: str) -> None:
    """F5: Platnost od."""
    assert parse_date(text) == date(2026, 2, 1)


@pytest.mark.parametrize(
    "text",
    ["", "1.2.26", "1.2.", "2026-02-01", "31.2.2026", "1.13.2026", "0.1.2026", "1.1.0000", "١.٢.٢٠٢٦", "1.2.2026 x"],
)
def test_what_is_no_date_is_refused(text: str) -> None:
    """F5: two-digit years are refused, for nobody can tell which century they mean."""
    with pytest.raises(ValueError, match=r"date|day|month|year"):
        parse_date(text)


@given(st.dates(min_value=date(1000, 1, 1)))
def test_a_date_survives_being_shown_and_read(value: date) -> None:
    """F5: the screens show what they accept."""
    assert parse_date(texts.day(value)) == value
