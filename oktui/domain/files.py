"""What can be wrong with a file that is named, written or read."""

from enum import Enum

from oktui.domain.errors import DomainError
from oktui.values import dataclass


class Obstacle(Enum):
    """What stands between a name and its file."""

    MISSING = "missing"
    """The file is not there, or the folder that it would be in."""
    FORBIDDEN = "forbidden"
    FOLDER = "folder"
    """The name is a folder's."""
    NAME = "name"
    """No file can have this name."""
    DEVICE = "device"
    """Anything else, which is the machine's matter."""


class FileTaken(DomainError, code="file_taken"):
    """A file of this name is there already, and is not written over."""

    field = "path"


@dataclass(eq=False)
class FileUnwritable(DomainError, code="file_unwritable"):
    """The file cannot be made in this folder."""

    obstacle: Obstacle
    field: str | None = "path"


@dataclass(eq=False)
class FileUnreadable(DomainError, code="file_unreadable"):
    """The file is not there, or not ours to read."""

    obstacle: Obstacle
    field: str | None = "path"


@dataclass(eq=False)
class TooMuchToRead(DomainError, code="too_much_to_read"):
    """The file is larger than any table or letter; a device may have no end at all."""

    most: int
    """In bytes."""
    field: str | None = "path"


@dataclass(eq=False)
class TooManyRows(DomainError, code="too_many_rows"):
    """More rows than the chosen format has."""

    limit: int
    field: str | None = "format"


class Stopped(DomainError, code="stopped"):
    """The user had long work stopped."""
