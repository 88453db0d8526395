"""What a dialog says."""

from typing import Final

from oktui.values import dataclass


@dataclass(frozen=True)
class Message:
    """A dialog's title and text."""

    title: str
    text: str


ERROR: Final = "Chyba"
WARNING: Final = "Upozornění"


def sentence(said: str) -> str:
    """What was said, with one full stop: a title after a name brings its own (CSc.)."""
    return said if said.endswith(".") else f"{said}."
