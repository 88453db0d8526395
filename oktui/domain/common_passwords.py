"""What everybody's password is: words alone among digits and signs, rows of keys, repetitions (X-17)."""

import re
from functools import cache

from oktui.domain.czech_words import czech_words

_SHORTEST_WORD = 3
_ROWS = (
    "0123456789",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertzuiopasdfghjklyxcvbnm",
    "qwertyuiopasdfghjklzxcvbnm",
    "qayxswedcvfrtgbnhzujmkiolp",
    "qazxswedcvfrtgbnhyujmkiolp",
    "31415926535897932384626433832795",
    "+escrzyaie",  # the uppermost keys of a Czech keyboard, diacritics taken off
)


def is_common(folded: str) -> bool:
    """Whether it repeats itself, is a known password or a row of keys, be it among digits and signs."""
    core = _core(folded)
    return _repeats(folded) or any(
        text in _common_passwords() or any(_runs_along(row, text) for row in _ROWS)
        for text in (folded, core, _core(core[: _period(core)]))
        if len(text) >= _SHORTEST_WORD
    )


def _core(folded: str) -> str:
    """What is left without the digits and signs at both ends."""
    return re.sub(r"^[\W\d_]+|[\W\d_]+$", "", folded)


def _repeats(text: str) -> bool:
    return 0 < _period(text) <= len(text) // 2


def _period(text: str) -> int:
    """The length of the shortest beginning whose repetition gives the text."""
    return next((length for length in range(1, len(text)) if text.startswith(text[length:])), len(text))


def _runs_along(row: str, text: str) -> bool:
    endless = row * (len(text) // len(row) + 2)
    return text in endless or text in endless[::-1]


@cache
def _common_passwords() -> frozenset[str]:
    from zxcvbn.frequency_lists import FREQUENCY_LISTS  # here, because few runs need its 30,000 words

    return frozenset(FREQUENCY_LISTS["passwords"]) | frozenset(czech_words())
