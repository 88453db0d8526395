"""SQLite as we use it: those who read do not wait for those who write, and those who write wait in turn."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Final

from peewee import SqliteDatabase

_RARELY: Final = 0.008
"""Seconds between two looks of somebody who has just come; whoever has waited longer looks more often."""
_OFTEN: Final = 0.0005
_LONG: Final = 0.1
"""Seconds after which somebody has waited for long."""


class EmbeddedDatabase(SqliteDatabase):
    """A database in a file, to which one program at a time writes."""

    def __init__(self, path: Path, *, read_only: bool, pragmas: dict[str, Any], timeout: float) -> None:
        # mode=rw: a file that is away is an outage, not a new empty database.
        uri = f"{path.absolute().as_uri()}?mode={'ro' if read_only else 'rw'}"
        super().__init__(uri, uri=True, pragmas=pragmas, timeout=timeout)
        self._path = path.absolute()
        self._read_only = read_only

    def begin(self, *, reading: bool = False) -> None:  # type: ignore[override]  # peewee's takes SQLite's words
        """Begin to read one state of the database; or else take the lock for writing at once, before anything is read.

        What was read first and is written then, another might have changed meanwhile.
        """
        super().begin("DEFERRED" if reading or self._read_only else "IMMEDIATE")

    @contextmanager
    def turn(self, seconds: float) -> Iterator[None]:
        """Wait for one's turn to write, at most so many seconds; then try without, and be told by SQLite.

        Left to SQLite, whoever asks at the right moment goes first, and who has waited for long asks seldom. Here one
        stands at the door, whom nobody who comes later can overtake, and the others wait for that place.
        """
        until = time.monotonic() + seconds
        with ExitStack() as held:
            if not self._read_only:
                with ExitStack() as at_the_door:
                    if _take(self._beside("door"), until, at_the_door):
                        _take(self._beside("turn"), until, held, at_once=True)
            yield

    def _beside(self, name: str) -> Path:
        return self._path.with_name(f"{self._path.name}-{name}")


def _take(path: Path, until: float, held: ExitStack, *, at_once: bool = False) -> bool:
    """Lock the file until the stack is closed or the program ends, however it ends; whether that came about in time."""
    try:
        number = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    except OSError:  # where nothing can be made, nothing can be written either, as SQLite will say
        return False
    held.callback(os.close, number)
    came = time.monotonic()
    while True:
        try:
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            now = time.monotonic()
            if now >= until:
                return False
            time.sleep(_OFTEN if at_once else max(_OFTEN, _RARELY * (1 - (now - came) / _LONG)))
        except OSError:  # a file system without locks of this kind
            return False
        else:
            return True
