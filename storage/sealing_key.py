"""What the audit keeps outside the database: the key of its seals, and how far its chain had come (X-19)."""

import hmac
import json
import os
from pathlib import Path

from oktui.domain.chain import AuditEndChanged, AuditKeyMissing, End, Position, seal_end
from oktui.domain.files import FileUnwritable
from oktui.domain.outages import PathUnusable
from oktui.private_files import obstacle, write_private
from oktui.values import dataclass

_LONGEST_FILE = 1024
_LENGTH = 32


@dataclass(frozen=True)
class SealingKey:
    """The key, and the file of the anchor: the last position that the chain was seen to have reached."""

    key: bytes
    anchor: Path


_in_use: SealingKey | None = None


def use_sealing_key(key: SealingKey | None) -> None:
    """Use this from now on; with none, nothing can be recorded and so nothing changed."""
    global _in_use
    _in_use = key


def _opened() -> SealingKey:
    if _in_use is None:
        raise AuditKeyMissing
    return _in_use


def the_key() -> bytes:
    """The key in use. Raises AuditKeyMissing."""
    return _opened().key


def read_key(path: Path) -> bytes:
    """The key in the file.

    Raises:
        AuditKeyMissing: there is no such file, or no key in it.
        PathUnusable: it cannot be read.
    """
    try:
        with path.open("rb") as file:
            key = bytes.fromhex(file.read(_LONGEST_FILE).decode("ascii"))
    except (FileNotFoundError, ValueError) as error:
        raise AuditKeyMissing(str(path)) from error
    except OSError as error:
        raise PathUnusable(str(path), obstacle(error)) from error
    if len(key) != _LENGTH:
        raise AuditKeyMissing(str(path))
    return key


def make_key(path: Path) -> None:
    """Make a new key, also for a file that was left empty.

    Raises:
        FileTaken: there is an old one, which is not to be lost.
        FileUnwritable, DiskFull: it cannot be written.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    empty = path.is_file() and path.stat().st_size == 0
    write_private(path, os.urandom(_LENGTH).hex() + "\n", replace=empty)


def read_anchor() -> Position | None:
    """How far the chain had come when that was last written down; None before the first time.

    Raises:
        AuditEndChanged: the file is damaged, or was not written with this key.
        PathUnusable: it cannot be read.
    """
    try:
        written = json.loads(_opened().anchor.read_text(encoding="ascii"))
        position, proof = Position(written["number"], bytes.fromhex(written["seal"])), bytes.fromhex(written["proof"])
    except FileNotFoundError:
        return None
    except OSError as error:
        raise PathUnusable(str(_opened().anchor), obstacle(error)) from error
    except (ValueError, KeyError, TypeError) as error:
        raise AuditEndChanged from error
    if not hmac.compare_digest(proof, seal_end(the_key(), End.HEAD, position)):
        raise AuditEndChanged
    return position


def write_anchor(position: Position) -> None:
    """Write down how far the chain has come. Raises PathUnusable, DiskFull."""
    path, proof = _opened().anchor, seal_end(the_key(), End.HEAD, position)
    written = json.dumps({"number": position.number, "seal": position.seal.hex(), "proof": proof.hex()})
    try:
        write_private(path, written + "\n", replace=True)
    except FileUnwritable as error:
        raise PathUnusable(str(path), error.obstacle) from error
