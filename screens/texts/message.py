"""What a dialog says."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Message:
    """A dialog's title and text."""

    title: str
    text: str


ERROR: Final = "Chyba"
WARNING: Final = "Upozornění"
