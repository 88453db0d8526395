"""Text out of data: literal, printable, without anything that a terminal or Textual would act upon (X-22)."""

import unicodedata
from functools import lru_cache

from rich.text import Text
from textual.content import Content

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

# By their category letters and marks, but nothing is seen of them: a name with one is not the name it seems.
_INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0") | {
    chr(code) for code in range(0xFE00, 0xFE10)
}


@lru_cache(maxsize=4096)
def _visible(char: str) -> str:
    if char == "\t" or unicodedata.category(char) == "Zs":
        return " "
    return char if char.isprintable() and char not in _INVISIBLE else REPLACEMENT


def visible(text: str) -> str:
    """The same text, character by character, with U+FFFD for each that cannot be seen and a blank for a space."""
    return text if text.isascii() and text.isprintable() else "".join(map(_visible, text))


def literal(value: object) -> str:
    """One line of plain text in NFC; what cannot be seen is shown as U+FFFD. `None` is empty."""
    return visible(unicodedata.normalize("NFC", "" if value is None else str(value)))


def safe(value: object, *, lines: bool = False) -> Content:
    """Content without markup, for every widget that shows data; with `lines`, line breaks stay (X-22)."""
    if not lines:
        return Content(literal(value))
    return Content("\n".join(map(literal, ("" if value is None else str(value)).splitlines())))


def safe_line(value: object) -> Text:
    """As `safe`, where a widget can only search in rich's Text."""
    return Text(literal(value), no_wrap=True, overflow="ellipsis", end="")
