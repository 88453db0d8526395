"""Files that their owner alone can read, each written whole or not at all."""

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from oktui.domain.files import FileTaken, FileUnreadable, FileUnwritable, Obstacle, TooMuchToRead
from oktui.domain.outages import DiskFull

LARGEST = 512 * 1024**2
"""Bytes of a file that is read whole: four million rows of KRK's, and less than a server's memory."""

_FULL = (errno.ENOSPC, errno.EDQUOT)
_OBSTACLES = {
    errno.ENOENT: Obstacle.MISSING,
    errno.ENOTDIR: Obstacle.MISSING,
    errno.EACCES: Obstacle.FORBIDDEN,
    errno.EPERM: Obstacle.FORBIDDEN,
    errno.EROFS: Obstacle.FORBIDDEN,
    errno.EISDIR: Obstacle.FOLDER,
    errno.ENAMETOOLONG: Obstacle.NAME,
    errno.ELOOP: Obstacle.NAME,
}


def make_private(path: Path) -> None:
    """Make an empty file of mode 0600, and the folder that it is to be in, where they are not there yet.

    Raises OSError: an installation that cannot be made is its owner's matter, who is told the folder and the reason.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))


def write_private(path: Path, text: str, *, replace: bool = False) -> None:
    """Write the text to a file, as `drafted` does."""
    with drafted(path, replace=replace) as draft:
        draft.write_text(text, encoding="utf-8")


@contextmanager
def drafted(path: Path, *, replace: bool = False) -> Iterator[Path]:
    """Give a file of mode 0600 to write to, which takes the name when the block ends well, and outlives a power cut.

    Nothing is written through a link that somebody has laid: a new file is nobody else's, and an old one is replaced.

    Raises:
        FileTaken: there is one of this name, and it is not to be replaced.
        FileUnwritable: the folder is not there or not ours, or the name is a folder's.
        DiskFull: no room; nothing is left of the file.
    """
    with _refusals(path):
        path = _expanded(path)
        if not replace and os.path.lexists(path):
            raise FileExistsError
        # In a folder that nobody else can look into; next to the file, for only there can it take its name.
        with tempfile.TemporaryDirectory(prefix=f".{path.name}.", dir=path.parent) as folder:
            draft = Path(folder) / path.name
            _make_new(draft)
            yield draft
            _keep(draft)
            if replace:
                draft.replace(path)
            else:
                _take_free_name(draft, path)
        _keep(path.parent)


def _take_free_name(draft: Path, path: Path) -> None:
    """Name the file in one step: not even a power cut leaves an empty one. Raises FileExistsError."""
    try:
        os.link(draft, path)
    except OSError as error:
        if error.errno not in (errno.EPERM, errno.EOPNOTSUPP):
            raise
        _make_new(path)  # on a disk that knows no second names
        draft.replace(path)


def _make_new(path: Path) -> None:
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600))


def _keep(path: Path) -> None:
    """Have the file's content, or the folder's names, on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _refusals(path: Path) -> Iterator[None]:
    try:
        yield
    except FileExistsError as error:
        if path.is_dir():
            raise FileUnwritable(Obstacle.FOLDER) from error
        raise FileTaken from error
    except OSError as error:
        raise (DiskFull() if error.errno in _FULL else FileUnwritable(obstacle(error))) from error


def obstacle(error: OSError) -> Obstacle:
    """What stands in the way, by the system's error."""
    return _OBSTACLES.get(error.errno or 0, Obstacle.DEVICE)


def _expanded(path: Path) -> Path:
    """The path with `~` replaced; a user whom the machine does not know has no folder. Raises FileNotFoundError."""
    try:
        return path.expanduser()
    except RuntimeError as error:
        raise FileNotFoundError(errno.ENOENT, str(error)) from error


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """A file that was named, open for reading. Raises FileUnreadable."""
    try:
        file = _expanded(path).open("rb")
    except OSError as error:
        raise FileUnreadable(obstacle(error)) from error
    with file:
        yield file


def read_bytes(path: Path) -> bytes:
    """What a file that was named holds. Raises FileUnreadable, TooMuchToRead."""
    with opened(path) as file:
        return read_whole(file)


def read_whole(file: BinaryIO) -> bytes:
    """What is still to be read of the file. Raises FileUnreadable, TooMuchToRead."""
    try:
        content = file.read(LARGEST + 1)
    except OSError as error:
        raise FileUnreadable(obstacle(error)) from error
    if len(content) > LARGEST:
        raise TooMuchToRead(LARGEST)
    return content
