"""The lines that slapd's back-sock sends and takes (slapd-sock(5)): one request a connection, and its answer."""

import asyncio
import base64
import re
from collections.abc import Iterable, Mapping, Sequence
from enum import IntEnum
from typing import Final

from oktui.values import dataclass

MOST_BYTES: Final = 64 * 1024
READ_WITHIN: Final = 2.0
"""Seconds within which a request has to come; slapd sends it at once."""
_PLAIN: Final = re.compile(r"[!-9;=-~][ -~]*(?<! )|")
"""What LDIF takes as it is (RFC 2849): ASCII without what begins or ends another form."""

Attributes = Mapping[str, Sequence[str]]
Entry = tuple[str, Attributes]
"""What stands at a name."""


class Code(IntEnum):
    """LDAP's results (RFC 4511, 4.1.9), as far as they are given here."""

    SUCCESS = 0
    PROTOCOL_ERROR = 2
    SIZE_LIMIT = 4
    COMPARE_FALSE = 5
    COMPARE_TRUE = 6
    METHOD_NOT_SUPPORTED = 7
    ADMIN_LIMIT = 11
    CONFIDENTIALITY_REQUIRED = 13
    NO_SUCH_ATTRIBUTE = 16
    NO_SUCH_OBJECT = 32
    INVALID_CREDENTIALS = 49
    INSUFFICIENT_ACCESS = 50
    BUSY = 51
    UNAVAILABLE = 52
    UNWILLING = 53
    OTHER = 80


class Refused(Exception):
    """An operation ends without having been done: with this code, and a sentence for whoever runs the software."""

    def __init__(self, code: Code, info: str = "") -> None:
        super().__init__(code, info)
        self.code, self.info = code, info


class Malformed(Exception):
    """What came is no request of slapd's."""


@dataclass(frozen=True, repr=False)
class Request:
    """What slapd asks: the operation, and what it says of it; the password of a bind apart."""

    operation: str
    said: Mapping[str, Sequence[str]]
    password: str = ""

    def one(self, name: str) -> str:
        """What is said under the name; empty where nothing is."""
        return next(iter(self.said.get(name, ())), "")

    def number(self, name: str) -> int:
        """The number under the name. Raises Malformed."""
        try:
            return int(self.one(name))
        except ValueError as error:
            raise Malformed from error


async def read_request(reader: asyncio.StreamReader) -> Request:
    """The request, up to the blank line that ends it. Raises Malformed, also of one that does not come in time."""
    try:
        async with asyncio.timeout(READ_WITHIN):
            return await _read(reader)
    except (TimeoutError, ValueError, KeyError, EOFError, asyncio.LimitOverrunError) as error:
        raise Malformed from error


async def _read(reader: asyncio.StreamReader) -> Request:
    operation = (await _line(reader)).decode()
    said: dict[str, list[str]] = {}
    password, left = b"", MOST_BYTES
    while line := await _line(reader):
        left -= len(line)
        name, found, value = line.partition(b":")
        if left < 0 or not (found or line == b"-"):  # that is between the changes of a MODIFY
            raise Malformed
        value = value.removeprefix(b" ")
        if name == b"cred":
            password = await _whole(value, int(said["credlen"][0]), reader)
        elif found:
            said.setdefault(name.decode().lower(), []).append(value.decode())
    return Request(operation, said, password.decode())


async def _whole(begun: bytes, length: int, reader: asyncio.StreamReader) -> bytes:
    """A password, as long as was said before it: the ends of lines that are in it end no line of the request."""
    if len(begun) > length:
        raise Malformed
    if len(begun) == length:
        return begun
    rest = await reader.readexactly(min(length, MOST_BYTES) - len(begun) - 1)
    if await _line(reader):
        raise Malformed
    return begun + b"\n" + rest


async def _line(reader: asyncio.StreamReader) -> bytes:
    return (await reader.readuntil(b"\n"))[:-1]


def result(code: Code, info: str = "") -> str:
    """How the operation ended."""
    told = " ".join(info.split())
    return f"RESULT\ncode: {code.value}\n" + (f"info: {told}\n" if told else "")


def entries(found: Iterable[Entry]) -> str:
    """Entries in LDIF."""
    return "".join(f"{line}\n" for entry in found for line in (*_lines(entry), ""))


def _lines(entry: Entry) -> list[str]:
    name, attributes = entry
    return [_said("dn", name), *(_said(key, value) for key, values in attributes.items() for value in values)]


def _said(name: str, value: str) -> str:
    if _PLAIN.fullmatch(value):
        return f"{name}: {value}"
    return f"{name}:: {base64.b64encode(value.encode()).decode()}"
