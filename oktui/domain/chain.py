"""The chain of audit events: each is sealed together with the seal before it (X-19)."""

import hmac
import re
from collections.abc import Iterable, Sequence
from enum import Enum
from typing import NamedTuple

from oktui.domain.errors import DomainError, Outage
from oktui.values import dataclass


@dataclass(eq=False)
class AuditKeyMissing(Outage, code="audit_key_missing"):
    """There is no key to seal audit events with, where one was looked for: no event, no change (X-19)."""

    path: str = ""


class AuditKeyForeign(Outage, code="audit_key_foreign"):
    """The key is whole, and not the one that this database's events are sealed with (X-19)."""


class AuditUnwritable(Outage, code="audit_unwritable"):
    """The database does not take the event: no event, no change (X-19)."""


class AuditEndChanged(Outage, code="audit_end_changed"):
    """An end of the audit's chain is not as this program, with this key, has left it (X-19)."""


class Position(NamedTuple):
    """A position in the chain: an event's number, which only orders, and the seal on it, which identifies."""

    number: int
    seal: bytes

    def line(self) -> str:
        """The position as it is kept outside the machine: in another one's log, or on paper."""
        return f"{self.number}:{self.seal.hex()}"

    @classmethod
    def of_line(cls, line: str) -> "Position":
        """Read `line` back, with whatever spaces paper has put into it. Raises NotAPosition."""
        found = re.fullmatch(r"([0-9]{1,18}):([0-9a-f]{64})", "".join(line.split()).lower())
        if found is None:
            raise NotAPosition
        return cls(int(found[1]), bytes.fromhex(found[2]))


class NotAPosition(DomainError, code="not_a_position"):
    """Text that is no position in the chain: a digit or more is missing or too many."""


GENESIS = Position(0, bytes(32))
"""What stands before the first event of all."""


class End(Enum):
    """The two ends of a chain, which a seal of its own is put on: what comes off either is missed."""

    START = "start"
    HEAD = "head"


@dataclass(frozen=True)
class Link:
    """An event as it is stored: its number, the seal before it, all that it says to the letter, and the seal on it."""

    number: int
    previous: bytes
    content: str
    seal: bytes

    @property
    def position(self) -> Position:
        """Where the next link goes on from."""
        return Position(self.number, self.seal)


class Flaw(Enum):
    """What is wrong with a chain."""

    CHANGED = "changed"
    BROKEN = "broken"
    CUT_OFF = "cut_off"
    END_CHANGED = "end_changed"


@dataclass(frozen=True)
class Finding:
    """The first flaw, and the number of the event at which it shows: for a cut, of the last one that is left."""

    flaw: Flaw
    number: int


def seal(key: bytes, previous: bytes, content: str) -> bytes:
    """The keyed hash (HMAC-SHA256) over the seal before and all that the event says."""
    return hmac.digest(key, b"event\0" + previous + content.encode(), "sha256")


def seal_end(key: bytes, end: End, position: Position) -> bytes:
    """The keyed hash that says that the chain begins after, or ends with, this position."""
    return hmac.digest(key, f"{end.value}\0{position.number}\0".encode() + position.seal, "sha256")


def fingerprint(key: bytes) -> str:
    """What a database knows its key by; the key cannot be told from it."""
    return hmac.digest(key, b"fingerprint", "sha256")[:8].hex()


def follow(
    key: bytes, position: Position, links: Iterable[Link], landmarks: Sequence[Position] = ()
) -> Position | Finding:
    """Walk on from a position along the links: where that leads, or the first flaw.

    Landmarks are places known to have been in the chain; what has another seal at such a number was put there later.
    """
    known = dict(landmarks)
    for link in links:
        if not hmac.compare_digest(link.previous, position.seal):
            return Finding(Flaw.BROKEN, link.number)
        if not hmac.compare_digest(link.seal, seal(key, link.previous, link.content)):
            return Finding(Flaw.CHANGED, link.number)
        if not hmac.compare_digest(link.seal, known.get(link.number, link.seal)):
            return Finding(Flaw.BROKEN, link.number)
        position = link.position
    return position


def cut_off(last: Position, landmarks: Sequence[Position]) -> Finding | None:
    """Whether the chain ends before a landmark that it has reached before."""
    beyond = any(landmark.number > last.number for landmark in landmarks)
    return Finding(Flaw.CUT_OFF, last.number) if beyond else None
