"""The one folder that files made in the program go to, and that no link leads out of (X-30)."""

import fcntl
import hashlib
import logging
import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from io import BufferedReader
from pathlib import Path

from oktui.domain.files import FileTaken, FileUnwritable
from oktui.domain.kept_files import FileNotKept, FilesUnavailable, FileTooLarge, is_name
from oktui.private_files import drafted
from oktui.values import dataclass

MEGABYTE = 1 << 20
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK
_OTHERS = 0o077
_LOGGER = logging.getLogger("oktui.files")


@dataclass(frozen=True)
class Draft:
    """A file of mode 0600 to write to, in a folder of its own."""

    path: Path
    limit: int

    def check_size(self) -> None:
        """Raise FileTooLarge as soon as what is written so far takes more room than all files may."""
        if sum(each.stat().st_size for each in self.path.parent.iterdir()) > self.limit:
            raise FileTooLarge(self.limit // MEGABYTE)

    @property
    def size(self) -> int:
        """The bytes in it."""
        return self.path.stat().st_size

    def digest(self) -> str:
        """The SHA-256 of what is in it."""
        with self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()


@dataclass(frozen=True)
class FilesFolder:
    """Holds `limit` bytes at most, each file for `keep`; the oldest make room for the newest."""

    path: Path
    limit: int = 500 * MEGABYTE
    keep: timedelta = timedelta(days=1)

    @contextmanager
    def make(self, name: str, at: datetime) -> Iterator[Draft]:
        """Give a draft that takes the name when the block ends well; nothing is left of it otherwise.

        Raises:
            FileTooLarge: it does not fit in.
            FilesUnavailable: the folder is a link, somebody else's, open to others or not to be written to.
            DiskFull: no room.
        """
        try:
            self._make_folder()
            with self._opened() as folder, drafted(self.path / name) as path:
                draft = Draft(path, self.limit)
                yield draft
                draft.check_size()
                os.utime(path, (at.timestamp(), at.timestamp()))
                fcntl.flock(folder, fcntl.LOCK_EX)  # until the file has its name
                self._make_room(folder, draft.size, but=name)
                self._check_same(folder)
        except (FileTaken, FileUnwritable) as error:
            raise _unavailable(self.path, error) from error

    def open(self, name: str) -> BufferedReader:
        """The file that waits under the name. Raises FileNotKept, FilesUnavailable."""
        if not is_name(name):
            raise FileNotKept
        with self._opened() as folder:
            try:
                file = os.fdopen(os.open(name, _FILE, dir_fd=folder), "rb")
            except OSError as error:
                raise FileNotKept from error
        if not _is_ours_alone(os.fstat(file.fileno()), stat.S_IFREG):
            file.close()
            raise FileNotKept
        return file

    def remove(self, name: str) -> None:
        """Remove a file; of several who try, one succeeds. Raises FileNotKept, FilesUnavailable."""
        with self._opened() as folder:
            try:
                os.unlink(name, dir_fd=folder)
            except FileNotFoundError as error:
                raise FileNotKept from error

    def purge(self, now: datetime) -> int:
        """Remove what is past its time, and what a clock that was wrong has dated ahead; returns how many files.

        Whatever else lies there goes as well, such as the draft of a program that was killed. Raises FilesUnavailable.
        """
        count = 0
        with suppress(FileNotKept), self._opened() as folder:
            for entry in _entries(folder):
                age = now.timestamp() - entry.stat(follow_symlinks=False).st_mtime
                if abs(age) >= self.keep.total_seconds():
                    count += _removed(folder, entry)
        return count

    def _make_folder(self) -> None:
        try:
            self.path.mkdir(mode=0o700)
        except FileExistsError:
            pass
        except OSError as error:
            raise _unavailable(self.path, error) from error

    @contextmanager
    def _opened(self) -> Iterator[int]:
        """The folder's descriptor, so that all that follows happens in this one. Raises FileNotKept: there is none."""
        try:
            folder = os.open(self.path, _FOLDER)
        except FileNotFoundError as error:
            raise FileNotKept from error
        except OSError as error:
            raise _unavailable(self.path, error) from error
        try:
            if not _is_ours_alone(os.fstat(folder), stat.S_IFDIR):
                raise _unavailable(self.path, "it is not this user's alone")
            yield folder
        finally:
            os.close(folder)

    def _check_same(self, folder: int) -> None:
        """Refuse to have a file named in a folder that was exchanged since it was opened."""
        if not os.path.samestat(os.fstat(folder), self.path.lstat()):
            raise _unavailable(self.path, "it was exchanged for another one")

    def _make_room(self, folder: int, size: int, *, but: str) -> None:
        files = [(entry.stat(follow_symlinks=False), entry) for entry in _entries(folder) if is_name(entry.name)]
        files = [(status, entry) for status, entry in files if entry.name != but]
        room = self.limit - size - sum(status.st_size for status, _ in files)
        for status, entry in sorted(files, key=lambda file: file[0].st_mtime_ns):
            if room >= 0:
                return
            room += status.st_size * _removed(folder, entry)


def _unavailable(path: Path, reason: object) -> FilesUnavailable:
    _LOGGER.error("the folder for files %s cannot be used: %s", path, reason)
    return FilesUnavailable()


def _is_ours_alone(status: os.stat_result, kind: int) -> bool:
    """Whether it is of that kind, ours, closed to everybody else and, if a file, known by one name."""
    alone = kind == stat.S_IFDIR or status.st_nlink == 1
    ours = status.st_uid == os.geteuid() and not status.st_mode & _OTHERS
    return stat.S_IFMT(status.st_mode) == kind and ours and alone


def _entries(folder: int) -> list["os.DirEntry[str]"]:
    with os.scandir(folder) as entries:
        return list(entries)


def _removed(folder: int, entry: "os.DirEntry[str]") -> bool:
    """Remove it, never what a link points to; whether it was there still."""
    try:
        if entry.is_dir(follow_symlinks=False):
            shutil.rmtree(entry.name, dir_fd=folder)
            return False
        os.unlink(entry.name, dir_fd=folder)
    except FileNotFoundError:
        return False
    return True
