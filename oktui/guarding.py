"""Whether an installation lies where nobody but its account can reach it, and who owns it (decision 9)."""

import os
import pwd
import stat
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from enum import Enum, auto
from pathlib import Path

from oktui.config import WRITTEN, Settings, settings_file
from oktui.values import dataclass

_ROOT = 0
_GROUP_READS = 0o040
_OTHERS = 0o077
_OTHERS_WRITE = 0o022


class Looseness(Enum):
    """What is wrong with a folder or a file."""

    ROOT = auto()
    """Root would work there."""
    NO_FOLDER = auto()
    """It is not there, and root would make it."""
    FOREIGN = auto()
    """The installation is another account's."""
    LINK = auto()
    OWNER = auto()
    OPEN = auto()
    """Others may do more with it than they should."""
    OPEN_WAY = auto()
    """A folder above it, in which others may put something else in its place."""
    FOREIGN_WAY = auto()
    """Such a folder that is neither root's nor the account's."""


@dataclass(eq=False)
class Unguarded(Exception):
    """Nothing is opened, since somebody else could have been there, or could come."""

    looseness: Looseness
    path: Path
    account: str = ""
    owner: str = ""
    mode: int = 0


def step_down(home: Path) -> None:
    """Become the installation's own account for good, where root gave the command.

    In a folder for temporary files nothing is in production, and root may try things out. Raises Unguarded.
    """
    if os.geteuid() != _ROOT or is_temporary(home):
        return
    try:
        status = home.lstat()
    except FileNotFoundError as error:
        raise Unguarded(Looseness.NO_FOLDER, home) from error
    if status.st_uid == _ROOT:
        raise Unguarded(Looseness.ROOT, home)
    os.setgroups([])
    os.setresgid(status.st_gid, status.st_gid, status.st_gid)
    os.setresuid(status.st_uid, status.st_uid, status.st_uid)


def is_temporary(home: Path) -> bool:
    """Whether the installation lies where the system keeps what may vanish."""
    places = {tempfile.gettempdir(), "/tmp", "/var/tmp", "/dev/shm"}  # noqa: S108 - asked about, not written to
    return any(home.resolve().is_relative_to(Path(place).resolve()) for place in places)


def owner_of(home: Path) -> int | None:
    """Who owns the installation, and so gives its commands: whoever owns its settings, else the folder for them."""
    for path in (settings_file(home), settings_file(home).parent):
        with suppress(FileNotFoundError):
            return path.lstat().st_uid
    return None


def check_owner(home: Path) -> None:
    """Raise Unguarded if the folder is another account's, whose settings need not even be readable."""
    with suppress(FileNotFoundError):
        if (owner := home.lstat().st_uid) != os.geteuid():
            raise Unguarded(Looseness.FOREIGN, home, owner=name_of(owner))


def check(settings: Settings) -> None:
    """Raise Unguarded unless all that the installation is made of is this account's, and closed to everybody else."""
    home = settings.home
    _check_way(home)
    with suppress(FileNotFoundError):
        check_owner(home)
        for path in (home, *(Path(entry.path) for entry in os.scandir(home))):
            if path != settings.files.path:  # which is looked at whenever something is put there or fetched
                _check(path)
    for path in _elsewhere(settings):
        _check_way(path)
        if path != settings.files.path:
            _check(path)
    _check(settings.audit_key)
    if settings.mail is not None and settings.mail.at.user and settings.mail.password is None:
        _check_way(settings.mail.password_file)
        _check(settings.mail.password_file)
    _check_way(settings_file(home))
    _check(settings_file(home))


def _elsewhere(settings: Settings) -> Iterator[Path]:
    """The databases, KRK's key and the folders of our key and of files, where they are put outside of the home."""
    urls = (settings.database_url, settings.krk_url)
    files = [Path(url.removeprefix("sqlite:///")).absolute() for url in urls if url.startswith("sqlite:///")]
    if settings.krk_key is not None:
        files.append(settings.krk_key)
    yield from (
        path
        for path in (settings.audit_key.parent, settings.files.path, *files)
        if not path.is_relative_to(settings.home)
    )


def _check(path: Path) -> None:
    """Raise Unguarded unless the file or folder is ours alone; what is not there, or no longer, is nobody's."""
    with suppress(FileNotFoundError):
        status = path.lstat()
        if stat.S_ISLNK(status.st_mode):
            raise Unguarded(Looseness.LINK, path)
        mode = stat.S_IMODE(status.st_mode)
        settings = path.name == WRITTEN
        if status.st_uid != os.geteuid() and not (settings and status.st_uid == _ROOT):
            raise Unguarded(Looseness.OWNER, path, name_of(os.geteuid()), name_of(status.st_uid))
        if mode & (_OTHERS & ~_GROUP_READS if settings else _OTHERS):
            raise Unguarded(Looseness.OPEN, path, mode=mode)


def _check_way(path: Path) -> None:
    """Raise Unguarded if on the way to the path somebody else could lay another folder, or a link."""
    for above in {*path.parents, *path.parent.resolve().parents, path.parent.resolve()}:
        with suppress(FileNotFoundError):
            status = above.lstat()
            if status.st_uid not in (_ROOT, os.geteuid()):
                raise Unguarded(Looseness.FOREIGN_WAY, above, owner=name_of(status.st_uid))
            if status.st_mode & _OTHERS_WRITE and not (status.st_mode & stat.S_ISVTX or stat.S_ISLNK(status.st_mode)):
                raise Unguarded(Looseness.OPEN_WAY, above)


def name_of(uid: int) -> str:
    """The account's name, or its number where the machine does not list it, as in a container."""
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"uid {uid}"
