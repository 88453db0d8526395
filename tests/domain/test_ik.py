"""The IK: X-24."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oktui.domain.ik import InvalidIk, check_ik, ik_from_base, next_ik

DOCUMENTED = (
    "1206548926",
    "1273434239",
    "1273434910",
    "1284384629",
    "1291416423",
    "1504965979",
    "1570733439",
)


@pytest.mark.parametrize("ik", DOCUMENTED)
def test_every_ik_of_the_document_obeys(ik: str) -> None:
    """X-24: the tenth digit is the first nine modulo 11."""
    assert check_ik(ik) == ik == ik_from_base(int(ik[:9]))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "129141642",
        "12914164233",
        "1291416424",
        "129141642x",
        " 1291416423",
        "1291416423\n",
        "１291416423",
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    """X-24: ten ASCII digits, the last of which follows from the others."""
    with pytest.raises(InvalidIk) as refusal:
        check_ik(text)
    assert refusal.value.field == "ik"


@given(st.integers(0, 10**9 - 1))
def test_one_wrong_digit_is_always_noticed(base: int) -> None:
    """X-24: a remainder modulo 11 catches every change of a single digit."""
    ik = ik_from_base(base)
    if ik is None:
        assert base % 11 == 10
        return
    for place, digit in enumerate(ik):
        mistyped = f"{ik[:place]}{(int(digit) + 1) % 10}{ik[place + 1 :]}"
        with pytest.raises(InvalidIk):
            check_ik(mistyped)


@given(st.integers(0, 10**9 - 3))
def test_the_next_ik_is_the_least_greater_one(base: int) -> None:
    """X-24: only bases with the remainder 10 are left out."""
    ik = ik_from_base(base)
    if ik is None:
        return
    following = next_ik(ik)
    skipped = range(base + 1, int(following[:9]))
    assert check_ik(following) > ik
    assert all(left_out % 11 == 10 for left_out in skipped)


def test_a_base_with_the_remainder_ten_is_skipped() -> None:
    """X-24: 10 and 21 have that remainder."""
    assert ik_from_base(10) is None
    assert next_ik("0000000099") == "0000000110"


def test_there_is_no_ik_after_the_last() -> None:
    """X-24: ten digits are not exceeded."""
    last = max(ik for ik in map(ik_from_base, range(10**9 - 3, 10**9)) if ik is not None)
    with pytest.raises(ValueError, match="no base 1000000000"):
        next_ik(last)


def test_the_next_of_something_that_is_no_ik_is_refused() -> None:
    """X-24: a broken counter is noticed instead of continued."""
    with pytest.raises(InvalidIk):
        next_ik("1291416424")
