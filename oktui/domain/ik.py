"""The IK: ten digits by which KRK knows a person (X-24)."""

import re
from collections.abc import Iterator
from itertools import count

from oktui.domain.errors import DomainError

_BASES = 10**9


class InvalidIk(DomainError, code="invalid_ik"):
    """Not an IK (X-24)."""

    field = "ik"


def check_ik(text: str) -> str:
    """Give the IK back if its ten ASCII digits obey X-24.

    Raises:
        InvalidIk: it is not ten digits, or the tenth does not follow from the others.
    """
    if not is_ik(text):
        raise InvalidIk
    return text


def is_ik(text: str) -> bool:
    """Whether the text is an IK (X-24)."""
    return re.fullmatch(r"[0-9]{10}", text) is not None and ik_from_base(int(text[:9])) == text


def ik_from_base(base: int) -> str | None:
    """The IK whose first nine digits are `base`, or None where the remainder 10 leaves none.

    Raises:
        ValueError: `base` does not fit nine digits.
    """
    if not 0 <= base < _BASES:
        raise ValueError(f"an IK has no base {base}")
    check_digit = base % 11
    return None if check_digit == 10 else f"{base:09}{check_digit}"


def next_ik(after: str) -> str:
    """The IK given out after `after`: that of the next base that has one.

    Raises:
        InvalidIk: `after` is not an IK.
        ValueError: it was the last.
    """
    return next(iks_after(after))


def iks_after(ik: str) -> Iterator[str]:
    """The IKs in the order in which they are given out. Raises as `next_ik`."""
    bases = count(int(check_ik(ik)[:9]) + 1)
    return (ik for ik in map(ik_from_base, bases) if ik is not None)
