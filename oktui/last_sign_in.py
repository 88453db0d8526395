"""Which application and username were used last by whoever owns this terminal; never the password (F1)."""

import json
import os
from contextlib import suppress
from pathlib import Path

from oktui.domain.files import FileUnwritable
from oktui.domain.modules import Module
from oktui.domain.names import is_username
from oktui.domain.outages import DiskFull
from oktui.private_files import write_private
from oktui.values import dataclass


@dataclass(frozen=True)
class LastSignIn:
    """A file in the installation's folder, one for each user of the machine; without it nothing is remembered."""

    path: Path

    @classmethod
    def of_user(cls, home: Path) -> "LastSignIn":
        """The memory of the user whose process this is."""
        return cls(home / f"last-sign-in-{os.getuid()}.json")

    def recall(self) -> tuple[Module, str] | None:
        """The application and the username, if a usable file holds them."""
        try:
            kept = json.loads(self.path.read_text(encoding="utf-8"))
            module, username = Module(kept["module"]), kept["username"]
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return (module, username) if isinstance(username, str) and is_username(username) else None

    def remember(self, module: Module, username: str) -> None:
        """Keep them in a file readable by its owner alone; where that cannot be, nobody is held up by it."""
        text = json.dumps({"module": module.value, "username": username})
        with suppress(FileUnwritable, DiskFull):
            write_private(self.path, text, replace=True)
