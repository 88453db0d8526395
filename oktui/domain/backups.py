"""Backups of an installation, and what is said for ever of one that was restored."""

from datetime import datetime

from oktui.domain.errors import DomainError
from oktui.values import dataclass


class BackupUnreadable(DomainError, code="backup_unreadable"):
    """The file is no backup, or it was changed or cut off."""


class BackupKeyWrong(DomainError, code="backup_key_wrong"):
    """The backup was encrypted with another key."""


class BackupKeyMissing(DomainError, code="backup_key_missing"):
    """There is no key to encrypt a backup with, or to read one."""


class BackupOfAnotherVersion(DomainError, code="backup_of_another_version"):
    """The backup was made by a program with other tables."""


class NotEmpty(DomainError, code="not_empty"):
    """There is something already where a backup or a copy was to be put."""


@dataclass(frozen=True)
class Restoration:
    """When a database was restored, from a backup of when, and which events were lost (X-19).

    They are those from `lost_from` on; up to which number is known where an anchor outlived the database.
    """

    at: datetime
    made_at: datetime
    lost_from: int
    lost_to: int | None
