"""A folder in memory, for all that a test throws away: no commit waits for a disk, nor a file for being opened."""

import shutil
from pathlib import Path

_FOLDER = Path("/dev/shm")  # noqa: S108 - what is made in it is ours alone
_ROOM = 2 * 1024**3


def memory() -> Path | None:
    """Where to make temporary folders; None for where the system has them, if there is no room in memory."""
    roomy = _FOLDER.is_dir() and shutil.disk_usage(_FOLDER).free > _ROOM
    return _FOLDER if roomy else None
