"""Files that people name: written for their owner alone and never over another one, and read."""

import errno
import os
from pathlib import Path

from oktui.domain.files import FileTaken, FileUnreadable, FileUnwritable
from oktui.domain.outages import DiskFull


def write_private(path: Path, text: str) -> None:
    """Write the text to a new file of mode 0600.

    Raises:
        FileTaken: there is one of this name already.
        FileUnwritable: the folder is not there or not ours.
        DiskFull: no room; the file is gone again.
    """
    try:
        handle = os.open(path.expanduser(), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise FileTaken from error
    except OSError as error:
        raise FileUnwritable from error
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        path.expanduser().unlink(missing_ok=True)
        raise (DiskFull if error.errno in (errno.ENOSPC, errno.EDQUOT) else FileUnwritable) from error


def read_text(path: Path) -> str:
    """The text of a file, with or without a byte order mark. Raises FileUnreadable."""
    try:
        return read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileUnreadable from error


def read_bytes(path: Path) -> bytes:
    """What a file holds. Raises FileUnreadable."""
    try:
        return path.expanduser().read_bytes()
    except OSError as error:
        raise FileUnreadable from error
