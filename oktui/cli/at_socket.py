"""Waiting for others at a Unix socket, for the commands that do: who may connect, and why it cannot be had."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from oktui.cli.invocation import Unusable
from oktui.config import Settings
from oktui.serving.listening import AlreadyServed, NoSocket, unix_socket

_OURS_ALONE: Final = 0o600
_GROUPS_TOO: Final = 0o660


@contextmanager
def at_socket(settings: Settings, chosen: Path | None, name: str, command: str) -> Iterator[tuple[Path, socket.socket]]:
    """The socket at the path that was chosen, or by this name in the home. Raises Unusable, OSError."""
    path = (chosen or settings.home / name).absolute()
    # Nobody else gets into the home, and nothing in it may be open to others.
    mode = _OURS_ALONE if path.is_relative_to(settings.home) else _GROUPS_TOO
    try:
        with unix_socket(path, mode) as bound:
            yield path, bound
    except AlreadyServed as error:
        raise Unusable(f"Na {path} už čeká jiný {command}.") from error
    except NoSocket as error:
        raise Unusable(f"{path} není soket, a tak se nepřepíše. Zvolte jiné jméno: --socket.") from error
    except OSError as error:
        if error.errno is None:  # Python's own, of a path that is too long
            raise Unusable(f"Cesta k soketu je příliš dlouhá: {path}. Zvolte kratší: --socket.") from error
        raise
