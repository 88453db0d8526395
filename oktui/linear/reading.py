"""What a line of bytes says: tolerantly as text, exactly as a password."""

import re
from typing import Final

from oktui.domain.text import CharactersNotTaken, TooLong, can_be_seen, one_line

LONGEST_PASSWORD: Final = 256
_KEYS: Final = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|O.|.)?")
"""What a terminal sends for an arrow or a function key, which means nothing on a line (X-29)."""


def as_text(line: bytes) -> str:
    """The line without anything that cannot be seen, as a paste into a field is taken (X-22, X-28)."""
    return one_line(_KEYS.sub("", _decoded(line)))


def as_password(line: bytes) -> str:
    """The line exactly as it was typed. Raises CharactersNotTaken, TooLong."""
    password = _decoded(line)
    if not all(map(can_be_seen, password)):
        raise CharactersNotTaken("password")
    if len(password) > LONGEST_PASSWORD:
        raise TooLong(LONGEST_PASSWORD, "password")
    return password


def _decoded(line: bytes) -> str:
    return line.decode(errors="surrogateescape").rstrip("\r\n")
