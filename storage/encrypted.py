"""Lines in a file that nobody reads without its key: packed, encrypted part by part, each part bound to its place.

The construction is STREAM (Hoang, Reyhanitabar, Rogaway, Vizár 2015) over ChaCha20-Poly1305: a part changed, moved,
left out or put in is noticed, and so is a file that was cut off.
"""

import os
import struct
import zlib
from collections.abc import Iterable, Iterator
from typing import BinaryIO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from oktui.domain.backups import BackupKeyWrong, BackupUnreadable

_MAGIC: Final = b"OKtui backup 1\n"
_SALT = 32
_PART = 1 << 20
_LENGTH = struct.Struct(">I?")
"""Before each part: how long it is, and whether it is the last."""


def write_lines(file: BinaryIO, key: bytes, lines: Iterable[str]) -> None:
    """Write the lines, of which none has a line break in it."""
    salt = os.urandom(_SALT)
    name, cipher = _derived(key, salt)
    file.write(_MAGIC + salt + name)
    for number, (part, last) in enumerate(_with_last(_packed(lines))):
        head = _LENGTH.pack(len(part) + 16, last)
        file.write(head + cipher.encrypt(_nonce(number), part, head))


def read_lines(file: BinaryIO, key: bytes) -> Iterator[str]:
    """The lines.

    Raises:
        BackupUnreadable: this is no such file, or it was changed or cut off.
        BackupKeyWrong: it was written with another key.
    """
    magic, salt, written = file.read(len(_MAGIC)), file.read(_SALT), file.read(16)
    if magic != _MAGIC or len(salt) != _SALT:
        raise BackupUnreadable
    name, cipher = _derived(key, salt)
    if written != name:
        raise BackupKeyWrong
    rest = b""
    unpack = zlib.decompressobj()
    for part in _parts(file, cipher):
        *whole, rest = (rest + unpack.decompress(part)).split(b"\n")
        yield from (line.decode() for line in whole)


def _parts(file: BinaryIO, cipher: ChaCha20Poly1305) -> Iterator[bytes]:
    number, last = 0, False
    while not last:
        head = file.read(_LENGTH.size)
        if len(head) < _LENGTH.size:
            raise BackupUnreadable
        length, last = _LENGTH.unpack(head)
        if length > 2 * _PART:
            raise BackupUnreadable
        try:
            yield cipher.decrypt(_nonce(number), file.read(length), head)
        except (InvalidTag, ValueError) as error:
            raise BackupUnreadable from error
        number += 1
    if file.read(1):
        raise BackupUnreadable


def _derived(key: bytes, salt: bytes) -> tuple[bytes, ChaCha20Poly1305]:
    """What tells the key from another one, and the cipher of this file alone."""
    made = HKDF(SHA256(), 48, salt, _MAGIC).derive(key)
    return made[:16], ChaCha20Poly1305(made[16:])


def _nonce(number: int) -> bytes:
    return number.to_bytes(12, "big")


def _packed(lines: Iterable[str]) -> Iterator[bytes]:
    pack, waiting = zlib.compressobj(), bytearray()
    for line in lines:
        waiting += pack.compress(line.encode() + b"\n")
        while len(waiting) >= _PART:
            yield bytes(waiting[:_PART])
            del waiting[:_PART]
    yield bytes(waiting + pack.flush())


def _with_last(parts: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    iterator = iter(parts)
    waiting = next(iterator)
    for part in iterator:
        yield waiting, False
        waiting = part
    yield waiting, True
