"""What a file is by its first bytes, whatever its name says (X-28)."""

import re
from typing import Final

from oktui.domain.reading.faults import FileKind

ZIPPED: Final = b"PK\x03\x04"
"""How an archive begins, and with it every XLSX and ODS."""

OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How the older documents of Microsoft Office begin, and with them every XLS."""

_BEGINNINGS: Final = (
    (b"%PDF", FileKind.PDF),
    (b"\x89PNG", FileKind.IMAGE),
    (b"\xff\xd8\xff", FileKind.IMAGE),
    (b"GIF8", FileKind.IMAGE),
    (b"II*\0", FileKind.IMAGE),
    (b"MM\0*", FileKind.IMAGE),
    (b"PK", FileKind.ARCHIVE),
    (b"Rar!", FileKind.ARCHIVE),
    (b"7z\xbc\xaf", FileKind.ARCHIVE),
    (b"\x1f\x8b", FileKind.ARCHIVE),
    (b"BZh", FileKind.ARCHIVE),
    (b"\xfd7zXZ", FileKind.ARCHIVE),
    (b"{\\rtf", FileKind.DOCUMENT),
    (b"\x7fELF", FileKind.BINARY),
    (b"MZ\x90", FileKind.BINARY),
)
_MARKUP = re.compile(rb"(\xef\xbb\xbf)?\s*<[!?a-zA-Z]")


def is_workbook(data: bytes) -> bool:
    """Whether it may be a workbook, as opening it will show."""
    return data.startswith((ZIPPED, OLE))


def foreign_kind(data: bytes) -> FileKind | None:
    """What it is, if neither a workbook nor text."""
    if _MARKUP.match(data):
        return FileKind.MARKUP
    return next((kind for beginning, kind in _BEGINNINGS if data.startswith(beginning)), None)
