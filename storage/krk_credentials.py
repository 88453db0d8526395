"""What we prove ourselves by to a register that is a web service."""

from pathlib import Path
from typing import Final

from oktui.values import dataclass


@dataclass(frozen=True)
class Credentials:
    """The files that we prove ourselves by, and whose word we take for the register's certificate."""

    certificate: Path | None = None
    key: Path | None = None
    authority: Path | None = None
    """The system's authorities where it is None."""


NO_CREDENTIALS: Final = Credentials()
