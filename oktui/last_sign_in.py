"""Which application and username were used last by whoever owns this terminal; never the password (F1)."""

import json
import os
from dataclasses import dataclass
from pathlib import Path

from oktui.domain.modules import Module
from oktui.domain.names import is_username


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
        try:
            handle = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump({"module": module.value, "username": username}, file)
        except OSError:
            return
