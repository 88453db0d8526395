"""The files that notices are written by: the program's own, and those of an installation in place of them."""

from importlib.resources import files
from pathlib import Path
from typing import Final

from oktui.domain.notices import NoticeKind
from oktui.values import dataclass

FOLDER: Final = "notices"
"""The folder with the installation's own, in its home."""
LARGEST: Final = 20_000
"""How many bytes a template has at most."""


def built_in(kind: NoticeKind) -> str:
    """The program's own template."""
    return (files("oktui") / "notices" / _file(kind)).read_text(encoding="utf-8")


@dataclass(frozen=True)
class OwnTemplates:
    """The templates that an installation has written itself."""

    home: Path

    def read(self, kind: NoticeKind) -> bytes | None:
        """The template, or None where there is none; no more of it than shows that it is too large. Raises OSError."""
        try:
            with (self.home / FOLDER / _file(kind)).open("rb") as file:
                return file.read(LARGEST + 1)
        except FileNotFoundError:
            return None

    def strange(self) -> list[str]:
        """Files in the folder that are no kind's template. Raises OSError."""
        folder = self.home / FOLDER
        names = {_file(kind) for kind in NoticeKind}
        return sorted(path.name for path in folder.iterdir() if path.name not in names) if folder.is_dir() else []


def _file(kind: NoticeKind) -> str:
    return f"{kind.value}.txt"
