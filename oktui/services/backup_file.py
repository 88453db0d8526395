"""A backup as it is asked for, made or restored."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, repr=False)
class Backup:
    """A file with everything, and the key that it is encrypted with; `krk_url` is that of an embedded register."""

    file: Path
    key: bytes
    url: str
    krk_url: str | None
