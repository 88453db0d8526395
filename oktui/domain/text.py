"""Text as people type it: kept harmless, and within its column (X-22)."""

import unicodedata
from dataclasses import dataclass

from oktui.domain.errors import DomainError


@dataclass(eq=False)
class Required(DomainError):
    """A field that must be filled in is empty (R2.3-9)."""

    field: str | None


@dataclass(eq=False)
class UnsafeText(DomainError):
    """Text with control or bidirectional characters (X-22)."""

    field: str | None


@dataclass(eq=False)
class TooLong(DomainError):
    """Text longer than its column."""

    limit: int
    field: str | None


@dataclass(eq=False)
class CharactersNotTaken(DomainError):
    """Characters that this field does not take."""

    field: str | None


def check_text(text: str, field: str | None, limit: int = 100) -> str:
    """Give the text back composed (NFC) and without surrounding spaces.

    Raises:
        UnsafeText: it holds a control, bidirectional, unassigned or line-breaking character (X-22).
        TooLong: it has more than `limit` characters.
    """
    clean = unicodedata.normalize("NFC", text).strip()
    if any(_is_unsafe(character) for character in clean):
        raise UnsafeText(field)
    if len(clean) > limit:
        raise TooLong(limit, field)
    return clean


def _is_unsafe(character: str) -> bool:
    category = unicodedata.category(character)
    return category.startswith("C") or category in ("Zl", "Zp")
