"""Text out of data: literal, printable, without anything that a terminal or Textual would act upon (X-22)."""

import unicodedata

from rich.text import Text
from textual.content import Content
from textual.widgets import Static

from oktui.domain.text import harmless


def literal(value: object) -> str:
    """One line of plain text in NFC; what cannot be seen is shown as U+FFFD. `None` is empty."""
    return harmless(unicodedata.normalize("NFC", "" if value is None else str(value)))


def safe(value: object, *, lines: bool = False) -> Content:
    """Content without markup, for every widget that shows data; with `lines`, line breaks stay (X-22)."""
    if not lines:
        return Content(literal(value))
    return Content("\n".join(map(literal, ("" if value is None else str(value)).splitlines())))


def say(widget: Static, value: object, *, lines: bool = False) -> None:
    """Have the widget show `safe(value)`; what it shows already is not sent over the line once more."""
    said = safe(value, lines=lines)
    if str(widget.content) != said.plain:
        widget.update(said)


def safe_line(value: object) -> Text:
    """As `safe`, where a widget can only search in rich's Text."""
    return Text(literal(value), no_wrap=True, overflow="ellipsis", end="")
