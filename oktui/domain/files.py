"""What can be wrong with a file that is named, written or read."""

from dataclasses import dataclass

from oktui.domain.errors import DomainError


class FileTaken(DomainError, code="file_taken"):
    """A file of this name is there already, and is not written over."""

    field = "path"


class FileUnwritable(DomainError, code="file_unwritable"):
    """The file cannot be made in this folder."""

    field = "path"


class FileUnreadable(DomainError, code="file_unreadable"):
    """The file is not there, not ours to read, or no UTF-8 text."""

    field = "path"


class FormatUnknown(DomainError, code="format_unknown"):
    """A file name that does not say by its ending which format it is to have."""

    field = "path"


@dataclass(eq=False)
class TooManyRows(DomainError, code="too_many_rows"):
    """More rows than the chosen format has."""

    limit: int
    field: str | None = "path"


class Stopped(DomainError, code="stopped"):
    """The user had long work stopped."""
