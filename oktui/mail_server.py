"""The mail server that an installation sends notices by, as its address in the settings says."""

import re
from enum import Enum
from ipaddress import ip_address
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from oktui.values import dataclass


class Encryption(Enum):
    """How the way to the server is encrypted, by what its address begins with."""

    TLS = "smtps"
    """From the first byte."""
    STARTTLS = "smtp+starttls"
    """From a word on, without which nothing is sent."""
    NONE = "smtp"
    """Not at all: within this machine only."""

    @property
    def port(self) -> int:
        """Where a server is usually to be found."""
        return {Encryption.TLS: 465, Encryption.STARTTLS: 587, Encryption.NONE: 25}[self]


@dataclass(frozen=True)
class MailAddress:
    """Where a server is, and as whom it is spoken to; `user` is empty where it asks nobody's name."""

    encryption: Encryption
    host: str
    port: int
    user: str = ""


@dataclass(frozen=True)
class MailServer:
    """A server, whom notices are from, and how long it may take over one thing that it is asked."""

    at: MailAddress
    sender: str
    password_file: Path
    password: str | None = None
    """From the environment; otherwise it is read from the file whenever it is needed."""
    authority: Path | None = None
    """Who vouches for the server's certificate, where that is none of those whom this machine trusts."""
    patience: float = 30.0


PASSWORD_VARIABLE: Final = "OKTUI_SMTP_PASSWORD"  # noqa: S105 - the name of a variable, not a password
_HOST: Final = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?\.?|[0-9A-Fa-f:.]+")


def read_address(written: str) -> MailAddress:
    """The server's address as it is written: smtps://user@host:port and its like.

    Raises ValueError: it is none, has a password in it, or leads out of this machine without encryption.
    """
    parts = urlsplit(written)
    encryption = Encryption(parts.scheme)
    host, port = parts.hostname or "", parts.port
    if parts.password is not None or parts.path.strip("/") or parts.query or parts.fragment:
        raise ValueError("more than a host, a port and a user's name")
    if not _HOST.fullmatch(host) or port == 0:
        raise ValueError("no host")
    if encryption is Encryption.NONE and not _within_this_machine(host):
        raise ValueError("unencrypted to another machine")
    return MailAddress(encryption, host, port or encryption.port, unquote(parts.username or ""))


def is_sender(written: str) -> bool:
    """Whether it is an address that notices can be from: of letters that every server knows."""
    return _SENDER.fullmatch(written) is not None


_SENDER: Final = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?")


def _within_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
