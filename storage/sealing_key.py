"""What the audit keeps outside the database: the key of its seals, and how far its chain had come (X-19)."""

import hmac
import json
import os
from dataclasses import dataclass
from pathlib import Path

from oktui.domain.chain import AuditEndChanged, AuditKeyMissing, End, Position, seal_end
from oktui.private_files import write_private

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
    """The key in the file. Raises AuditKeyMissing when there is no such file or no key in it."""
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii"))
    except (OSError, ValueError) as error:
        raise AuditKeyMissing from error
    if len(key) != _LENGTH:
        raise AuditKeyMissing
    return key


def make_key(path: Path) -> None:
    """Make a new key. Raises FileTaken rather than lose an old one, FileUnwritable, DiskFull."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_private(path, os.urandom(_LENGTH).hex() + "\n")


def read_anchor() -> Position | None:
    """How far the chain had come when that was last written down; None before the first time.

    Raises:
        AuditEndChanged: the file is damaged, or was not written with this key.
    """
    try:
        written = json.loads(_opened().anchor.read_text(encoding="ascii"))
        position, proof = Position(written["number"], bytes.fromhex(written["seal"])), bytes.fromhex(written["proof"])
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise AuditEndChanged from error
    if not hmac.compare_digest(proof, seal_end(the_key(), End.HEAD, position)):
        raise AuditEndChanged
    return position


def write_anchor(position: Position) -> None:
    """Write down how far the chain has come. Raises FileUnwritable, DiskFull."""
    path, proof = _opened().anchor, seal_end(the_key(), End.HEAD, position)
    written = json.dumps({"number": position.number, "seal": position.seal.hex(), "proof": proof.hex()})
    write_private(path, written + "\n", replace=True)
