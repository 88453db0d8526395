"""The clock, chance, hashing and where we run: everything impure, built once and passed down."""

import base64
import os
import pwd
import secrets
from collections.abc import Callable, Mapping
from dataclasses import field, replace
from datetime import UTC, datetime
from ipaddress import IPv4Address, ip_address, ip_network
from threading import BoundedSemaphore
from typing import Protocol

from argon2 import Parameters, PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY

from oktui.domain.policy import Policy
from oktui.files_folder import FilesFolder
from oktui.values import dataclass


class Hashing(Protocol):
    """How passwords are hashed and verified; each call takes a noticeable fraction of a second."""

    def hash(self, password: str) -> str:
        """A salted hash to store."""

    def verify(self, stored: str, password: str) -> bool:
        """Whether the password is the one that was hashed."""

    def outdated(self, stored: str) -> bool:
        """Whether the hash should be made anew with the present profile (X-18)."""

    @property
    def decoy(self) -> str:
        """A hash that no password has and that takes as long to verify as a real one (X-12)."""


AT_ONCE = 4
"""How many passwords a program hashes at once, of 64 MiB and more each; the others wait for their turn."""


class Argon2:
    """Argon2id with RFC 9106's second recommended profile, or a stronger one (X-18)."""

    def __init__(self, profile: Parameters = RFC_9106_LOW_MEMORY) -> None:
        self._hasher = PasswordHasher.from_parameters(profile)
        self._at_once = BoundedSemaphore(AT_ONCE)
        self.decoy = _decoy(profile)

    def hash(self, password: str) -> str:
        """The encoded hash, with salt and profile in it."""
        with self._at_once:
            return self._hasher.hash(password)

    def verify(self, stored: str, password: str) -> bool:
        """Whether the password is the one that was hashed; a damaged hash answers no."""
        try:
            with self._at_once:
                return self._hasher.verify(stored, password)
        except (VerificationError, InvalidHashError):
            return False

    def outdated(self, stored: str) -> bool:
        """Whether the hash was made with another profile (X-18)."""
        return self._hasher.check_needs_rehash(stored)


def _decoy(profile: Parameters) -> str:
    # Random bytes in the place of salt and digest: made at no cost, and verified at the full one.
    def blob(length: int) -> str:
        return base64.b64encode(secrets.token_bytes(length)).decode().rstrip("=")

    kind = {Type.ID: "argon2id", Type.I: "argon2i", Type.D: "argon2d"}[profile.type]
    cost = f"m={profile.memory_cost},t={profile.time_cost},p={profile.parallelism}"
    return f"${kind}$v={profile.version}${cost}${blob(profile.salt_len)}${blob(profile.hash_len)}"


def utc_now() -> datetime:
    """The present moment."""
    return datetime.now(UTC)


def request_number() -> str:
    """A number that no other request has (X-32)."""
    return secrets.token_hex(16)


def make_secret() -> str:
    """256 random bits, as letters that go anywhere: a key or a token that nobody guesses."""
    return secrets.token_urlsafe(32)


def where_from(environment: Mapping[str, str] = os.environ) -> str:
    """The device that this program is used from: the SSH client's address, or this machine's terminal (X-19)."""
    connection = environment.get("SSH_CONNECTION", "").split()
    if connection:
        return connection[0]
    try:
        return f"{os.uname().nodename} {os.ttyname(0)}"
    except OSError:
        return os.uname().nodename


def source_of(environment: Mapping[str, str] = os.environ) -> str:
    """Whose failures slow each other down: the OS user at the SSH client's address, or at this machine (X-31).

    No finer than that: terminals of one machine and addresses of one IPv6 network are had for nothing.
    """
    connection = environment.get("SSH_CONNECTION", "").split()
    return source_at(connection[0] if connection else None)


def source_at(address: str | None, application: str = "") -> str:
    """As `source_of`, of somebody at this address whom another program speaks for; None is this machine.

    An application that speaks for its users is a user of its own, so that no other one's wait with them.
    """
    user = f"application {application}" if application else _os_user()
    return f"{user}@{_network(address) if address else os.uname().nodename}"


def _os_user() -> str:
    uid = os.getuid()  # not what the environment says, which its owner may change
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"uid {uid}"


def _network(written: str) -> str:
    try:
        address = ip_address(written.partition("%")[0])
    except ValueError:
        return written
    if isinstance(address, IPv4Address):
        return str(address)
    return str(address.ipv4_mapped or ip_network((address, _IPV6_NETWORK), strict=False))


_IPV6_NETWORK = 64


@dataclass(frozen=True, kw_only=True)
class Effects:
    """What a use case may need besides its request."""

    files: FilesFolder
    policy: Policy = field(default_factory=Policy)
    now: Callable[[], datetime] = utc_now
    choose: Callable[[str], str] = secrets.choice
    number_request: Callable[[], str] = request_number
    make_secret: Callable[[], str] = make_secret
    hashing: Hashing = field(default_factory=Argon2)
    origin: str = field(default_factory=where_from)
    source: str = field(default_factory=source_of)

    def on_behalf(self, address: str, application: str) -> "Effects":
        """The same for somebody at the address whom the application speaks for (X-19, X-31)."""
        return replace(self, origin=f"{address} ({application})", source=source_at(address, application))

    def at_one_moment(self) -> "Effects":
        """The same with its clock stopped, so that what is decided together is decided by one moment."""
        moment = self.now()
        return replace(self, now=lambda: moment)
