"""The applications that ask for their users, and the keys by which they are known (R1-1, X-3).

A key has 256 random bits, which nobody guesses however fast they try. Its hash may therefore be a fast one, unlike a
password's (X-18), and every request can afford it. It is keyed with the installation's key and bound to the
application's name and module: whoever can write to the database, and has not that key, can neither put in a key of
their own nor lead an application to another module.
"""

import hashlib
import hmac
import re
from datetime import datetime
from typing import Final

from oktui.domain.errors import DomainError
from oktui.domain.modules import Module
from oktui.values import dataclass

_NAME: Final = re.compile(r"[a-z][a-z0-9-]{0,30}[a-z0-9]")
_BETWEEN: Final = "."


class InvalidApplicationName(DomainError, code="invalid_application_name"):
    """What the application would be called is no name."""


@dataclass(eq=False)
class ApplicationNameTaken(DomainError, code="application_name_taken"):
    """There is an application of this name already."""

    name: str


@dataclass(eq=False)
class UnknownApplication(DomainError, code="unknown_application"):
    """There is no application of this name."""

    name: str


class UnknownKey(DomainError, code="unknown_key"):
    """The key is no application's: it never was, or is not any more."""


@dataclass(frozen=True)
class Application:
    """An application, and the one module that it signs people in to."""

    id: int
    name: str
    module: Module
    key_hash: str
    key_made_at: datetime


def check_name(name: str) -> str:
    """The name, if it may be one. Raises InvalidApplicationName."""
    if not _NAME.fullmatch(name):
        raise InvalidApplicationName
    return name


def key_of(name: str, secret: str) -> str:
    """What the application shows: its name, so that whoever finds a key knows whose it is, and its secret."""
    return f"{name}{_BETWEEN}{secret}"


def named_by(key: str) -> tuple[str, str]:
    """The name and the secret that the key consists of; both empty where it can be nobody's."""
    name, _, secret = key.partition(_BETWEEN)
    return (name, secret) if _NAME.fullmatch(name) and secret.isascii() else ("", "")


def hash_key(sealing_key: bytes, name: str, module: Module, secret: str) -> str:
    """What is stored of a key."""
    told = "\n".join(("application", name, module.value, secret))
    return hmac.new(sealing_key, told.encode(), hashlib.sha256).hexdigest()


def is_key_of(application: Application, secret: str, sealing_key: bytes) -> bool:
    """Whether the secret is the one that the application was given."""
    made = hash_key(sealing_key, application.name, application.module, secret)
    return hmac.compare_digest(made, application.key_hash)
