"""Where the program writes its log: a file of the installation, or the system's own log."""

import logging
import os
from logging.handlers import SysLogHandler, WatchedFileHandler
from pathlib import Path

from oktui.bugs import LOGGER
from oktui.config import Settings
from oktui.domain.text import harmless
from oktui.private_files import make_private

SYSTEM_LOG = "/dev/log"
"""Where journald listens, or rsyslog."""


def start_log(settings: Settings) -> None:
    """Have what the program logs from now on written where the settings say, there alone. Raises OSError."""
    for handler in list(LOGGER.handlers):
        if isinstance(handler, _File | _System):
            LOGGER.removeHandler(handler)
            handler.close()
    LOGGER.addHandler(_System() if settings.log_to == "syslog" else _File(settings.home / "oktui.log"))
    LOGGER.setLevel(settings.log_level)


class _Lines(logging.Formatter):
    """One record a line; what continues it is set in, so that no text of outside is taken for a record (X-22)."""

    def format(self, record: logging.LogRecord) -> str:
        """The record without anything that would steer the terminal that it is read on."""
        return "\n  ".join(map(harmless, super().format(record).rstrip("\n").split("\n")))


class _File(WatchedFileHandler):
    """A file that its owner alone reads. When another one has its name, as after a rotation, that one is written to."""

    def __init__(self, path: Path) -> None:
        make_private(path)
        super().__init__(path, encoding="utf-8")
        self.setFormatter(_Lines("%(asctime)s %(process)d %(levelname)s %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        """Write the record; that there is no file to write to ends no work."""
        try:
            super().emit(record)
        except OSError:
            self.handleError(record)


class _System(SysLogHandler):
    """The system's log, which says itself when that was. Where nobody listens, as in its restart, no work ends."""

    def __init__(self) -> None:
        super().__init__(SYSTEM_LOG, SysLogHandler.LOG_DAEMON)
        self.setFormatter(_Lines())
        self.ident = f"oktui[{os.getpid()}]: "
