"""Text as people type it: kept harmless, and within its column (X-22)."""

import unicodedata
from functools import lru_cache

from oktui.domain.errors import DomainError
from oktui.values import dataclass

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
"""What stands for a character that cannot be shown."""


@dataclass(eq=False)
class Required(DomainError, code="required"):
    """A field that must be filled in is empty (R2.3-9)."""

    field: str | None


@dataclass(eq=False)
class UnsafeText(DomainError, code="unsafe_text"):
    """Text with characters that cannot be seen, or that would steer a terminal (X-22)."""

    field: str | None


@dataclass(eq=False)
class TooLong(DomainError, code="too_long"):
    """Text longer than its column."""

    limit: int
    field: str | None


@dataclass(eq=False)
class CharactersNotTaken(DomainError, code="characters_not_taken"):
    """Characters that this field does not take."""

    field: str | None


def check_text(text: str, field: str | None, limit: int = 100) -> str:
    """Give the text back composed (NFC) and without surrounding spaces.

    Raises:
        UnsafeText: it holds a character that cannot be seen, or that would steer a terminal (X-22).
        TooLong: it has more than `limit` characters.
    """
    clean = unicodedata.normalize("NFC", text).strip()
    if not all(map(can_be_seen, clean)):
        raise UnsafeText(field)
    if len(clean) > limit:
        raise TooLong(limit, field)
    return clean


def harmless(text: str) -> str:
    """The same text, character by character, with a blank for any space and U+FFFD for what cannot be seen (X-22)."""
    return text if text.isascii() and text.isprintable() else "".join(map(_harmless, text))


def one_line(text: str) -> str:
    """What was pasted or sent, as one line that can be kept: lines joined by a blank, nothing that cannot be seen."""
    return "".join(filter(can_be_seen, " ".join(unicodedata.normalize("NFC", text).split())))


def can_be_seen(character: str) -> bool:
    """Whether a reader sees the character, or a space of it; a name with one that they do not see is not what it seems.

    Nothing is seen of what a terminal would act upon, nor of what Unicode has renderers leave out.
    """
    if ord(character) in _IGNORABLE:
        return False
    return character.isprintable() or unicodedata.category(character) == "Zs"


@lru_cache(maxsize=4096)
def _harmless(character: str) -> str:
    if character == "\t" or unicodedata.category(character) == "Zs":
        return " "
    return character if can_be_seen(character) else REPLACEMENT


# Default_Ignorable_Code_Point of Unicode 16, which the categories do not tell, and the blank of Braille.
_IGNORABLE = frozenset(
    code
    for first, last in (
        (0x00AD, 0x00AD), (0x034F, 0x034F), (0x061C, 0x061C), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F),
        (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0x2800, 0x2800), (0x3164, 0x3164), (0xFE00, 0xFE0F),
        (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0), (0xFFF0, 0xFFF8), (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A),
        (0xE0000, 0xE0FFF),
    )
    for code in range(first, last + 1)
)  # fmt: skip
