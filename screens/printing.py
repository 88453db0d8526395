"""What the printer of whoever sits at the terminal is given, through the terminal (X-30)."""

import textwrap
from typing import Final

from oktui.domain.text import harmless

WIDTH: Final = 78
"""Columns that a printer's own letters leave room for on a page."""


def page(text: str) -> str:
    """The text in lines that fit on a page; nothing that is in it can end the printing, or reach the screen."""
    return "\r\n".join(line for each in text.split("\n") for line in _lines(harmless(each)))


def _lines(paragraph: str) -> list[str]:
    return textwrap.wrap(paragraph, WIDTH, break_on_hyphens=False) or [""]
