"""What commands read: a file that is named, or standard input."""

import io
import sys
from pathlib import Path
from typing import BinaryIO

from oktui.cli.invocation import Unusable
from oktui.domain.reading.decoding import read_text
from oktui.private_files import read_bytes, read_whole

_LONGEST_LINE = 64 * 1024


def read_password() -> str:
    """The first line of standard input. Raises Unusable."""
    try:
        return _standard_input().readline(_LONGEST_LINE).decode().rstrip("\r\n")
    except UnicodeDecodeError as error:
        raise Unusable("Heslo na standardním vstupu není v kódování UTF-8.") from error


def read_named(file: Path) -> bytes:
    """What the file holds, or standard input where it is named `-`. Raises FileUnreadable, TooMuchToRead."""
    return read_whole(_standard_input()) if str(file) == "-" else read_bytes(file)


def read_letter(file: Path) -> str:
    """The same as text, in whatever encoding it is. Raises FileUnreadable, TooMuchToRead, UnreadableFile."""
    return read_text(read_named(file))


def is_answered_to() -> bool:
    """Whether somebody sits at standard input who can be asked."""
    return sys.stdin is not None and sys.stdin.isatty()


def read_answer() -> str:
    """What was answered, in small letters; nothing where the input has ended."""
    return sys.stdin.readline().strip().lower()


def _standard_input() -> BinaryIO:
    return sys.stdin.buffer if sys.stdin is not None else io.BytesIO()  # None where it was closed before Python began
