"""Where the door is: a Unix socket, which one server has at a time, or a port behind TLS."""

import fcntl
import os
import socket
import ssl
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Final

FINISH_WITHIN: Final = 15
"""Seconds that requests have to be answered in once the process is told to end."""
_BACKLOG = 256


class AlreadyServed(Exception):
    """Another server has the socket."""


class NoSocket(Exception):
    """What is there instead of the socket is none, and is not removed."""


@contextmanager
def unix_socket(path: Path, mode: int) -> Iterator[socket.socket]:
    """A socket at the path for those whom the mode lets in, gone afterwards; one that a killed server left goes first.

    Raises AlreadyServed, NoSocket, OSError.
    """
    with _lock(path) as held, socket.socket(socket.AF_UNIX) as listening:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise AlreadyServed from error
        _remove(path)
        before = os.umask(0o777 & ~mode)  # before anybody can connect
        try:
            listening.bind(str(path))
        finally:
            os.umask(before)
        try:
            listening.listen(_BACKLOG)
            yield listening
        finally:
            with suppress(FileNotFoundError):
                path.unlink()


def _lock(path: Path) -> BinaryIO:
    """A file beside the socket, which is never removed: of a socket nobody can tell whether its server is alive."""
    lock = path.with_name(f"{path.name}.lock")
    return os.fdopen(os.open(lock, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600), "r+b")


def _remove(path: Path) -> None:
    with suppress(FileNotFoundError):
        if not stat.S_ISSOCK(path.lstat().st_mode):
            raise NoSocket
        path.unlink()


@contextmanager
def listen_at(host: str, port: int) -> Iterator[socket.socket]:
    """The port of an address of this machine. Raises OSError."""
    family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
    with socket.create_server(address[:2], family=family, backlog=_BACKLOG) as listening:
        yield listening


def check_certificate(certificate: Path, private_key: Path) -> None:
    """Raise OSError or ssl.SSLError unless the key is there, not encrypted, and the certificate's."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, private_key, password=lambda: "")
