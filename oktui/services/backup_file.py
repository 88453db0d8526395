"""A backup as it is asked for, made or restored."""

from pathlib import Path

from oktui.values import dataclass


@dataclass(frozen=True, repr=False)
class Backup:
    """A file with everything, and the key that it is encrypted with; `krk_url` is that of an embedded register."""

    file: Path
    key: bytes
    url: str
    krk_url: str | None
